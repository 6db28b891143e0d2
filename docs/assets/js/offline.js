// Has the service worker keep what is read (overrides/service-worker.js), where the site has one and the browser lets it;
// says of a page that it is a copy.
const PATIENCE = 5000;
const AT_LAST = 10_000;
const { service } = document.querySelector("[data-main]").dataset;
const script = service && new URL(service, location.href).href;

// Where this site stands: others, with service workers of their own, may stand around it. Undefined where nothing is kept.
export const scope = script && new URL("./", script).href;

let begin;
const free = new Promise((resolve) => (begin = resolve));
const registered = script && navigator.serviceWorker ? register() : Promise.resolve();

async function register() {
  await free;
  try {
    await navigator.serviceWorker.register(script, { updateViaCache: "none" });
    return (await navigator.serviceWorker.ready).active;
  } catch {
    return undefined; // refused, or out of reach: pages are read as ever
  }
}

async function ask(addresses) {
  (await registered)?.postMessage({ keep: addresses.map(String) });
}

// What was used before the service worker could see it.
export function keep(addresses) {
  begin();
  return ask(addresses);
}

// Resolves with how many files were kept that had come to harm; they are gone.
export function heal() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker || worker.scriptURL !== script) return Promise.resolve(0);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(0), PATIENCE);
    worker.postMessage({ check: true }, [port2]);
  });
}

// Takes away what is kept, and the service worker with it; the next page that is read starts anew.
export async function leave() {
  const registration = scope && (await navigator.serviceWorker?.getRegistration(scope).catch(() => undefined));
  if (!registration || registration.scope !== scope) return;
  registration.active?.postMessage({ forget: true }); // it serves this page until it is left
  await registration.unregister();
  const names = (await caches.keys()).filter((name) => /^cadrage \w+ /.test(name) && name.endsWith(` ${scope}`));
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
if (!made) ask([location.href]);
// What calculates comes first where an address asks for results: keeping would take turns with it.
if (document.documentElement.matches(".asks:has([data-worker])")) setTimeout(begin, AT_LAST);
else begin();
