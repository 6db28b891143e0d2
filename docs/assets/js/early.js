// Runs before the first paint: a theme chosen earlier, and what only scripts can use becomes visible.
// A classic script, because a module would run after the page has been shown.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage refused: the system's theme stands.
}
