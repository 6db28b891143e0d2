// On the page for times without a network: which pages are kept on this device, the latest first, and which was asked for in vain.
import { scope } from "./offline.js";

const part = document.querySelector("[data-kept]");

async function kept() {
  const name = `cadrage pages ${scope}`;
  if (!(await caches.has(name))) return [];
  const cache = await caches.open(name);
  const pages = await Promise.all((await cache.keys()).reverse().map(async (request) => described(request, await cache.match(request))));
  return pages.filter(Boolean);
}

// Its name without the site's; nothing of this very page, in any language, and of what is no page.
async function described({ url }, answer) {
  const text = await answer.text();
  if (!text.includes("</title>") || text.includes(" data-kept")) return undefined;
  const { documentElement, title } = new DOMParser().parseFromString(text.slice(0, text.indexOf("</title>")), "text/html");
  return { url, title: title.replace(/ – (?!.* – ).*/, ""), lang: documentElement.lang };
}

function item({ title, lang, url }) {
  const link = Object.assign(document.createElement("a"), { href: url, textContent: title, lang, hreflang: lang });
  const line = document.createElement("li");
  line.append(link);
  return line;
}

async function show() {
  const pages = await kept().catch(() => []); // storage refused, or nothing kept yet
  part.querySelector("ul").replaceChildren(...pages.map(item));
  part.querySelector("[data-none]").hidden = pages.length > 0;
}

// Says of an address of this site that it could not be had, and tries again once there is a network.
function missing(asked) {
  const url = URL.parse(asked);
  if (url?.origin !== location.origin) return;
  const notice = part.querySelector("[data-missing]");
  notice.querySelector("a").href = url.href;
  notice.hidden = false;
  addEventListener("online", () => location.replace(url));
}

if (part) {
  missing(new URLSearchParams(location.search).get("page"));
  show();
}
