// Runs one Python file in Pyodide under Node.js: one JSON object on stdin, {"answer": …} or {"failure": "…"} on stdout.
//
// stdin: {
//   "runtime": "folder of pyodide.mjs, pyodide.asm.mjs and pyodide.asm.wasm",
//   "library": "standard library, an archive; the folder's own where null",
//   "environment": {variables by which Python starts},
//   "lock": {lock file, as an object; the folder's own where null},
//   "folders": {"/path/inside": "folder to show there"},
//   "files": {"/path/inside": "file to copy there"},
//   "paths": ["what sys.path gets besides"],
//   "modules": {"module": "its .py file"}, the Python files that do the work
//   "module": "module of which main(argument: str) -> str is called",
//   "argument": "JSON text",
//   "results": {"/path/inside": "file to copy it to"}
// }
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
const HOME = "/scripts";

async function start() {
  const { loadPyodide } = await import(pathToFileURL(`${asked.runtime}/pyodide.mjs`).href);
  return loadPyodide({
    indexURL: `${asked.runtime}/`,
    ...(asked.library ? { stdLibURL: asked.library } : {}),
    ...(asked.environment ? { env: asked.environment } : {}),
    ...(asked.lock ? { lockFileContents: asked.lock } : {}),
    stdout: (line) => console.error(line), // stdout is for the answer
    stderr: (line) => console.error(line),
  });
}

function fill(pyodide) {
  pyodide.FS.mkdirTree(HOME);
  for (const [inside, outside] of Object.entries(asked.folders ?? {})) pyodide.mountNodeFS(inside, outside);
  const scripts = Object.entries(asked.modules).map(([name, file]) => [`${HOME}/${name}.py`, file]);
  for (const [inside, outside] of [...scripts, ...Object.entries(asked.files ?? {})])
    pyodide.FS.writeFile(inside, readFileSync(outside));
  const path = pyodide.pyimport("sys").path;
  for (const added of [HOME, ...(asked.paths ?? [])]) path.append(added);
}

// An error that crosses to JavaScript is put in words by Python: what that imports belongs to the library too.
function fail(pyodide) {
  try {
    pyodide.pyimport("builtins").int("not a number");
  } catch (error) {
    return error.message;
  }
}

process.on("uncaughtException", (error) => {
  console.error(error.stack); // Node.js itself would print the line of source, a megabyte
  process.exit(1);
});

const pyodide = await start();
fill(pyodide);
const failed = fail(pyodide);
let said;
try {
  const work = pyodide.pyimport(asked.module);
  // Texts are away before anything can fail: no page has any, and quoting them would take modules that no page has.
  for (const name of Object.keys(asked.modules)) pyodide.FS.unlink(`${HOME}/${name}.py`);
  said = { answer: JSON.parse(work.main(asked.argument)), failed };
} catch (error) {
  said = { failure: error.message };
}
for (const [inside, outside] of Object.entries(said.failure ? {} : (asked.results ?? {})))
  writeFileSync(outside, pyodide.FS.readFile(inside));
process.stdout.write(JSON.stringify(said), () => process.exit(0));
