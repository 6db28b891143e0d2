// Finds entries and statements. A word of the query counts once for each of them, where it counts most: a title that says
// one word and a statement that says the other make the statement the answer.
import { fill } from "./fill.js";
import MiniSearch from "./minisearch.js";
import { excerpt } from "./excerpt.js";
import { fold, Words } from "./words.js";

// Weights: set on the tuning half of tests/queries, see decisions/012.
const BOOST = { title: 5, aliases: 3, queries: 2.5, heading: 4.2, text: 1 };
const LENGTHS = { k: 1.2, b: 0.15, d: 0.5 }; // how little a long text is held against it (BM25+)
const ENOUGH = 18; // the engine's score of a word that counts half of what any score can
const SHARPNESS = 0.8;
const RARITY = 0.4; // how far a rare word counts more than a common one
const OF_ENTRY = 0.5; // what a word counts for a statement where only its entry's names say it
const OF_STATEMENT = 0.5; // and for an entry where only a statement says it
const KIN = 0.2; // where only a word that begins alike is said
const SAME = 0.2; // and where only another word for it is
const SECOND = 0.8; // of an entry's places, a second one is shown if it is nearly as good
const PREFIX = 3; // letters from which a word may be unfinished
const ALIKE = 6; // letters from which words that begin alike are kin
const ENDING = 3; // letters of the longest ending
const TYPO = 5; // letters from which a word may have one typo
const TYPOS = 9; // and two
const CALCULATORS = 3; // the query's numbers are tried on those among the first
const MOST = 12; // entries
const CLOSE = 6; // names that are close
const READ = 40; // words of a query

export class Engine {
  #entries;
  #kinds;
  #currencies;
  #words;
  #index;
  #named = new Map(); // the words of a name → the entries of that name

