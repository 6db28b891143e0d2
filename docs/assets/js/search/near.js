// Names that look like what was typed, where nothing says it: pairs of letters in common (Dice).
import { fold } from "./words.js";

const MOST = 6;
const LEAST = 0.3;

export class Near {
  #names;

  constructor(entries) {
    this.#names = entries.flatMap(({ title, url, aliases }) => [title, ...aliases].map((name) => ({ title, href: url, pairs: pairs(name) })));
  }

  // Returns the entries whose names are most like the query, the best first.
  find(query) {
    const sought = pairs(query);
    const liked = this.#names.map((name) => ({ ...name, likeness: alike(sought, name.pairs) })).filter(({ likeness }) => likeness >= LEAST);
    liked.sort((one, other) => other.likeness - one.likeness);
    const found = new Map(liked.map(({ title, href }) => [href, { title, href }]));
    return [...found.values()].slice(0, MOST);
  }
}

function pairs(text) {
  const found = new Set();
  for (const [word] of fold(text).matchAll(/[\p{L}\p{N}]+/gu)) {
    for (let at = -1; at < word.length; at += 1) found.add((word[at] ?? " ") + (word[at + 1] ?? " "));
  }
  return found;
}

function alike(one, other) {
  let common = 0;
  for (const pair of one) common += other.has(pair);
  return (2 * common) / Math.max(one.size + other.size, 1);
}
