// A calculator's form: results follow typing, the address follows the form. Nothing here holds a formula, a sentence
// or a number format: those come from the planner.
import { follow, named, read, strayed, write } from "./address.js";
import { bars } from "./bars.js";
import { Beside } from "./beside.js";
import { Client } from "./client.js";
import { copies } from "./copies.js";
import { Fields } from "./fields.js";
import { Past } from "./past.js";
import { draw } from "./plot.js";
import { compare } from "./splits.js";
import { spreads } from "./spread.js";
import { strip } from "./strip.js";

const SLOW = 400;
const VERY_SLOW = 6000; // a link on which the runtime takes its time
const SAID_AFTER = 800;
// Writing an address costs up to 40 ms on a slow processor, and Safari refuses more than 100 in 30 seconds: while keys
// follow each other, or a bar is dragged, it waits for a pause.
const PAUSE = 300;
const MOST_LINES = 50; // that an address may ask for

class Calculator {
  #wanted;
  #saying;
  #fresh = false;
  #asked = -PAUSE; // when something was wanted the last time
  #following = false; // whether that came closely after something else
  #resume = () => {}; // ends a pause

  constructor(form) {
    this.form = form;
    this.small = "small" in form.dataset;
    this.fields = new Fields(form);
    this.past = new Past(form, this.fields);
    this.beside = new Beside(form);
    this.strip = strip(form, this.fields);
    this.spreads = spreads(form);
    this.client = Client.of(form, (again) => this.#doubted(again));
  }

  // Computes what the form holds. One request is on its way at a time, and the latest waits: no late answer can
  // replace a newer one. Resolves when none is wanted any more and all is shown. `edited` names the field just typed
  // in; `run` holds what is asked besides, or in place of, what the form holds.
  compute(about = {}) {
    this.#wanted = { ...about, run: { calculator: this.form.dataset.calculator, ...this.fields.request(), sources: this.beside.origins(), ...about.run } };
    this.#state("loading");
    const now = performance.now();
    this.#following = now - this.#asked < PAUSE;
    this.#asked = now;
    this.#resume();
    this.working ??= this.#work();
    return this.working;
  }

  // Results first; what stands around them, the picture and the address in tasks of their own: keys come in between.
  async #work() {
    try {
      while (this.#wanted) {
        const wanted = this.#wanted;
        this.#wanted = undefined;
        const whole = await this.#ask(wanted);
        if (!whole) continue;
        const steps = [
          [nextTask, () => this.#details(whole)],
          [nextTask, () => this.#picture()],
          [() => this.#pause(), () => this.#settled()],
        ];
        for (const [wait, show] of steps) {
          await wait();
          if (this.#wanted) break;
          show();
        }
      }
    } finally {
      this.working = undefined;
    }
  }

  // Shows results, and returns the whole of the answer; nothing where there is none, or more has been typed.
  async #ask(wanted) {
    const slow = setTimeout(() => this.form.classList.add("is-slow"), SLOW);
    const verySlow = setTimeout(() => this.#late(), VERY_SLOW);
    try {
      const answer = await this.client.run(wanted.run);
      this.#results(answer, wanted);
      const bars = nextTask().then(() => this.bars?.show(answer.page.parts, { moving: Boolean(this.#wanted) }));
      const [whole] = await Promise.all([this.#wanted ? undefined : this.client.whole(), bars]);
      return whole;
    } catch (error) {
      return this.#failed(error, wanted);
    } finally {
      clearTimeout(slow);
      clearTimeout(verySlow);
      this.form.classList.remove("is-slow");
    }
  }

  #results(answer, { edited, settle }) {
    const aside = edited && !this.#wanted && this.fields.inTheWay(answer, edited);
    if (aside) {
      this.fields.makeRoom(aside, edited);
      this.compute();
      return;
    }
    this.fields.type(answer.page.moved);
    this.fields.results(answer);
    if (settle) this.past.note();
  }

  #details(whole) {
    if (this.#fresh) {
      this.fields.type(whole.page.typed);
      this.past.settle();
    }
    this.#fresh = false;
    this.answer = whole;
    this.fields.details(whole);
    this.beside.tell();
  }

  #picture() {
    draw(this.form, this.answer.page.picture);
    compare(this.form, this.answer.page.comparison);
    this.spreads(this.answer.page.spreads ?? {});
    this.strip();
    this.#say(this.answer);
  }

  // Resolves in a task of its own: once nothing was wanted for a while, if things are wanted in a row, or something is.
  #pause() {
    return new Promise((resolve) => {
      this.#resume = resolve;
      setTimeout(resolve, this.#following ? PAUSE : 0);
    });
  }

  // Whoever leaves the form may follow a link, or copy the address: it does not wait then.
  hurry() {
    this.#following = false;
    this.#resume();
  }

  #settled() {
    this.#address(this.answer.page.canonical);
    this.#state("ready");
  }

  #failed(error, wanted) {
    if (error.message === "timeout" && !wanted.again) {
      this.#announce(this.form.dataset.wordsRestarted);
      this.#wanted ??= { ...wanted, again: true };
      return;
    }
    if (this.#wanted) return;
    console.error(error);
    this.#state("error");
    this.#announce(this.form.dataset.wordsFailed, [{ words: this.form.dataset.wordsRetry, act: () => this.compute() }]);
  }

  // Nothing has come that could compute: the example's results are not left beside the reader's numbers.
  #late() {
    if (this.client.ready) return;
    this.fields.pend();
    this.#announce(this.form.dataset.wordsSlow);
  }

  // What computed turns out not to be what it should: its results go, and it is fetched anew, once.
  #doubted(again) {
    this.fields.pend();
    if (again) this.#failed(new Error("integrity"), {});
    else this.compute();
  }

  // Says something in the page, and to whoever listens.
  #announce(words, acts) {
    this.fields.say(words, acts);
    this.tell(words);
  }

  #state(name) {
    this.form.dataset.state = name;
  }

  // Someone who listens hears results, or what is wrong, once typing has stopped, not at each key.
  #say({ outputs, errors = [], warnings = [] }) {
    clearTimeout(this.#saying);
    const found = outputs ? this.fields.summary(outputs) : "";
    const said = [this.fields.told, found, ...[...errors, ...warnings].map(({ message }) => message)];
    this.#saying = setTimeout(() => this.tell(said.filter(Boolean).join(" ")), SAID_AFTER);
  }

  // Tells whoever listens, at once: what was to be said later would cut it short.
  tell(words) {
    clearTimeout(this.#saying);
    this.form.querySelector("[data-summary]").textContent = words;
  }

  #address(canonical) {
    const query = write(this.fields.typed(), canonical, this.form.elements.currency.value, this.beside.ids());
    if (this.small) {
      for (const link of this.form.querySelectorAll("a[data-open]")) link.search = query;
      return;
    }
    follow(query);
  }

  // Starts from other values; they are written as one types them here once the planner has read them.
  fill(values) {
    this.fields.replace(values);
    this.#fresh = true;
    this.compute();
  }

  // Fills the form with what the address asks, says what it asks in vain, and returns whether it asks anything.
  fromAddress() {
    for (const name of new URLSearchParams(location.search).keys()) this.fields.line(named(name), MOST_LINES);
    const { inputs, currency, sources, unknown, repeated } = read(location.search, (name) => this.fields.has(name));
    const known = [...this.form.elements.currency.options].some(({ value }) => value === currency);
    if (known) this.form.elements.currency.value = currency;
    if (inputs.size) this.fields.replace(inputs);
    this.beside.restore(sources);
    const given = inputs.size > 0 || known;
    if (given) {
      this.fields.pend();
      draw(this.form, null);
      compare(this.form, null);
    }
    if (currency && !known) unknown.push(`currency=${currency}`);
    const astray = strayed(this.form.dataset, { unknown, repeated });
    if (astray) this.fields.tell(astray);
    this.#fresh = inputs.size > 0;
    return given;
  }
}

function begin(form) {
  const calculator = new Calculator(form);
  const { fields, past } = calculator;
  const acts = {
    find: (button) => fields.find(button.closest("[data-field]").dataset.field),
    reset: () => past.restart(),
    undo: () => past.back(),
    add: () => fields.add(),
    print: () => print(),
    put: ({ dataset, parentElement }) => {
      const input = parentElement.closest("[data-field]").querySelector("[data-input]");
      input.value = dataset.value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      past.note();
    },
  };
  calculator.bars = bars(form, calculator);
  copies(form, calculator);
  fields.onOffer = (values) => {
    fields.replaceSome(values);
    form.elements[Object.keys(values)[0]].focus();
    past.note();
    calculator.compute();
  };

  form.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-input], [name=currency]")) return;
    fields.touched(target);
    if (target.name === "method") fields.way({ chosen: true });
    if (target.name === "objective") fields.empty("weight."); // those of another objective
    const start = form.querySelector("[data-do=start]");
    if (start?.value) start.value = ""; // what the form holds is no longer that example
    calculator.compute({ edited: target.name });
  });
  form.addEventListener("focusin", () => calculator.client.start().catch(() => {}), { once: true });
  form.addEventListener("focusout", () => calculator.hurry());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (target.dataset.do === "start" && target.value) {
      calculator.fill(new Map(Object.entries(JSON.parse(target.value))));
    }
    if (!target.matches("[data-part]")) past.note();
  });
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-do]");
    if (!button) return;
    acts[button.dataset.do](button);
    if (["find", "reset", "undo"].includes(button.dataset.do)) calculator.compute();
    if (button.dataset.do === "find") past.note();
  });
  form.querySelector(".calc__line-name")?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") fields.add();
  });
  return calculator;
}

// Hands the form over, with what the address asks; reckons in a task of its own.
async function open(calculator) {
  const { form, past } = calculator;
  const given = !calculator.small && calculator.fromAddress();
  form.inert = false;
  if (calculator.small) return;

  past.settle();
  addEventListener("popstate", () => {
    if (calculator.fromAddress()) calculator.compute();
  });
  if (!given) return onceInView(form, () => calculator.client.start().catch(() => {}));
  await nextTask();
  calculator.compute();
}

function onceInView(form, work) {
  const idle = window.requestIdleCallback ?? ((later) => setTimeout(later, 300));
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    idle(work);
  }).observe(form);
}

function nextTask() {
  return new Promise((resolve) => setTimeout(resolve));
}

for (const form of document.querySelectorAll("form[data-calculator]")) {
  const calculator = begin(form);
  nextTask().then(() => open(calculator));
}
