// The worker's side: Python, off the main thread. The messages are described in client.js.
let service;

async function start({ runtime, locale }) {
  const { begin } = await import(new URL("start.mjs", runtime).href);
  service = await begin(runtime, locale);
}

self.addEventListener("message", async ({ data: { id, start: settings, run } }) => {
  try {
    if (settings) {
      await start(settings);
      self.postMessage({ id, ready: true });
    } else {
      self.postMessage({ id, answer: JSON.parse(service(JSON.stringify(run))) });
    }
  } catch (error) {
    self.postMessage({ id, failure: String(error?.message ?? error) });
  }
});
