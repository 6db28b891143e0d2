// The worker's side: Python, off the main thread. The messages are described in client.js.
const ARCHIVE = "/planner.zip";
let planner;

async function start({ base, parts, locale }) {
  const at = (name) => new URL(name, base).href;
  const own = fetch(at(parts.planner), { integrity: parts.files[parts.planner].integrity }).then((answer) =>
    answer.arrayBuffer(),
  );
  own.catch(() => {}); // awaited below: the interpreter starts meanwhile
  const { loadPyodide } = await import(at(`${parts.interpreter}pyodide.mjs`));
  const pyodide = await loadPyodide({
    indexURL: at(parts.interpreter),
    stdLibURL: at(parts.library),
    lockFileContents: parts.lock,
  });
  pyodide.FS.writeFile(ARCHIVE, new Uint8Array(await own));
  pyodide.pyimport("sys").path.insert(0, ARCHIVE);
  planner = pyodide.pyimport("planner.browser");
  planner.speak(locale);
}

self.addEventListener("message", async ({ data: { id, start: settings, run } }) => {
  try {
    if (settings) {
      await start(settings);
      self.postMessage({ id, ready: true });
    } else {
      self.postMessage({ id, answer: JSON.parse(planner.answer(JSON.stringify(run))) });
    }
  } catch (error) {
    self.postMessage({ id, failure: String(error?.message ?? error) });
  }
});
