// What people type, as search.json tells it (macros/publish/typed.py writes it): words, and the places of each by the
// steps between them. A letter ends a step, signs before it are its higher digits, a digit after it counts queries.
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SIGNS = "!#$%&()*+,-./:;<=>?@[]^_`{|}~";

// Calls `begin(word)` for each word, and what that returns with each of its places and the queries that have it there.
export function decode({ words, places }, begin) {
  const written = places.split(" ");
  words.split(" ").forEach((word, nth) => word && steps(written[nth], begin(word)));
}

function steps(text, found) {
  let [place, higher] = [-1, 0];
  for (let at = 0; at < text.length; at += 1) {
    const digit = LETTERS.indexOf(text[at]);
    if (digit < 0) {
      higher = higher * SIGNS.length + SIGNS.indexOf(text[at]);
      continue;
    }
    place += 1 + higher * LETTERS.length + digit;
    higher = 0;
    const queries = text.charCodeAt(at + 1) - 48;
    if (queries >= 0 && queries <= 9) at += 1;
    found(place, queries >= 0 && queries <= 9 ? queries : 1);
  }
}
