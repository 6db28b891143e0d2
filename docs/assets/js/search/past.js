// Searches that led somewhere, the latest first. They stay on this device, and only where it lets them.
const KEY = "searches";
const MOST = 5;

export function searches() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function remember(query) {
  if (!query) return;
  keep([query, ...searches().filter((other) => other !== query)].slice(0, MOST));
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Storage refused: nothing was kept.
  }
}

function keep(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // Storage refused or full: the next visit begins without it.
  }
}
