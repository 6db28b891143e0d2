// Keeps the reader's place when the language changes: the switcher leads to the same statement.
import { pointed } from "./fragment.js";

const links = document.querySelectorAll("a.language[data-language]");

function counterpart(language) {
  return pointed()?.closest("[data-statement]")?.getAttribute(`data-href-${language}`);
}

function update() {
  for (const link of links) {
    link.dataset.page ??= link.getAttribute("href");
    link.setAttribute("href", counterpart(link.dataset.language) ?? link.dataset.page);
    if (link.dataset.query) link.search = link.dataset.query; // the numbers of a calculator
  }
}

if (links.length) {
  update();
  addEventListener("hashchange", update);
}
