// Opens what a printed page must show, and what the address points into; writes the address on paper.
import { pointed } from "./fragment.js";

function reveal() {
  const target = pointed();
  const details = target?.closest("details:not([open])");
  if (details) {
    details.open = true;
    target.scrollIntoView();
  }
}

const opened = new Set();
const printed = document.createElement("p");
printed.className = "opening__address";
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    details.open = true;
    opened.add(details);
  }
  printed.textContent = location.href;
  document.querySelector(".opening")?.append(printed);
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
  opened.clear();
  printed.remove();
});
addEventListener("hashchange", reveal);
reveal();
