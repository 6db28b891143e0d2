// Searches off the main thread. Messages: page → worker { id, index: address } once, then { id, query };
// worker → page { id, answer } or { id, failure }. The answer to an address is what the index says of itself.
const VERSION = 2;
let engine;

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const data = await answer.json();
  if (data.version !== VERSION) throw new Error(`${address} has version ${data.version}, not ${VERSION}`);
  // A page stays open while the site is renewed: what finds in an older index does not know a newer.
  if (!import.meta.url.includes(`/${data.assets}/`)) throw new Error(`${address} is of another release, ${data.assets}`);
  return data;
}

async function start(address) {
  const [{ words, indexes, ...data }, { Engine }] = await Promise.all([fetched(address), import("./engine.js")]);
  engine = new Engine(data);
  return { words, indexes };
}

addEventListener("message", async ({ data: { id, index, query } }) => {
  try {
    postMessage({ id, answer: index ? await start(index) : engine.find(query) });
  } catch (error) {
    postMessage({ id, failure: String(error?.message ?? error) });
  }
});
