// The page's side of the border to the worker (worker.js is the other). Messages, each with the id of its request:
//   page → worker  { id, start: { base, parts, locale } }   once: where the runtime is, of what it is made, and the
//                  language; overrides/partials/early.html sends the first two beforehand, without an id: no answer then
//                  { id, run: { calculator, inputs, currency } }
//                  { id, whole: true }   what else there is to say of the latest answer
//   worker → another of its kind  { again: script }   to meet it once more, and end
//   worker → page  { id, ready: true } | { id, failure: "why" } | { progress: true }
//                  { id, answer: "JSON" }   text crosses faster than objects do
// A request that takes too long restarts the worker. A start may take any time while files still come.
const PATIENCE = 10_000;
const START_PATIENCE = 60_000;

export class Client {
  #worker;
  #settings;
  #waiting = new Map();
  #last = 0;
  #started;

  constructor(settings) {
    this.#settings = settings;
  }

  // Resolves once the planner can be asked; rejects when the runtime cannot be had.
  start() {
    this.#started ??= this.#begin();
    return this.#started;
  }

  // Resolves with what one waits for: results, or what keeps them from being computed.
  async run(request) {
    await this.start();
    return this.#send({ run: request }, PATIENCE);
  }

  // Resolves with the whole of the latest answer: asked for once its results are shown, it holds nobody up.
  whole() {
    return this.#send({ whole: true }, PATIENCE);
  }

  async #begin() {
    const { base, parts, locale } = this.#settings;
    const worker = early(this.#settings.worker) ?? new Worker(this.#settings.worker, { type: "module" });
    this.#worker = worker;
    worker.addEventListener("message", ({ data }) => this.#receive(data));
    worker.addEventListener("error", (event) => this.#fail(event.message || "worker"));
    try {
      await this.#send({ start: { base, parts, locale } }, START_PATIENCE);
    } catch (error) {
      if (this.#worker === worker) this.#fail(error.message);
      throw error;
    }
  }

  #send(message, patience) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const request = { resolve, reject, wait: () => (request.timer = setTimeout(() => this.#fail("timeout"), patience)) };
      this.#worker.postMessage({ id, ...message });
      this.#waiting.set(id, request);
      request.wait();
    });
  }

  #receive({ id, answer, failure, progress }) {
    if (progress) return this.#goOn();
    const request = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(request?.timer);
    if (failure) request?.reject(new Error(failure));
    else request?.resolve(answer && JSON.parse(answer));
  }

  // Something came: whoever waits may wait anew.
  #goOn() {
    for (const request of this.#waiting.values()) {
      clearTimeout(request.timer);
      request.wait();
    }
  }

  #fail(why) {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#started = undefined;
    for (const { reject, timer } of waiting) {
      clearTimeout(timer);
      reject(new Error(why));
    }
  }
}

// The worker that overrides/partials/early.html has begun, for whoever comes first.
function early(address) {
  const { begun } = globalThis;
  if (begun?.address !== String(address)) return undefined;
  delete globalThis.begun;
  return begun.worker;
}
