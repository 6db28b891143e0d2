// The page's side of the border to the worker (worker.js is the other). Messages, each with the id of its request:
//   page → worker  { id, start: { base, parts, locale, anew } }   once: where the runtime is, of what it is made, and the
//                  language; `anew` past what the browser holds; overrides/partials/early.js sends the first two
//                  beforehand, without an id: no answer then
//                  { id, run: { calculator, inputs, currency } }
//                  { id, whole: true }   what else there is to say of the latest answer
//   worker → another of its kind  { again: script }   to meet it once more, and end
//   worker → page  { id, ready: true } | { id, failure: "why" } | { progress: true }
//                  { broken: "file" }   it has run, and is not what it should be
//                  { id, answer: "JSON" }   text crosses faster than objects do
// A request that takes too long restarts the worker. A start may take any time while files still come.
import { heal, keep } from "../offline.js";
import { Requests } from "../requests.js";

const PATIENCE = 10_000;
const START_PATIENCE = 60_000;

export class Client {
  #settings;
  #requests;
  #started;
  #anew = false;
  ready = false; // what computes has been loaded

  // The client of a form, which holds what it is made of.
  static of(form, broken) {
    return new Client({
      worker: new URL("./worker.js", import.meta.url),
      base: new URL(form.dataset.runtime, location.href).href,
      parts: JSON.parse(form.querySelector("script[data-parts]").textContent),
      locale: form.querySelector("script[data-locale]").textContent,
    }, broken);
  }

  // `broken` is told, with whether it happens again, when what computed turns out not to be what it should.
  constructor(settings, broken = () => {}) {
    this.#settings = settings;
    this.broken = broken;
  }

  // Resolves once the planner can be asked; rejects when the runtime cannot be had.
  start() {
    this.#started ??= this.#begin().catch((error) => this.#again(error));
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
    const anew = this.#anew;
    worker.addEventListener("message", ({ data }) => {
      if (data.progress) requests.goOn();
      if (!data.broken) return;
      this.#anew = true;
      fail(data.broken);
      heal().then(() => this.broken(anew));
    });
    try {
      await requests.send({ start: { base, parts, locale, anew } }, START_PATIENCE);
    } catch (error) {
      this.#anew = true;
      this.#fail(requests, error.message);
      throw error;
    }
    this.#anew = false;
    this.ready = true;
    keep([this.#settings.worker, ...Object.keys(parts.files).map((name) => new URL(name, base))]);
  }

  // Once more, where what failed had come to harm on this device.
  async #again(error) {
    if (!(await heal())) throw error;
    return this.start();
  }

  // The next request begins anew.
  #fail(requests, why) {
    this.ready = false;
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
