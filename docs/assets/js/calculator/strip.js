// On a phone, the last result stands over the fields while it is out of sight, or where the keyboard may hide it.
const KEYBOARD = "0px 0px -45% 0px";

export function strip(form, fields) {
  const place = form.querySelector(".calc__strip");
  const brief = place.querySelector(".calc__brief");
  let watched;
  const observer = new IntersectionObserver(
    ([{ isIntersecting }]) => place.classList.toggle("is-needed", !isIntersecting),
    { rootMargin: KEYBOARD },
  );

  // Follows the results: which is the last may change with what is given.
  return () => {
    const row = fields.last();
    const figure = document.createElement("b");
    figure.textContent = row?.shown ?? "";
    brief.replaceChildren(...(row ? [`${row.label} `, figure] : []));
    if (row?.element === watched) return;
    if (watched) observer.unobserve(watched);
    watched = row?.element;
    if (watched) observer.observe(watched);
    else place.classList.remove("is-needed");
  };
}
