// Marks the contact sheet for one objective, as an editor would with a grease pencil.
const form = document.querySelector(".marks");
const sheet = document.querySelector(".sheet");

if (form && sheet) {
  const select = form.querySelector("select");
  const link = form.querySelector(".marks__link");
  const words = new Map();
  for (const word of form.querySelector("template").content.children) words.set(word.dataset.fit, word.textContent);

  const marksOf = (option) =>
    new Map(
      (option.dataset.marks ?? "")
        .split(";")
        .filter(Boolean)
        .map((mark) => mark.trim().split(" ")),
    );

  const label = (cell, fit) => {
    cell.querySelector(".sheet__mark")?.remove();
    if (!fit) return;
    const mark = document.createElement("span");
    mark.className = "sheet__mark";
    mark.textContent = words.get(fit);
    cell.querySelector(".sheet__name").after(mark);
  };

  const show = () => {
    const option = select.selectedOptions[0];
    const marks = marksOf(option);
    sheet.classList.toggle("is-marked", marks.size > 0);
    for (const cell of sheet.children) {
      const fit = marks.get(cell.dataset.format);
      if (fit) cell.dataset.fit = fit;
      else delete cell.dataset.fit;
      label(cell, fit);
    }
    link.hidden = !option.dataset.href;
    if (option.dataset.href) link.setAttribute("href", option.dataset.href);
  };

  const asked = new URLSearchParams(location.search).get("objective");
  if (asked) select.value = [...select.options].find((one) => one.value.split("/")[1] === asked)?.value ?? "";
  select.addEventListener("change", () => {
    const url = new URL(location.href);
    if (select.value) url.searchParams.set("objective", select.value.split("/")[1]);
    else url.searchParams.delete("objective");
    history.replaceState(history.state, "", url);
    show();
  });
  show();
}
