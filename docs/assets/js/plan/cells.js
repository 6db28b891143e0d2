// The cells of the form, by name: those of one version of the plan at a time. Lines come and go with their numbers.
import { put } from "../elements.js";

const MOST_LINES = 50;
const NUMBERED = /^(line|actual|source)\.(\d+)/;
const BETWEEN = " · "; // sources of a line

export class Cells {
  constructor(form) {
    this.form = form;
    this.lines = form.querySelector(".plan__lines");
    this.blank = form.querySelector("template[data-blank]");
  }

  has(name) {
    return this.#all().some((cell) => cell.name === name);
  }

  // Whether what is said under a name still has its line.
  keeps(name) {
    const found = NUMBERED.exec(name);
    return !found || Boolean(this.lines.querySelector(`:scope > [data-line="${Number(found[2])}"]`));
  }

  // Every cell that is filled in.
  read() {
    const cells = new Map();
    for (const cell of this.#all()) if (cell.value.trim() && this.#counts(cell)) cells.set(cell.name, cell.value);
    return cells;
  }

  // Puts values in the place of all that stands there.
  write(cells) {
    const numbers = new Set();
    for (const name of cells.keys()) {
      const found = NUMBERED.exec(name);
      if (found) numbers.add(Number(found[2]));
    }
    for (const line of [...this.lines.children]) if (!numbers.has(Number(line.dataset.line))) line.remove();
    for (const number of [...numbers].sort((one, other) => one - other)) this.#line(number);
    for (const cell of this.#all()) {
      cell.value = cells.get(cell.name) ?? (cell.tagName === "SELECT" ? cell.options[0].value : "");
    }
  }

  // Adds a line after all others, and returns it; nothing where there are as many as a plan may have.
  add(values = new Map()) {
    const number = Math.max(0, ...[...this.lines.children].map(({ dataset }) => Number(dataset.line))) + 1;
    if (this.lines.children.length >= MOST_LINES) return undefined;
    const line = this.#line(number);
    for (const cell of line.querySelectorAll("[data-cell]")) {
      cell.value = values.get(cell.name.replace(/^(\w+)\.\d+/, "$1.*")) ?? cell.value;
    }
    return line;
  }

  duplicate(line) {
    const values = [...line.querySelectorAll("[data-cell]")].filter(({ name }) => !name.startsWith("actual."));
    return this.add(new Map(values.map(({ name, value }) => [name.replace(/^(\w+)\.\d+/, "$1.*"), value])));
  }

  // What is wrong, cell by cell; `version` is the one that the form holds.
  mark(errors, version) {
    const own = errors.map((error) => ({ ...error, name: unprefixed(error.field, version) })).filter(({ name }) => name);
    const marked = new Set(own.map(({ name }) => name));
    for (const cell of this.#all()) {
      if (marked.has(cell.name)) cell.setAttribute("aria-invalid", "true");
      else cell.removeAttribute("aria-invalid");
    }
    for (const line of this.lines.children) {
      const { line: number } = line.dataset;
      const said = own.filter(({ name }) => NUMBERED.exec(name)?.[2] === number);
      line.querySelector(".plan-line__error").textContent = said.map(({ message }) => message).join(" ");
    }
    return errors.filter((error) => !own.some((one) => one.field === error.field && NUMBERED.test(one.name)));
  }

  // What follows of each line: in the cells that are left empty, the rest in a few words.
  tell({ heads, rows }) {
    for (const line of this.lines.children) {
      const row = rows.find(({ name }) => name === `line.${line.dataset.line}`);
      const found = new Map([["start", row?.days[0]], ["end", row?.days[1]]]);
      const told = [];
      for (const [nth, { origin, output, words }] of (row?.cells ?? []).entries()) {
        if (origin !== "computed" || !words) continue;
        const field = output.split(".").at(-1);
        if (this.#cell(line, field)) found.set(field, words);
        else told.push(`${heads[nth + 1]} ${words}`);
      }
      for (const cell of line.querySelectorAll("input[data-cell]")) {
        if (NUMBERED.exec(cell.name)?.[1] === "line") cell.placeholder = found.get(cell.name.split(".").at(-1)) ?? "";
      }
      put(line.querySelector("[data-found]"), told.join(" · "));
    }
  }

  // Says in a line where a number of it comes from, beside what is said of others.
  cite(line, label, origin) {
    const cell = this.form.elements[`source.${line.dataset.line}`];
    const others = cell.value.split(BETWEEN).filter((one) => one && !one.startsWith(`${label} `));
    cell.value = [...others, `${label} – ${origin}`].join(BETWEEN);
  }

  #cell(line, field) {
    return this.form.elements[`line.${line.dataset.line}.${field}`];
  }

  #all() {
    return [...this.form.querySelectorAll("[data-cell]")];
  }

  // A choice that nothing hangs on is not said.
  #counts(cell) {
    return cell.tagName !== "SELECT" || cell.value !== cell.options[0].value;
  }

  #line(number) {
    const there = this.lines.querySelector(`:scope > [data-line="${number}"]`);
    if (there) return there;
    const holder = document.createElement("template");
    holder.innerHTML = this.blank.innerHTML;
    const line = holder.content.firstElementChild;
    line.dataset.line = number;
    for (const cell of line.querySelectorAll("[data-cell]")) cell.name = cell.name.replace(".*", `.${number}`);
    for (const place of line.querySelectorAll("[data-number]")) place.textContent = number;
    const next = [...this.lines.children].find(({ dataset }) => Number(dataset.line) > number);
    this.lines.insertBefore(line, next ?? null);
    return line;
  }
}

function unprefixed(field, version) {
  if (!field) return undefined;
  const other = /^([bc])\.(.+)$/s.exec(field);
  if (version === "a") return other ? undefined : field;
  return other?.[1] === version ? other[2] : undefined;
}
