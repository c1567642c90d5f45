"""Joins the view of a recording to the engine: waveform, transcript, and the sound itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings

from app.core.calls import NameVoice, ReadPeaks, ReadSound, Request, ShowItem
from app.core.events import Failure, ItemDetail, Peaks, Samples, VoiceRow
from app.gui.evidence.player import SPEEDS, Player
from app.gui.evidence.sound import SoundView
from app.gui.language import in_one_line, tr
from app.gui.naming import NameDialog
from app.tasks.stream import Operation

if TYPE_CHECKING:
    from numpy.typing import NDArray


class SoundFlow(QObject):
    """`ask` is how what belongs to the open place is asked for; `on_failure` shows that nothing
    can be shown of it."""

    def __init__(
        self,
        view: SoundView,
        ask: Callable[[Request[Any]], Operation],
        on_failure: Callable[[Failure], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view, self._ask, self._on_failure = view, ask, on_failure
        self._item_id = 0
        self._locator: Mapping[str, Any] = {}
        self._quote = ""
        self.player = Player(self)
        self.player.wanted.connect(self._fetch)
        self.player.moved.connect(view.show_position)
        self.player.playing_changed.connect(view.show_playing)
        self.player.troubled.connect(view.show_trouble)
        view.play_wanted.connect(self.player.toggle)
        view.seek_wanted.connect(self._seek)
        view.speed_chosen.connect(self.player.set_speed)
        view.volume.changed.connect(self.player.set_volume)
        view.naming_wanted.connect(self.ask_name)

    def recall(self, memory: QSettings) -> None:
        """As it was played last."""
        speed = _number(memory.value("sound/speed"), 1.0)
        self.player.set_speed(min(SPEEDS, key=lambda known: abs(known - speed)))
        self.player.set_volume(min(1.0, max(0.0, _number(memory.value("sound/volume"), 1.0))))
        self._view.show_speed(self.player.speed)
        self._view.volume.show_volume(self.player.volume)

    def remember(self, memory: QSettings) -> None:
        memory.setValue("sound/speed", self.player.speed)
        memory.setValue("sound/volume", self.player.volume)

    def _seek(self, to_s: float) -> None:
        self.player.seek(to_s)
        self._view.segments.follow(self.player.playing)

    def open(self, item_id: int, locator: Mapping[str, Any], quote: str) -> None:
        """From the cited second, its stretch marked and the words of `quote` in it."""
        self._item_id, self._locator, self._quote = item_id, locator, quote
        self._view.clear()
        self._ask(ShowItem(item_id)).on(ItemDetail, self._show).failed(self._on_failure)
        # without a waveform there is still the transcript
        self._ask(ReadPeaks(item_id)).on_arrays(Peaks, self._show_peaks).failed(lambda _: None)

    def ask_name(self, speaker: str) -> None:
        """Of who is heard; a recording of one voice does not say it, then it is the first."""
        title = (
            tr("Who is {speaker}?").format(speaker=speaker) if speaker else tr("Whose voice is it?")
        )
        dialog = NameDialog(self._view.window(), title)
        dialog.named.connect(lambda name: self.name(speaker or "1", name))
        dialog.open()

    def name(self, speaker: str, name: str) -> None:
        """Give the voice its name, and show the transcript as it is then."""

        def tell(failure: Failure) -> None:
            self._view.show_trouble(in_one_line(failure))

        def show(_row: VoiceRow) -> None:
            self._view.show_trouble("")
            self.name_anew()

        self._ask(NameVoice(self._item_id, speaker, name)).on(VoiceRow, show).failed(tell)

    def name_anew(self) -> None:
        """Voices have other names: show the transcript as it is now, where one is shown."""
        if self._view.isVisible():
            detail = self._ask(ShowItem(self._item_id)).on(ItemDetail, self._show_lines)
            detail.failed(lambda failure: self._view.show_trouble(in_one_line(failure)))

    def _show_lines(self, detail: ItemDetail) -> None:
        self._view.show_segments(detail.chunks, detail.duration_s or 0.0)

    def _show_peaks(self, event: Peaks, arrays: tuple[NDArray[Any], ...]) -> None:
        self._view.wave.show_peaks(arrays[0], event.duration_s)

    def _show(self, detail: ItemDetail) -> None:
        duration_s = detail.duration_s or 0.0
        self.player.load(duration_s)
        self._view.show_segments(detail.chunks, duration_s)
        start = self._locator.get("start_s")
        if start is not None:
            end = self._locator.get("end_s")
            self._view.show_cited(float(start), None if end is None else float(end), self._quote)
            self.player.seek(float(start))
        else:
            self._view.show_position(0.0)

    def _fetch(self, start_s: float, end_s: float) -> None:
        def feed(event: Samples, arrays: tuple[NDArray[Any], ...]) -> None:
            self.player.feed(event.start_s, arrays[0], event.sample_rate_hz)

        def fail(failure: Failure) -> None:
            self.player.pause()
            self._view.show_trouble(in_one_line(failure))

        self._ask(ReadSound(self._item_id, start_s, end_s)).on_arrays(Samples, feed).failed(fail)


def _number(value: object, usual: float) -> float:
    """What was remembered, where it is a figure."""
    try:
        return float(str(value)) if value is not None else usual
    except ValueError:
        return usual
