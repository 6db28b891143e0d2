// Runs before a page's own scripts: when the first result stands in the page, what held the page up, and how long
// outputs take to follow typing.
(() => {
  const RESULT = 'output[data-output="cpm"][data-value="12.5"]';
  const PATIENCE = 100_000;
  const bench = (window.bench = { held: [], delays: [] });
  let typed = [];
  let follow = () => {};

  const soon = (wait) =>
    new Promise((resolve, reject) => {
      wait(resolve);
      setTimeout(() => reject(new Error(`nothing came in ${PATIENCE / 1000} s`)), PATIENCE);
    });

  // Milliseconds from the start of the navigation to the result.
  bench.reached = soon((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector(RESULT)) return;
      observer.disconnect();
      resolve(performance.now());
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });
  bench.reached.catch(() => {});

  bench.watchTasks = () => {
    const kept = ({ entryType, startTime, duration, scripts = [] }) => ({
      kind: entryType,
      start: startTime,
      duration,
      scripts: scripts.map(({ sourceURL, invoker, duration }) => ({ url: sourceURL, invoker, duration })),
    });
    for (const type of ["long-animation-frame", "longtask"]) {
      new PerformanceObserver((list) => bench.held.push(...list.getEntries().map(kept))).observe({ type, buffered: true });
    }
  };

  // Measures from each input event to the first change of an output. One that is overtaken by the next waits for that one's.
  bench.watchTyping = () => {
    document.addEventListener("input", ({ timeStamp }) => typed.push(timeStamp), true);
    new MutationObserver((changes) => {
      if (!changes.some(({ target }) => target.closest("output"))) return;
      bench.delays.push(...typed.splice(0).map((since) => performance.now() - since));
      follow();
    }).observe(document.querySelector("form[data-calculator]"), {
      subtree: true,
      childList: true,
      attributeFilter: ["data-value"],
    });
  };

  // Resolves once outputs have changed so many times.
  bench.followed = (times) => soon((resolve) => {
    follow = () => bench.delays.length >= times && resolve();
    follow();
  });
})();
