"""Failures of models, each with what the user can do."""

from __future__ import annotations


class ModelError(Exception):
    """Base of what this room raises on purpose. What happened and what to do next are given as
    they stand in the code, with `{name}` where a value belongs, and the values by name: what shows
    them may put `words` into another language first."""

    code = "model"
    retryable = False

    def __init__(self, message: str, next_step: str, /, **values: object) -> None:
        self.words = (message, next_step)
        self.values = {name: str(value) for name, value in values.items()}
        self.message = message.format(**self.values) if values else message
        self.next_step = next_step.format(**self.values) if values else next_step
        super().__init__(self.message)


class ModelMissing(ModelError):
    code = "model_missing"


class ModelDamaged(ModelError):
    """A file's hash is not the one in the manifest, or it is truncated."""

    code = "model_damaged"


class ModelUnsuitable(ModelError):
    """An architecture or a file format that this role cannot use."""

    code = "model_unsuitable"


class DownloadFailed(ModelError):
    code = "download_failed"
    retryable = True


class InvalidSettings(ModelError):
    """Settings of generation that contradict each other or are out of range."""

    code = "invalid_settings"


class ContextTooSmall(ModelError):
    code = "context_too_small"
