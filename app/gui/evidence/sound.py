"""A recording: waveform, controls and the transcript, whose lines are places to go to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPen,
    QShortcut,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core.events import ChunkRow
from app.gui import parts, places
from app.gui.evidence.following import NOW, FollowingList
from app.gui.evidence.player import SPEEDS
from app.gui.evidence.text_writer import FAINT_ALPHA
from app.gui.evidence.volume import VolumeControl
from app.gui.evidence.waveform import Waveform
from app.gui.fields import ChoiceBox
from app.gui.language import figure, tr
from app.gui.theme import Theme

_CITED = Qt.ItemDataRole.UserRole + 2
_START = Qt.ItemDataRole.UserRole + 1
_QUOTED = Qt.ItemDataRole.UserRole + 3
_SPEAKER = Qt.ItemDataRole.UserRole + 5
_TIME_WIDTH = 58
Index = QModelIndex | QPersistentModelIndex


class SoundView(QWidget):
    """`naming_wanted` carries who is heard in a line as the line says it, "" where it does not."""

    naming_wanted = Signal(str)
    seek_wanted = Signal(float)
    play_wanted = Signal()
    speed_chosen = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        box = parts.column(self, space=8)
        player = parts.frame("card")
        inner = parts.column(player, margin=8, space=4)
        self.wave = Waveform(theme)
        self.wave.seek_wanted.connect(self.seek_wanted)
        inner.addWidget(self.wave)
        tools = parts.row(space=8)
        tools.setContentsMargins(4, 0, 8, 0)
        self.play = parts.IconButton(
            theme, "play", tr("Play"), role="on_accent", tip=tr("Play or pause")
        )
        self.play.setProperty("role", "play")
        self.play.setFixedSize(34, 34)  # round: the style sheet's radius is half of it
        self.play.clicked.connect(self.play_wanted)
        self._clock = parts.label("0:00", "small")
        self._trouble = parts.label("", "small", wrap=True)
        tools.addWidget(self.play)
        tools.addWidget(self._clock)
        tools.addStretch(1)
        tools.addWidget(self._make_speed(theme))
        self.volume = VolumeControl(theme)
        tools.addWidget(self.volume)
        inner.addLayout(tools)
        self._trouble.hide()
        inner.addWidget(self._trouble)
        home = parts.row()
        home.setContentsMargins(12, 4, 12, 0)
        home.addWidget(player)
        box.addLayout(home)
        head = parts.label(tr("TRANSCRIPT"), "overline")
        head.setContentsMargins(16, 4, 16, 0)
        box.addWidget(head)
        self.segments = FollowingList()
        self.segments.setAccessibleName(tr("Transcript"))
        self.segments.setItemDelegate(_SegmentDelegate(theme))
        self.segments.setWordWrap(True)
        self.segments.setResizeMode(FollowingList.ResizeMode.Adjust)
        self.segments.setMouseTracking(True)
        self.segments.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.segments.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.segments.itemActivated.connect(self._go)
        self.segments.itemClicked.connect(self._go)
        self.segments.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.segments.customContextMenuRequested.connect(self._offer_naming)
        box.addWidget(self.segments, 1)
        self._duration_s = 0.0
        self._starts: list[float] = []
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self)
        space.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        space.activated.connect(self.play_wanted)

    def _make_speed(self, theme: Theme) -> ChoiceBox:
        self.speed = ChoiceBox(theme)
        for speed in SPEEDS:
            self.speed.addItem(f"{figure(speed, 2).rstrip('0').rstrip('.,')}×", speed)
        self.speed.setAccessibleName(tr("Speed"))
        self.speed.setToolTip(tr("How fast it is played; voices keep their pitch"))
        self.speed.activated.connect(lambda at: self.speed_chosen.emit(SPEEDS[at]))
        self.show_speed(1.0)
        return self.speed

    def show_speed(self, speed: float) -> None:
        self.speed.setCurrentIndex(SPEEDS.index(speed))

    def clear(self) -> None:
        self.wave.clear()
        self.segments.clear()
        self._starts = []
        self.show_trouble("")

    def show_segments(self, chunks: Sequence[ChunkRow], duration_s: float) -> None:
        self._duration_s = duration_s
        self.wave.set_duration(duration_s)
        timed = [chunk for chunk in chunks if "start_s" in chunk.locator]
        timed.sort(key=lambda chunk: float(chunk.locator["start_s"]))
        self.segments.clear()
        self._starts = [float(chunk.locator["start_s"]) for chunk in timed]
        for chunk, start_s in zip(timed, self._starts, strict=True):
            entry = QListWidgetItem(" ".join(chunk.text.split()))
            entry.setData(_START, start_s)
            entry.setData(_SPEAKER, str(chunk.locator.get("speaker", "")))
            entry.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{places.clock(start_s)} {chunk.text}"
            )
            self.segments.addItem(entry)

    def show_cited(self, start_s: float, end_s: float | None, quote: str = "") -> None:
        """Mark the stretch and the lines that fall in it: faintly where the `quote` is spoken
        there, which is marked strongly."""
        self.wave.set_cited(start_s, end_s)
        end = end_s if end_s is not None else start_s + 0.01
        first: QListWidgetItem | None = None
        quote = " ".join(quote.split())
        lines = [self.segments.item(row).text() for row in range(len(self._starts))]
        is_spoken = bool(quote) and quote in " ".join(lines)
        for row, line_start in enumerate(self._starts):
            line_end = self._starts[row + 1] if row + 1 < len(self._starts) else self._duration_s
            inside = line_start < end and line_end > start_s
            entry = self.segments.item(row)
            entry.setData(_CITED, inside)
            found = quoted_in(entry.text(), quote) if inside else None
            entry.setData(_QUOTED, found or ((0, 0) if inside and is_spoken else None))
            if inside and first is None:
                first = entry
        if first is not None:
            self.segments.scrollToItem(first, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.show_position(start_s)

    def show_position(self, at_s: float) -> None:
        self.wave.set_position(at_s)
        self._clock.setText(f"{places.clock(at_s)} / {places.clock(self._duration_s)}")
        self.segments.show_now(bisect_right(self._starts, at_s + 0.01) - 1)

    def show_playing(self, playing: bool) -> None:
        self.segments.follow(playing)
        self.play.set_icon("pause" if playing else "play")
        self.play.setAccessibleName(tr("Pause") if playing else tr("Play"))

    def show_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))

    def naming_menu(self, entry: QListWidgetItem) -> QMenu:
        """What can be done with who is heard in a line."""
        speaker = str(entry.data(_SPEAKER) or "")
        label = tr("Name {speaker}…").format(speaker=speaker) if speaker else tr("Name this voice…")
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(label).triggered.connect(lambda: self.naming_wanted.emit(speaker))
        return menu

    def _offer_naming(self, at: QPoint) -> None:
        entry = self.segments.itemAt(at)
        if entry is not None:
            self.naming_menu(entry).popup(self.segments.viewport().mapToGlobal(at))

    def _go(self, entry: QListWidgetItem) -> None:
        self.seek_wanted.emit(float(entry.data(_START)))


def quoted_in(line: str, quote: str) -> tuple[int, int] | None:
    """Where the words of a quote stand in a line of the transcript; None where not in one piece.
    A quote that goes on in the next line is found by its beginning or its end."""
    words = " ".join(quote.split())
    if not words:
        return None
    at = line.find(words)
    if at >= 0:
        return at, at + len(words)
    if words.startswith(line) or words.endswith(line):
        return 0, len(line)
    for size in range(min(len(line), len(words)) - 1, 11, -1):
        if line.endswith(words[:size]):
            return len(line) - size, len(line)
        if line.startswith(words[-size:]):
            return 0, size
    return None


class _SegmentDelegate(QStyledItemDelegate):
    """Time on the left, words on the right, the cited lines marked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else 320
        metrics = QFontMetrics(self._theme.font("body"))
        text = index.data()
        box = QRect(0, 0, max(60, width - 16 - _TIME_WIDTH - 8), 10_000)
        return QSize(width, metrics.boundingRect(box, _WRAP, text).height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = self._theme.palette
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = box.adjusted(8, 1, -8, -1)
        cited, quoted = bool(index.data(_CITED)), index.data(_QUOTED)
        painter.setPen(Qt.PenStyle.NoPen)
        if index.data(NOW):
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(QRect(box.left() + 2, body.top(), 3, body.height()), 1.5, 1.5)
        if cited:
            pale = QColor(colours.highlight)
            pale.setAlpha(FAINT_ALPHA if quoted else 255)
            painter.setBrush(pale)
            painter.drawRoundedRect(body, 6, 6)
        elif state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(body, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), 6, 6)
        inked = cited and not quoted
        soft = colours.on_highlight if inked else colours.text_soft
        painter.setFont(self._theme.font("small"))
        painter.setPen(QColor(soft))
        time_box = QRect(body.left() + 8, body.top() + 6, _TIME_WIDTH - 8, body.height())
        painter.drawText(time_box, Qt.AlignmentFlag.AlignLeft, places.clock(index.data(_START)))
        painter.setFont(self._theme.font("body"))
        painter.setPen(QColor(colours.on_highlight if inked else colours.text))
        text_box = QRect(
            body.left() + _TIME_WIDTH, body.top() + 6, body.width() - _TIME_WIDTH - 8, body.height()
        )
        if quoted:
            self._draw_quoted(painter, text_box, index.data(), quoted)
        else:
            painter.drawText(text_box, _WRAP, index.data())
        painter.restore()

    def _draw_quoted(
        self, painter: QPainter, box: QRect, text: str, quoted: tuple[int, int]
    ) -> None:
        """The line with some of its words under the marker."""
        look = QTextCharFormat()
        look.setBackground(QColor(self._theme.palette.highlight))
        look.setForeground(QColor(self._theme.palette.on_highlight))
        marked = QTextLayout.FormatRange()
        marked.start, marked.length = quoted[0], quoted[1] - quoted[0]
        marked.format = look
        layout = QTextLayout(text, self._theme.font("body"))
        layout.setFormats([marked])
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(box.width())
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        layout.draw(painter, QPointF(box.topLeft()))


_WRAP = int(Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value)
