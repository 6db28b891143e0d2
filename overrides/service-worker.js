// Keeps pages that were read, with what they are made of, so that they can be read again without a network. It knows nothing
// of releases: what a page is made of has addresses that change with what they hold, and a page is kept only once all of it
// is. macros/service_worker.py puts before this what the build knows:
//   AWAY     where to read what is kept, by the beginning of addresses: { "en/": "en/offline/", "": "sans-reseau/" }
//   DIGESTS  address → SHA-256 of what pages are made of, in base64: each release has a service worker of its own
// Messages:  page → service worker  { keep: [addresses] }   what it is, and what it used before anybody looked
//                                   { check: true }         answered by its port with how many damaged files were thrown away
//                                   { forget: true }        from now on nothing is kept
const { scope } = registration;
const PAGES = `cadrage pages ${scope}`;
const PARTS = `cadrage parts ${scope}`;
const MOST = 200; // pages
const PATIENCE = 4000; // milliseconds that a page may take where a copy of it is kept
const LATER = 5000; // milliseconds until what a page used is kept, and held against what it should be: the page comes first
const LARGE = /\.(?:wasm|zip|mjs)$/; // looked at when a calculator asks for it
const seen = new Set();
let away = false; // whether the network gave no answer, the last time it was asked for a page
let forgotten = false;

addEventListener("install", (event) => {
  skipWaiting(); // every page finds its own assets, whoever serves them
  event.waitUntil(Promise.allSettled(Object.values(AWAY).map((path) => keep(scope + path, "no-cache"))));
});

addEventListener("activate", (event) => {
  event.waitUntil(Promise.allSettled([clients.claim(), registration.navigationPreload?.enable(), tidy()]));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = plain(request.url);
  if (request.method !== "GET" || !address.startsWith(scope)) return;
  if (request.mode === "navigate") event.respondWith(page(event, address));
  else if (address.endsWith("/search.json")) event.respondWith(newest(event, address));
  else if (!isPart(address)) return;
  else if (away || !navigator.onLine) event.respondWith(part(event, address));
  else event.waitUntil(later(() => look(address))); // the browser's own cache is faster, and holds what it compiled
});

addEventListener("message", (event) => {
  const { keep: addresses, check: asked, forget } = event.data;
  if (forget) forgotten = true;
  if (addresses) event.waitUntil(Promise.allSettled(addresses.map((address) => keep(address))));
  if (asked) event.waitUntil(checkAll().then((damaged) => event.ports[0].postMessage(damaged)));
});

// -- Answering ----------------------------------------------------------------------------------------------------------------

async function page(event, address) {
  try {
    return await newest(event, address);
  } catch {
    const about = AWAY[Object.keys(AWAY).find((start) => address.startsWith(scope + start))];
    if (!about || !(await copy(scope + about))) return Response.error();
    return Response.redirect(`${scope}${about}?page=${encodeURIComponent(event.request.url)}`);
  }
}

// From the network; where that fails, or takes too long, the copy that is kept.
async function newest(event, address) {
  const kept = await copy(address);
  const late = new Promise((_, fail) => kept && setTimeout(fail, PATIENCE));
  try {
    const answer = await Promise.race([network(event), late]);
    away = Boolean(kept) && answer.status >= 500;
    return away ? kept : answer;
  } catch (error) {
    away = true;
    if (kept) return kept;
    throw error;
  }
}

async function network({ request, preloadResponse }) {
  return (await preloadResponse) ?? fetch(request);
}

async function part(event, address) {
  return (await copy(address)) ?? fetch(event.request);
}

// Keeps what was used, in place of a copy that has come to harm; once while this runs.
async function look(address) {
  if (seen.has(address)) return;
  seen.add(address);
  if (!LARGE.test(address)) await check(address);
  await keep(address).catch(() => {}); // not there, or not what it should be: the page knows
}

async function copy(address) {
  try {
    return await caches.match(address, { cacheName: isPart(address) ? PARTS : PAGES });
  } catch {
    return undefined; // storage refused
  }
}

// -- Keeping ------------------------------------------------------------------------------------------------------------------