  constructor({ entries, kinds, rules, currencies = {} }) {
    this.#entries = entries;
    this.#kinds = kinds;
    this.#currencies = currencies;
    this.#words = new Words(rules);
    this.#index = new MiniSearch({
      fields: Object.keys(BOOST),
      tokenize: (text) => this.#words.terms(text),
      processTerm: (term) => term,
      searchOptions: { boost: BOOST, bm25: LENGTHS, tokenize: (term) => [term] },
    });
    entries.forEach((entry, nth) => this.#add(entry, nth));
  }

  #add({ title, aliases, queries, statements }, nth) {
    this.#index.add({ id: String(nth), title, aliases: aliases.join("\n"), queries });
    for (const name of [title, ...aliases]) this.#name(name, nth);
    statements.forEach(([, heading, text, queries], which) => this.#index.add({ id: `${nth}#${which}`, heading, text, queries }));
  }

  #name(name, nth) {
    const key = this.#key(this.#words.read(name));
    this.#named.set(key, [...(this.#named.get(key) ?? []), nth]);
  }

  #key(words) {
    return words.flatMap(({ terms }) => terms.slice(0, 1)).join(" ");
  }

  // Returns the entries that answer, the best first, each with its best places; a calculator that the query fills in;
  // where nothing answers, names that are close.
  find(query, most = MOST) {
    const words = this.#sought(query);
    const last = words.at(-1);
    const looked = words.map((word) => this.#look(word.terms, word === last && word.end === query.length));
    const found = this.#rank(looked, this.#named.get(this.#key(words)) ?? []);
    const said = new Set(words.flatMap(({ terms }) => terms));
    return {
      groups: found.slice(0, most).map((group) => this.#shown(group, said)),
      offer: this.#offer(query, found),
      near: found.length ? [] : this.#close(words),
    };
  }

  // The words of a query that say something; of one that has none, the last, which may be the beginning of another.
  #sought(query) {
    const read = this.#words.read(query);
    const words = read.filter(({ terms }) => terms.length).slice(0, READ);
    if (words.length || !read.length) return words;
    const { at, end } = read.at(-1);
    return [{ at, end, terms: [fold(query.slice(at, end))] }];
  }

  // -- words -----------------------------------------------------------------------------------------------------

  // Documents that say a word, and how much it tells: id → score. Where none says it, those that say one like it.
  // `open`: letters may follow.
  #look([term, other], open) {
    const number = /\d/.test(term);
    const prefix = !number && term.length >= PREFIX;
    const exact = this.#scores(term, { prefix: prefix && open });
    if (other) this.#widen(exact, this.#scores(other, {}), number ? 1 : SAME);
    if (number) return this.#weighed(exact);
    if (term.length >= ALIKE) this.#addKin(exact, term);
    if (exact.size) return this.#weighed(exact);
    const begun = prefix ? this.#scores(term, { prefix }) : exact;
    for (let cut = 1; open && !begun.size && cut <= ENDING && term.length - cut >= PREFIX; cut += 1) {
      this.#widen(begun, this.#scores(term.slice(0, -cut), {}), 1); // half an ending: “keepin”
    }
    if (begun.size || term.length < TYPO) return this.#weighed(begun);
    return this.#weighed(this.#scores(term, { fuzzy: term.length < TYPOS ? 1 : 2 }));
  }

  #scores(term, options) {
    return new Map(this.#index.search(term, options).map(({ id, score }) => [id, score]));
  }

  #addKin(found, term) {
    const root = term.slice(0, Math.max(ALIKE - 1, Math.ceil(term.length * 0.7)));
    this.#widen(found, this.#scores(root, { prefix: true }), KIN);
  }

  #widen(found, others, worth) {
    for (const [id, score] of others) found.set(id, Math.max(found.get(id) ?? 0, score * worth));
  }

  // A word that stands everywhere tells little; the engine's own count, field by field, does not know that.
  #weighed(found) {
    const all = this.#entries.length;
    const saying = new Set([...found.keys()].map((id) => parseInt(id))).size;
    const weight = Math.log(1 + (all - saying + 0.5) / (saying + 0.5)) / Math.log(1 + all);
    for (const [id, score] of found) found.set(id, (score / (score + ENOUGH)) ** SHARPNESS * weight ** RARITY);
    return found;
  }

  // -- ranks -----------------------------------------------------------------------------------------------------

  // Entries that have the query for a name come first.
  #rank(looked, named) {
    const groups = new Map();
    looked.forEach((found, word) => {
      for (const [id, score] of found) {
        const [nth, which] = id.split("#").map(Number);
        if (!groups.has(nth)) groups.set(nth, looked.map(() => ({ entry: 0, statements: new Map() })));
        const counted = groups.get(nth)[word];
        if (which === undefined) counted.entry = score;
        else counted.statements.set(which, score);
      }
    });
    const found = [...groups].map(([nth, counted]) => scored(nth, counted, named.includes(nth) ? looked.length : 0));
    return found.sort((a, b) => b.score - a.score);
  }

  #shown({ nth, places }, said) {
    const { url, kind, title, lead, statements } = this.#entries[nth];
    const [first, second] = places;
    const shown = second && second.score >= SECOND * first.score ? [first, second] : [first];
    const hits = shown.map(({ which }) => {
      if (which === undefined) return { entry: true, href: url, title, ...excerpt(statements[lead]?.[2] ?? lead, said, this.#words) };
      const [anchor, heading, text] = statements[which];
      return { href: `${url}#${anchor}`, title: heading, ...excerpt(text, said, this.#words) };
    });
    return { kind: this.#kinds[kind], title, hits };
  }

  // -- what else is offered --------------------------------------------------------------------------------------

  // The calculator that the query is about most, of those that its numbers fill in.
  #offer(query, found) {
    if (!/\d/.test(query)) return undefined;
    const calculators = found.slice(0, CALCULATORS).map(({ nth }) => this.#entries[nth]).filter(({ fields }) => fields);
    for (const entry of calculators) {
      const filled = fill(query, entry, this.#words);
      if (filled) return this.#filled(entry, filled);
    }
    return undefined;
  }

  #filled({ url, title, fields }, { values, sign }) {
    const asked = new URLSearchParams(values);
    if (this.#currencies[sign]) asked.set("currency", this.#currencies[sign]);
    const labels = new Map(fields.map(([name, , label]) => [name, label]));
    return { href: `${url}?${asked}`, title, values: Object.entries(values).map(([name, text]) => [labels.get(name), text]) };
  }

  #close(words) {
    const terms = words.map(({ terms: [term] }) => term).filter((term) => term.length >= PREFIX);
    const scores = new Map();
    for (const term of terms) {
      const found = this.#index.search(term, { fuzzy: 0.5, fields: ["title", "aliases"] });
      for (const { id, score } of found) scores.set(id, (scores.get(id) ?? 0) + score);
    }
    const best = [...scores].sort(([, a], [, b]) => b - a).slice(0, CLOSE);
    return best.map(([id]) => ({ title: this.#entries[id].title, href: this.#entries[id].url }));
  }
}

// Places of an entry, the best first: its page (no `which`) and statements.
function scored(nth, counted, more) {
  const page = { score: more + sum(counted, ({ entry, statements }) => Math.max(entry, OF_STATEMENT * Math.max(0, ...statements.values()))) };
  const found = new Set(counted.flatMap(({ statements }) => [...statements.keys()]));
  const places = [...found].map((which) => ({
    which,
    score: sum(counted, ({ entry, statements }) => Math.max(statements.get(which) ?? 0, OF_ENTRY * entry)),
  }));
  places.push(page);
  places.sort((a, b) => b.score - a.score);
  return { nth, places, score: places[0].score };
}

function sum(items, number) {
  return items.reduce((total, item) => total + number(item), 0);
}
