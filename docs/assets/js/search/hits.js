// What is found, as elements. Texts are put in as text: nothing of an index or a query is read as HTML.
export function rows(hits, offer, words, home) {
  const found = hits.map((hit) => row(hit, words, home));
  if (offer) found.unshift(offered(offer, words, home));
  found.forEach((line, nth) => {
    line.querySelectorAll("[role=gridcell]").forEach((cell, which) => (cell.id = `search-hit-${nth}-${which}`));
  });
  return found;
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

function row({ href, kind, of, title, text, marks }, words, home) {
  const link = result(new URL(href, home).href, of ? `${kind} · ${of}` : kind);
  link.append(marked("search__title", title, marks.title), marked("search__text", text, marks.text));
  return framed(link, words);
}

function offered({ href, title, values }, words, home) {
  const link = result(new URL(href, home).href, words.calculate);
  link.append(element("span", "search__title", title), element("span", "search__text", values.map(([label, value]) => filled(words.value, { label, value })).join(" · ")));
  const line = framed(link, words);
  line.classList.add("search__row--offer");
  return line;
}

// A word with what stands for its placeholders, put in once: what is put in is not read for others.
function filled(word, values) {
  return word.replace(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
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
  const copy = element("button", "search__copy");
  copy.type = "button";
  copy.append(chain(), element("span", "search__copying", words.copy));
  copy.dataset.copyHit = link.href;
  line.append(cell(link), cell(copy));
  return line;
}

// Two links of a chain; the button's words stand beside it where there is room.
function chain() {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 20 20");
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("class", "search__chain");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", "M8 12 12 8M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2");
  picture.append(line);
  return picture;
}

function cell(content) {
  const box = element("div", "search__cell");
  box.setAttribute("role", "gridcell");
  box.setAttribute("aria-selected", "false");
  box.append(content);
  return box;
}

// A text with the words sought in marks: [start, end] of each.
function marked(className, text, marks) {
  const said = element("span", className);
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
