// Where a text says the words sought: [start, end] of each.
export function marks(text, sought, words) {
  const found = words.read(text).filter(({ terms }) => terms.some((term) => sought.has(term)));
  return found.map(({ at, end }) => [at, end]);
}
