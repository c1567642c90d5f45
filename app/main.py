"""Starts the window, nothing else. What Qt would abort over is looked for first."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from app import paths

CANNOT_GO_ON = 3

# The libraries that Qt's xcb plugin needs, and the Debian packages that hold them.
_XCB_LIBRARIES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
}
_ALWAYS_NEEDED = ("libEGL.so.1",)


def missing_for_display(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> str | None:
    """What keeps a window from opening, as a message with the next step; None where nothing does.

    Qt aborts the process over these, so they are tried before Qt is."""
    if platform != "linux":
        return None
    plugin = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    headless = plugin in ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
    wayland = bool(environment.get("WAYLAND_DISPLAY")) or plugin == "wayland"
    x11 = bool(environment.get("DISPLAY"))
    if not (headless or wayland or x11):
        return (
            "There is no display to open a window on.\n"
            "Run this in a desktop session, or use the command line: triptych ask, "
            "triptych search, triptych add."
        )
    xcb = x11 and not headless and plugin in ("", "xcb") and not (wayland and plugin == "")
    needed = _XCB_LIBRARIES if xcb else _ALWAYS_NEEDED
    lacking = [name for name in needed if not _loads(name)]
    if not lacking:
        return None
    packages = " ".join(_XCB_LIBRARIES[name] for name in lacking)
    return (
        f"The window needs system libraries that are missing: {', '.join(lacking)}.\n"
        f"On Debian or Ubuntu install them with: sudo apt install {packages}"
    )


def run(
    library: Path | None = None,
    *,
    engine: Sequence[str] | None = None,
    add: Sequence[Path] = (),
    in_background: bool = False,
) -> int:
    """Open the window on `library` and stay until it is closed; return the exit status.

    A window that is open on it already comes to the front instead, and takes what is to be added.
    `in_background` shows it in the tray, or small, until it is asked for. `engine` is the command
    of the engine process, for tests; None is the real one."""
    problem = missing_for_display()
    if problem is not None:
        print(problem, file=sys.stderr)
        return CANNOT_GO_ON
    from PySide6.QtWidgets import QApplication

    from app.gui.start import open_frame

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    if paths.home_trouble() is not None:
        from app.gui.moving import show_missing

        if not show_missing(application):
            return CANNOT_GO_ON
    from app.gui.instance import Instance

    instance = Instance(library, add)
    if instance.handed_over:
        return 0
    frame = open_frame(application, library, engine, add)
    instance.wanted.connect(frame.come_forward)
    if in_background:
        frame.begin_hidden()
    else:
        frame.show()
    # Qt's loop comes back to Python at each tick of the stream.
    signal.signal(signal.SIGINT, lambda _signal, _frame: frame.end())
    return application.exec()


def move(folder: Path) -> int:
    """Move the data folder in a small window of its own, then open the main one; return the exit
    status."""
    problem = missing_for_display()
    if problem is not None:
        print(problem, file=sys.stderr)
        return CANNOT_GO_ON
    from PySide6.QtWidgets import QApplication

    from app.gui.moving import run_move

    run_move(QApplication(sys.argv[:1]), folder)
    return 0


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
