// What is found, as elements. Texts are put in as text: nothing of an index or a query is read as HTML.
export function hits(groups, offer, words, home) {
  const rows = groups.map(({ kind, title, hits: found }) => {
    const group = element("div", "search__group");
    group.setAttribute("role", "rowgroup");
    group.append(...found.map((hit) => row(hit, hit.entry ? kind : `${kind} · ${title}`, words, home)));
    return group;
  });
  if (offer) rows.unshift(offered(offer, words, home));
  rows.forEach((group, nth) => {
    group.querySelectorAll("[role=gridcell]").forEach((cell, which) => (cell.id = `search-hit-${nth}-${which}`));
  });
  return rows;
}

// A heading with links under it.
export function links(heading, named) {
  const part = element("div", "search__links");
  if (heading) part.append(element("p", "search__heading", heading));
  const list = element("ul");
  for (const [name, href] of named) {
    const link = element("a", undefined, name);
    link.href = href;
    const item = element("li");
    item.append(link);
    list.append(item);
  }
  part.append(list);
  return part;
}

function row({ href, title, text, marks }, about, words, home) {
  const link = result(new URL(href, home).href, about);
  const heading = element("span", "search__title", title);
  link.append(heading, marked(text, marks));
  return framed(link, words);
}

function offered({ href, title, values }, words, home) {
  const group = element("div", "search__group search__group--offer");
  group.setAttribute("role", "rowgroup");
  const link = result(new URL(href, home).href, words.calculate);
  link.append(element("span", "search__title", title), element("span", "search__text", values.map(([label, text]) => words.value.replace("{label}", label).replace("{value}", text)).join(" · ")));
  group.append(framed(link, words));
  return group;
}

function result(href, about) {
  const link = element("a", "search__hit");
  link.href = href;
  link.dataset.searchResult = "";
  link.append(element("span", "search__about", about));
  return link;
}

function framed(link, words) {
  const line = element("div", "search__row");
  line.setAttribute("role", "row");
  const copy = element("button", "search__copy", words.copy);
  copy.type = "button";
  copy.dataset.copyHit = link.href;
  line.append(cell(link), cell(copy));
  return line;
}

function cell(content) {
  const box = element("div", "search__cell");
  box.setAttribute("role", "gridcell");
  box.setAttribute("aria-selected", "false");
  box.append(content);
  return box;
}

// A text with the words sought in marks: [start, end] of each.
function marked(text, marks) {
  const said = element("span", "search__text");
  let at = 0;
  for (const [start, end] of marks) {
    said.append(text.slice(at, start), element("mark", undefined, text.slice(start, end)));
    at = end;
  }
  said.append(text.slice(at));
  return said;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
