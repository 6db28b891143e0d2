// The media plan's form: what follows appears as one types, the address follows the form. Nothing here holds a formula, a
// sentence or a number format: the planner takes cells and gives tables of words (planner/plan/page.py).
import { follow, read, strayed } from "../calculator/address.js";
import { Client } from "../calculator/client.js";
import { doubts, spreads } from "../calculator/spread.js";
import { buttons, put } from "../elements.js";
import { save, say, taken } from "../taking.js";
import { Cells } from "./cells.js";
import { pend, settle, show } from "./document.js";
import { Figures } from "./figures.js";
import { bytes, held, written } from "./files.js";

const PAUSE = 300; // milliseconds, between writings of the address
const SLOW = 400;
const KEPT = 50; // states that can be come back to
const VERSIONS = ["a", "b", "c"];
const SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

class Plan {
  #wanted;
  #past = [];
  #unseen = [];
  #writing;

  constructor(form, place) {
    this.form = form;
    this.place = place;
    this.cells = new Cells(form);
    this.spreads = spreads(place);
    this.version = "a";
    this.versions = { a: this.cells.read() };
    this.currency = form.elements.currency.value;
    this.client = Client.of(form, () => this.compute());
    this.first = this.state();
    this.current = this.first;
  }

  // -- what is asked --------------------------------------------------------------------------------

  // All cells of all versions, under the names that the planner knows them by.
  inputs() {
    const inputs = Object.fromEntries(this.versions.a);
    for (const version of VERSIONS.slice(1)) {
      if (!this.versions[version]) continue;
      inputs[`${version}.whole`] = "1";
      for (const [name, text] of this.versions[version]) inputs[`${version}.${name}`] = text;
    }
    return inputs;
  }

  request(more = {}) {
    return { calculator: this.form.dataset.calculator, inputs: this.inputs(), currency: this.currency, ...more };
  }

  // Computes what the form holds; one request at a time, the latest waits. Resolves when nothing is wanted any more.
  compute(about = {}) {
    this.#wanted = about;
    this.form.dataset.state = "loading";
    this.working ??= this.#work();
    return this.working;
  }

  async #work() {
    const slow = setTimeout(() => this.form.classList.add("is-slow"), SLOW);
    try {
      while (this.#wanted) {
        const about = this.#wanted;
        this.#wanted = undefined;
        await this.client.run({ ...this.request(), ...about.request });
        if (this.#wanted) continue;
        const whole = await this.client.whole();
        if (!this.#wanted) this.#show(whole, about);
      }
    } catch (error) {
      console.error(error);
      this.form.dataset.state = "error";
      this.say(this.form.dataset.wordsFailed, [{ words: this.form.dataset.wordsRetry, act: () => this.compute() }]);
    } finally {
      clearTimeout(slow);
      this.form.classList.remove("is-slow");
      this.working = undefined;
    }
  }

  #show(whole, { open, told = "" }) {
    this.answer = whole;
    if (open) this.#open(whole.page.typed);
    this.#spend(); // in lines that were added, too
    const { errors = [], warnings = [], page } = whole;
    const others = this.cells.mark(errors, this.version);
    if (page.documents) {
      const document = page.documents[this.version] ?? page.documents.a;
      show(this.place, { ...document, versions: page.documents.a.versions, pacing: page.documents.a.pacing });
      settle(this.place);
      this.cells.tell(document.lines);
      this.figures.tell();
      this.spreads(page.spreads[page.documents[this.version] ? this.version : "a"]);
    } else {
      pend(this.place);
      this.cells.tell({ heads: [], rows: [] });
    }
    this.place.querySelector("[data-example]").hidden = this.state() !== this.first;
    this.form.querySelector("[data-example]").hidden = this.state() !== this.first;
    const read = warnings.filter(({ code }) => !page.cautions?.includes(code)); // the others stand in the plan
    this.say([told, ...[...others, ...read].map(({ message }) => message)].filter(Boolean).join(" "));
    this.form.classList.toggle("is-wrong", errors.length > 0);
    clearTimeout(this.#writing);
    this.#writing = setTimeout(() => this.#settled(), open ? 0 : PAUSE);
  }

  #settled() {
    this.#address();
    this.form.dataset.state = "ready";
  }

