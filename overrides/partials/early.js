// Runs before anything is shown or fetched, so it stands in every page, with the same text: what changes is in its data.
// Comments are taken out; its digest is in the policy of pages (macros/policy.py).

// A theme chosen earlier; where storage is refused, the system's stands. What only scripts can use becomes visible.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}
// A calculator whose address carries numbers shows nobody else's until it holds them ("asks"), and what works it begins
// to load before the page has been read, unless both would have to take turns on two processors (decisions/010). The form
// takes the worker over (docs/assets/js/calculator/client.js).
(({ main, worker, runtime, parts }) => {
  const asks = /(?:^\?|&)(?!utm_|fbclid|gclid|q=)[^=&]+=/.test(location.search);
  document.documentElement.classList.toggle("asks", asks);
  // What improves a page that reads without it waits until words and their letters are there.
  addEventListener("load", () => import(new URL(main, location.href).href));
  // A script that does not come leaves the page as it is without.
  addEventListener("error", ({ target }) => target.tagName === "SCRIPT" && document.documentElement.classList.remove("js"), true);
  if (!worker || !asks || navigator.hardwareConcurrency < 3) return;
  const address = new URL(worker, location.href).href;
  const begun = { address, worker: new Worker(address, { type: "module" }) };
  begun.worker.onerror = () => delete globalThis.begun;
  begun.worker.postMessage({ start: { base: new URL(runtime, location.href).href, parts: JSON.parse(parts) } });
  globalThis.begun = begun;
})(document.currentScript.dataset);
