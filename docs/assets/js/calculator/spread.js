// How results that one is not sure of are spread, beside each, and what moves the one that is looked at.
const SVG = "http://www.w3.org/2000/svg";
const SIDE = 1000;

export function spreads(form) {
  const doubt = form.querySelector(".calc__doubt");
  const moves = form.querySelector(".moves");
  const choice = moves?.querySelector("select");
  let shown = {};

  // Keyboards of phones that have digits only lack the hyphen of a range.
  doubt?.addEventListener("toggle", () => {
    for (const input of form.querySelectorAll("input[inputmode]")) input.inputMode = doubt.open ? "text" : "decimal";
  });
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

// The picture of a result, on a line of its own.
function draw(output, spread) {
  const place = output.parentElement;
  place.querySelector(".calc__spread")?.remove();
  if (!spread) return;
  const drawing = make("svg", { class: "calc__spread", "aria-hidden": "true", focusable: "false" });
  const surface = make("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, preserveAspectRatio: "none" });
  surface.append(make("path", { d: spread.area }));
  const [low, mid, high] = [spread.low, spread.mid, spread.high].map((share) => `${share * 100}%`);
  drawing.append(
    surface,
    make("line", { class: "calc__reach", x1: low, x2: high, y1: "100%", y2: "100%" }),
    make("line", { class: "calc__median", x1: mid, x2: mid, y2: "100%" }),
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
      const bar = make("svg", { class: "moves__bar", "aria-hidden": "true", focusable: "false" });
      bar.append(make("rect", { x: `${from * 100}%`, width: `${(to - from) * 100}%`, height: "100%" }));
      item.append(name, " ", ends, " ", bar);
      return item;
    }),
  );
}

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
