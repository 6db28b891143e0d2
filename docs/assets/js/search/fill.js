// Reads numbers out of a query for a calculator's fields: “cpc 1,20” names one, “42000 impressions” too, “500 $” only its unit.
// What a number is worth is for the calculator to read: its text is handed over as it was typed.
const NUMBER = /(?<![\p{L}\d])([$€£]\s?)?(\d{1,3}(?:[\u00a0\u202f’' ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)(\s?[kKM](?!\p{L}))?(\s?[%$€£]|\s\p{L}+)?/gu;
const [AFTER, BEFORE, SIGN, ALONE, RESULT] = [3, 2, 1, 0.2, -1.5];
const ENOUGH = 0.7; // for each number
const MOST = 4; // numbers

// Returns { values: { field: text }, sign } for the calculator that `entry` describes; nothing where numbers hardly fit.
export function fill(query, entry, words) {
  const numbers = [...query.matchAll(NUMBER)].slice(0, MOST).map((match) => read(match, query, words));
  if (!numbers.length) return undefined;
  const named = new Set(words.terms(entry.title).slice(0, 1)); // “CPM: what do…”: what it is called by is what it finds
  const fields = entry.fields.map(([name, unit, label]) => described(name, unit, label, named, words));
  const best = assigned(numbers, fields);
  if (best.score < ENOUGH * Math.max(1, Object.keys(best.values).length)) return undefined;
  return { ...best, sign: numbers.find(({ sign }) => sign && sign !== "%")?.sign };
}

function described(name, unit, label, named, words) {
  const terms = new Set([name, ...words.terms(label.replace(/\(.*\)/, "")), ...words.terms(name.replaceAll("_", " "))]);
  return { name, unit, terms, result: words.terms(name).some((term) => named.has(term)) };
}

function read({ 0: whole, 1: first, 2: digits, 3: scale = "", 4: last = "", index }, query, words) {
  const unit = (text) => words.unit(text.trim());
  const sign = first?.trim() ?? unit(last);
  const end = index + whole.length - (sign ? 0 : last.length);
  return {
    text: `${digits.trim()}${scale.trim()}${sign ? ` ${sign}` : ""}`,
    sign,
    after: following(words, query.slice(end)),
    before: words.read(query.slice(0, index)).findLast(({ terms }) => terms.length)?.terms ?? [],
  };
}

// The terms of the word after a number, unless it stands nearer to the next number.
function following(words, text) {
  const read = words.read(text);
  const next = read.findIndex(({ number }) => number);
  const found = read.findIndex(({ number, terms }) => !number && terms.length);
  if (found < 0 || (next >= 0 && next - found - 1 < found)) return [];
  return read[found].terms;
}

// The best way to give each number a field of its own.
function assigned(numbers, fields, taken = new Set()) {
  if (!numbers.length) return { score: 0, values: {} };
  const [number, ...others] = numbers;
  let best = assigned(others, fields, taken);
  for (const field of fields) {
    const worth = taken.has(field) ? undefined : fits(number, field);
    if (worth === undefined) continue;
    const rest = assigned(others, fields, new Set([...taken, field]));
    if (worth + rest.score > best.score) best = { score: worth + rest.score, values: { [field.name]: number.text, ...rest.values } };
  }
  return best;
}

function fits({ sign, after, before }, { unit, terms, result }) {
  if (sign && measures(sign) !== unit) return undefined;
  const says = (words) => words.some((word) => terms.has(word));
  const near = says(after) ? AFTER : says(before) ? BEFORE : sign ? SIGN : ALONE;
  return near + (result && near !== AFTER ? RESULT : 0);
}

function measures(sign) {
  return sign === "%" ? "ratio" : /\p{Sc}/u.test(sign) ? "money" : undefined; // no field takes seconds
}
