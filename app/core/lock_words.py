"""What is said of a library's passphrase, in the command line and in the window alike."""

from __future__ import annotations

from app.core import events

FORGOTTEN_IS_LOST = (
    "A forgotten passphrase cannot be replaced: without it nobody can open the library or its "
    "backups again. Your own files stay as they are."
)


def left_behind(changed: events.LockChanged) -> str:
    """What could not be converted, in words; empty where there is nothing."""
    if not changed.left:
        return ""
    files = "\n".join(f"  {file}" for file in changed.left)
    if changed.locked:
        return (
            "These files in the library's folder are damaged and could not be encrypted. They "
            f"still hold readable text: move them to a safe place, or delete them.\n{files}"
        )
    return f"These files stay encrypted with the passphrase, since they are damaged:\n{files}"
