"""`UserError`: what happened, what is safe and what to do next. Anything else is our bug."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window's first paint needs neither room
    from models.errors import ModelError
    from storage.errors import StorageError


class UserError(Exception):
    """Both sentences are given as they stand in the code, with `{name}` where a value belongs, and
    the values by name, so that the window can say them in its language. `message` and `next_step`
    are the English."""

    def __init__(
        self,
        code: str,
        message: str,
        next_step: str,
        /,
        *,
        retryable: bool = False,
        **values: object,
    ) -> None:
        self.code = code
        self.retryable = retryable
        self.words = (message, next_step)
        self.values = {name: str(value) for name, value in values.items()}
        self.message = message.format(**self.values) if values else message
        self.next_step = next_step.format(**self.values) if values else next_step
        super().__init__(self.message)

    @classmethod
    def of(cls, error: ModelError | StorageError) -> UserError:
        """The same, as a failure of the core."""
        return cls(error.code, *error.words, retryable=error.retryable, **error.values)
