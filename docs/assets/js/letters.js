// Whether a single key opens the search. Who speaks to a computer, or hits keys without meaning to, may want none to.
const KEY = "search-keys";
const OFF = "off";

export function letters() {
  try {
    return localStorage.getItem(KEY) !== OFF;
  } catch {
    return true;
  }
}

// Turns them off or on again; returns whether that is kept.
export function turn() {
  try {
    if (letters()) localStorage.setItem(KEY, OFF);
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false; // storage refused: they stay as they are
  }
}
