// How results that one is not sure of are spread, beside each, and what moves the one that is looked at.
import { percent, shape } from "../elements.js";

const SIDE = 1000;

export function spreads(form) {
  const moves = form.querySelector(".moves");
  const choice = moves?.querySelector("select");
  let shown = {};

  doubts(form);
  choice?.addEventListener("change", () => {
    choice.dataset.chosen = "";
    list(moves, shown[choice.value]);
  });

  return (found) => {
    shown = found;
    for (const output of form.querySelectorAll("output[data-output]")) draw(output, found[output.dataset.output]);
    if (moves) offer(moves, choice, found);
  };
}

// Who asks how a range is typed may type one: keyboards of phones that have digits only lack its hyphen.
export function doubts(form) {
  const doubt = form.querySelector(".calc__doubt");
  doubt?.addEventListener("toggle", () => {
    for (const input of form.querySelectorAll("input[inputmode]")) input.inputMode = doubt.open ? "text" : "decimal";
  });
}

// The picture of a result, on a line of its own.
function draw(output, spread) {
  const place = output.parentElement;
  place.querySelector(".calc__spread")?.remove();
  if (!spread) return;
  const drawing = shape("svg", { class: "calc__spread", "aria-hidden": "true", focusable: "false" });
  const surface = shape("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, preserveAspectRatio: "none" });
  surface.append(shape("path", { d: spread.area }));
  const [low, mid, high] = [spread.low, spread.mid, spread.high].map(percent);
  drawing.append(
    surface,
    shape("line", { class: "calc__reach", x1: low, x2: high, y1: "100%", y2: "100%" }),
    shape("line", { class: "calc__median", x1: mid, x2: mid, y2: "100%" }),
  );
  place.append(drawing);
}

// The results to choose from: the last at first, then the one that was chosen as long as it is there.
function offer(moves, choice, found) {
  const names = Object.keys(found);
  moves.hidden = !names.length;
  if (!names.length) return;
  const chosen = "chosen" in choice.dataset && found[choice.value] ? choice.value : names.at(-1);
  choice.replaceChildren(...names.map((name) => new Option(found[name].label, name, false, name === chosen)));
  list(moves, found[chosen]);
}

function list(place, { moves }) {
  place.querySelector("ul").replaceChildren(
    ...moves.map(({ label, from, to, display }) => {
      const item = document.createElement("li");
      const [name, ends] = [label, display].map((words) => Object.assign(document.createElement("span"), { textContent: words }));
      const bar = shape("svg", { class: "moves__bar", "aria-hidden": "true", focusable: "false" });
      bar.append(shape("rect", { x: percent(from), width: percent(to - from), height: "100%" }));
      item.append(name, " ", ends, " ", bar);
      return item;
    }),
  );
}
