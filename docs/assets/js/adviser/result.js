// Puts the advice together from what stands among the rules of the page: the planner names the parts, and each list of
// the result says which it takes. Nothing here holds a word, a rule or a number format.
export class Result {
  #parts;

  constructor(section, rules) {
    this.section = section;
    this.heading = section.querySelector(".advised__mix");
    this.#parts = new Map([...rules.querySelectorAll("[data-advice]")].map((part) => [part.dataset.advice, part]));
  }

  show(advice, label) {
    const { outputs, reasons, inputs } = advice;
    for (const list of this.section.querySelectorAll("[data-slot]")) list.replaceChildren();
    this.heading.textContent = this.#parts.get(`mixes/${outputs.mix.value}`).textContent;
    for (const [name, { value }] of Object.entries(outputs)) {
      const [slot, subject] = name.split(".");
      if (slot === "role" || slot === "metric") this.#put(slot, value, [this.#part(reasons[name].key)]);
      if (slot === "format") this.#put(slot, value, this.#format(inputs.objective.value, subject, reasons[name].key));
    }
    for (const [name, { key }] of Object.entries(reasons)) {
      if (name.startsWith("split.")) this.#put("split", "split", [this.#split(key, outputs)]);
    }
    for (const { key, first } of advice.cautions) this.#put("caution", first ? "first" : "known", [this.#part(key)]);
    this.#answers(inputs, advice.unanswered, label);
    this.#finish();
    this.#plan(advice.plan);
  }

  // A copy of a part; what only its place among the rules needs stays there.
  #part(key) {
    const copy = this.#parts.get(key).cloneNode(true);
    copy.removeAttribute("data-advice");
    return copy;
  }

  // A format: why it serves the objective, and what the situation changes.
  #format(objective, name, key) {
    const own = `records/${objective}/${name}`;
    const part = this.#part(own);
    if (key !== own) part.append(this.#part(key));
    return [part];
  }

  #split(key, outputs) {
    const part = this.#part(key);
    for (const output of part.querySelectorAll("output")) {
      const amount = outputs[output.dataset.output];
      if (!amount) continue;
      output.dataset.value = amount.value;
      output.textContent = amount.display;
      output.hidden = false;
    }
    return part;
  }

  #put(slot, value, parts) {
    this.section.querySelector(`[data-slot="${slot}"][data-takes~="${value}"]`).append(...parts);
  }

  #answers(inputs, unanswered, label) {
    const list = this.section.querySelector(".advised__answers");
    list.replaceChildren(
      ...Object.entries(inputs).map(([name, { display }]) => {
        const pair = document.createElement("div");
        const [term, told, change] = ["dt", "dd", "button"].map((tag) => document.createElement(tag));
        term.textContent = label(name);
        told.textContent = display;
        change.type = "button";
        change.dataset.change = name;
        change.textContent = list.dataset.change;
        change.setAttribute("aria-label", `${list.dataset.change} (${label(name)})`);
        pair.append(term, told, change);
        return pair;
      }),
    );
    const open = this.section.querySelector(".advised__open");
    open.hidden = !unanswered.length;
    open.querySelector("span").textContent = unanswered.map(label).join(", ");
  }

  #finish() {
    for (const group of this.section.querySelectorAll(".advised__group")) {
      group.hidden = !group.querySelector("[data-slot] > *");
    }
    const made = this.section.querySelectorAll('[data-slot="format"][data-takes~="primary"] > *, [data-slot="format"][data-takes~="secondary"] > *');
    this.section.querySelector(".advised__nothing").hidden = made.length > 0;
  }

  #plan(inputs) {
    const link = this.section.querySelector("[data-plan]");
    if (link) link.search = new URLSearchParams(inputs);
  }
}
