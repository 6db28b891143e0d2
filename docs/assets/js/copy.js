// Copies a statement's link, or its text with the link, and says so on the button.
const SAID_FOR = 2200;

function address(statement) {
  const url = new URL(location.href);
  url.search = "";
  url.hash = statement.id;
  return url.href;
}

function text(statement) {
  const blocks = statement.querySelectorAll(".said");
  const paragraphs = [...blocks].flatMap((block) => {
    const inner = block.querySelectorAll("p");
    return inner.length ? [...inner] : [block];
  });
  const lines = paragraphs.map((paragraph) => paragraph.textContent.trim().replace(/[ \n]+/g, " "));
  return `${lines.filter(Boolean).join("\n")}\n${address(statement)}`;
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
  clearTimeout(button.timer);
  button.timer = setTimeout(() => {
    button.textContent = before;
    button.classList.remove("is-done");
  }, SAID_FOR);
  announce(words);
}

function announce(words) {
  let live = document.querySelector(".announcer");
  if (!live) {
    live = document.createElement("p");
    live.className = "announcer visually-hidden";
    live.setAttribute("role", "status");
    document.body.append(live);
  }
  live.textContent = words;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.copy");
  if (button) copy(button);
});
