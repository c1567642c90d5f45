"""No library reports home, and none waits at the cost of the others: what each one reads from the
environment, set before it is imported.

Every process of the program (command line, window, engine, readers) calls `silence` first, and
`docs/privacy.md` lists what each dependency would do without it."""

from __future__ import annotations

import os
from collections.abc import Mapping

ENVIRONMENT: Mapping[str, str] = {
    # onnxruntime 1.31 opens connections to its maker while a session runs, on Linux too, and keeps
    # the id of a device in the user's cache folder.
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_XET": "1",  # its native client reports transfers on its own account
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    # Not about silence on the network: nothing of theirs on our output.
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
    # torch and FAISS each bring threads of their own. Idle ones that spin hold the cores that the
    # other's need: FAISS after torch took 5.7 ms of 5,000 rows, and takes 0.7 where they sleep.
    "OMP_WAIT_POLICY": "passive",
    # NumPy's OpenBLAS would be a third, spinning for 25 ms after each product and waiting for one
    # another where the cores are busy; ours are small. A search took 130 ms of processor time, 65
    # with threads that sleep (OPENBLAS_THREAD_TIMEOUT), and 50 without any.
    "OPENBLAS_NUM_THREADS": "1",
}


def silence() -> None:
    """Set the environment of this process and of those it starts, whatever was set before."""
    os.environ.update(ENVIRONMENT)
