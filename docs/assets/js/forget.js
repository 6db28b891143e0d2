// Takes away what pages have kept on this device, and only that: other sites may share the address.
import { leave } from "./offline.js";
import { choose } from "./theme.js";

const OURS = ["theme", "searches", "search-keys", "figures"];
const button = document.querySelector("[data-forget-all]");

async function forget() {
  try {
    for (const storage of [localStorage, sessionStorage]) for (const key of OURS) storage.removeItem(key);
  } catch {
    // Storage refused: nothing was kept.
  }
  choose("auto");
  await leave();
  const done = button.parentElement.querySelector("[role=status]");
  done.textContent = done.dataset.words;
}

button?.addEventListener("click", forget);
