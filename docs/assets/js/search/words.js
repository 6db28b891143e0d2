// How texts become terms, the same for what is sought and what is found. The rules of a language come with its index.
const SHORT = 4; // letters: endings are taken off longer words only
const APOSTROPHES = /['’ʼ]/g;
const MARKS = /\p{M}+/gu;
const LIGATURES = { œ: "oe", æ: "ae", ß: "ss" };
// A number with what holds it together (0,85 · 9:16 · 1 200) and the letters after it, a word with its apostrophes, a sign.
const TOKEN =
  /\d+(?:[\u00a0\u202f ]\d{3}(?!\d))+(?:[.,]\d+)?\p{L}*|\d+(?:[.,:/]\d+)*\p{L}*|[\p{L}\p{M}]+(?:['’ʼ][\p{L}\p{M}\d]+)*\d*|[%$€£]/gu;
const NUMBER = /^\d/;
const SPACES = /[\u00a0\u202f ]/g;

// Lower case, without accents.
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(MARKS, "")
    .replace(/[œæß]/g, (sign) => LIGATURES[sign])
    .replace(APOSTROPHES, "'");
}

export class Words {
  #elisions;
  #endings;
  #stop;
  #units = new Map();
  #same = new Map();
  #known = new Map(); // what was read before: a text repeats its words

  constructor({ elisions = [], endings = [], stop = [], units = {}, synonyms = [] }) {
    this.#elisions = new Set(elisions.map(fold));
    this.#endings = endings.map((pair) => pair.map(fold));
    this.#stop = new Set(stop.map(fold));
    for (const [unit, names] of Object.entries(units)) {
      for (const name of [unit, ...names]) this.#units.set(fold(name), fold(unit));
    }
    for (const group of synonyms) {
      const [first, ...others] = group.map((word) => this.stem(fold(word)));
      for (const word of others) this.#same.set(word, first);
    }
  }

  // The words of a text in their order: where each stands, and the terms it counts for, none for a word that says nothing.
  read(text) {
    const found = [];
    for (const { 0: word, index } of text.matchAll(TOKEN)) this.#add(found, word, index);
    return found;
  }

  // The terms of a text. Words that come again are not folded again.
  terms(text) {
    return this.read(text).flatMap(({ terms }) => terms);
  }

  // The sign of a unit, however it is written; nothing for another word.
  unit(text) {
    return this.#units.get(fold(text));
  }

  // A number takes the unit after it: “6 s”, “6 sec” and “6s” are one term.
  #add(found, text, at) {
    if (!this.#known.has(text)) this.#known.set(text, this.#one(fold(text)));
    const { unit, number, terms } = this.#known.get(text);
    const [before, end] = [found.at(-1), at + text.length];
    if (unit && before?.number && at - before.end <= 1) {
      Object.assign(before, { end, number: false, terms: [...before.terms, before.terms[0] + unit] });
    } else {
      found.push({ at, end, number, terms });
    }
  }

  #one(word) {
    const number = NUMBER.test(word);
    return { unit: this.#units.get(word), number, terms: number ? this.#number(word) : this.#word(word) };
  }

  #number(word) {
    const glued = /^(\d+(?:[.,]\d+)?)(\p{L}+)$/u.exec(word);
    if (!glued) return [word.replace(SPACES, "")];
    const [, digits, letters] = glued;
    const unit = this.#units.get(letters);
    return unit ? [digits, digits + unit] : [word];
  }

  #word(word) {
    const [, cut, rest] = /^(\p{L}+)'(.+)$/u.exec(word) ?? [];
    const bare = cut && this.#elisions.has(cut) ? rest : word;
    if (this.#stop.has(bare) || !/[\p{L}\p{N}]/u.test(bare)) return [];
    const stem = this.stem(bare.replace(/'.*$/, "") || bare);
    const same = this.#same.get(stem);
    return same ? [stem, same] : [stem];
  }

  // Takes off the ending that tells number or gender.
  stem(word) {
    if (word.length <= SHORT) return word;
    const [ending, put] = this.#endings.find(([end]) => word.endsWith(end)) ?? ["", ""];
    return word.slice(0, word.length - ending.length) + put;
  }
}
