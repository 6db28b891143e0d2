// The page's side of the border to the worker: worker.js says what crosses it.
import { Requests } from "../requests.js";

export class Client {
  #requests;
  #last;

  // Resolves with what the index says of itself; rejects where it cannot be had.
  start(address) {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.#requests = new Requests(worker, { broken: (why) => this.#requests.end(why) });
    return this.#requests.send({ index: address });
  }

  // Resolves with what answers a query, and undefined for one that a later one has overtaken.
  async find(query) {
    const asked = (this.#last = {});
    const answer = await this.#requests.send({ query });
    return asked === this.#last ? answer : undefined;
  }
}
