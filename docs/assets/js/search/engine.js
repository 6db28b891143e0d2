// Finds entries and statements. Each word of a query counts for an entry by all that the entry says, and for a statement
// by what the statement says and by its entry's names; the more entries know a word, the less it counts (BM25).
import { fill } from "./fill.js";
import { Index } from "./index.js";
import { marks } from "./marking.js";
import { Near } from "./near.js";
import { decode } from "./places.js";
import { fold, Words } from "./words.js";

// Weights: set on queries that people typed and on the tuning half of tests/queries, see decisions/012.
const WORTH = { title: 6, alias: 4, typed: 2, heading: 6, text: 1 }; // of a word, by where it stands
const RANK = {
  part: 0.3, // what a statement's words are worth for its entry
  entry: { enough: 4, length: 0.4 }, // BM25's k and b
  statement: { enough: 2, length: 0.4 },
  rarity: 0.4, // how far a rare word counts more than a common one: two common words tell more than one rare
  names: 0.15, // what an entry's names are worth for its statements
  known: 0.3, // of what an entry's names say, a statement says this much nothing by itself
  best: 0.5, // how far an entry is ranked by its best statement
  against: 0.5, // what a statement counts that advises against a format: rarely what one asks for
  page: 0.38, // of an entry's score: where its best statement says less by itself, the page is the place to go to
};
const KINDS = { comparison: 1.2, objective: 1.15, format: 1.1, calculator: 1.1, metric: 1.05 };
const OFFERED = 12; // entries: calculators among them may be offered, filled in
const MOST = 12; // entries
const READ = 40; // words of a query

export class Engine {
  #entries;
  #kinds;
  #currencies;
  #words;
  #index = new Index();
  #named = new Map(); // the words of a name → the entries of that name
  #headings = new Map(); // a heading → how many statements have it
  #entryOf = []; // place → entry
  #first = []; // entry → its place; its statements follow
  #lengths = []; // place → how much is said
  #against = new Set(); // places of statements that advise against something
  #typical = {};
  #near;

  constructor({ entries, kinds, rules, typed, currencies = {} }) {
    this.#entries = entries;
    this.#kinds = kinds;
    this.#currencies = currencies;
    this.#words = new Words(rules);
    entries.forEach((entry, nth) => this.#add(entry, nth));
    decode(typed, (word) => {
      const terms = this.#words.terms(word);
      return (place, queries) => this.#note(terms, place, WORTH.typed * queries);
    });
    this.#measure();
  }

  #add({ title, aliases, statements }, nth) {
    const place = (this.#first[nth] = this.#entryOf.length);
    this.#entryOf.push(nth);
    this.#say([title], place, WORTH.title, true);
    this.#say(aliases, place, WORTH.alias, true);
    for (const name of new Set([title, ...parts(title), ...aliases])) this.#name(name, nth);
    for (const [, heading, text, against] of statements) {
      const at = this.#entryOf.push(nth) - 1;
      this.#headings.set(heading, (this.#headings.get(heading) ?? 0) + 1);
      if (against) this.#against.add(at);
      this.#say([heading], at, WORTH.heading);
      this.#say([text], at, WORTH.text);
    }
  }

  #say(texts, place, worth, name) {
    this.#lengths[place] ??= 0;
    for (const text of texts) this.#note(this.#words.terms(text), place, worth, name);
  }

