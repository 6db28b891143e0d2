// Which entries and statements say a term, and how much. Entries and statements are places, numbered in their order.
import SearchableMap from "./searchablemap.js";

const PREFIX = 3; // letters from which a word may be unfinished
const ALIKE = 6; // letters from which words that begin alike are kin
const ENDING = 3; // letters of the longest ending
const TYPO = 5; // letters from which a word may have one typo
const TYPOS = 9; // and two
const LIKENESS = { same: 0.2, kin: 0.2, begun: 0.8, typo: 0.7 }; // what a word is worth that is not the very one

export class Index {
  #terms = new SearchableMap(); // for beginnings and typos
  #said = new Map();

  // `place` says a term so much; `name` where it is (part of) an entry's name.
  add(term, place, worth, name = false) {
    let said = this.#said.get(term);
    if (!said) this.#note(term, (said = { places: [], worths: [], names: [] }));
    said.places.push(place);
    said.worths.push(worth);
    said.names.push(name);
  }

  #note(term, said) {
    this.#said.set(term, said);
    this.#terms.set(term, said);
  }

  // Where a term is said: places, what it is worth there, and whether it is part of a name.
  said(term) {
    return this.#said.get(term);
  }

  // What a word of a query may stand for: term → how likely. `open`: letters may follow.
  look([term, other], open) {
    const number = /\d/.test(term);
    const found = new Map();
    const put = (near, likeness) => this.#said.has(near) && found.set(near, Math.max(found.get(near) ?? 0, likeness));
    put(term, 1);
    if (other) put(other, number ? 1 : LIKENESS.same);
    if (number) return found;
    if (open && term.length >= PREFIX) this.#begun(term, LIKENESS.begun, put);
    if (!found.size) this.#guess(term, open, put, found);
    if (term.length >= ALIKE) this.#begun(term.slice(0, Math.max(ALIKE - 1, Math.ceil(term.length * 0.7))), LIKENESS.kin, put);
    return found;
  }

  #begun(root, likeness, put) {
    for (const near of this.#terms.atPrefix(root).keys()) put(near, likeness);
  }

  // Nothing says it: words that it begins, words that half an ending follows (“keepin”), words with a typo.
  #guess(term, open, put, found) {
    if (term.length >= PREFIX) this.#begun(term, 1, put);
    for (let cut = 1; open && !found.size && cut <= ENDING && term.length - cut >= PREFIX; cut += 1) put(term.slice(0, -cut), 1);
    if (found.size || term.length < TYPO) return;
    for (const near of this.#terms.fuzzyGet(term, term.length < TYPOS ? 1 : 2).keys()) put(near, LIKENESS.typo);
  }
}
