"""Set up Triptych and run it. Standard library only; Linux, macOS, Windows; Python 3.11 or newer.

python run.py          open the application
python run.py demo     fetch the starter models, build the sample library, ask it questions
python run.py test     run the tests
python run.py evaluate [SET…]   measure search and answers on sets; docs/quality.md
python run.py ...      any command of the program `triptych`, for instance `python run.py add DIR`
"""

import collections
import hashlib
import os
import queue
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
import urllib.parse
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
# Each process loads models of its own: more than four would want more memory than they save time.
SIDE_BY_SIDE = ("-n", "logical", "--maxprocesses", "4", "--dist", "loadfile")
FILE = re.compile(
    r"\s*(Downloading|Using cached) (?:\S*/)?([^\s/]+?)-(\d[^\s/-]*?)(?:-\S+\.whl|\.tar\.gz|\.zip)"
    r" \(([\d.]+) (bytes|kB|MB)\)"
)
BYTES = {"bytes": 1, "kB": 1e3, "MB": 1e6}
LARGE = 20e6  # bytes of a file that gets a line of its own where no line can move


def main(arguments):
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get a sentence
        return stop(f"Triptych needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    testing, measuring = arguments[:1] == ["test"], arguments[:1] == ["evaluate"]
    if not set_up("test" if testing or measuring else None):
        return 3
    if testing:
        return run_tests(arguments[1:])
    if measuring:
        os.environ["PYTHONPATH"] = str(HERE)  # the tests are no installed package
        return run("-m", "tests.evaluation", *arguments[1:])
    if arguments[:1] == ["demo"]:  # the window installs them itself, while it can be used already
        done = run("-m", "app", "models", "install", "starter")
        if done != 0:
            return done
    return run("-m", "app", *arguments)


def set_up(extra):
    """Make the environment, and bring it up to date when pyproject.toml has changed."""
    project = (HERE / "pyproject.toml").read_bytes()
    stamp = VENV / f"triptych-{extra or 'base'}.sha256"
    wanted = hashlib.sha256(project + str(HERE).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return True
    larger = ", several where pip takes the CUDA build of torch" if sys.platform == "linux" else ""
    say(f"Setting up the environment in .venv: once, some minutes, about 1 GB to download{larger}.")
    began = time.monotonic()
    make = [sys.executable, "-P", "-m", "venv", str(VENV)]
    if not PYTHON.exists() and subprocess.run(make, check=False).returncode:
        stop("The environment could not be made. On Debian or Ubuntu: apt install python3-venv")
        return False
    target = f"{HERE}[{extra}]" if extra else str(HERE)
    kind = progress_kind(began)
    pip = Pip(began)
    failed = pip.install("--progress-bar", kind, "--editable", target)
    if failed:
        say("\n".join(failed))
        stop(
            "The packages could not be installed. Nothing else was changed; check the network "
            "connection or pip's settings and run the same command again."
        )
        return False
    say(f"The environment is ready: {megabytes(pip.fetched())} MB fetched, {since(began)}.")
    stamp.write_text(wanted)
    return True


def progress_kind(began):
    """What pip can say of a download: how far it is since its version 24.1. An older one, as some
    Pythons bring it, is brought up to date first; where that fails it names the files only."""
    ask = [str(PYTHON), "-P", "-m", "pip", "--version"]
    for try_again in (True, False):
        said = subprocess.run(ask, check=False, capture_output=True, text=True).stdout
        version = [int(part) for part in re.findall(r"\d+", said)[:2]]
        if version >= [24, 1]:
            return "raw"
        if try_again:
            Pip(began, "Bringing pip up to date").install("--upgrade", "pip")
    return "off"


class Pip:
    """Runs pip, and tells what it writes as one line that moves, or as a few where none can."""

    def __init__(self, began, only="", *, terminal=None):
        """`began`: when its clock did; `only`: all there is to say."""
        self.terminal = sys.stderr.isatty() if terminal is None else terminal
        self.began, self.only = began, only
        self.name = ""
        self.earlier = 0  # bytes of the files that have come before
        self.here = self.size = 0  # bytes of the file that is coming, and of all of it
        self.packages = 0  # to be put in place, of which `installed` are
        self.installed = self.installed_before = 0
        self._shown = ""
        self._shown_at = 0.0

    def install(self, *arguments):
        """Returns what went wrong, line by line; nothing where all went well."""
        pip = [str(PYTHON), "-P", "-m", "pip", "install", "--disable-pip-version-check"]
        last = collections.deque(maxlen=500)
        with subprocess.Popen(
            [*pip, "--no-input", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process:
            for line in lines_of(process.stdout):
                self.take(line)
                self.show()
                if line and not line.startswith("Progress "):
                    last.append(line)
        self.end_line()
        if process.returncode == 0:
            return []
        return [line for line in last if line.startswith("ERROR")] or list(last)[-12:]

    def take(self, line):
        """A line of pip's; "" while it is silent."""
        if match := FILE.match(line):
            how, name, version, size, unit = match.groups()
            self.earlier, self.here = self.fetched(), 0
            self.name = f"{name.replace('_', '-')} {urllib.parse.unquote(version)}"
            self.size = float(size) * BYTES[unit] if how == "Downloading" else 0
        elif match := re.match(r"Progress (\d+) of (\d+)$", line):
            self.here = int(match[1])
            self.size = int(match[2]) or self.size
        elif line.startswith("Installing collected packages: "):
            self.packages = line.count(",") + 1
            self.installed_before = installed()
        if self.packages:
            self.installed = min(installed() - self.installed_before, self.packages)

    def fetched(self):
        return self.earlier + self.size

    def words(self):
        """What goes on; the part in front stays while it does."""
        if self.only:
            return self.only, ""
        if self.packages:
            return f"Installing {self.packages} packages", f"{self.installed} are in place"
        if not self.name:
            return "Looking up what is needed", ""
        here = (
            f"{megabytes(self.here)} of {megabytes(self.size)} MB" if self.size else "kept before"
        )
        return f"Fetching {self.name}", f"{here}, {megabytes(self.earlier + self.here)} MB in all"

    def show(self):
        head, rest = self.words()
        if not self.terminal:
            worth_it = self.only or self.packages or self.size >= LARGE or not self.name
            if worth_it and head != self._shown:
                size = f" ({megabytes(self.size)} MB)" if self.size and not self.packages else ""
                say(f"{head}{size} …")
                self._shown = head
        elif time.monotonic() - self._shown_at > 0.1:
            self._shown_at = time.monotonic()
            line = ": ".join(filter(None, [head, rest])) + f" ({since(self.began)})"
            line = line[: shutil.get_terminal_size().columns - 1]
            print("\r" + line.ljust(len(self._shown)), end="", file=sys.stderr, flush=True)
            self._shown = line

    def end_line(self):
        if self.terminal:
            print("\r" + " " * len(self._shown) + "\r", end="", file=sys.stderr, flush=True)


def lines_of(stream):
    """Lines without their ends, as they come; "" after each half second without any."""
    told = queue.Queue()

    def read():
        for line in stream:
            told.put(line.rstrip())
        told.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = told.get(timeout=0.5)
        except queue.Empty:
            line = ""
        if line is None:
            return
        yield line


def installed():
    """How many packages are in place."""
    place = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
    return sum(1 for _ in place.glob("*.dist-info/RECORD"))


def megabytes(n_bytes):
    return f"{n_bytes / 1e6:,.0f}" if n_bytes >= 1e6 or not n_bytes else f"{n_bytes / 1e6:.1f}"


def since(began):
    minutes, seconds = divmod(int(time.monotonic() - began), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def run_tests(arguments):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    steps = [
        ("-m", "app", "models", "install", "quick"),
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy"),
        ("-m", "pytest", "-m", "not slow", *SIDE_BY_SIDE, *arguments),
    ]
    for step in steps:
        say("› " + " ".join(step[1:]))
        status = run(*step, folder=HERE)
        if status:
            return status
    return 0


def run(*arguments, folder=None):
    """`-P`, as everywhere: modules in the folder that the user stands in are not ours to run."""
    try:
        return subprocess.run([str(PYTHON), "-P", *arguments], cwd=folder, check=False).returncode
    except KeyboardInterrupt:
        return 130


def say(text):
    print(text, file=sys.stderr, flush=True)


def stop(text):
    say(text)
    return 3


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\nStopped. Run the same command again; it goes on.")
        sys.exit(130)
