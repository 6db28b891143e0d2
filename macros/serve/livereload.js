// Keeps an open page fresh while its sources are edited. Only `make serve` adds it; no built page has it.
//
// The page holds a token: digest of its HTML, digest without style sheets, digest of the problems shown. It asks
// /livereload for news; the answer comes once the token is out of date, or after a while. Then
//   structure differs → reload          page alone differs → swap style sheets          problems → show them
{
  const RETRY_AFTER = 1000;
  let token = document.currentScript.dataset.token;
  let panel = null;

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  const visible = () =>
    document.visibilityState === "visible"
      ? Promise.resolve()
      : new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));

  async function news() {
    const query = new URLSearchParams({ page: location.pathname, token });
    const answer = await fetch(`/livereload?${query}`, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  async function swapStyles() {
    const html = await (await fetch(location.href, { cache: "no-store" })).text();
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelectorAll('link[rel="stylesheet"]');
    const stale = document.querySelectorAll('link[rel="stylesheet"]');
    if (fresh.length !== stale.length) return location.reload();
    stale.forEach((old, index) => {
      const href = fresh[index].getAttribute("href");
      if (href === old.getAttribute("href")) return;
      const link = old.cloneNode();
      link.href = href;
      link.addEventListener("load", () => old.remove(), { once: true });
      old.after(link);
    });
  }

  function show(problems) {
    panel?.remove();
    panel = null;
    if (!problems) return;
    panel = document.createElement("div");
    panel.id = "livereload-problems";
    const text = document.createElement("pre");
    text.textContent = problems;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto;
              background: #14130f; color: #faf7f0; border-top: 4px solid #db8473; }
      pre { margin: 0; padding: 1rem 1.25rem; font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap;
            overflow-wrap: anywhere; }`);
    const shadow = panel.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(text);
    panel.setAttribute("role", "alert");
    document.body.append(panel);
  }

  async function follow() {
    for (;;) {
      await visible();
      try {
        const now = await news();
        const [page, structure] = token.split(".");
        if (now.structure !== structure) return location.reload();
        if (now.page !== page) await swapStyles();
        if (now.token !== token) show(now.problems);
        token = now.token;
      } catch {
        await pause(RETRY_AFTER); // make serve was stopped, or is starting again
      }
    }
  }

  follow();
}
