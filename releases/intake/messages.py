"""Translate the messages of intake, whose parser knows no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext

from releases.intake.exceptions import IntakeError
from releases.intake.parser.reading import Doubt
from releases.text.translatable import Message


def translated(text: str | Message) -> str:
    """Return a message in the active language; a string, which quotes a text, as it is."""
    if isinstance(text, str):
        return text
    return text.format(gettext, lambda date: date_format(date, "j F Y"))


def error_text(error: Exception) -> str:
    """Return an error's message, translated if it is an IntakeError."""
    return translated(error.message) if isinstance(error, IntakeError) else str(error)


def translated_doubts(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return the doubts with their messages translated to strings."""
    return [
        replace(doubt, saw=translated(doubt.saw), assumed=translated(doubt.assumed))
        for doubt in doubts
    ]
