// The matrix by arrows: from a cell to the next one in that direction that leads somewhere. Tab still visits them all.
const table = document.querySelector(".matrix");
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const visible = (link) => link && link.checkVisibility({ visibilityProperty: true });

function next(cell, [down, across]) {
  let row = cell.parentElement.rowIndex + down;
  let column = cell.cellIndex + across;
  while (table.rows[row]?.cells[column]) {
    const link = table.rows[row].cells[column].querySelector("a");
    if (visible(link)) return link;
    row += down;
    column += across;
  }
}

table?.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const cell = event.target.closest("th, td");
  if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  next(cell, step)?.focus();
});
