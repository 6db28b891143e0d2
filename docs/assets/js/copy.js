// Copies a statement's link, its text with what it is, who says it, its date and the link, or the address by which a chat
// shows what it is about; says so on the button.
import { say, taken } from "./taking.js";

const live = document.createElement("p");
live.className = "announcer visually-hidden";
live.setAttribute("role", "status");
document.body.append(live);

function address(statement) {
  const url = new URL(location.href);
  url.search = "";
  url.hash = statement.id;
  return url.href;
}

const plain = (element) => element.textContent.trim().replace(/[ \n\t]+/g, " ");

// The paragraphs of one part, the first after the name of whoever says it.
function lines(part) {
  const inner = part.querySelectorAll("p");
  const paragraphs = (inner.length ? [...inner] : [part]).map(plain).filter(Boolean);
  if (part.dataset.voice && paragraphs.length) paragraphs[0] = `${part.dataset.voice} ${paragraphs[0]}`;
  return paragraphs;
}

function text(statement) {
  const { title, cited } = statement.dataset;
  const said = [...statement.querySelectorAll(".said")].flatMap(lines).join("\n");
  return `${title}\n\n${said}\n\n${cited}\n${address(statement)}`;
}

async function copy(button) {
  const statement = button.closest("[data-statement]");
  const { copied, copyFailed } = document.body.dataset;
  const takings = { link: address, text, preview: () => statement.dataset.preview };
  const done = await taken(takings[button.dataset.copy](statement));
  if (!done) location.hash = statement.id;
  live.textContent = done ? copied : copyFailed;
  say(button, live.textContent, () => (live.textContent = ""));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.copy");
  if (button) copy(button);
});