  // Takes what was read of an address or a file: what could not be read stands in its cell all the same.
  #open(typed) {
    this.versions = { a: new Map() };
    for (const [name, text] of Object.entries(typed)) {
      const [, version, own] = /^([bc])\.(.+)$/s.exec(name) ?? [undefined, "a", name];
      this.versions[version] ??= new Map();
      if (own !== "whole") this.versions[version].set(own, text);
    }
    if (!this.versions[this.version]) this.version = "a";
    this.#write();
    this.current = this.state();
  }

  // Puts the version that is chosen into the form. What has no cell to stand in (fields of a newer version, damaged
  // parts of a line) stays with the plan.
  #write() {
    const cells = this.versions[this.version];
    this.cells.write(cells);
    this.#unseen = [...cells].filter(([name]) => !this.cells.has(name));
    this.#versionsShown();
  }

  // -- what is done ---------------------------------------------------------------------------------

  // Takes what the form holds now into the version that it shows.
  take() {
    const unseen = this.#unseen.filter(([name]) => this.cells.keeps(name));
    this.versions[this.version] = new Map([...unseen, ...this.cells.read()]);
  }

  edited() {
    this.take();
    this.compute();
  }

  choose(version) {
    this.take();
    // What happened, and what one fears, is said of the plan itself.
    const copy = [...this.versions.a].filter(([name]) => !/^(?:actual|risk)\.|^v$/.test(name));
    this.versions[version] ??= new Map(copy);
    this.version = version;
    this.#write();
    this.note();
    this.compute();
  }

  drop() {
    delete this.versions[this.version];
    this.version = "a";
    this.#write();
    this.note();
    this.compute();
  }

  #versionsShown() {
    this.form.dataset.version = this.version;
    for (const button of this.form.querySelectorAll("[data-do=version]")) {
      button.setAttribute("aria-pressed", button.dataset.version === this.version);
      button.classList.toggle("is-there", Boolean(this.versions[button.dataset.version]));
    }
    for (const part of this.form.querySelectorAll("[data-do=drop], .plan__version-help")) part.hidden = this.version === "a";
  }

  async paste(text) {
    const told = await this.client.run(this.request({ inputs: {}, paste: text }));
    const empty = this.cells.lines.children.length;
    for (let number = 1; number <= told.lines; number += 1) {
      const own = new RegExp(`^(line|source)\\.${number}(?=\\.|$)`);
      const values = Object.entries(told.typed).filter(([name]) => own.test(name));
      this.cells.add(new Map(values.map(([name, value]) => [name.replace(own, "$1.*"), value])));
    }
    const place = this.form.querySelector(".plan__pasted");
    const words = [`${this.form.dataset.wordsPasted} ${told.lines}`, ...told.errors.map(({ message }) => message)];
    place.replaceChildren(...words.map((message) => Object.assign(document.createElement("li"), { textContent: message })));
    if (told.lines && this.cells.lines.children.length > empty) {
      this.form.elements.paste.value = "";
      this.take();
      this.note();
      await this.compute();
    }
  }

  // Opens a plan given by its fields: those of an address or of a file.
  open(fields, currency, told = "") {
    const known = [...this.form.elements.currency.options].some(({ value }) => value === currency);
    this.currency = known ? currency : this.currency;
    this.#spend();
    pend(this.place);
    return this.compute({ open: true, told, request: { inputs: fields } });
  }

  fromAddress() {
    // The planner judges all names: those of a newer plan are told, and kept.
    const { inputs, currency, repeated } = read(location.search, (name) => !name.startsWith("from."));
    if (!inputs.size && !currency) return false;
    const told = strayed(this.form.dataset, { unknown: [], repeated });
    this.open(inputs.size ? Object.fromEntries(inputs) : this.inputs(), currency, told);
    return true;
  }

  #address() {
    follow(`?${new URLSearchParams({ ...this.answer.page.canonical, currency: this.currency })}`);
  }

  spendIn(currency) {
    this.currency = currency;
    this.#spend();
  }

  #spend() {
    this.form.elements.currency.value = this.currency;
    for (const sign of this.form.querySelectorAll("[data-sign]")) put(sign, this.currency);
  }

  // -- coming back ----------------------------------------------------------------------------------

  state() {
    const versions = Object.entries(this.versions).map(([name, cells]) => [name, [...cells].sort()]);
    return JSON.stringify([versions, this.version, this.currency]);
  }

  note() {
    const now = this.state();
    if (now === this.current) return;
    this.#past = [...this.#past.slice(1 - KEPT), this.current];
    this.current = now;
    this.#allow();
  }

  back() {
    this.note();
    if (this.#past.length) this.#restore(this.#past.pop());
  }

  restart() {
    this.note();
    this.#past.push(this.current);
    this.#restore(this.first);
  }

  #restore(state) {
    const [versions, version, currency] = JSON.parse(state);
    this.versions = Object.fromEntries(versions.map(([name, cells]) => [name, new Map(cells)]));
    this.version = version;
    this.currency = currency;
    this.#spend();
    this.#write();
    this.current = this.state();
    this.#allow();
    this.compute();
  }

  #allow() {
    this.form.querySelector("[data-do=undo]").disabled = !this.#past.length;
  }

  // -- what is said ---------------------------------------------------------------------------------

  say(words, acts = []) {
    put(this.form.querySelector(".calc__message"), words);
    put(this.form.querySelector("[data-summary]"), words);
    buttons(this.form.querySelector("[data-offers]"), acts);
  }
}

