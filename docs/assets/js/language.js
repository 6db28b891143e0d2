// Keeps the reader's place when the language changes: the switcher leads to the same statement.
const links = document.querySelectorAll("a.language[data-language]");

function counterpart(language) {
  const anchor = decodeURIComponent(location.hash.slice(1));
  const statement = anchor ? document.getElementById(anchor)?.closest("[data-statement]") : undefined;
  return statement?.getAttribute(`data-href-${language}`);
}

function update() {
  for (const link of links) {
    link.dataset.page ??= link.getAttribute("href");
    link.setAttribute("href", counterpart(link.dataset.language) ?? link.dataset.page);
  }
}

if (links.length) {
  update();
  addEventListener("hashchange", update);
}
