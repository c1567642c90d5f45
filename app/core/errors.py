"""`UserError`: what happened, what is safe and what to do next. Anything else is our bug."""

from __future__ import annotations


class UserError(Exception):
    def __init__(self, code: str, message: str, next_step: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.next_step = next_step
        self.retryable = retryable
