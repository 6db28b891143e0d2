// Writing into the page: words, buttons, shapes.
const SVG = "http://www.w3.org/2000/svg";

// Writes words, unless they stand there already: what is the same is neither drawn nor read aloud again.
export function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

// Shows a button for each act: { words, act }.
export function buttons(place, acts) {
  if (!acts.length && !place.firstChild) return;
  place.replaceChildren(
    ...acts.map(({ words, act }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", act);
      return button;
    }),
  );
}

// An element of a drawing.
export function shape(name, attributes, words = "") {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = words;
  return element;
}

// A share of a drawing's width or height, as its attributes take it.
export function percent(share) {
  return `${(share * 100).toFixed(2)}%`;
}
