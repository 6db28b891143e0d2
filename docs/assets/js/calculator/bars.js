// The lines of a split as bars that one drags: one takes what it is given, the planner shares out the rest.
export function bars(form, calculator) {
  if (!form.querySelector("template.calc__line")) return undefined;
  let before;

  function move(range, more) {
    before ??= calculator.fields.request(); // the whole drag starts from here: proportions do not wear off
    calculator.compute({ run: { ...before, move: { line: range.dataset.part, part: range.value } }, ...more });
  }

  form.addEventListener("input", ({ target }) => {
    if (target.matches("[data-part]")) move(target);
  });
  form.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-part]")) return;
    move(target, { settle: true });
    before = undefined;
  });

  return {
    show(parts = {}, { moving }) {
      for (const range of form.querySelectorAll("[data-part]")) {
        const part = parts[range.dataset.part];
        const row = range.closest("[data-field]");
        range.disabled = !part || Boolean(form.elements[`lock.${range.dataset.part}`].value.trim());
        if (!part) continue;
        if (!before && !moving) range.value = part.value;
        range.setAttribute("aria-valuetext", `${part.display} · ${row.querySelector("output").textContent}`);
        row.querySelector(".calc__bar rect").setAttribute("width", `${part.value}%`);
      }
    },
  };
}
