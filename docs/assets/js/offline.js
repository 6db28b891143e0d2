// Has the service worker keep what is read (overrides/service-worker.js), where the site has one and the browser lets it;
// says of a page that it is a copy.
const PATIENCE = 5000;
const AT_LAST = 10_000;
const { service } = document.querySelector("[data-main]").dataset;
let begin;
// What calculates comes first where an address asks for results: keeping would take turns with it.
const free = document.documentElement.matches(".asks:has([data-worker])") ? new Promise((resolve) => (begin = resolve)) : undefined;
if (free) setTimeout(begin, AT_LAST);
const registered = service && navigator.serviceWorker ? register() : Promise.resolve();

async function register() {
  await free;
  try {
    await navigator.serviceWorker.register(new URL(service, location.href), { updateViaCache: "none" });
    return (await navigator.serviceWorker.ready).active;
  } catch {
    return undefined; // refused, or out of reach: pages are read as ever
  }
}

// What was used before the service worker could see it.
export async function keep(addresses) {
  if (addresses.length > 1) begin?.();
  (await registered)?.postMessage({ keep: addresses.map(String) });
}

// Resolves with how many files were kept that had come to harm; they are gone.
export function heal() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve(0);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(0), PATIENCE);
    worker.postMessage({ check: true }, [port2]);
  });
}

// Takes away what is kept, and the service worker with it; the next page that is read starts anew.
export async function leave() {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  if (!registration) return;
  registration.active?.postMessage({ forget: true }); // it serves this page until it is left
  await registration.unregister();
  const names = (await caches.keys()).filter((name) => /^cadrage \w+ /.test(name) && name.endsWith(` ${registration.scope}`));
  await Promise.all(names.map((name) => caches.delete(name)));
}

// When the copy was made that is shown in the page's place; undefined for what comes from the site.
function copied() {
  const [{ serverTiming = [] } = {}] = performance.getEntriesByType("navigation");
  return serverTiming.find(({ name }) => name === "copy")?.description;
}

function tell(day) {
  const note = document.createElement("p");
  note.className = "copied-page";
  note.setAttribute("role", "status");
  const shown = new Date(day).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  note.textContent = document.body.dataset.offline.replace("{date}", () => shown);
  document.querySelector("main").before(note);
}

const made = copied();
if (made && !document.querySelector("[data-kept]")) tell(made);
if (!made) keep([location.href]);
