// What a reader takes along: a text on the clipboard, a file, and the button that says for a while what became of it.
const SAID_FOR = 2200;

// Resolves with whether the clipboard has it: browsers may refuse.
export async function taken(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// Gives a file to keep.
export function save(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function say(button, words, after = () => {}) {
  const before = (button.dataset.name ??= button.textContent);
  button.textContent = words;
  button.classList.add("is-done");
  clearTimeout(button.timer);
  button.timer = setTimeout(() => {
    button.textContent = before;
    button.classList.remove("is-done");
    after();
  }, SAID_FOR);
}
