"""How fast this computer is with the models in use: a short measurement, and what it found."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.core.events import Failure, Machine, Speed, SpeedProgress
from app.gui import parts, places
from app.gui.language import figure, in_one_line, tr
from app.gui.theme import Theme

_DEVICES = {
    "cpu": tr("the processor"),
    "cuda": tr("the graphics card (CUDA)"),
    "mps": tr("the graphics processor (Metal)"),
}


class SpeedBox(QFrame):
    measure_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "note")
        self._is_fresh = True  # nothing was measured yet
        box = parts.column(self, margin=12, space=6)
        line = parts.row()
        self.said = parts.label(tr("How fast is this computer with the models in use?"), wrap=True)
        self.button = parts.button(
            tr("Measure"), tip=tr("Takes half a minute or so; questions go first.")
        )
        self.button.clicked.connect(self.measure_wanted)
        self.stop = parts.button(tr("Stop"), name=tr("Stop measuring"))
        self.stop.clicked.connect(self._stop)
        self.stop.hide()
        line.addWidget(self.said, 1)
        line.addWidget(self.button)
        line.addWidget(self.stop)
        box.addLayout(line)
        self.bar = parts.ProgressBar(theme, tr("Measuring"))
        self.bar.hide()
        box.addWidget(self.bar)

    def show_machine(self, machine: Machine) -> None:
        """Before anything was measured: what the models work on."""
        if not self._is_fresh:
            return
        on = machine_line(machine.device, machine.n_threads, machine.memory_bytes)
        self.said.setText(f"{on}\n{tr('How fast is that with the models in use?')}")

    def show_begun(self) -> None:
        self._is_fresh = False
        self.button.hide()
        self.stop.setEnabled(True)
        self.stop.show()
        self.said.setText(tr("Measuring…"))
        self.bar.show_busy()
        self.bar.show()

    def progress(self, event: SpeedProgress) -> None:
        self.bar.show_done(event.done, event.total)

    def show_speed(self, speed: Speed) -> None:
        self._end(speed_line(speed))

    def show_stopped(self) -> None:
        self._end(tr("The measurement was stopped."))

    def fail(self, failure: Failure) -> None:
        self._end(in_one_line(failure))

    def _end(self, said: str) -> None:
        self.said.setText(said)
        self.bar.hide()
        self.stop.hide()
        self.button.show()

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.said.setText(tr("Stopping…"))
        self.stop_wanted.emit()


def speed_line(speed: Speed) -> str:
    """Words a second, milliseconds a passage, and what it ran on, in two lines."""
    fast = tr(
        "{model} writes {words} words ({tokens} tokens) a second; a passage is encoded in {ms} ms."
    ).format(
        model=speed.model,
        words=figure(speed.words_per_s, 1),
        tokens=figure(speed.tokens_per_s, 1),
        ms=figure(speed.passage_ms, 1),
    )
    return f"{fast}\n{machine_line(speed.device, speed.n_threads, speed.memory_bytes)}"


def machine_line(device: str, n_threads: int, memory_bytes: int) -> str:
    return tr("On {device}, with {cores} and {size} of memory.").format(
        device=_DEVICES.get(device, device),
        cores=places.count(n_threads, "core"),
        size=places.size(memory_bytes),
    )
