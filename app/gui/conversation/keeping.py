"""Earlier conversations: listing, renaming, deleting, writing one out with its sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.calls import (
    ForgetConversation,
    ListConversations,
    OpenConversation,
    RenameConversation,
)
from app.core.events import Answer, ConversationRow, Failure, Words
from app.gui import choose
from app.gui.asking import ConfirmDialog
from app.gui.conversation.pdf import write_pdf
from app.gui.conversation.written import as_html, as_markdown
from app.gui.language import quoted, tr
from app.gui.library.history import HistoryList
from app.gui.naming import NameDialog
from app.tasks.stream import EventStream, Operation

_ENDINGS = (".md", ".html", ".pdf")
_NOT_IN_NAMES = set('<>:"/\\|?*')


class ConversationKeeping(QObject):
    """`current` is the conversation that is open, None for a new one."""

    deleted = Signal(int)
    exported = Signal(str)  # the file that was written

    def __init__(
        self,
        stream: EventStream,
        history: HistoryList,
        on_failure: Callable[[Failure], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._stream, self._history = stream, history
        self._on_failure, self._window = on_failure, window
        self.current: int | None = None
        history.delete_wanted.connect(self.confirm_deletion)
        history.rename_wanted.connect(self.ask_name)
        history.export_wanted.connect(self.choose_file)
        history.words_changed.connect(self.reload)

    def reload(self) -> None:
        self._list_after(self._stream.call(ListConversations(self._history.words())))

    def ask_name(self, row: ConversationRow) -> None:
        dialog = NameDialog(self._window, tr("Rename conversation"), row.title, tr("Rename"))
        dialog.named.connect(lambda title: self.rename(row.conversation_id, title))
        dialog.open()

    def rename(self, conversation_id: int, title: str) -> None:
        if title.strip():
            self._change(RenameConversation(conversation_id, title))

    def confirm_deletion(self, row: ConversationRow) -> None:
        dialog = ConfirmDialog(
            self._window,
            tr("Delete this conversation?"),
            quoted(row.title),
            tr(
                "Its questions, answers and quotes are erased and cannot be brought back. Your "
                "library stays as it is."
            ),
            tr("Delete"),
        )
        dialog.confirmed.connect(lambda: self.delete(row.conversation_id))
        dialog.open()

    def delete(self, conversation_id: int) -> None:
        self.deleted.emit(conversation_id)
        self._change(ForgetConversation(conversation_id))

    def choose_file(self, row: ConversationRow) -> None:
        named = "".join("-" if c in _NOT_IN_NAMES else c for c in row.title)[:60].strip(" .")
        kinds = zip(("Markdown", tr("Web page"), "PDF"), _ENDINGS, strict=True)
        filters = [f"{kind} (*{ending})" for kind, ending in kinds]
        path, chosen = choose.target(
            self._window,
            "save",
            tr("Export conversation"),
            f"{named or tr('Conversation')}.md",
            ";;".join(filters),
        )
        if path:
            file = Path(path)
            if file.suffix.lower() not in (*_ENDINGS, ".htm") and chosen in filters:
                file = file.with_name(file.name + _ENDINGS[filters.index(chosen)])
            self.export(row, file)

    def export(self, row: ConversationRow, path: Path) -> None:
        """As a PDF or a web page where the name ends so, else as Markdown."""
        answers: list[Answer] = []

        def write() -> None:
            ending = path.suffix.lower()
            form = as_html if ending in (".html", ".htm", ".pdf") else as_markdown
            text = form(row.title, answers)
            try:
                if ending == ".pdf":
                    write_pdf(text, row.title, path)
                else:
                    path.write_text(text, "utf-8")
            except OSError as error:
                why = {"why": type(error).__name__}
                message = Words("The conversation could not be written ({why}).", why)
                self._on_failure(Failure("export", message, Words("Choose another folder.")))
                return
            self.exported.emit(str(path))

        self._stream.call(OpenConversation(row.conversation_id)).on(Answer, answers.append).done(
            write
        )

    def _change(self, request: RenameConversation | ForgetConversation) -> None:
        """It tells of all; where words are sought, of those that have them."""
        operation = self._stream.call(request)
        if self._history.words():
            operation.done(self.reload)
        else:
            self._list_after(operation)

    def _list_after(self, operation: Operation) -> None:
        """Show the conversations that `operation` tells of."""
        rows: list[ConversationRow] = []

        def show() -> None:
            self._history.show_rows(rows, self.current)

        operation.on(ConversationRow, rows.append).done(show)
