"""Translate messages where they are shown, or back to English where they are stored."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from releases.text.translatable import Message


def translated(text: str | Message) -> str:
    """Return a message in the active language; a string, which quotes a text, as it is."""
    if isinstance(text, str):
        return text
    return text.format(gettext, lambda date: date_format(date, "j F Y"))


def in_english(text: str | Promise) -> str:
    """Return a lazy translation in English, in which the journal and the record are kept."""
    with override("en"):
        return str(text)
