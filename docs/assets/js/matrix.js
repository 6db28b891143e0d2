// Filters the matrix. What is chosen stands in the address, so that a filtered matrix can be sent.
const form = document.querySelector(".filters");
const table = document.querySelector(".matrix");

if (form && table) {
  const names = [...new Set([...form.querySelectorAll("input")].map((input) => input.name))];
  const output = form.querySelector("output");
  const words = form.querySelector("template").dataset;
  const all = [...table.querySelectorAll("td[data-fit]")];

  const chosen = () =>
    Object.fromEntries(names.map((name) => [name, form.querySelector(`input[name="${name}"]:checked`)?.value]));

  const matches = (cell, filters) =>
    names.every((name) => !filters[name] || cell.dataset[name].split(" ").includes(filters[name]));

  const show = () => {
    const filters = chosen();
    const found = all.filter((cell) => matches(cell, filters));
    for (const cell of all) cell.classList.toggle("is-out", !found.includes(cell));
    for (const row of table.tBodies[0].rows) row.hidden = !found.some((cell) => cell.parentElement === row);
    single(filters.objective);
    form.classList.toggle("is-filtered", found.length < all.length);
    output.textContent = (found.length === 1 ? words.one : words.many).replace("{count}", found.length);
  };

  // One objective leaves room for what its records say.
  const single = (objective) => {
    table.classList.toggle("is-single", Boolean(objective));
    for (const cell of table.querySelectorAll("[data-objective]")) {
      cell.classList.toggle("is-aside", Boolean(objective) && cell.dataset.objective !== objective);
      cell.querySelector(".matrix__reason")?.remove();
    }
    if (!objective) return;
    for (const cell of table.querySelectorAll(`td[data-objective="${objective}"][data-reason]`)) {
      const reason = document.createElement("span");
      reason.className = "matrix__reason";
      reason.textContent = cell.dataset.reason;
      cell.append(reason);
    }
  };

  const write = () => {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(chosen())) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    history.replaceState(history.state, "", url);
  };

  for (const [name, value] of new URLSearchParams(location.search)) {
    const input = [...form.querySelectorAll("input")].find((one) => one.name === name && one.value === value);
    if (input) input.checked = true;
  }

  // A second press on a chip takes it back: radios cannot do that by themselves.
  let before;
  form.addEventListener("pointerdown", (event) => {
    before = event.target.closest("label")?.querySelector("input:checked");
  });
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (event.key !== " " || !input.checked || input.type !== "radio") return;
    event.preventDefault();
    input.checked = false;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("click", (event) => {
    if (!before || event.target !== before) return;
    before.checked = false;
    before.dispatchEvent(new Event("change", { bubbles: true }));
    before = undefined;
  });
  const update = () => {
    show();
    write();
  };
  form.addEventListener("change", update);
  form.addEventListener("reset", () => setTimeout(update));
  form.addEventListener("submit", (event) => event.preventDefault());

  const box = form.closest("details");
  box.open = Object.values(chosen()).some(Boolean);
  show();
}