// Keeps what an address holds, after all that it needs. Rejects where something of it cannot be had, or is not what it should be.
async function keep(address, cacheMode = "force-cache") {
  address = plain(address);
  if (forgotten || !address.startsWith(scope)) return;
  const cache = await caches.open(isPart(address) ? PARTS : PAGES);
  if (isPart(address) && (await cache.match(address))) return;
  const { bytes, headers } = await sound(address, cacheMode);
  await Promise.all(needs(address, headers.get("content-type"), bytes).map((part) => keep(part)));
  if (!forgotten) await cache.put(address, new Response(bytes, { headers: signed(headers) }));
  if (!isPart(address)) await drop(cache);
}

// From what the browser holds already, unless it is asked for otherwise; from the network, where that is damaged.
async function sound(address, cacheMode) {
  for (const cache of [cacheMode, "reload"]) {
    const answer = await fetch(address, { cache });
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status} ${address}`);
    const bytes = await answer.arrayBuffer();
    if (await isRight(address, answer.headers.get("content-type") ?? "", bytes)) return { bytes, headers: answer.headers };
  }
  throw new Error(`not what it should be: ${address}`);
}

// A proxy that asks for a password answers anything with a page of its own.
async function isRight(address, type, bytes) {
  const digest = DIGESTS[address.slice(scope.length)];
  if (digest) return digest === (await digestOf(bytes));
  if (isPart(address) || address.endsWith(".json")) return !type.startsWith("text/html");
  return type.startsWith("text/html") && text(bytes).includes(" data-main=");
}

async function digestOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

const NEEDS = [
  ["text/html", /\s(?:href|src|data-main)="([^"?#]*assets\/[^"?#]*\.(?:css|js|woff2|svg|png|ico))"/g],
  ["text/css", /url\("?([^")]+)"?\)/g],
  ["text/javascript", /^(?:import|export)\s(?:[^"';]*\sfrom\s)?"(\.[^"]+)"/gm],
];

// The addresses of what a file names and cannot do without.
function needs(address, type, bytes) {
  const [, pattern] = NEEDS.find(([kind]) => type?.startsWith(kind)) ?? [];
  if (!pattern) return [];
  return [...text(bytes).matchAll(pattern)].map(([, name]) => new URL(name, address).href).filter((found) => isPart(plain(found)));
}

// What goes with a copy: when it was made, which the page reads (docs/assets/js/offline.js).
function signed(headers) {
  const kept = new Headers(headers);
  for (const name of ["content-encoding", "content-length"]) kept.delete(name);
  kept.set("server-timing", `copy;desc="${new Date().toISOString()}"`);
  return kept;
}

// -- Throwing away ------------------------------------------------------------------------------------------------------------

// The pages read the longest time ago, when there are too many.
async function drop(cache) {
  const about = Object.values(AWAY).map((path) => scope + path);
  const others = (await cache.keys()).filter(({ url }) => !about.includes(url));
  await Promise.all(others.slice(0, Math.max(0, others.length - MOST)).map((request) => cache.delete(request)));
}

// What no kept page names any more.
async function tidy() {
  const [pages, parts] = await Promise.all([caches.open(PAGES), caches.open(PARTS)]);
  const texts = await Promise.all((await pages.matchAll()).map((answer) => answer.text()));
  const idle = (await parts.keys()).filter(({ url }) => !texts.some((words) => words.includes(folder(url))));
  await Promise.all(idle.map((request) => parts.delete(request)));
}

// The part of an address that pages name: that of a release, of the fonts, or a name of the calculators' runtime.
function folder(url) {
  const [first, second] = url.slice(`${scope}assets/`.length).split("/");
  return first === "runtime" ? second : `assets/${first}/`;
}

// Throws a file away that is not what it should be. The next who asks for it gets it from the network.
async function check(address) {
  const digest = DIGESTS[address.slice(scope.length)];
  const kept = digest && (await copy(address));
  if (!kept || digest === (await digestOf(await kept.arrayBuffer()))) return false;
  return (await caches.open(PARTS)).delete(address);
}

async function checkAll() {
  const kept = await (await caches.open(PARTS)).keys();
  const damaged = await Promise.all(kept.map(({ url }) => check(url)));
  return damaged.filter(Boolean).length;
}

function later(work) {
  return new Promise((resolve) => setTimeout(resolve, LATER)).then(work);
}

function plain(url) {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function isPart(address) {
  return address.startsWith(`${scope}assets/`);
}

function text(bytes) {
  return new TextDecoder().decode(bytes);
}
