// A figure says until when it is current; this marks those past it on the day they are read.
const today = new Date().toISOString().slice(0, 10);

for (const figure of document.querySelectorAll("[data-until]")) {
  figure.classList.toggle("is-past", figure.dataset.until < today || figure.classList.contains("is-past"));
}
