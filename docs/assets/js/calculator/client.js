// The page's side of the border to the worker (worker.js is the other). Messages, each with the id of its request:
//   page → worker  { id, start: { base, parts, locale } }   once: where the runtime is and of what it is made, the language
//                  { id, run: { calculator, inputs, currency } }
//   worker → page  { id, ready: true } | { id, answer } | { id, failure: "why" }
// A request that is superseded is never answered to the page; one that takes too long restarts the worker.
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

  async run(request) {
    await this.start();
    return this.#send({ run: request }, PATIENCE);
  }

  // Ends the worker: the next request begins anew.
  restart() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#started = undefined;
    for (const { reject } of this.#waiting.values()) reject(new Error("restarted"));
    this.#waiting.clear();
  }

  #begin() {
    this.#worker = new Worker(this.#settings.worker, { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#receive(data));
    this.#worker.addEventListener("error", (event) => this.#fail(event.message || "worker"));
    const { base, parts, locale } = this.#settings;
    const begun = this.#send({ start: { base, parts, locale } }, START_PATIENCE);
    begun.catch(() => this.restart());
    return begun;
  }

  #send(message, patience) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#fail("timeout"), patience);
      this.#waiting.set(id, {
        resolve: (value) => (clearTimeout(timer), resolve(value)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      });
      this.#worker.postMessage({ id, ...message });
    });
  }

  #receive({ id, answer, ready, failure }) {
    const request = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure) request?.reject(new Error(failure));
    else request?.resolve(answer ?? ready);
  }

  #fail(why) {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#started = undefined;
    for (const { reject } of waiting) reject(new Error(why));
  }
}
