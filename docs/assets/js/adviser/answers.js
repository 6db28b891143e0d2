// What was answered: read from the form, put into it, and what is wrong with it, said beside its question.
export class Answers {
  constructor(form) {
    this.form = form;
    this.questions = [...form.querySelectorAll("[data-question]")];
    this.names = this.questions.map(({ dataset }) => dataset.question);
  }

  get currency() {
    return this.form.elements.currency.value;
  }

  has(name) {
    return this.names.includes(name);
  }

  value(name) {
    return this.form.elements[name].value.trim();
  }

  // What was answered, by question.
  given() {
    return new Map(this.names.map((name) => [name, this.value(name)]).filter(([, value]) => value));
  }

  // Puts answers in the place of all that were given; one that cannot be chosen is left for the planner to refuse.
  replace(values) {
    this.stray = new Map();
    for (const name of this.names) {
      const field = this.form.elements[name];
      const value = values.get(name) ?? "";
      if (field instanceof RadioNodeList) for (const radio of field) radio.checked = radio.value === value;
      else field.value = value;
      if (value && !this.value(name)) this.stray.set(name, value);
    }
  }

  // What is asked of the planner: what the form holds, and what an address asked that it cannot hold.
  asked() {
    return { inputs: Object.fromEntries([...(this.stray ?? []), ...this.given()]), currency: this.currency };
  }

  // Writes amounts as one types them here, where nobody is typing.
  type(typed) {
    for (const [name, text] of Object.entries(typed)) {
      const field = this.form.elements[name];
      if (field !== document.activeElement) field.value = text;
    }
  }

  // Says what is wrong beside each question, or takes it away, and returns what concerns none.
  mark(errors = []) {
    const byName = new Map(errors.map((error) => [error.field, error.message]).reverse());
    for (const question of this.questions) {
      const message = byName.get(question.dataset.question) ?? "";
      question.querySelector("[role=alert]").textContent = message;
      for (const input of question.querySelectorAll("input")) {
        if (message) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
    }
    return errors.filter(({ field }) => !this.has(field)).map(({ message }) => message);
  }

  label(name) {
    return this.questions[this.names.indexOf(name)].dataset.label;
  }
}
