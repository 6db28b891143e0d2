// The page's side of the border to the worker (worker.js is the other). Messages, each with the id of its request:
//   page → worker  { id, start: { base, parts, locale } }   once: where the runtime is, of what it is made, and the
//                  language; overrides/partials/early.js sends the first two beforehand, without an id: no answer then
//                  { id, run: { calculator, inputs, currency } }
//                  { id, whole: true }   what else there is to say of the latest answer
//   worker → another of its kind  { again: script }   to meet it once more, and end
//   worker → page  { id, ready: true } | { id, failure: "why" } | { progress: true }
//                  { id, answer: "JSON" }   text crosses faster than objects do
// A request that takes too long restarts the worker. A start may take any time while files still come.
import { Requests } from "../requests.js";

const PATIENCE = 10_000;
const START_PATIENCE = 60_000;

export class Client {
  #settings;
  #requests;
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
    return this.#ask({ run: request });
  }

  // Resolves with the whole of the latest answer: asked for once its results are shown, it holds nobody up.
  whole() {
    return this.#ask({ whole: true });
  }

  async #ask(message) {
    return JSON.parse(await this.#requests.send(message, PATIENCE));
  }

  async #begin() {
    const { base, parts, locale } = this.#settings;
    const worker = early(this.#settings.worker) ?? new Worker(this.#settings.worker, { type: "module" });
    const fail = (why) => this.#fail(requests, why);
    const requests = new Requests(worker, { late: () => fail("timeout"), broken: fail });
    this.#requests = requests;
    worker.addEventListener("message", ({ data }) => data.progress && requests.goOn());
    try {
      await requests.send({ start: { base, parts, locale } }, START_PATIENCE);
    } catch (error) {
      this.#fail(requests, error.message);
      throw error;
    }
  }

  // The next request begins anew.
  #fail(requests, why) {
    requests.end(why);
    if (this.#requests === requests) this.#started = undefined;
  }
}

// The worker that overrides/partials/early.js has begun, for whoever comes first.
function early(address) {
  const { begun } = globalThis;
  if (begun?.address !== String(address)) return undefined;
  delete globalThis.begun;
  return begun.worker;
}
