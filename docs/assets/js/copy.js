// Copies a statement's link, or its text with what it is, who says it, its date and the link; says so on the button.
const SAID_FOR = 2200;

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
  const words = document.body.dataset;
  let said = words.copied;
  try {
    await navigator.clipboard.writeText(button.dataset.copy === "text" ? text(statement) : address(statement));
  } catch {
    said = words.copyFailed;
    location.hash = statement.id;
  }
  say(button, said);
}

function say(button, words) {
  const before = (button.dataset.name ??= button.textContent);
  button.textContent = words;
  button.classList.add("is-done");
  live.textContent = words;
  clearTimeout(button.timer);
  button.timer = setTimeout(() => {
    button.textContent = before;
    button.classList.remove("is-done");
    live.textContent = "";
  }, SAID_FOR);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.copy");
  if (button) copy(button);
});
