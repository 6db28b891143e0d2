// Names that look like what was typed, where nothing says it: pairs of letters in common (Dice).
import { fold } from "./words.js";

const MOST = 6;
const LEAST = 0.3;

export function near(query, entries) {
  const sought = pairs(query);
  const likeness = ({ title, aliases }) => Math.max(...[title, ...aliases].map((name) => alike(sought, pairs(name))));
  return entries
    .map(({ title, url, ...names }) => ({ title, href: url, score: likeness({ title, ...names }) }))
    .filter(({ score }) => score >= LEAST)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ title, href }) => ({ title, href }));
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
