// A plan as a file: what its address holds, under a name that tells what it is.
const KIND = "media-plan";
const LARGEST = 1_000_000; // bytes

export function written(fields, currency) {
  return `${JSON.stringify({ plan: KIND, currency, fields }, null, 1)}\n`;
}

// Resolves with what a file holds, or nothing where it holds no plan.
export async function held(file) {
  if (!file || file.size > LARGEST) return undefined;
  try {
    const { plan, currency, fields } = JSON.parse(await file.text());
    const isText = (value) => typeof value === "string";
    if (plan !== KIND || !isText(currency) || !fields || Array.isArray(fields)) return undefined;
    return Object.values(fields).every(isText) ? { currency, fields } : undefined;
  } catch {
    return undefined;
  }
}

export function bytes(base64) {
  return Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0));
}
