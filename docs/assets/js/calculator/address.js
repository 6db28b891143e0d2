// The numbers in the address: canonical on the way out (the planner's plain decimals), as typed on the way in.
const LONGEST = 40;
const MOST_TOLD = 5;
// What cannot be seen, or turns the words after it; marks piled on a letter.
const ILLEGIBLE = /\p{C}|\p{M}{4,}/gu;
const IGNORED = /^(utm_.*|fbclid|gclid|q)$/;

// Returns what the address asks: inputs by field, the currency, the names that mean nothing here, and those given
// more than once, of which the first counts.
export function read(search, known) {
  const inputs = new Map();
  const unknown = new Set();
  const repeated = new Set();
  let currency;
  for (const [given, value] of new URLSearchParams(search)) {
    const name = named(given);
    if (IGNORED.test(name)) continue;
    if (name === "currency") currency ??= value.toUpperCase();
    else if (!known(name)) unknown.add(name);
    else if (inputs.has(name)) repeated.add(name);
    else inputs.set(name, value);
  }
  return { inputs, currency, unknown: [...unknown], repeated: [...repeated] };
}

// Names of an address in a sentence: anyone may write one, so they are cut, and the first few stand for all.
export function told(names) {
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

// Returns the query for what was typed; `canonical` holds each field that the planner could read, as it wrote it.
export function write(inputs, canonical, currency) {
  const query = new URLSearchParams();
  for (const [name, typed] of inputs) query.set(name, canonical[name] ?? typed);
  query.set("currency", currency);
  return `?${query}`;
}