function begin(form, place) {
  const plan = new Plan(form, place);
  const lineOf = (button) => button.closest("[data-line]");
  const changed = (line) => {
    line?.querySelector("[data-cell]").focus();
    plan.take();
    plan.note();
    plan.compute();
  };
  const acts = {
    version: (button) => plan.choose(button.dataset.version),
    drop: () => plan.drop(),
    add: () => changed(plan.cells.add()),
    duplicate: (button) => changed(plan.cells.duplicate(lineOf(button))),
    remove: (button) => {
      const line = lineOf(button);
      const next = line.nextElementSibling ?? line.previousElementSibling;
      line.remove();
      changed(next);
    },
    paste: () => plan.paste(form.elements.paste.value),
    undo: () => plan.back(),
    reset: () => plan.restart(),
    print: () => print(),
  };

  form.addEventListener("input", ({ target }) => {
    if (target.name === "currency") plan.spendIn(target.value);
    if (target.matches("[data-cell], [name=currency]")) plan.edited();
  });
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[data-cell], [name=currency]")) plan.note();
    if (target.matches("[data-open]")) opened(plan, target);
  });
  form.addEventListener("focusin", () => plan.client.start().catch(() => {}), { once: true });
  form.addEventListener("submit", (event) => event.preventDefault());
  plan.figures = new Figures(form, plan.cells);
  doubts(form);
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-do]");
    if (button) acts[button.dataset.do](button);
  });
  // Rows pasted into a cell are rows: a cell holds one value.
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!event.target.matches("[data-cell]") || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    form.querySelector(".plan__paste").open = true;
    plan.paste(text);
  });
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-take]");
    if (button) take(plan, button);
  });
  return plan;
}

async function take(plan, button) {
  const { form } = plan;
  const { copied, copyFailed } = document.body.dataset;
  await (plan.answer ? plan.working : plan.compute());
  const page = plan.answer?.page;
  const wanted = button.dataset.take;
  const told = (words) => say(button, words);
  if (wanted === "link") return told((await taken(location.href)) ? copied : copyFailed);
  if (wanted === "file") {
    save(`${form.dataset.calculator}.json`, written(page?.canonical ?? {}, plan.currency), "application/json");
    return told(form.dataset.wordsSaved);
  }
  if (!page?.text) return told(form.dataset.wordsNothing);
  if (wanted === "text") return told((await taken(`${page.text}\n\n${location.href}`)) ? copied : copyFailed);
  if (wanted === "csv") save(`${form.dataset.calculator}.csv`, page.csv, "text/csv;charset=utf-8");
  else {
    const { file } = await plan.client.run(plan.request({ take: wanted }));
    save(`${form.dataset.calculator}.xlsx`, bytes(file), SHEET);
  }
  return told(form.dataset.wordsSaved);
}

async function opened(plan, input) {
  const found = await held(input.files[0]);
  input.value = "";
  if (!found) return plan.say(plan.form.dataset.wordsNotAPlan);
  plan.note();
  await plan.open(found.fields, found.currency);
  plan.note();
}

for (const form of document.querySelectorAll("form.plan[data-calculator]")) {
  const plan = begin(form, document.querySelector("[data-document]"));
  form.inert = false;
  addEventListener("popstate", () => plan.fromAddress());
  plan.fromAddress();
}
