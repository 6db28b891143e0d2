// A calculator's form: results follow typing, the address follows the form. It holds no formula, no sentence and
// no number format: those come from the planner.
import { read, write } from "./address.js";
import { Client } from "./client.js";

const SLOW = 400;
const form = document.querySelector("form[data-calculator]");
if (form) begin(form);

function begin(form) {
  const calculator = form.dataset.calculator;
  const client = new Client({
    worker: new URL("./worker.js", import.meta.url),
    base: new URL(form.dataset.runtime, location.href).href,
    parts: JSON.parse(form.querySelector("script[data-parts]").textContent),
    locale: form.querySelector("script[data-locale]").textContent,
  });
  const fields = new Map([...form.querySelectorAll("[data-field]")].map((row) => [row.dataset.field, row]));
  const inputs = () => [...form.querySelectorAll("[data-input]")];
  const currency = form.elements.currency;
  const example = state();
  let recent = [];
  let asked = 0;
  let past = [];

  function state() {
    const values = Object.fromEntries(inputs().map((input) => [input.name, input.value]));
    return { values, currency: currency.value };
  }

  function restore({ values, currency: code }) {
    for (const input of inputs()) input.value = values[input.name] ?? (input.tagName === "SELECT" ? input.value : "");
    currency.value = code;
  }

  // A line of a split that the page does not hold yet: its row is that of the template.
  function line(name) {
    const template = form.querySelector("template.calc__line");
    if (!template || !name || fields.has(`share.${name}`)) return;
    const html = template.innerHTML.replaceAll("share-*", `share-${fields.size}`);
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const row = holder.content.firstElementChild;
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const attribute of [...element.attributes]) {
        if (attribute.value.endsWith(".*")) attribute.value = `${attribute.value.slice(0, -1)}${name}`;
      }
    }
    row.querySelector("label").textContent = name;
    form.querySelector(".calc__fields").append(row);
    fields.set(row.dataset.field, row);
  }

  const typed = () => new Map(inputs().filter((input) => input.value.trim()).map((input) => [input.name, input.value]));

  async function compute(edited) {
    const id = ++asked;
    const request = { calculator, inputs: Object.fromEntries(typed()), currency: currency.value };
    const slow = setTimeout(() => id === asked && form.classList.add("is-slow"), SLOW);
    if (form.dataset.state === "prerendered") form.dataset.state = "loading";
    try {
      const answer = await client.run(request);
      if (id !== asked) return;
      const aside = edited && inTheWay(answer, edited);
      if (aside) {
        form.elements[aside].value = "";
        return void compute();
      }
      show(answer);
    } catch (error) {
      if (id !== asked) return;
      if (error.message === "timeout") say(form.dataset.wordsRestarted);
      else {
        form.dataset.state = "error";
        say(form.dataset.wordsFailed);
      }
    } finally {
      clearTimeout(slow);
      if (id === asked) form.classList.remove("is-slow");
    }
  }

  // Typing a value that was computed makes another the unknown: the one that was typed the longest ago.
  function inTheWay({ errors = [] }, edited) {
    const conflict = errors.find(({ code }) => code === "contradiction");
    const others = conflict?.params.fields.filter((name) => name !== edited && form.elements[name]) ?? [];
    if (!conflict || !fields.get(edited)?.classList.contains("is-computed")) return undefined;
    return others.sort((one, other) => recent.indexOf(one) - recent.indexOf(other))[0];
  }

  function show(answer) {
    form.dataset.state = "ready";
    const errors = answer.errors ?? [];
    const byField = new Map(errors.map((error) => [error.field ?? "", error]).reverse());
    for (const [name, row] of fields) {
      mark(row, byField.get(name));
      const result = row.dataset.result ?? name;
      if (!answer.errors) reveal(row, answer.outputs[result], answer.warnings.filter(({ field }) => field === name));
      else if (!byField.has(name)) pend(row);
    }
    for (const sign of form.querySelectorAll("[data-sign]")) sign.textContent = currency.value;
    const general = errors.filter(({ field }) => !fields.has(field ?? ""));
    const notes = (answer.warnings ?? []).filter(({ field }) => !fields.has(field ?? ""));
    say([...general, ...notes].map(({ message }) => message).join(" "));
    if (!answer.errors) steps(answer.steps);
    const canonical = new Map(Object.entries(answer.inputs ?? {}).map(([name, { value, unit }]) => [name, plain(value, unit)]));
    history.replaceState(history.state, "", write(typed(), canonical, currency.value) + location.hash);
    for (const link of document.querySelectorAll("a[data-language]")) link.search = location.search;
  }

  // A rate is a percentage in the address, as people type it: two places moved in its digits, none rounded.
  function plain(value, unit) {
    if (unit !== "ratio") return value;
    const [whole, fraction = ""] = value.replace("-", "").split(".");
    const digits = `${fraction}00`;
    const moved = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, "");
    const rest = digits.slice(2).replace(/0+$/, "");
    return `${value.startsWith("-") ? "-" : ""}${moved}${rest ? `.${rest}` : ""}`;
  }

  function reveal(row, output, warnings) {
    const shown = row.querySelector("output");
    row.classList.toggle("is-computed", Boolean(output));
    row.classList.remove("is-pending");
    shown.hidden = !output;
    shown.textContent = output?.display ?? "";
    if (output) shown.dataset.value = output.value;
    else delete shown.dataset.value;
    row.querySelector(".calc__note").textContent = warnings.map(({ message }) => message).join(" ");
  }

  function pend(row) {
    row.classList.add("is-pending");
    row.querySelector(".calc__note").textContent = "";
  }

  function mark(row, error) {
    const input = row.querySelector("[data-input]");
    const alert = row.querySelector("[role=alert]");
    if (alert.textContent !== (error?.message ?? "")) alert.textContent = error?.message ?? "";
    if (!input) return;
    if (error) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (error) pend(row);
  }

  function steps(found) {
    const list = form.querySelector(".calc__steps");
    list.replaceChildren(
      ...found.map(({ words, numbers, result }) => {
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

  function say(words = "") {
    const alert = form.querySelector(".calc__message");
    if (alert.textContent !== words) alert.textContent = words;
  }

  // Makes a field the unknown: what was unknown takes the value it had.
  function find(row) {
    remember();
    for (const other of fields.values()) {
      const output = other.querySelector("output");
      const input = other.querySelector("[data-input]");
      if (input && other.classList.contains("is-computed")) {
        input.value = plain(output.dataset.value, other.dataset.unit);
        break;
      }
    }
    row.querySelector("[data-input]").value = "";
    compute();
  }

  function remember() {
    past = [...past.slice(-49), state()];
  }

  function fromAddress() {
    for (const name of new URLSearchParams(location.search).keys()) {
      const part = /^(?:share|lock|min|max)\.(.+)$/.exec(name);
      if (part) line(part[1]);
    }
    const found = read(location.search, (name) => inputs().some((input) => input.name === name));
    if (found.currency && [...currency.options].some(({ value }) => value === found.currency)) currency.value = found.currency;
    if (found.inputs.size) {
      for (const input of inputs()) {
        if (found.inputs.has(input.name)) input.value = found.inputs.get(input.name);
        else if (input.tagName !== "SELECT") input.value = "";
      }
      for (const row of fields.values()) pend(row);
    }
    return { given: found.inputs.size > 0 || Boolean(found.currency), unknown: found.unknown };
  }

  form.addEventListener("input", ({ target }) => {
    if (target.name) recent = [...recent.filter((name) => name !== target.name), target.name];
    compute(target.name);
  });
  form.addEventListener("focusin", () => client.start().catch(() => {}), { once: true });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", remember);
  form.addEventListener("click", async ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.do === "find") find(button.closest("[data-field]"));
    if (button.dataset.do === "reset") (remember(), restore(example), compute());
    if (button.dataset.do === "undo" && past.length) (restore(past.pop()), compute());
    if (button.dataset.do === "add") {
      const input = form.querySelector(".calc__line-name");
      line(input.value.trim().normalize("NFC"));
      input.value = "";
    }
    if (button.dataset.do === "copy") {
      try {
        await navigator.clipboard.writeText(location.href);
        say(document.body.dataset.copied);
      } catch {
        say(document.body.dataset.copyFailed);
      }
    }
  });

  const { given, unknown } = fromAddress();
  form.hidden = false;
  if (given || unknown.length) {
    compute().then(() => {
      if (unknown.length) say(`${form.dataset.wordsUnknown} ${unknown.join(", ")}`);
    });
  } else {
    const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 300));
    new IntersectionObserver((entries, observer) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      idle(() => client.start().catch(() => {}));
    }).observe(form);
  }
}
