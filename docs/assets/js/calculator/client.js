// The page's side of the border to the worker (worker.js is the other). Messages, each with the id of its request:
//   page → worker  { id, start: { base, parts, locale, module } }   once: where the runtime is and of what it is made, the
//                  language, and the interpreter as an earlier worker compiled it; early.js sends the first two
//                  beforehand, without an id: nothing is answered then
//                  { id, run: { calculator, inputs, currency } }
//   worker → page  { id, ready: true, module } | { id, answer } | { id, failure: "why" } | { progress: true }
// A request that is superseded is never answered to the page; one that takes too long restarts the worker. A start may
// take any time while files still come.
const PATIENCE = 10_000;
const START_PATIENCE = 60_000;
const compiled = new Map(); // by address: it outlives workers, and every form of a page may use it

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

  async run(request) {
    await this.start();
    return this.#send({ run: request }, PATIENCE);
  }

  // Ends the worker: the next request begins anew.
  restart() {
    this.#fail("restarted");
  }

  async #begin() {
    const { base, parts, locale } = this.#settings;
    const interpreter = new URL(parts.interpreter, base).href;
    const worker = early(this.#settings.worker) ?? new Worker(this.#settings.worker, { type: "module" });
    this.#worker = worker;
    worker.addEventListener("message", ({ data }) => this.#receive(data));
    worker.addEventListener("error", (event) => this.#fail(event.message || "worker"));
    try {
      const start = { base, parts, locale, module: compiled.get(interpreter) };
      compiled.set(interpreter, (await this.#send({ start }, START_PATIENCE)).module);
    } catch (error) {
      if (this.#worker === worker) this.#fail(error.message);
      throw error;
    }
  }

  #send(message, patience) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const request = { resolve, reject, wait: () => (request.timer = setTimeout(() => this.#fail("timeout"), patience)) };
      request.wait();
      this.#waiting.set(id, request);
      this.#worker.postMessage({ id, ...message });
    });
  }

  #receive({ id, answer, module, failure, progress }) {
    if (progress) return this.#goOn();
    const request = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(request?.timer);
    if (failure) request?.reject(new Error(failure));
    else request?.resolve(answer ?? { module });
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

// The worker that early.js has begun, for whoever comes first.
function early(address) {
  const { begun } = globalThis;
  if (begun?.address !== String(address)) return undefined;
  delete globalThis.begun;
  return begun.worker;
}
