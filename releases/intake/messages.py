"""Translate intake's errors and doubts where they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from releases.intake.exceptions import IntakeError
from releases.intake.parser.reading import Doubt
from releases.translation import translated


def error_text(error: Exception) -> str:
    """Return an error's message, translated if it is an IntakeError."""
    return translated(error.message) if isinstance(error, IntakeError) else str(error)


def translated_doubts(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return the doubts with their messages translated to strings."""
    return [
        replace(doubt, saw=translated(doubt.saw), assumed=translated(doubt.assumed))
        for doubt in doubts
    ]
