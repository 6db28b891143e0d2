// Returns how many selectors the page's style sheet has, and those that match nothing on any of the pages given.
async (pages) => {
  // What a pointer, a key, a reader's settings or a script turn on and off is taken away: what bears it must be there.
  const PASSING = [
    /::[-\w]+/g,
    /:(hover|active|focus-visible|focus-within|focus|target|checked|disabled|empty|placeholder-shown)(?![-\w])/g,
    /\.is-[-\w]+/g,
    /(?<=:root)\[data-theme.*?\]/g,
    /(?<=^|[(,\s])(\.js|\.asks|:root:not\(\.js\)|html:not\(\.js\))(?=[\s>])/g,
    /\[(open|aria-selected|aria-invalid|aria-pressed)(=.*?)?\]/g,
  ];

  // What is taken away leaves a gap: nothing beside something else, anything where it stood alone.
  const GAP = "\u0001";
  const close = (selector) =>
    selector.replace(/\u0001+/g, (gap, at, whole) => (/[\s>+~(,]|^$/.test(whole[at - 1] ?? "") && /[\s>+~),]|^$/.test(whole[at + gap.length] ?? "") ? "*" : ""));

  function lasting(selector) {
    const without = close(PASSING.reduce((left, one) => left.replace(one, GAP), selector));
    return close(without.replaceAll(":not(*)", GAP));
  }

  function alternatives(list) {
    const found = [""];
    let depth = 0;
    for (const letter of list) {
      depth += { "(": 1, ")": -1 }[letter] ?? 0;
      if (letter === "," && depth === 0) found.push("");
      else found[found.length - 1] += letter;
    }
    return found.map((one) => one.trim());
  }

  const selectors = (rules) =>
    [...rules].flatMap((rule) => (rule.selectorText ? alternatives(rule.selectorText) : selectors(rule.cssRules ?? [])));

  let unused = [...new Set([...document.styleSheets].flatMap((sheet) => selectors(sheet.cssRules)))];
  const count = unused.length;
  for (const page of pages) {
    const seen = new DOMParser().parseFromString(page, "text/html");
    unused = unused.filter((selector) => !seen.querySelector(lasting(selector)));
  }
  return [count, unused];
}
