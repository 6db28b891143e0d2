// Stands where a service worker was, and takes away what it kept, then itself: a browser that has the earlier one finds
// this when it next looks whether there is a newer. Pages that are open go on, without it.
addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => /^cadrage \w+ /.test(name) && name.endsWith(` ${registration.scope}`)).map((name) => caches.delete(name)));
  await registration.unregister();
}
