// The fields of a calculator's form, all together: which are filled in, which is computed, what is said of them.
import { buttons, put } from "../elements.js";
import { Row } from "./row.js";

export class Fields {
  #rows;
  #recent = [];
  told = ""; // what is to be said until the next edit, whatever is computed meanwhile
  #aside = Object.create(null);
  #words;

  constructor(form) {
    this.form = form;
    this.#rows = new Map([...form.querySelectorAll("[data-field]")].map((row) => [row.dataset.field, new Row(row)]));
  }

  get inputs() {
    return [...this.#rows.values()].flatMap((row) => row.inputs);
  }

  has(name) {
    return this.inputs.some((input) => input.name === name);
  }

  // What was typed, by field; usual choices that go without saying are none.
  typed() {
    const given = this.inputs.filter((input) => input.value.trim() && !("quiet" in input.dataset && input.selectedIndex === 0));
    return new Map(given.map((input) => [input.name, input.value]));
  }

  request() {
    return { inputs: Object.fromEntries(this.typed()), currency: this.form.elements.currency.value };
  }

  // -- filling in ---------------------------------------------------------------------------------

  touched({ name, value }) {
    this.#recent = [...this.#recent.filter((other) => other !== name), name];
    this.told = "";
    const { [name]: aside } = this.#aside;
    if (!value.trim() && aside && !this.form.elements[aside.name].value) {
      this.form.elements[aside.name].value = aside.value;
      delete this.#aside[name];
    }
  }

  // Empties a field for the value typed in another; it comes back should that one be emptied.
  makeRoom(name, edited) {
    const field = this.form.elements[name];
    this.#aside[edited] ??= { name, value: field.value };
    field.value = "";
  }

  // Puts values in the place of all that was typed; a choice that has none is the usual one.
  replace(values) {
    for (const name of values.keys()) this.line(name);
    this.#aside = Object.create(null);
    for (const input of this.inputs) {
      delete input.dataset.kept;
      if (values.has(input.name)) input.value = values.get(input.name);
      else if (input.tagName === "SELECT") input.selectedIndex = 0;
      else input.value = "";
    }
    this.way();
  }

  // Shows the fields of the way of splitting that is chosen. What others hold is kept aside when a person chooses.
  way({ chosen = false } = {}) {
    const method = this.form.elements.method;
    if (!method) return;
    for (const part of this.form.querySelectorAll("[data-methods]")) {
      part.hidden = !part.dataset.methods.split(" ").includes(method.value || "usual");
      if (!chosen) continue;
      for (const input of part.querySelectorAll("[data-input]")) {
        if (part.hidden) {
          input.dataset.kept ||= input.value;
          input.value = "";
        } else if (!input.value) {
          input.value = input.dataset.kept ?? "";
          delete input.dataset.kept;
        }
      }
    }
  }

  // Empties fields whose names begin so.
  empty(start) {
    for (const input of this.inputs) if (input.name.startsWith(start)) input.value = "";
  }

  replaceSome(values) {
    for (const [name, value] of Object.entries(values)) if (this.has(name)) this.form.elements[name].value = value;
  }

  // Writes numbers as one types them here, in fields that nobody is typing in.
  type(typed) {
    for (const name of Object.keys(typed)) this.line(name);
    for (const input of this.inputs) {
      if (input !== document.activeElement && Object.hasOwn(typed, input.name)) input.value = typed[input.name];
    }
  }

  // Makes a field the unknown: what was computed from it takes the value it had.
  find(name) {
    const computed = [...this.#rows.values()].filter((row) => row.computed && row.inputs.length);
    const before = computed.find(({ behind }) => behind.includes(name)) ?? computed[0];
    if (before) before.inputs[0].value = before.found;
    this.#rows.get(name).inputs[0].value = "";
  }

  // Typing a value that was computed makes another the unknown: the one that was typed the longest ago.
  inTheWay({ errors = [] }, edited) {
    const conflict = errors.find(({ code }) => code === "contradiction");
    const others = conflict?.params.fields.filter((name) => name !== edited && this.has(name)) ?? [];
    if (!conflict || !this.#rows.get(edited)?.computed) return undefined;
    return others.sort((one, other) => this.#recent.indexOf(one) - this.#recent.indexOf(other))[0];
  }

  // -- lines of a split ---------------------------------------------------------------------------

  // Adds the line that a field belongs to, if the page does not hold it yet: its row is that of the template.
  line(field, most = Infinity) {
    const name = /^(?:share|lock|min|max|weight|now|brings|double|curve)\.(.+)$/.exec(field)?.[1];
    const template = this.form.querySelector("template.calc__line");
    if (!template || !name || this.#rows.has(`share.${name}`)) return;
    if (this.#rows.size > most || !this.#isName(name)) return;
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("share-*", `share-${this.#rows.size}`);
    const row = holder.content.firstElementChild;
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const attribute of [...element.attributes]) {
        if (attribute.value === "*") attribute.value = name;
        else if (attribute.value.endsWith(".*")) attribute.value = `${attribute.value.slice(0, -1)}${name}`;
        else attribute.value = attribute.value.replace("(*)", () => `(${name})`);
      }
    }
    const label = this.#labelOf(name);
    for (const hidden of row.querySelectorAll(".visually-hidden")) {
      hidden.textContent = hidden.textContent.replace("(*)", () => `(${label})`);
    }
    row.querySelector("label").textContent = label;
    row.dataset.added = "";
    this.form.querySelector(".calc__fields").append(row);
    this.#rows.set(row.dataset.field, new Row(row));
    this.way();
  }

  // What a line is called: lines that the site knows have names in its language.
  #labelOf(line) {
    this.#words ??= JSON.parse(this.form.querySelector("script[data-locale]").textContent).words;
    const key = `label.${this.form.dataset.calculator}.${line}`;
    return Object.hasOwn(this.#words, key) ? this.#words[key] : line;
  }

  // Whether a line may be called so: what the field for names takes.
  #isName(name) {
    return new RegExp(`^(?:${this.form.querySelector(".calc__line-name").pattern})$`, "u").test(name);
  }

  add() {
    const input = this.form.querySelector(".calc__line-name");
    const name = input.value.trim().normalize("NFC");
    if (!name || !input.checkValidity()) {
      this.say(document.getElementById(input.getAttribute("aria-describedby")).textContent);
      return input.focus();
    }
    const there = [...this.#rows.values()].find(({ element, label }) => {
      return element.matches(".calc__field--line") && label.toLowerCase() === name.toLowerCase();
    });
    if (!there) this.line(`share.${name}`);
    input.value = "";
    this.say();
    (there ?? this.#rows.get(`share.${name}`)).inputs.find((field) => !field.closest("[hidden]")).focus();
  }

  // Takes away lines that were added and are not among these fields.
  keepLines(names) {
    for (const [field, { element }] of this.#rows) {
      if ("added" in element.dataset && !names.includes(field)) {
        element.remove();
        this.#rows.delete(field);
      }
    }
  }

  // -- showing ------------------------------------------------------------------------------------

  // Results, or what keeps them from being computed: what a reader waits for at each key.
  results({ errors = [], outputs, page }) {
    const byField = new Map(errors.map((error) => [error.field, error]).reverse());
    for (const row of this.#rows.values()) {
      row.mark([...row.names].map((name) => byField.get(name)).find(Boolean));
      if (outputs) row.reveal(outputs[row.result], page.found[row.name], page.medians[row.result]);
      else row.fade();
    }
    this.form.classList.toggle("is-wrong", !outputs);
  }

  // What stands around results.
  details({ errors = [], warnings = [], steps, page }) {
    for (const row of this.#rows.values()) {
      const notes = warnings.filter(({ field }) => row.names.has(field));
      const offers = page.offers.filter(({ field }) => row.names.has(field));
      row.behind = page.behind?.[row.name] ?? [];
      if (page.units[row.name]) row.count(page.units[row.name]);
      row.tell(notes.map(({ message }) => message).join("\n"), offers.map((offer) => this.#act(offer)));
    }
    for (const sign of this.form.querySelectorAll("[data-sign]")) put(sign, this.form.elements.currency.value);
    if (steps) list(this.form.querySelector(".calc__steps"), steps);
    const general = [...errors, ...warnings].filter(({ field }) => !this.#rowOf(field));
    const offers = page.offers.filter(({ field }) => !this.#rowOf(field));
    this.say([this.told, ...general.map(({ message }) => message)].filter(Boolean).join(" "), offers.map((offer) => this.#act(offer)));
  }

  tell(words) {
    this.told = words;
    this.say(words);
  }

  say(words = "", acts = []) {
    put(this.form.querySelector(".calc__message"), words);
    buttons(this.form.querySelector('[data-offers=""]'), acts);
  }

  // Nothing is known yet of what the fields hold now.
  pend() {
    for (const row of this.#rows.values()) row.pend();
    this.form.querySelector(".calc__steps").replaceChildren();
  }

  // The last row that is computed: where a calculation ends.
  last() {
    return [...this.#rows.values()].filter(({ computed }) => computed).at(-1);
  }

  // Results as one sentence, for whoever listens.
  summary(outputs) {
    const rows = [...this.#rows.values()];
    return Object.entries(outputs)
      .map(([name, { display }]) => `${rows.find(({ result }) => result === name)?.label ?? name} ${display}`)
      .join(" ; ");
  }

  #rowOf(field) {
    return this.#rows.get(field) ?? [...this.#rows.values()].find(({ names }) => names.has(field));
  }

  // A button that takes what the planner offers in place of what was typed.
  #act({ code, values }) {
    const { wordsOther, wordsRepair, wordsFixed, wordsTake, wordsCurve } = this.form.dataset;
    const parts = Object.entries(values).map(([name, value]) => `${this.#rowOf(name)?.label ?? name} ${value}`);
    const words = {
      shares_sum: `${wordsRepair} ${parts.join(" · ")}`,
      share_and_lock: wordsFixed,
      curve_and_statement: wordsCurve,
      infeasible: `${wordsTake} ${this.#named(values)}`,
      not_saturating: `${wordsTake} ${this.#named(values)}`,
    };
    return { words: words[code] ?? `${wordsOther} ${Object.values(values).join(" ")}`, act: () => this.onOffer(values) };
  }

  // Fields by their own labels, a bound by which one it is, with what is to be typed in them.
  #named(values) {
    const told = ([name, value]) => {
      const label = this.form.elements[name]?.labels[0]?.textContent ?? name;
      return `${label.replace(/\s+/g, " ").trim()} ${value}`;
    };
    return Object.entries(values).filter(([, value]) => value).map(told).join(" · ");
  }
}

function list(element, steps) {
  element.replaceChildren(
    ...steps.map(({ words, numbers, result }) => {
      const item = document.createElement("li");
      for (const [name, text] of [["words", words], ["numbers", `${numbers} = ${result}`]]) {
        const span = document.createElement("span");
        span.className = `worked__${name}`;
        span.textContent = text;
        item.append(span, " ");
      }
      return item;
    }),
  );
}
