// The adviser's form: advice follows the answers, the address follows both. What is advised comes from the planner, its
// words from the page (result.js); all questions on one screen, or one at a time (steps.js).
import { follow, read, strayed, write } from "../calculator/address.js";
import { Client } from "../calculator/client.js";
import { buttons } from "../elements.js";
import { say, taken } from "../taking.js";
import { Answers } from "./answers.js";
import { Result } from "./result.js";
import { END, Steps } from "./steps.js";

const SLOW = 400;
const VERY_SLOW = 6000; // a link on which the runtime takes its time
const SAID_AFTER = 800;
const PAUSE = 300; // an address is written once typing stops: Safari refuses more than 100 in 30 seconds
const NARROW = "(width < 44rem)";

class Adviser {
  #wanted = false;
  #saying;
  #writing;
  #write; // what is to be written
  #told = "";

  constructor(form) {
    this.form = form;
    this.answers = new Answers(form);
    this.result = new Result(document.querySelector(".advised"), document.querySelector(".grounds"));
    this.steps = new Steps(form, this.answers, { changed: () => this.#show(), leaving: () => this.settle() });
    this.client = Client.of(form, () => this.compute());
  }

  // Asks what the answers lead to. One request is on its way at a time, and the latest waits.
  compute() {
    this.#wanted = true;
    this.#state("loading");
    this.steps.update();
    this.working ??= this.#work().finally(() => (this.working = undefined));
    return this.working;
  }

  async #work() {
    while (this.#wanted) {
      this.#wanted = false;
      const { inputs, currency } = this.answers.asked();
      if (!Object.keys(inputs).length) {
        this.#nothing();
        continue;
      }
      const slow = setTimeout(() => this.form.classList.add("is-slow"), SLOW);
      const verySlow = setTimeout(() => this.client.ready || this.#say(this.form.dataset.wordsSlow), VERY_SLOW);
      try {
        const found = await this.client.run({ calculator: this.form.dataset.calculator, inputs, currency });
        if (!this.#wanted) this.#answered(found);
      } catch (error) {
        if (!this.#wanted) this.#failed(error);
      } finally {
        clearTimeout(slow);
        clearTimeout(verySlow);
        this.form.classList.remove("is-slow");
      }
    }
  }

  #nothing() {
    this.found = undefined;
    this.answers.mark();
    this.#say(this.#told);
    this.#show();
    this.#address({});
    this.#state("ready");
  }

  #answered(found) {
    this.found = found.outputs && found;
    const general = this.answers.mark(found.errors);
    const warnings = (found.warnings ?? []).map(({ message }) => message);
    this.#say([this.#told, ...general, ...warnings].filter(Boolean).join(" "));
    if (this.found) this.result.show(found, (name) => this.answers.label(name));
    this.#show();
    this.#address(found.page?.canonical ?? {});
    this.#state("ready");
    this.#tell();
  }

  #failed(error) {
    console.error(error);
    this.found = undefined;
    this.#show();
    this.#say(this.form.dataset.wordsFailed);
    buttons(this.form.querySelector("[data-offers]"), [{ words: this.form.dataset.wordsRetry, act: () => this.compute() }]);
    this.#state("error");
  }

  // The advice is seen once there is one, and one at a time, once the questions are done.
  #show() {
    this.result.section.hidden = !(this.found && this.steps.done);
    const brief = this.form.querySelector(".adviser__brief");
    brief.hidden = !this.found || this.steps.one;
    brief.querySelector("span").textContent = this.found ? this.result.heading.textContent : "";
  }

  #say(words) {
    this.form.querySelector(".adviser__message").textContent = words;
    this.form.querySelector("[data-offers]").replaceChildren();
  }

  // Someone who listens hears the advice in a few words once answering has stopped.
  #tell() {
    clearTimeout(this.#saying);
    const words = this.found && this.steps.done ? this.result.heading.textContent : "";
    this.#saying = setTimeout(() => (this.form.querySelector("[data-summary]").textContent = words), SAID_AFTER);
  }

  #state(name) {
    this.form.dataset.state = name;
  }

  // Has the address follow the answers: as they were given until the planner has read them, then as it writes them.
  #address(canonical) {
    clearTimeout(this.#writing);
    const given = this.answers.given();
    const query = given.size ? write(given, canonical, this.answers.currency) : "";
    this.#write = () => {
      this.#write = undefined;
      follow(query);
    };
    this.#writing = setTimeout(() => this.settle(), PAUSE);
  }

  // Whoever leaves may come back to the address, or copy it: it does not wait then.
  settle() {
    clearTimeout(this.#writing);
    this.#write?.();
  }

  // Takes what the address asks; returns whether it asks anything.
  fromAddress() {
    const { inputs, currency, unknown, repeated } = read(location.search, (name) => this.answers.has(name));
    if ([...this.form.elements.currency.options].some(({ value }) => value === currency)) {
      this.form.elements.currency.value = currency;
    } else if (currency) unknown.push(`currency=${currency}`);
    this.answers.replace(inputs);
    this.#told = strayed(this.form.dataset, { unknown, repeated });
    this.#say(this.#told);
    return inputs.size > 0;
  }

  answered() {
    this.#told = "";
    this.answers.stray = new Map();
    this.#address({});
    this.compute();
  }

  // To the end: the advice is what one looks at next.
  async end() {
    await this.working;
    if (!this.found) return;
    this.steps.go(END);
    this.result.heading.focus();
  }

  reset() {
    this.answers.replace(new Map());
    this.#told = "";
    this.steps.arrive(0);
    this.compute();
  }

  async take(button) {
    const { copied, copyFailed } = document.body.dataset;
    await this.working;
    this.settle();
    say(button, (await taken(location.href)) ? copied : copyFailed);
  }
}

function begin(form) {
  const adviser = new Adviser(form);
  const { steps } = adviser;
  const acts = {
    one: () => (steps.choose("one"), steps.arrive(0)),
    all: () => (steps.choose("all"), steps.arrive(0)),
    previous: () => steps.previous(),
    end: () => adviser.end(),
    reset: () => adviser.reset(),
    print: () => print(),
  };
  form.addEventListener("input", () => adviser.answered());
  form.addEventListener("focusout", () => adviser.settle());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (steps.one && !form.querySelector("[data-do=next]").disabled) steps.last ? adviser.end() : steps.next();
  });
  form.addEventListener("focusin", () => adviser.client.start().catch(() => {}), { once: true });
  document.querySelector(".entry--adviser").addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-do], button[data-take], button[data-change]");
    if (!button) return;
    if (button.dataset.take) adviser.take(button);
    else if (button.dataset.change) change(adviser, button.dataset.change);
    else acts[button.dataset.do]?.();
  });
  addEventListener("popstate", ({ state }) => {
    adviser.fromAddress();
    steps.arrive(state?.step);
    adviser.compute();
  });
  const given = adviser.fromAddress();
  steps.choose(!given && matchMedia(NARROW).matches ? "one" : "all");
  form.inert = false;
  if (given) adviser.compute();
  else adviser.form.dataset.state = "ready";
}

// Back to a question whose answer is to change.
function change({ steps, answers }, name) {
  if (steps.one) return steps.ask(name);
  const question = answers.questions[answers.names.indexOf(name)];
  question.scrollIntoView();
  steps.focus(question);
}

for (const form of document.querySelectorAll("form.adviser")) begin(form);