  #note(terms, place, worth, name) {
    for (const term of terms) this.#index.add(term, place, worth, name);
    this.#lengths[place] += worth * terms.length;
  }

  #name(name, nth) {
    const key = this.#key(this.#sought(name));
    this.#named.set(key, [...(this.#named.get(key) ?? []), nth]);
  }

  #key(words) {
    return words.map(({ terms }) => terms[0]).join(" ");
  }

  // An entry says what its statements say, too.
  #measure() {
    const [entries, statements] = [[], []];
    this.#entryOf.forEach((nth, place) => {
      const first = this.#first[nth];
      if (place === first) return;
      statements.push(this.#lengths[place]);
      this.#lengths[first] += RANK.part * this.#lengths[place];
    });
    for (const first of this.#first) entries.push(this.#lengths[first]);
    this.#typical = { entry: mean(entries), statement: mean(statements) };
  }

  // Returns the entries that answer, the best first, each with its best place; a calculator that the query fills in;
  // where nothing answers, names that are close.
  find(query, most = MOST) {
    const words = this.#sought(query);
    const last = words.at(-1);
    const looked = words.map((word) => this.#index.look(word.terms, word === last && word.end === query.length));
    const found = this.#rank(looked, this.#named.get(this.#key(words)) ?? []);
    const said = new Set(looked.flatMap((terms) => [...terms.keys()]));
    const offer = this.#offer(query, found);
    const hits = found.slice(0, most).map((one) => this.#shown(one, said));
    return {
      hits: offer ? hits.filter(({ href }) => href !== offer.page) : hits,
      offer,
      near: found.length ? [] : (this.#near ??= new Near(this.#entries)).find(query),
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

  // -- ranks -----------------------------------------------------------------------------------------------------

  // Entries that have the query for a name come first.
  #rank(looked, named) {
    const scores = new Map();
    for (const nth of named) scores.set(nth, unsaid());
    for (const terms of looked) this.#count(this.#said(terms), scores);
    const found = [...scores].map(([nth, score]) => this.#scored(nth, score, named.includes(nth)));
    return found.sort((one, other) => other.named - one.named || other.score - one.score);
  }

  // How much each entry says a word: by its names, itself, and statement by statement.
  #said(terms) {
    const said = new Map();
    for (const [term, likeness] of terms) {
      const { places, worths, names } = this.#index.said(term);
      places.forEach((place, i) => {
        const nth = this.#entryOf[place];
        if (!said.has(nth)) said.set(nth, { names: 0, own: 0, statements: new Map() });
        const entry = said.get(nth);
        const worth = worths[i] * likeness;
        if (names[i]) entry.names += worth;
        else if (place === this.#first[nth]) entry.own += worth;
        else entry.statements.set(place, (entry.statements.get(place) ?? 0) + worth);
      });
    }
    return said;
  }

  #count(said, scores) {
    const rare = Math.log(1 + (this.#entries.length - said.size + 0.5) / (said.size + 0.5)) ** RANK.rarity;
    for (const [nth, { names, own, statements }] of said) {
      if (!scores.has(nth)) scores.set(nth, unsaid());
      const score = scores.get(nth);
      const parts = [...statements.values()].reduce((total, worth) => total + worth, 0);
      score.entry += rare * this.#enough(names + own + RANK.part * parts, this.#first[nth], "entry");
      const byName = rare * this.#enough(names, this.#first[nth], "entry");
      score.names += RANK.names * byName;
      for (const [place, worth] of statements) {
        if (!score.statements.has(place)) score.statements.set(place, { more: 0, own: 0 });
        const statement = score.statements.get(place);
        const all = rare * this.#enough(worth, place, "statement") * (this.#against.has(place) ? RANK.against : 1);
        statement.more += Math.max(0, all - RANK.names * byName);
        statement.own += Math.max(0, all - RANK.known * byName);
      }
    }
  }

  // The more is said, the less one more word tells; so much less where much is said.
  #enough(worth, place, kind) {
    const { enough, length } = RANK[kind];
    const bound = enough * (1 - length + (length * this.#lengths[place]) / this.#typical[kind]);
    return (worth * (enough + 1)) / (worth + bound);
  }

  #scored(nth, { entry, names, statements }, named) {
    const best = names + Math.max(0, ...[...statements.values()].map(({ more }) => more));
    const [[place, { own } = {}] = []] = [...statements].sort(([, one], [, other]) => other.own - one.own);
    const score = ((1 - RANK.best) * entry + RANK.best * best) * (KINDS[this.#entries[nth].kind] ?? 1);
    const which = place === undefined || named || own < RANK.page * entry ? undefined : place - this.#first[nth] - 1;
    return { nth, score, named, which };
  }

  #shown({ nth, which }, sought) {
    const { url, kind, title: name, lead, statements } = this.#entries[nth];
    const [anchor, heading, said, against] = statements[which ?? lead] ?? [undefined, undefined, lead];
    const own = which === undefined || which === lead;
    const shared = this.#headings.get(heading) > 1;
    const text = against ? `${against} ${said}` : said;
    const title = own ? name : shared ? `${parts(name)[0]} · ${heading}` : heading;
    return {
      kind: this.#kinds[kind],
      of: own || shared ? undefined : name,
      href: which === undefined ? url : `${url}#${anchor}`,
      title,
      text,
      marks: { title: marks(title, sought, this.#words), text: marks(text, sought, this.#words) },
    };
  }

  // -- what else is offered --------------------------------------------------------------------------------------

  // The first calculator, of those that the query is about, that its numbers fit. One number alone is meant for the very first.
  #offer(query, found) {
    if (!/\d/.test(query)) return undefined;
    for (const [place, { nth }] of found.slice(0, OFFERED).entries()) {
      const filled = this.#entries[nth].fields && fill(query, this.#entries[nth], this.#words);
      if (filled && (place === 0 || Object.keys(filled.values).length > 1)) return this.#filled(this.#entries[nth], filled);
    }
    return undefined;
  }

  #filled({ url, title, fields }, { values, sign }) {
    const asked = new URLSearchParams(values);
    if (this.#currencies[sign]) asked.set("currency", this.#currencies[sign]);
    const labels = new Map(fields.map(([name, , label]) => [name, label]));
    return { page: url, href: `${url}?${asked}`, title, values: Object.entries(values).map(([name, text]) => [labels.get(name), text]) };
  }
}

// “CPM: what do…” is called CPM, and “Cost per thousand (CPM)” either.
function parts(title) {
  return title.split(/\s*[:()]\s*/u).filter(Boolean);
}

function unsaid() {
  return { entry: 0, names: 0, statements: new Map() };
}

function mean(numbers) {
  return numbers.reduce((total, number) => total + number, 0) / Math.max(numbers.length, 1);
}
