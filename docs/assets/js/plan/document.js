// The plan as it is read and printed, made anew from what the planner says: planner/plan/document.py describes it,
// macros/templates/components/plan_tables.html makes the same at build.
import { put } from "../elements.js";

const SHADES = 4;

export function show(place, document) {
  for (const name of ["title", "objective", "period", "attribution"]) put(place.querySelector(`[data-of=${name}]`), document[name]);
  for (const part of place.querySelectorAll("[data-part-of]")) {
    const table = document[part.dataset.partOf];
    part.hidden = !table;
    part.querySelector("table").replaceChildren(...(table ? bodies(table) : []));
  }
  list(place, "cautions", document.cautions);
  list(place, "risks", document.risks);
  list(place, "formulas", document.formulas.map(([name, words]) => `${name} = ${words}`));
}

// What was shown of another plan is not left beside what is being computed.
export function pend(place) {
  place.classList.add("is-pending");
}

export function settle(place) {
  place.classList.remove("is-pending");
}

function list(place, name, words) {
  const part = place.querySelector(`[data-list-of=${name}]`);
  part.hidden = !words.length;
  part.querySelector("ul").replaceChildren(...words.map((text) => made("li", { textContent: text })));
}

function bodies({ heads, rows, foot }) {
  const head = made("thead", {}, [made("tr", {}, heads.map((text) => made("th", { scope: "col", textContent: text })))]);
  const body = made("tbody", {}, rows.map((row) => line(row, heads)));
  return foot.length ? [head, body, made("tfoot", {}, foot.map((row) => line(row, heads)))] : [head, body];
}

function line({ title, detail, cells }, heads) {
  const name = made("th", { scope: "row", textContent: title });
  if (detail) name.append(" ", made("span", { className: "plan-table__detail", textContent: detail }));
  return made("tr", {}, [name, ...cells.map((cell, nth) => figure(cell, heads[nth + 1]))]);
}

function figure(cell, head) {
  const place = made("td", {});
  place.dataset.head = head;
  if (!cell.words) place.className = "is-empty";
  else if (cell.differs) place.className = "is-different";
  if (cell.part !== null) place.dataset.part = Math.ceil(cell.part * SHADES);
  if (!cell.output) {
    place.textContent = cell.words;
    return place;
  }
  const output = made("output", { textContent: cell.words });
  Object.assign(output.dataset, { output: cell.output, value: cell.value, origin: cell.origin });
  place.append(output);
  if (cell.range) place.append(made("small", { className: "plan-table__range", textContent: cell.range }));
  return place;
}

function made(tag, about, children = []) {
  const element = Object.assign(document.createElement(tag), about);
  element.append(...children);
  return element;
}
