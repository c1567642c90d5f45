"""Set up Triptych and run it. Standard library only; Linux, macOS, Windows; Python 3.11 or newer.

python run.py          open the application
python run.py demo     fetch the starter models, build the sample library, ask it questions
python run.py test     run the tests
python run.py evaluate [SET…]   measure search and answers on sets; docs/quality.md
python run.py ...      any command of the program `triptych`, for instance `python run.py add DIR`
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
# Each process loads models of its own: more than four would want more memory than they save time.
SIDE_BY_SIDE = ("-n", "logical", "--maxprocesses", "4", "--dist", "loadfile")


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
    say("Setting up the environment in .venv: once, some minutes, about 1 GB to download …")
    make = [sys.executable, "-P", "-m", "venv", str(VENV)]
    if not PYTHON.exists() and subprocess.run(make, check=False).returncode:
        stop("The environment could not be made. On Debian or Ubuntu: apt install python3-venv")
        return False
    target = f"{HERE}[{extra}]" if extra else str(HERE)
    pip = [str(PYTHON), "-P", "-m", "pip", "install", "--disable-pip-version-check", "-qq"]
    if subprocess.run([*pip, "--editable", target], check=False).returncode:
        stop(
            "The packages could not be installed. Nothing else was changed; check the network "
            "connection or pip's settings and run the same command again."
        )
        return False
    stamp.write_text(wanted)
    return True


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
    sys.exit(main(sys.argv[1:]))
