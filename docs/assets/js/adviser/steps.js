// One question at a time: each is an entry of the browser's history, so that "back" goes back.
export const END = "end";

export class Steps {
  #at = 0;

  // `changed` is told when another question, or the end, is shown; `leaving` before one is left.
  constructor(form, answers, { changed, leaving }) {
    this.form = form;
    this.answers = answers;
    this.changed = changed;
    this.leaving = leaving;
  }

  get one() {
    return this.form.dataset.mode === "one";
  }

  // Whether the advice is to be seen: always when all is on one screen.
  get done() {
    return !this.one || this.#at === END;
  }

  get last() {
    return this.#at === this.answers.questions.length - 1;
  }

  // All on one screen, or one question at a time.
  choose(mode) {
    this.form.dataset.mode = mode;
    for (const button of this.form.querySelectorAll("[data-do=one], [data-do=all]")) {
      button.setAttribute("aria-pressed", String(button.dataset.do === mode));
    }
    this.#show(this.#at);
  }

  // Goes to a question, or to the end, as a reader does.
  go(to) {
    this.leaving();
    history.pushState({ ...history.state, step: to }, "");
    this.arrive(to);
  }

  next() {
    this.go(this.#at + 1);
  }

  previous() {
    if (this.#at > 0) this.go(this.#at - 1);
  }

  ask(name) {
    this.go(this.answers.names.indexOf(name));
  }

  // Shows where the history says one is; whoever listens or uses keys is taken along.
  arrive(to = 0) {
    this.#show(to);
    this.changed();
    if (this.one && to !== END) this.focus(this.answers.questions[to]);
  }

  focus(question) {
    question.querySelector(".adviser__title").focus();
  }

  // What the buttons say follows from what has been answered.
  update() {
    const { wordsNext, wordsSkip, wordsEnd } = this.form.dataset;
    const name = this.answers.names[this.#at];
    const [previous, next, end] = ["previous", "next", "end"].map((act) => this.form.querySelector(`[data-do=${act}]`));
    const begun = this.answers.given().has(this.answers.names[0]);
    previous.hidden = this.#at === 0;
    next.textContent = this.last ? wordsEnd : name && this.answers.value(name) ? wordsNext : wordsSkip;
    next.disabled = !begun;
    end.hidden = this.last || !begun || this.#at === 0;
  }

  #show(to) {
    this.#at = to;
    for (const [nth, question] of this.answers.questions.entries()) question.hidden = this.one && nth !== to;
    this.form.classList.toggle("is-done", this.one && to === END);
    this.update();
  }
}
