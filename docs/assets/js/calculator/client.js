// The page's side of the border to the worker (worker.js is the other). Messages, each with the id of its request:
//   page → worker  { id, start: { base, parts, locale } }   once: where the runtime is, of what it is made, and the
//                  language; overrides/partials/early.html sends the first two beforehand, without an id: no answer then
//                  { id, run: { calculator, inputs, currency } }
//   worker → page  { id, ready: true } | { id, failure: "why" } | { progress: true }
//                  { id, answer: "JSON" }, then { id, beside: "JSON" }   what stands beside that answer
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

  // Calls `show` with the answer as soon as there is one; resolves with what stands beside it.
  async run(request, show) {
    await this.start();
    return this.#send({ run: request }, PATIENCE, show);
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

  #send(message, patience, show) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const request = { resolve, reject, show, wait: () => (request.timer = setTimeout(() => this.#fail("timeout"), patience)) };
      request.wait();
      this.#waiting.set(id, request);
      this.#worker.postMessage({ id, ...message });
    });
  }

  // Answers come as text: that crosses faster than objects do.
  #receive({ id, answer, beside, failure, progress }) {
    if (progress) return this.#goOn();
    const request = this.#waiting.get(id);
    if (answer) return request?.show(JSON.parse(answer));
    this.#waiting.delete(id);
    clearTimeout(request?.timer);
    if (failure) request?.reject(new Error(failure));
    else request?.resolve(beside && JSON.parse(beside));
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
