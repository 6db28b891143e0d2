// Draws a calculator's curve anew, as macros/templates/components/plot.html drew it first.
const SVG = "http://www.w3.org/2000/svg";
const percent = (share) => `${(share * 100).toFixed(2)}%`;

export function draw(form, picture) {
  const plot = form.querySelector(".plot");
  if (!plot) return;
  plot.hidden = !picture;
  if (!picture) return;
  const { across, up, line, points, rows } = picture;
  plot.querySelector(".plot__up").textContent = up.label;
  plot.querySelector(".plot__across").textContent = across.label;
  plot.querySelector(".plot__line").setAttribute("d", line);
  plot.querySelector(".plot__grid").replaceChildren(...up.ticks.flatMap(level), ...across.ticks.map(mark));
  plot.querySelector(".plot__points").replaceChildren(...points.map(place));
  const [first, second] = plot.querySelectorAll("th");
  first.textContent = across.label;
  second.textContent = up.label;
  plot.querySelector("tbody").replaceChildren(...rows.map(row));
}

function level({ at, display }, nth) {
  const y = percent(1 - at);
  const line = make("line", { x2: "100%", y1: y, y2: y });
  return nth ? [line, make("text", { y, dy: -5 }, display)] : [line];
}

function mark({ at, display }, nth, { length }) {
  const anchor = nth === 0 ? "start" : nth === length - 1 ? "end" : "middle";
  return make("text", { x: percent(at), y: "100%", dy: 20, "text-anchor": anchor }, display);
}

function place({ field, label, x, y, said, display }, nth) {
  const point = make("g", { "data-point": field });
  const [dx, anchor] = x > 0.6 ? [-14, "end"] : [14, "start"];
  point.append(
    make("circle", { cx: percent(x), cy: percent(1 - y), r: nth ? 5 : 7 }),
    make("text", { x: percent(x), y: percent(1 - said), dx, dy: 5, "text-anchor": anchor }, `${label} ${display}`),
  );
  return point;
}

function row(cells) {
  const line = document.createElement("tr");
  for (const words of cells) line.insertCell().textContent = words;
  return line;
}

function make(name, attributes, words = "") {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = words;
  return element;
}
