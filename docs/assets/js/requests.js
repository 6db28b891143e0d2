// Requests to a worker and what they wait for. Each message carries an id, and so does its answer:
//   page → worker  { id, … }     worker → page  { id, answer } | { id, failure: "why" }
export class Requests {
  #worker;
  #waiting = new Map();
  #last = 0;
  #over;

  constructor(worker, { late = () => {}, broken = () => {} } = {}) {
    this.#worker = worker;
    this.late = late;
    worker.addEventListener("message", ({ data }) => data.id && this.#receive(data));
    worker.addEventListener("error", ({ message }) => broken(message || "worker"));
  }

  // Resolves with the answer. `late` is told when nothing came for so many milliseconds.
  send(message, patience) {
    if (this.#over) return Promise.reject(new Error(this.#over));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const request = { resolve, reject, wait: () => patience && (request.timer = setTimeout(this.late, patience)) };
      this.#worker.postMessage({ id, ...message });
      this.#waiting.set(id, request);
      request.wait();
    });
  }

  // Something came: whoever waits may wait anew.
  goOn() {
    for (const request of this.#waiting.values()) {
      clearTimeout(request.timer);
      request.wait();
    }
  }

  // Ends the worker; whoever waits is told why.
  end(why) {
    this.#over = why;
    this.#worker.terminate();
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Error(why));
    }
    this.#waiting.clear();
  }

  #receive({ id, answer, failure }) {
    const request = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(request?.timer);
    if (failure) request?.reject(new Error(failure));
    else request?.resolve(answer);
  }
}
