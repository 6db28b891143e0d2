// A former address leads to the present one, with the query and the fragment it was shared with.
// A link of the page whose id is the fragment says where that part went, when it is not simply on the new page.

const onward = document.querySelector("a[data-redirect]");
const named = location.hash ? document.getElementById(decoded(location.hash.slice(1))) : null;
const target = new URL(named instanceof HTMLAnchorElement ? named.href : onward.href);
target.search ||= location.search;
target.hash ||= location.hash;
location.replace(target);

function decoded(fragment) {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
