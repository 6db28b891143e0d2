// Taking a calculation along: its address, its result as text, its formula for a spreadsheet, a file.
import { save, say, taken } from "../taking.js";

const HEIGHT = 900; // until its page tells

export function copies(form, calculator) {
  const texts = {
    link: () => location.href,
    text: () => `${calculator.answer.page.text}\n${location.href}`,
    fr: () => calculator.answer.page.sheets.fr,
    en: () => calculator.answer.page.sheets.en,
    embed: (button) => frame(button.dataset),
  };

  // Waits for what is being computed; what was never computed is: the example in the page can be taken too.
  async function ready() {
    await (calculator.answer ? calculator.working : calculator.compute());
    return Boolean(calculator.answer?.page.text);
  }

  form.addEventListener("click", async ({ target }) => {
    const button = target.closest("button[data-take]");
    if (!button) return;
    const wanted = button.dataset.take;
    const said = (words) => {
      say(button, words);
      calculator.tell(words);
    };
    if (!(await ready()) && !["link", "embed"].includes(wanted)) return said(form.dataset.wordsNothing);
    if (wanted === "csv") {
      save(`${form.dataset.calculator}.csv`, calculator.answer.page.csv, "text/csv;charset=utf-8");
      return said(form.dataset.wordsSaved);
    }
    const { copied, copyFailed } = document.body.dataset;
    said((await taken(texts[wanted](button))) ? copied : copyFailed);
  });
}

// What another site writes to show this calculator, with these numbers, as tall as it is.
function frame({ frame, host }) {
  const shown = document.createElement("iframe");
  shown.src = new URL(frame + location.search, location.href);
  shown.title = document.title;
  shown.loading = "lazy";
  shown.width = "100%";
  shown.height = HEIGHT;
  const script = document.createElement("script");
  script.src = new URL(host, location.href);
  script.async = true;
  return `${shown.outerHTML}\n${script.outerHTML}`;
}
