"""The offer to install models that are missing: in the empty state, and once in the banner."""

from __future__ import annotations

from collections.abc import Callable

from app.gui import places
from app.gui.banner import Banner
from app.gui.conversation.empty import EmptyConversation
from app.gui.language import tr
from app.gui.library.pane import LibraryPane


class ModelsOffer:
    def __init__(
        self,
        empty: EmptyConversation,
        library: LibraryPane,
        banner: Banner,
        show: Callable[[], None],
    ) -> None:
        self._empty = empty
        self._library = library
        self._banner = banner
        self._show = show
        self._made = False
        self._missing = (0, 0)  # models, bytes

    def make(self, n_missing: int, n_bytes: int) -> None:
        self._missing = (n_missing, n_bytes)
        self._empty.show_missing(n_missing, n_bytes)
        if n_missing and self._library.items.rowCount():  # else the empty state says it
            self._made = True
            self._banner.say(
                "models",
                tr("{n} still to install ({size}).").format(
                    n=places.count(n_missing, "model"), size=places.size(n_bytes)
                ),
                tr(
                    "Words are found already. Answers, pictures and recordings need them; they are "
                    "downloaded once, then everything works offline."
                ),
                tone="warn",
                button=tr("Install…"),
                act=self._show,
            )
        elif not n_missing:
            self._banner.withdraw("models")

    def again(self) -> None:
        """When there are items: what was missing before is said in the banner, once."""
        if not self._made:
            self.make(*self._missing)
