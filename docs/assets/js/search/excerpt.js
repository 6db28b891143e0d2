// A text with the places in it of the words sought: [start, end] of each.
export function excerpt(text, sought, words) {
  const found = words.read(text).filter(({ terms }) => terms.some((term) => sought.has(term)));
  return { text, marks: found.map(({ at, end }) => [at, end]) };
}
