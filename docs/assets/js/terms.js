// Shows a term's definition while the pointer or the focus is on its link; on touch, the first tap shows it and
// the second follows the link, as does the link under the definition. Escape closes. The link works the same without this script.
const definitions = new Map();
for (const item of document.querySelector("template.terms")?.content.children ?? []) {
  definitions.set(item.dataset.term, item);
}

const DELAY = 180;
let note;
let shown;
let timer;
let touched = false;

function open(link) {
  const definition = definitions.get(link.dataset.term);
  if (!definition || shown === link) return;
  close();
  note ??= build();
  note.replaceChildren(...[...definition.childNodes].map((node) => node.cloneNode(true)));
  if (touched) note.append(opener(link));
  note.hidden = false;
  shown = link;
  link.setAttribute("aria-describedby", note.id);
  place(link);
}

// A finger cannot know that a second tap follows the link: it is given one that says so.
function opener(link) {
  const anchor = document.createElement("a");
  anchor.className = "definition__open";
  anchor.href = link.href;
  anchor.textContent = document.body.dataset.openPage;
  return anchor;
}

function build() {
  const element = document.createElement("div");
  element.className = "definition";
  element.id = "definition-note";
  element.setAttribute("role", "tooltip");
  element.addEventListener("pointerenter", () => clearTimeout(timer));
  element.addEventListener("pointerleave", leave);
  document.body.append(element);
  return element;
}

function place(link) {
  const line = link.getClientRects()[0];
  const edge = 12;
  const left = Math.min(Math.max(line.left, edge), document.documentElement.clientWidth - note.offsetWidth - edge);
  const below = line.bottom + 8;
  const fits = below + note.offsetHeight < innerHeight || line.top < note.offsetHeight + edge;
  note.style.left = `${left + scrollX}px`;
  note.style.top = `${(fits ? below : line.top - note.offsetHeight - 8) + scrollY}px`;
}

function close() {
  clearTimeout(timer);
  if (!shown) return;
  shown.removeAttribute("aria-describedby");
  shown = undefined;
  note.hidden = true;
}

function leave() {
  clearTimeout(timer);
  timer = setTimeout(close, DELAY);
}

function term(event) {
  return event.target.closest?.("a.term[data-term]");
}

if (definitions.size) {
  document.addEventListener("pointerover", (event) => {
    const link = term(event);
    if (!link || event.pointerType === "touch") return;
    clearTimeout(timer);
    timer = setTimeout(open, DELAY, link);
  });
  document.addEventListener("pointerout", (event) => {
    if (term(event) && event.pointerType !== "touch") leave();
  });
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (touched && !term(event) && !event.target.closest(".definition")) close();
  });
  document.addEventListener("focusin", (event) => {
    const link = term(event);
    if (link && !touched) open(link);
  });
  document.addEventListener("focusout", (event) => {
    if (term(event) && !touched) leave();
  });
  document.addEventListener("click", (event) => {
    const link = term(event);
    if (!link || !touched || shown === link || !definitions.has(link.dataset.term)) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    touched = false;
    if (event.key === "Escape") close();
  });
}
