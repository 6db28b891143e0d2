// Draws a calculator's curve anew, as macros/templates/components/plot.html drew it first.
import { percent, shape } from "../elements.js";

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
  const line = shape("line", { x2: "100%", y1: y, y2: y });
  return nth ? [line, shape("text", { y, dy: -5 }, display)] : [line];
}

function mark({ at, display }, nth, { length }) {
  const anchor = nth === 0 ? "start" : nth === length - 1 ? "end" : "middle";
  return shape("text", { x: percent(at), y: "100%", dy: 20, "text-anchor": anchor }, display);
}

function place({ field, label, x, y, said, display }, nth) {
  const point = shape("g", { "data-point": field });
  const [dx, anchor] = x > 0.6 ? [-14, "end"] : [14, "start"];
  point.append(
    shape("circle", { cx: percent(x), cy: percent(1 - y), r: nth ? 5 : 7 }),
    shape("text", { x: percent(x), y: percent(1 - said), dx, dy: 5, "text-anchor": anchor }, `${label} ${display}`),
  );
  return point;
}

function row(cells) {
  const line = document.createElement("tr");
  for (const words of cells) line.insertCell().textContent = words;
  return line;
}
