"""Failures of the index. None is the user's to mend: the index is a cache of the store."""

from __future__ import annotations


class ForeignVectors(ValueError):
    """Rows that do not belong into a space: wrong dimension, not finite or not of unit length."""


class SnapshotUnusable(Exception):
    """A saved index is missing, damaged or of another space: build it anew from the store."""
