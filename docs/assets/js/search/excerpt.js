// The part of a text that says most of the words sought, with those words' places in it.
const ABOUT = 170; // signs

export function excerpt(text, sought, words) {
  const found = words.read(text).filter(({ terms }) => terms.some((term) => sought.has(term)));
  const [start, end] = bounds(text, best(found));
  const before = start ? "… " : "";
  const after = end < text.length ? " …" : "";
  const shift = before.length - start;
  const marks = found.filter(({ at, end: to }) => at >= start && to <= end).map(({ at, end: to }) => [at + shift, to + shift]);
  return { text: before + text.slice(start, end).replaceAll("\n", " ") + after, marks };
}

// Where the stretch begins that holds most words, each counted once.
function best(found) {
  let [most, at] = [0, 0];
  found.forEach((word, nth) => {
    const held = new Set(found.slice(nth).filter(({ end }) => end - word.at <= ABOUT).map(({ terms }) => terms[0])).size;
    if (held > most) [most, at] = [held, word.at];
  });
  return at;
}

// From the beginning of that sentence, where it is near, to the end of a word.
function bounds(text, at) {
  if (at + 1 < ABOUT / 2 || text.length <= ABOUT) return [0, cut(text, 0)];
  const lead = text.slice(Math.max(0, at - ABOUT / 2), at);
  const sentence = Math.max(...[". ", "? ", "! ", "\n", ": "].map((sign) => lead.lastIndexOf(sign) + (lead.includes(sign) ? sign.length : 0)));
  const start = at - lead.length + (sentence > 0 ? sentence : lead.indexOf(" ") + 1);
  return [start, cut(text, start)];
}

function cut(text, start) {
  if (text.length - start <= ABOUT * 1.2) return text.length;
  return text.lastIndexOf(" ", start + ABOUT);
}
