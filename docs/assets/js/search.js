// Opens the search: by its button, a key, Ctrl or ⌘ and K, or an address that asks (?q=). Nothing of it is fetched before.
import { letters } from "./letters.js";

const KEYS = ["/", "s", "f"]; // as in every site of MkDocs Material
const button = document.querySelector("button[data-search]");
let dialog;

async function open(query) {
  dialog ??= import("./search/dialog.js").then(({ Dialog }) => new Dialog(button));
  try {
    (await dialog).open(query);
  } catch (error) {
    console.error(error);
    dialog = undefined; // the next time may find the network again
    location.href = button.dataset.otherwise;
  }
}

function typing({ target }) {
  return target.isContentEditable || target.matches("input:not([type=radio], [type=checkbox], [type=range]), textarea, select");
}

if (button) {
  button.addEventListener("click", () => open());
  document.addEventListener("keydown", (event) => {
    const asked = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const key = KEYS.includes(event.key) && letters() && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event);
    if (!asked && !key) return;
    event.preventDefault();
    open();
  });
  const query = new URLSearchParams(location.search).get("q");
  if (query) open(query);
}
