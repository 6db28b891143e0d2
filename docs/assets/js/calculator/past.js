// What the form held before, for "undo", and what it held first, for "back to the example".
const KEPT = 50;

export class Past {
  #states = [];

  constructor(form, fields) {
    this.form = form;
    this.fields = fields;
    this.first = this.#state();
    this.current = this.first;
  }

  // Remembers what the form held before its latest change, if it has changed.
  note() {
    const now = this.#state();
    if (now === this.current) return;
    this.#keep();
    this.current = now;
    this.#allow();
  }

  // Takes what the form holds for what it held: nothing that the reader did.
  settle() {
    this.current = this.#state();
  }

  back() {
    this.note();
    if (this.#states.length) this.#restore(this.#states.pop());
  }

  restart() {
    this.note();
    this.#keep();
    this.#restore(this.first);
  }

  #keep() {
    this.#states = [...this.#states.slice(1 - KEPT), this.current];
  }

  #state() {
    const values = this.fields.inputs.map(({ name, value }) => [name, value]);
    return JSON.stringify([values, this.form.elements.currency.value]);
  }

  #restore(state) {
    const [values, currency] = JSON.parse(state);
    this.fields.keepLines(values.map(([name]) => name));
    this.fields.replace(new Map(values));
    this.form.elements.currency.value = currency;
    this.current = this.#state();
    this.#allow();
  }

  #allow() {
    for (const button of this.form.querySelectorAll("[data-do=undo]")) {
      const focused = button === document.activeElement;
      button.disabled = !this.#states.length;
      if (focused && button.disabled) this.form.querySelector("[data-do=reset]").focus();
    }
  }
}
