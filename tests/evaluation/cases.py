"""The set `cases`: a folder of tried situations that brings its own runner; see its README."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.evaluation.sets import SetMissing

_VARIABLE = "TRIPTYCH_EVAL_CASES"


def run_cases(folder: Path | None, work: Path) -> Iterator[dict[str, Any]]:
    """A row for each case. The runner works through the command line, in processes of its own."""
    folder = folder or (Path(os.environ[_VARIABLE]) if _VARIABLE in os.environ else None)
    if folder is None or not (folder / "run_cases.py").is_file():
        raise SetMissing(f"Name the folder of cases with --cases, or in {_VARIABLE}.")
    program = Path(sys.executable).parent / ("triptych.exe" if os.name == "nt" else "triptych")
    done = subprocess.run(
        [
            *(sys.executable, str(folder / "run_cases.py"), str(program)),
            *(str(folder), str(work), "--json"),
        ],
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SetMissing("The runner of the cases came to no end; what it said stands above.")
    for case in json.loads(done.stdout)["cases"]:
        yield {
            "row": "case",
            "set": "cases",
            "id": case["case"],
            "kind": case["area"],
            "holds": int(case["holds"]),
            "failing": case["failing"],
        }
