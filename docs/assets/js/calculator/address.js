// The numbers in the address: canonical on the way out (the planner's plain decimals), as typed on the way in.
const LONGEST = 40;
const MOST_TOLD = 5;
// What cannot be seen, or turns the words after it; marks piled on a letter.
const ILLEGIBLE = /\p{C}|\p{M}{4,}/gu;
const FROM = /^from\.(.+)$/s; // from.cpm=superads-canada: the dated figure that was taken for a field
const IGNORED = /^(utm_.*|fbclid|gclid|q)$/;

// Returns what the address asks: inputs by field, the currency, the figures that some were taken from, the names that
// mean nothing here, and those given more than once, of which the first counts.
export function read(search, known) {
  const inputs = new Map();
  const unknown = new Set();
  const repeated = new Set();
  const sources = new Map();
  let currency;
  for (const [given, value] of new URLSearchParams(search)) {
    const name = named(given);
    if (IGNORED.test(name)) continue;
    const [, from] = FROM.exec(name) ?? [];
    if (name === "currency") currency ??= value.toUpperCase();
    else if (from && known(from)) sources.set(from, value);
    else if (!known(name)) unknown.add(name);
    else if (inputs.has(name)) repeated.add(name);
    else inputs.set(name, value);
  }
  return { inputs, currency, sources, unknown: [...unknown], repeated: [...repeated] };
}

// Names of an address in a sentence: anyone may write one, so they are cut, and the first few stand for all.
function told(names) {
  const shown = names.slice(0, MOST_TOLD).map((name) => {
    const legible = name.replace(ILLEGIBLE, "\ufffd");
    return legible.length > LONGEST ? `${legible.slice(0, LONGEST)}…` : legible;
  });
  return [...shown, ...(names.length > MOST_TOLD ? ["…"] : [])].join(", ");
}

// The one form in which names are compared; spaces around the name of a line do not count.
export function named(name) {
  const [, part, line] = /^([a-z]+\.)(.+)$/s.exec(name) ?? [];
  return (part ? `${part}${line.trim()}` : name).normalize("NFC");
}

// Returns the query for what was typed; `canonical` holds each field that the planner could read, as it wrote it,
// `sources` the figures that some were taken from.
export function write(inputs, canonical, currency, sources = []) {
  const query = new URLSearchParams();
  for (const [name, typed] of inputs) query.set(name, canonical[name] ?? typed);
  query.set("currency", currency);
  for (const [name, id] of sources) query.set(`from.${name}`, id);
  return `?${query}`;
}

// Says what an address asks in vain: names that mean nothing here, and those given more than once.
export function strayed({ wordsUnknown, wordsRepeated }, { unknown, repeated }) {
  const said = [[wordsUnknown, unknown], [wordsRepeated, repeated]].filter(([, names]) => names.length);
  return said.map(([words, names]) => `${words} ${told(names)}.`).join(" ");
}

// Has the address follow what a form holds, and the links that take it along; language.js puts it back when it changes
// where such a link leads.
export function follow(query) {
  if (query !== location.search) history.replaceState(history.state, "", (query || location.pathname) + location.hash);
  for (const link of document.querySelectorAll("a[data-language], a[data-along]")) {
    link.dataset.query = query;
    link.search = query;
  }
}
