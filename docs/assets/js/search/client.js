// The page's side of the border to the worker: worker.js says what crosses it.
export class Client {
  #worker;
  #waiting = new Map();
  #last = 0;

  // Resolves with what the index says of itself; rejects where it cannot be had.
  async start(address) {
    this.#worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#receive(data));
    this.#worker.addEventListener("error", ({ message }) => this.#fail(message || "worker"));
    return this.#send({ index: address });
  }

  // Resolves with what answers a query, and undefined for one that a later one has overtaken.
  find(query) {
    return this.#send({ query });
  }

  #send(message) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...message });
    });
  }

  #receive({ id, answer, failure }) {
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure) reject(new Error(failure));
    else resolve(id === this.#last ? answer : undefined);
  }

  #fail(why) {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Error(why));
  }
}
