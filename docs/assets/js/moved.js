// Follows the sign that a statement left behind when it moved to another page.
import { pointed } from "./fragment.js";

function follow() {
  const sign = pointed();
  const link = sign?.matches(".moved") ? sign.querySelector("a") : undefined;
  if (link) location.replace(link.href);
}

addEventListener("hashchange", follow);
follow();
