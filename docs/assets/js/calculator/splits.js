// Draws divisions of a budget anew, as macros/templates/components/splits.html drew them first.
import { percent, shape } from "../elements.js";

export function compare(form, comparison) {
  const place = form.querySelector(".splits");
  if (!place) return;
  place.hidden = !comparison;
  if (!comparison) return;
  const { note, head, rows, sums, curves } = comparison;
  place.querySelector(".splits__note").textContent = note;
  place.querySelector("thead tr").replaceChildren(...head.map((words) => cell("th", words, "col")));
  place.querySelector("tbody").replaceChildren(...rows.map(row));
  place.querySelector("tfoot").replaceChildren(...sums.map(row));
  place.querySelector(".splits__curves").replaceChildren(...curves.map(curve));
}

function row([label, ...cells]) {
  const line = document.createElement("tr");
  line.append(cell("th", label, "row"), ...cells.map((words) => cell("td", words)));
  return line;
}

function cell(name, words, scope) {
  const element = make(name, { textContent: words });
  if (scope) element.scope = scope;
  return element;
}

function curve({ label, more, line, points }) {
  const figure = make("figure", { className: "splits__curve" });
  const caption = make("figcaption");
  caption.append(make("b", { textContent: label }), " ", make("span", { textContent: more }));
  const drawing = shape("svg", { "aria-hidden": "true", focusable: "false" });
  const stretched = shape("svg", { viewBox: "0 0 1000 1000", preserveAspectRatio: "none" });
  stretched.append(shape("path", { d: line, "vector-effect": "non-scaling-stroke" }));
  drawing.append(stretched, ...points.map(({ division, x, y }) => {
    return shape("circle", { "data-division": division, cx: percent(x), cy: percent(1 - y), r: 5 });
  }));
  const legend = make("ul");
  for (const { division, said } of points) {
    const item = make("li", { textContent: said });
    item.dataset.division = division;
    legend.append(item);
  }
  figure.append(caption, drawing, legend);
  return figure;
}

function make(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}
