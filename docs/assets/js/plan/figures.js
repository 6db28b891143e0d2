// Dated figures for the cells of a line: the page has them once, asleep, and they stand under the line that asks for them.
// What is taken says in the line where it comes from.
import { Beside } from "../calculator/beside.js";

export class Figures {
  #place;
  #beside;

  constructor(form, cells) {
    this.form = form;
    this.cells = cells;
    form.addEventListener("toggle", ({ target }) => target.matches("[data-figures-of][open]") && this.#open(target), true);
  }

  // Marks what lines hold.
  tell() {
    this.#beside?.tell();
  }

  // Under a line, figures are for its cells, those of its platform first.
  #open(details) {
    for (const other of this.form.querySelectorAll("[data-figures-of][open]")) other.open = other === details;
    this.#place ??= this.#wake();
    details.append(this.#place);
    const { line } = details.closest("[data-line]").dataset;
    for (const panel of this.#place.querySelectorAll("[data-beside]")) {
      panel.dataset.beside = `line.${line}.${panel.dataset.beside.split(".").at(-1)}`;
    }
    this.#beside ??= new Beside(this.form);
    this.#beside.choose("platform", this.#platform(this.form.elements[`line.${line}.platform`].value));
    this.#beside.currency();
    this.tell();
  }

  // Where a number comes from is said before it is typed: the line is whole when it is computed.
  #wake() {
    const place = this.form.querySelector("template[data-figures]").content.firstElementChild.cloneNode(true);
    place.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-use]");
      if (button) this.#cite(button);
    });
    return place;
  }

  // The platform that figures know and a name tells first: Meta, of "Retargeting on Meta".
  #platform(name) {
    const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const known = [...this.#place.querySelectorAll("[data-choice=platform] option")].map(({ value }) => value);
    const places = new Map(known.filter(Boolean).map((one) => [one, ` ${words.join(" ")} `.indexOf(` ${one.toLowerCase()} `)]));
    const [first] = [...places].filter(([, place]) => place >= 0).sort(([, one], [, other]) => one - other);
    return first?.[0] ?? "";
  }

  #cite(button) {
    const { label } = button.closest("[data-beside]").dataset;
    this.cells.cite(button.closest("[data-line]"), label, button.closest("[data-figure]").dataset.origin);
  }
}
