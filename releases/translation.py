"""Translate the messages of packages that know no Django, where they are shown."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext

from releases.text.translatable import Message


def translated(text: str | Message) -> str:
    """Return a message in the active language; a string, which quotes a text, as it is."""
    if isinstance(text, str):
        return text
    return text.format(gettext, lambda date: date_format(date, "j F Y"))
