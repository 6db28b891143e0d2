// Follows the sign that a statement left behind when it moved to another page.
function follow() {
  const sign = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : undefined;
  const link = sign?.matches(".moved") ? sign.querySelector("a") : undefined;
  if (link) location.replace(link.href);
}

addEventListener("hashchange", follow);
follow();
