// Runs before the first paint: a theme chosen earlier, and what only scripts can use becomes visible.
// A classic script, because a module would run after the page has been shown.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage refused: the system's theme stands.
}

// A calculator whose address carries numbers: what works it begins to load before the page has been read. The form
// takes the worker over (calculator/client.js).
(({ worker, runtime, parts }) => {
  if (!worker || !/[?&](?!utm_|fbclid|gclid|q=)[^=&]+=/.test(location.search)) return;
  const address = new URL(worker, location.href).href;
  const begun = { address, worker: new Worker(address, { type: "module" }) };
  begun.worker.onerror = () => delete globalThis.begun;
  begun.worker.postMessage({ start: { base: new URL(runtime, location.href).href, parts: JSON.parse(parts) } });
  globalThis.begun = begun;
})(document.currentScript.dataset);
