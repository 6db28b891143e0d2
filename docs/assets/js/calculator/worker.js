// The worker's side: Python, off the main thread. The messages are described in client.js.
const inside = (archive) => `/${archive}.zip`;
const SLOW = 15_000; // milliseconds
const TELL_EVERY = 1000;
const PRACTICE = 200; // runs
const QUIET = 250;
const QUICK = 60; // whoever types while it practises waits no longer
const FAREWELL = 1000;
const WRAPPER = 100; // bytes
const CHECKED_AFTER = 3000;
const fromOutside = self.fetch; // Pyodide is given another: handOver
let interpreter;
let planner;
let script;
let practised = 0;
let practice;

// Fetches everything at once and starts the interpreter, the first time it is asked to.
async function prepare({ base, parts, anew }) {
  const at = (name) => new URL(name, base).href;
  const checked = (name) => bytes(at(name), { integrity: parts.files[name].integrity });
  if (anew) await Promise.all(Object.keys(parts.files).map((name) => bytes(at(name), { cache: "reload" })));
  const library = checked(parts.library);
  const archives = new Map(Object.entries(parts.archives).map(([name, file]) => [inside(name), checked(file)]));
  const machine = at(`${parts.interpreter}pyodide.asm.wasm`);
  const compiled = compiling(machine);
  script = at(`${parts.interpreter}pyodide.asm.mjs`);
  const all = Promise.all([library, ...archives.values(), compiled, import(script)]); // Pyodide asks for the script in its turn
  all.catch(() => {}); // told below
  wrapOnce();
  handOver({ [machine]: Promise.resolve(), [at(parts.library)]: library }, compiled);
  const { loadPyodide } = await import(at(`${parts.interpreter}pyodide.mjs`));
  const loading = loadPyodide({
    indexURL: at(parts.interpreter),
    stdLibURL: at(parts.library),
    lockFileContents: parts.lock,
  });
  const pyodide = await Promise.race([loading, all.then(() => loading)]); // it would wait for ever for what failed
  for (const [path, archive] of archives) pyodide.FS.writeFile(path, new Uint8Array(await archive));
  const [common, ...others] = archives.keys();
  pyodide.pyimport("sys").path.insert(0, common);
  planner = pyodide.pyimport("planner.browser");
  for (const path of others) planner.add(path);
  const collector = pyodide.pyimport("gc"); // off until here: nothing of what starts goes (tools/runtime/shipped)
  collector.freeze();
  collector.enable();
}

// Pyodide wraps 260 functions of JavaScript, each in a module of a few bytes compiled anew: there are but 29 different ones.
function wrapOnce() {
  const made = new Map();
  WebAssembly.Module = new Proxy(WebAssembly.Module, {
    construct(Module, [code]) {
      if (!(code instanceof Uint8Array) || code.length > WRAPPER) return new Module(code);
      const key = String(code);
      if (!made.has(key)) made.set(key, new Module(code));
      return made.get(key);
    },
  });
}

// Pyodide fetches its parts one after the other and compiles late: it is given what is on its way already.
function handOver(files, compiled) {
  const { fetch } = self;
  self.fetch = async (asked, options) => {
    const file = files[asked.href ?? asked];
    return file ? new Response(await file) : fetch(asked, options);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await compiled;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

async function fetched(address, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer;
}

async function bytes(address, options) {
  return (await fetched(address, options)).arrayBuffer();
}

// Compiles a file as it comes. Of one that comes slowly, the page is told that it is still coming: a copy tells, which
// nobody reads otherwise. Were pieces counted on their way to the compiler, browsers would not keep what it compiled.
async function compiling(address) {
  const answer = await fetched(address);
  // Older servers do not know the type, without which nothing is compiled on its way.
  if (!answer.headers.get("content-type")?.startsWith("application/wasm")) return WebAssembly.compile(await answer.arrayBuffer());
  const copy = answer.clone().body;
  const slow = setTimeout(() => follow(copy.getReader()), SLOW);
  try {
    return await WebAssembly.compileStreaming(answer);
  } finally {
    clearTimeout(slow);
    if (!copy.locked) copy.cancel();
  }
}

async function follow(pieces) {
  let told = 0;
  try {
    while (!(await pieces.read()).done) {
      if (performance.now() - told < TELL_EVERY) continue;
      told = performance.now();
      self.postMessage({ progress: true });
    }
  } catch {
    // The compiler tells what went wrong.
  }
}

function answer(id, run) {
  const request = JSON.stringify(run);
  self.postMessage({ id, answer: planner.answer(request) });
  practise(request, QUIET);
}

// For the next visit, once nobody asks: Chromium keeps code that it compiled for speed when there is much of it, so a first
// visit runs a request many more times.
function practise(request, pause) {
  clearTimeout(practice);
  if (practised === PRACTICE || !fromNetwork(script)) return;
  practice = setTimeout(() => {
    const begun = performance.now();
    planner.answer(request);
    planner.whole();
    if (performance.now() - begun > QUICK) return; // of a plan, or many ranges: the next request may do
    practised += 1;
    if (practised === PRACTICE) meetAgain();
    else practise(request, 0);
  }, pause);
}

// Files that run as they come are held, once nobody waits, against what the build says of them.
async function check({ base, parts }) {
  for (const [name, { integrity }] of Object.entries(parts.files)) {
    const [method, expected] = integrity.split(/-(.*)/s);
    const held = await fromOutside(new URL(name, base), { cache: "only-if-cached", mode: "same-origin" }).catch(() => undefined);
    if (!held?.ok) continue; // not kept by the browser: what came cannot be seen again
    const digest = await crypto.subtle.digest(method.replace("sha", "SHA-"), await held.arrayBuffer());
    if (btoa(String.fromCharCode(...new Uint8Array(digest))) !== expected) return self.postMessage({ broken: name });
  }
}

function fromNetwork(address) {
  return performance.getEntriesByName(address)[0]?.transferSize > 0;
}

// Chromium keeps what it knows of a script when it meets it for the second time. That takes a while: another worker's.
function meetAgain() {
  const other = new Worker(self.location.href, { type: "module" });
  other.postMessage({ again: script });
}

self.addEventListener("message", async ({ data: { id, start, run, whole, again } }) => {
  try {
    if (again) {
      await import(again);
      setTimeout(() => self.close(), FAREWELL);
      return;
    }
    if (run) return answer(id, run);
    if (whole) return self.postMessage({ id, answer: planner.whole() });
    interpreter ??= prepare(start);
    interpreter.catch(() => {}); // told to whoever asks with an id
    if (!id) return;
    await interpreter;
    planner.speak(start.locale);
    self.postMessage({ id, ready: true });
    if (self.crypto?.subtle) setTimeout(() => check(start), CHECKED_AFTER);
  } catch (error) {
    self.postMessage({ id, failure: String(error?.message ?? error) });
  }
});
