// The lines of a split as bars that one drags: one takes what it is given, the planner shares out the rest.
export function bars(form, calculator) {
  if (!form.querySelector("template.calc__line")) return undefined;
  let before;
  let moved;
  let dragging = false;

  function move(range, more) {
    // All moves of a bar start from what the form held at the first: the others' proportions do not wear off.
    if (moved !== range) before = undefined;
    moved = range;
    before ??= calculator.fields.request();
    calculator.compute({ run: { ...before, move: { line: range.dataset.part, part: range.value } }, ...more });
  }

  form.addEventListener("input", ({ target }) => {
    if (target.matches("[data-part]")) move(target);
    else before = undefined;
  });
  form.addEventListener("pointerdown", ({ target }) => (dragging = target.matches("[data-part]")));
  form.addEventListener("focusout", () => (before = undefined));
  form.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-part]")) return;
    dragging = false;
    move(target, { settle: true });
  });

  return {
    show(parts = {}, { moving }) {
      for (const range of form.querySelectorAll("[data-part]")) {
        const name = range.dataset.part;
        const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
        const row = range.closest("[data-field]");
        const given = form.elements[`lock.${name}`].value.trim() || form.elements.method.value;
        range.disabled = !part || Boolean(given);
        if (!part) continue;
        if (!dragging && !moving) range.value = part.value;
        const amount = row.querySelector("output:not([hidden])")?.textContent;
        range.setAttribute("aria-valuetext", [part.display, amount].filter(Boolean).join(" · "));
        row.querySelector(".calc__bar rect").setAttribute("width", `${part.value}%`);
      }
    },
  };
}
