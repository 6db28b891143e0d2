// The page's side of the border to the worker: worker.js says what crosses it.
import { keep } from "../offline.js";
import { Requests } from "../requests.js";

export class Client {
  #requests;
  #last;

  // Resolves with what the index says of itself; rejects where it cannot be had.
  async start(address) {
    const script = new URL("./worker.js", import.meta.url);
    const worker = new Worker(script, { type: "module" });
    this.#requests = new Requests(worker, { broken: (why) => this.#requests.end(why) });
    const answer = await this.#requests.send({ index: address });
    keep([script, new URL("./dialog.js", import.meta.url), address]);
    return answer;
  }

  // Resolves with what answers a query, and undefined for one that a later one has overtaken.
  async find(query) {
    const asked = (this.#last = {});
    const answer = await this.#requests.send({ query });
    return asked === this.#last ? answer : undefined;
  }
}
