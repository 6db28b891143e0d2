// The part of the address after “#”, decoded; as it stands where it cannot be, for anyone may type one.
export function fragment() {
  const raw = location.hash.slice(1);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

// What the address points to, if it is on this page.
export function pointed() {
  const id = fragment();
  return id ? document.getElementById(id) : null;
}
