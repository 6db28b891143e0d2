// One row of a calculator's form, a field or a line of a split: what is typed in it, and what is shown beside it.
import { buttons, put } from "../elements.js";

export class Row {
  #output;
  #find;
  #error;
  #note;
  #offers;
  #bounds;
  #bar;

  constructor(element) {
    const part = (selector) => element.querySelector(selector);
    this.element = element;
    this.name = element.dataset.field;
    this.result = element.dataset.result ?? this.name;
    this.inputs = [...element.querySelectorAll("[data-input]")];
    this.names = new Set([this.name, ...this.inputs.map(({ name }) => name)]);
    this.computed = element.classList.contains("is-computed");
    this.found = element.dataset.found ?? "";
    this.behind = (element.dataset.behind ?? "").split(" "); // the fields from which its result follows
    this.#output = part("output");
    this.#find = part(".calc__find");
    this.#error = part(".calc__error");
    this.#note = part(".calc__note");
    this.#offers = part(":scope > .calc__offers");
    this.#bounds = [...element.querySelectorAll(".calc__bounds")];
    this.#bar = part(".calc__bar rect");
  }

  get label() {
    return this.element.querySelector(".calc__label").textContent;
  }

  // The result in words, as it stands beside the label.
  get shown() {
    return this.#output.textContent;
  }

  // What is typed counts something else with what was chosen: money in place of a rate.
  count(unit) {
    this.element.dataset.unit = unit;
    for (const sign of this.element.querySelectorAll("[data-of]")) sign.hidden = sign.dataset.of !== unit;
  }

  // What is wrong with what was typed, or nothing.
  mark(error) {
    put(this.#error, error?.message ?? "");
    for (const input of this.inputs) {
      if (error?.field === input.name) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }

  // The result, or none where nothing was computed; `typed` is how one would type it here, `median` what is told first
  // of a result that one is not sure of.
  reveal(output, typed = "", median = undefined) {
    this.computed = Boolean(output) && this.result === this.name;
    this.found = typed;
    this.element.classList.toggle("is-computed", this.computed);
    this.element.classList.remove("is-pending");
    this.#find?.setAttribute("aria-pressed", this.computed);
    this.#output.hidden = !output;
    this.#show(output?.display ?? "", median);
    if (output) this.#output.dataset.value = output.value;
    else delete this.#output.dataset.value;
  }

  // What follows the median is told in smaller letters.
  #show(words, median) {
    if (!median || !words.startsWith(median)) return put(this.#output, words);
    if (this.#output.textContent === words) return;
    const around = document.createElement("small");
    around.textContent = words.slice(median.length).trimStart();
    this.#output.replaceChildren(`${median} `, around);
  }

  // The result of what was typed before stands, and looks like it.
  fade() {
    this.element.classList.add("is-pending");
  }

  // Nothing is known yet of what the row holds now: no older result stands beside it.
  pend() {
    this.fade();
    delete this.#output.dataset.value;
    if (!this.#output.hidden) this.#output.textContent = "…";
    this.#bar?.setAttribute("width", "0");
  }

  // What there is to say of a number that is not wrong, and what may be taken in its place.
  tell(words, acts) {
    put(this.#note, words);
    buttons(this.#offers, acts);
    for (const bounds of this.#bounds) {
      if (this.inputs.some((input) => input.value.trim() && bounds.contains(input))) bounds.open = true;
    }
  }
}
