"""The window's words in the user's language. They stand in English in the code, in `tr`; the files
of Qt's Linguist in `resources/translations` hold them in others. What has no translation stays
English. Answers are in the language of their question, whatever the window's is."""

from __future__ import annotations

from importlib.resources import files
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from app.core.events import Failure, Words

Language = Literal["system", "en", "de"]
LANGUAGES: tuple[tuple[Language, str], ...] = (
    ("system", "Like the system"),
    ("en", "English"),
    ("de", "Deutsch"),
)
CONTEXT = "Triptych"


def tr(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


def figure(value: float, digits: int = 0) -> str:
    """With the language's own marks for thousands and decimals."""
    thousands, decimal = tr("1,234.5")[1], tr("1,234.5")[5]
    plain = f"{value:,.{digits}f}"
    return plain.translate({ord(","): thousands, ord("."): decimal})


def window_language() -> str:
    """The code of the language that the window speaks."""
    return tr("en")


def window_locale() -> QLocale:
    """For fields of Qt's that write figures themselves."""
    return QLocale(window_language())


def quoted(words: str) -> str:
    """In the language's own quotation marks."""
    return tr("“{words}”").format(words=words)


def worded(words: Words) -> str:
    """What a part of the program that knows no language has to say, in the window's."""
    return words.filled(tr(words.template))


def step_of(failure: Failure) -> str:
    """What to do next, in the window: where that names a command, what the window has for it."""
    step = failure.next_step
    if "triptych " not in step.template:
        return worded(step)
    return _for_command(step.template)


def _for_command(step: str) -> str:
    """What the window has for the command that `step` names; "" where it needs nothing."""
    known = (
        ("triptych models", tr("Install it in the menu under Models, or choose another there.")),
        (
            "triptych verify",
            tr("Choose “Check the library” in the menu, or bring a backup back."),
        ),
        ("triptych restore", tr("Bring another backup back, in the menu under Backups.")),
        ("triptych passphrase", tr("Change it in the menu under Passphrase. Nothing was changed.")),
        ("triptych lock", tr("Give it one in the menu under Passphrase. Nothing was changed.")),
        ("triptych add", tr("Add something first.")),
        (" list", tr("It may have been removed meanwhile; the lists show what there is.")),
    )
    return next((said for command, said in known if command in step), "")


def in_one_line(failure: Failure) -> str:
    """What happened and what to do next, in one line."""
    return f"{worded(failure.message)} {step_of(failure)}".strip()


class Catalogue(QTranslator):
    """The messages of one `.ts` file."""

    def __init__(self, code: str, parent: QObject) -> None:
        super().__init__(parent)
        self.messages = read_messages(code)

    def isEmpty(self) -> bool:
        return not self.messages

    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return self.messages.get(sourceText) if context == CONTEXT else None


def read_messages(code: str) -> dict[str, str]:
    """Translations by their English; {} where there is no such language."""
    file = files("resources") / "translations" / f"triptych_{code}.ts"
    if not file.is_file():
        return {}
    from xml.etree import ElementTree

    found: dict[str, str] = {}
    for message in ElementTree.fromstring(file.read_bytes()).iter("message"):
        source, said = message.findtext("source"), message.findtext("translation")
        if source and said:
            found[source] = said
    return found


def speak(application: QCoreApplication, chosen: str) -> str:
    """Put the window's words and Qt's own into the chosen language, "system" being the desktop's;
    before widgets are made. Returns the language's code."""
    code = chosen if chosen in ("en", "de") else QLocale.system().name()[:2]
    if code == "en":
        return code
    catalogue = Catalogue(code, application)
    if catalogue.isEmpty():
        return "en"
    application.installTranslator(catalogue)
    own = QTranslator(application)
    if own.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(own)
    return code
