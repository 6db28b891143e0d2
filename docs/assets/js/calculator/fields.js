// The fields of a calculator's form: what is typed in them, and what is shown beside them.
export class Fields {
  #rows;
  #recent = [];
  #told = "";
  #aside = Object.create(null);

  constructor(form) {
    this.form = form;
    this.#rows = new Map([...form.querySelectorAll("[data-field]")].map((row) => [row.dataset.field, row]));
  }

  get inputs() {
    return [...this.form.querySelectorAll("[data-input]")];
  }

  has(name) {
    return this.inputs.some((input) => input.name === name);
  }

  // What was typed, by field.
  typed() {
    return new Map(this.inputs.filter((input) => input.value.trim()).map((input) => [input.name, input.value]));
  }

  request() {
    return { inputs: Object.fromEntries(this.typed()), currency: this.form.elements.currency.value };
  }

  // -- filling in ---------------------------------------------------------------------------------

  touched({ name, value }) {
    this.#recent = [...this.#recent.filter((other) => other !== name), name];
    this.#told = "";
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

  // Puts values in the place of all that was typed; a choice that has none stays.
  replace(values) {
    for (const name of values.keys()) this.line(name);
    this.#aside = Object.create(null);
    for (const input of this.inputs) {
      if (values.has(input.name)) input.value = values.get(input.name);
      else if (input.tagName !== "SELECT") input.value = "";
    }
  }

  replaceSome(values) {
    for (const [name, value] of Object.entries(values)) if (this.has(name)) this.form.elements[name].value = value;
  }

  // Writes numbers as one types them here, in fields that nobody is typing in: all, or the shares of a split alone.
  type(typed, { shares }) {
    for (const input of this.inputs) {
      const wanted = shares ? input.name.startsWith("share.") : input.value.trim();
      if (wanted && input.tagName !== "SELECT" && input !== document.activeElement && input.name in typed) {
        input.value = typed[input.name];
      }
    }
  }

  // Makes a field the unknown: what was computed takes the value it had.
  find(row) {
    const before = [...this.#rows.values()].find((other) => this.#isComputed(other) && other.querySelector("input"));
    if (before) before.querySelector("[data-input]").value = before.dataset.typed;
    row.querySelector("[data-input]").value = "";
  }

  // Typing a value that was computed makes another the unknown: the one that was typed the longest ago.
  inTheWay({ errors = [] }, edited) {
    const conflict = errors.find(({ code }) => code === "contradiction");
    const others = conflict?.params.fields.filter((name) => name !== edited && this.has(name)) ?? [];
    if (!conflict || !this.#isComputed(this.#rows.get(edited))) return undefined;
    return others.sort((one, other) => this.#recent.indexOf(one) - this.#recent.indexOf(other))[0];
  }

  #isComputed(row) {
    return Boolean(row?.classList.contains("is-computed"));
  }

  // -- lines of a split ---------------------------------------------------------------------------

  // Adds the line that a field belongs to, if the page does not hold it yet: its row is that of the template.
  line(field) {
    const name = /^(?:share|lock|min|max)\.(.+)$/.exec(field)?.[1];
    const template = this.form.querySelector("template.calc__line");
    if (!template || !name || this.#rows.has(`share.${name}`)) return;
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
    for (const hidden of row.querySelectorAll(".visually-hidden")) hidden.textContent = ` (${name})`;
    row.querySelector("label").textContent = name;
    row.dataset.added = "";
    this.form.querySelector(".calc__fields").append(row);
    this.#rows.set(row.dataset.field, row);
  }

  add() {
    const input = this.form.querySelector(".calc__line-name");
    const name = input.value.trim().normalize("NFC");
    if (!name || !input.checkValidity()) {
      this.say(document.getElementById(input.getAttribute("aria-describedby")).textContent);
      return input.focus();
    }
    const called = (row) => row.querySelector(".calc__label").textContent.toLowerCase();
    const there = [...this.#rows.values()].find((row) => row.matches(".calc__field--line") && called(row) === name.toLowerCase());
    if (!there) this.line(`share.${name}`);
    input.value = "";
    this.say();
    (there ?? this.#rows.get(`share.${name}`)).querySelector("[data-input]").focus();
  }

  // Takes away lines that were added and are not among these fields.
  keepLines(names) {
    for (const [field, row] of this.#rows) {
      if ("added" in row.dataset && !names.includes(field)) {
        row.remove();
        this.#rows.delete(field);
      }
    }
  }

  // -- showing ------------------------------------------------------------------------------------

  show({ errors = [], warnings = [], outputs, steps, page }) {
    const byField = new Map(errors.map((error) => [error.field, error]).reverse());
    for (const [name, row] of this.#rows) {
      const own = new Set([name, ...[...row.querySelectorAll("[data-input]")].map((input) => input.name)]);
      const error = [...own].map((field) => byField.get(field)).find(Boolean);
      this.#mark(row, error);
      if (outputs) reveal(row, outputs[row.dataset.result ?? name], page.typed[name]);
      else row.classList.add("is-pending");
      const notes = warnings.filter(({ field }) => own.has(field));
      row.querySelector(".calc__note").textContent = notes.map(({ message }) => message).join(" ");
      this.#offer(row, page.offers.filter(({ field }) => own.has(field)));
    }
    for (const sign of this.form.querySelectorAll("[data-sign]")) sign.textContent = this.form.elements.currency.value;
    if (steps) list(this.form.querySelector(".calc__steps"), steps);
    const general = [...errors, ...warnings].filter(({ field }) => !this.#rowOf(field));
    const sentences = [this.#told, ...general.map(({ message }) => message)].filter(Boolean);
    this.form.classList.toggle("is-wrong", !outputs);
    this.say(sentences.join(" "), this.#repairs(page.offers.filter(({ field }) => !this.#rowOf(field))));
  }

  // Something to say until the next edit, whatever is computed meanwhile.
  tell(words) {
    this.#told = words;
    this.say(words);
  }

  say(words = "", acts = []) {
    put(this.form.querySelector(".calc__message"), words);
    buttons(this.form.querySelector('[data-offers=""]'), acts);
  }

  // Nothing is known yet of what the fields hold now: no older result stands beside it.
  pend() {
    for (const row of this.#rows.values()) {
      row.classList.add("is-pending");
      const output = row.querySelector("output");
      delete output.dataset.value;
      if (!output.hidden) output.textContent = "…";
      row.querySelector(".calc__bar rect")?.setAttribute("width", "0");
    }
    this.form.querySelector(".calc__steps").replaceChildren();
  }

  summary(outputs) {
    const labels = (name) => [...this.#rows.values()].find((row) => (row.dataset.result ?? row.dataset.field) === name);
    return Object.entries(outputs)
      .map(([name, { display }]) => `${labels(name)?.querySelector(".calc__label").textContent ?? name} ${display}`)
      .join(" ; ");
  }

  #rowOf(field) {
    return this.inputs.find((input) => input.name === field)?.closest("[data-field]") ?? this.#rows.get(field);
  }

  #mark(row, error) {
    put(row.querySelector("[role=alert]"), error?.message ?? "");
    for (const input of row.querySelectorAll("[data-input]")) {
      if (error?.field === input.name) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      const details = input.closest("details");
      if (details && input.value.trim()) details.open = true;
    }
  }

  #offer(row, offers) {
    const acts = offers.map(({ values }) => ({
      words: `${this.form.dataset.wordsOther} ${Object.values(values).join(" ")}`,
      act: () => this.onOffer(values),
    }));
    buttons(row.querySelector(":scope > .calc__offers"), acts);
  }

  #repairs(offers) {
    const named = (name) => this.#rowOf(name)?.querySelector(".calc__label").textContent ?? name;
    return offers.map(({ values }) => ({
      words: `${this.form.dataset.wordsRepair} ${Object.entries(values)
        .map(([name, value]) => `${named(name)} ${value}`)
        .join(" · ")}`,
      act: () => this.onOffer(values),
    }));
  }
}

function reveal(row, output, typed) {
  const shown = row.querySelector("output");
  const computed = Boolean(output) && !row.dataset.result;
  row.classList.toggle("is-computed", computed);
  row.querySelector(".calc__find")?.setAttribute("aria-pressed", computed);
  row.classList.remove("is-pending");
  shown.hidden = !output;
  put(shown, output?.display ?? "");
  if (output) shown.dataset.value = output.value;
  else delete shown.dataset.value;
  row.dataset.typed = typed ?? "";
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

function buttons(place, acts) {
  place.replaceChildren(
    ...acts.map(({ words, act }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", act);
      return button;
    }),
  );
}

// Alerts are heard again whenever they are written: the same words are not written twice.
function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
