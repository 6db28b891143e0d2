// The theme button: system, light, dark, in turn. Only a choice is kept, and only on this device.
const ORDER = ["auto", "light", "dark"];
const root = document.documentElement;
const button = document.querySelector(".theme");

function current() {
  return root.dataset.theme ?? "auto";
}

function name() {
  const words = `${button.dataset.label} ${button.dataset[current()]}`;
  button.querySelector("span").textContent = words;
  button.title = words;
}

function keep(theme) {
  try {
    if (theme === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}

export function choose(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  keep(theme);
  if (button) name();
}

if (button) {
  name();
  button.addEventListener("click", () => choose(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length]));
}
