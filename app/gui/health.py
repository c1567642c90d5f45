"""What to do when the engine dies: say so, start it again, and stop trying when it keeps dying."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.gui.banner import Banner
from app.gui.language import tr
from app.tasks.client import EngineClient
from app.tasks.stream import EventStream

MAX_DEATHS = 3
WITHIN_S = 60.0


class EngineHealth:
    """`on_back` is called after each start, to fetch anew what is shown."""

    def __init__(
        self,
        stream: EventStream,
        client: EngineClient,
        banner: Banner,
        on_back: Callable[[], None],
    ) -> None:
        self._client, self._banner, self._on_back = client, banner, on_back
        self._deaths: list[float] = []
        stream.on_died = self._died

    def _died(self, exit_code: int | None) -> None:
        now = time.monotonic()
        self._deaths = [at for at in self._deaths if now - at < WITHIN_S] + [now]
        if len(self._deaths) >= MAX_DEATHS:
            code = "" if exit_code is None else " " + tr("(exit code {n})").format(n=exit_code)
            self._banner.say(
                "engine",
                tr(
                    "The engine keeps stopping{code}. Your files and all that was saved are safe."
                ).format(code=code),
                tr(
                    "The log in the data folder says why. If another Triptych window or command is "
                    "using this library, close it first."
                ),
                tone="error",
                button=tr("Start it again"),
                act=self._start_anew,
            )
            return
        self._banner.say(
            "engine",
            tr("The engine stopped and was started again. All that was saved is safe."),
            tr("Ask once more if an answer was cut off; adding goes on by itself."),
            tone="warn",
        )
        self._start()

    def _start_anew(self) -> None:
        self._deaths.clear()
        self._start()

    def _start(self) -> None:
        self._client.start()
        self._on_back()
