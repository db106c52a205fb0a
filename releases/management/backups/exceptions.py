"""Why a backup cannot be made, read or restored, in a sentence for the operator."""

from __future__ import annotations


class CannotBackUp(Exception):
    """The backup was not made, and nothing of it is left."""


class UnreadableBackup(Exception):
    """The file is no backup, is cut short, or was altered."""


class CannotRestore(Exception):
    """Nothing was restored."""
