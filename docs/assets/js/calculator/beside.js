// Dated figures beside the fields of a form: one chooses among them by platform, place and year, and takes one. What
// was taken names its source for as long as the field holds it.
import { put } from "../elements.js";

const KEPT = "figures"; // in this tab, until it is closed
const BY = ["platform", "place", "year"];

export class Beside {
  #taken = new Map(); // field → the figure it was taken from

  constructor(form) {
    this.form = form;
    this.panels = [...form.querySelectorAll("[data-beside]")];
    this.chosen = this.panels.length ? remembered() : {};
    form.addEventListener("change", ({ target }) => {
      if (target.dataset.choice) this.choose(target.dataset.choice, target.value);
      if (target.name === "currency") this.currency();
    });
    form.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-use]");
      if (button) this.#take(button);
    });
    this.#show();
  }

  // Where the numbers in the form come from, by field: those that are still there.
  origins() {
    const still = [...this.#taken].filter(([name, figure]) => this.#holds(name, figure));
    return Object.fromEntries(still.map(([name, { dataset }]) => [name, dataset.origin]));
  }

  // The same for an address: the id of each figure.
  ids() {
    return Object.keys(this.origins()).map((name) => [name, this.#taken.get(name).dataset.figure]);
  }

  // Takes up what an address says: field → id. What the field does not hold, or no panel shows, is left.
  restore(ids) {
    for (const [name, id] of ids) {
      const figures = [...(this.#panel(name)?.querySelectorAll("[data-origin]") ?? [])];
      const figure = figures.find(({ dataset }) => dataset.figure === id);
      if (figure) this.#taken.set(name, figure);
    }
    this.currency();
  }

  // Says beside each field where its number comes from, and marks what was taken.
  tell() {
    const origins = this.origins();
    for (const place of this.form.querySelectorAll("[data-from]")) put(place, origins[place.dataset.from] ?? "");
    for (const panel of this.panels) {
      const figure = Object.hasOwn(origins, panel.dataset.beside) && this.#taken.get(panel.dataset.beside);
      const value = this.form.elements[panel.dataset.beside]?.value;
      for (const button of panel.querySelectorAll("button[data-use]")) {
        button.setAttribute("aria-pressed", Boolean(figure) && figure.contains(button) && says(button, value));
      }
    }
  }

  #take(button) {
    const { beside: name } = button.closest("[data-beside]").dataset;
    const field = this.form.elements[name];
    this.#taken.set(name, button.closest("[data-figure]"));
    field.value = button.dataset.use;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #holds(name, figure) {
    const { elements } = this.form;
    if (figure.dataset.currency && figure.dataset.currency !== elements.currency.value) return false;
    return [...figure.querySelectorAll("button[data-use]")].some((button) => says(button, elements[name]?.value));
  }

  #panel(name) {
    return this.panels.find(({ dataset }) => dataset.beside === name);
  }

  choose(by, value) {
    this.chosen = { ...this.chosen, [by]: value };
    remember(this.chosen);
    this.#show();
  }

  // Of each panel, the figures that were chosen; where there is none, those that come closest, and that is said.
  #show() {
    for (const panel of this.panels) {
      for (const select of panel.querySelectorAll("[data-choice]")) {
        const wanted = this.chosen[select.dataset.choice] ?? "";
        select.value = [...select.options].some(({ value }) => value === wanted) ? wanted : "";
      }
      const asked = BY.filter((by) => panel.querySelector(`[data-choice=${by}]`)?.value);
      const figures = [...panel.querySelectorAll("[data-figure]")];
      const near = new Map(figures.map((figure) => [figure, asked.filter((by) => this.#fits(figure, by)).length]));
      const best = Math.max(0, ...near.values());
      for (const figure of figures) figure.hidden = near.get(figure) < best;
      for (const series of panel.querySelectorAll(".beside__series")) {
        const shown = [...series.querySelectorAll("[data-figure]")];
        series.hidden = shown.every(({ hidden }) => hidden);
        if (!("whole" in series.dataset)) continue;
        for (const figure of shown) figure.hidden = false; // a spread is told with all that it is made of
      }
      const none = panel.querySelector(".beside__none[data-words]");
      if (none) put(none, best < asked.length ? none.dataset.words : "");
    }
  }

  #fits(figure, by) {
    return figure.dataset[by] === this.chosen[by] || (by === "year" && figure.dataset.year.split(" ").includes(this.chosen.year));
  }

  // Nothing is converted: what is in another currency cannot be taken.
  currency() {
    const { value } = this.form.elements.currency;
    for (const panel of this.panels) {
      for (const figure of panel.querySelectorAll("[data-currency]")) {
        const other = figure.dataset.currency !== value;
        for (const [part, hidden] of [["acts", other], ["other", !other]]) {
          figure.querySelector(`.beside__${part}`)?.toggleAttribute("hidden", hidden);
        }
      }
    }
  }
}

// Whether a button types this value: as one writes it here, or as an address does.
function says({ dataset }, value) {
  return value === dataset.use || value === dataset.canonical;
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {}; // storage refused, or not ours
  }
}

function remember(chosen) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(chosen));
  } catch {
    // Storage refused: the choice holds for this form.
  }
}
