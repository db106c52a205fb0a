"""Messages of packages that know no Django, to be translated where shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Return `message` unchanged: makemessages collects it, the caller translates it.

    For packages that know no Django, as `django.utils.translation.gettext_noop` is for
    those that do.
    """
    return message


@dataclass(frozen=True, slots=True)
class Message:
    """An English template marked with `gettext_noop`, and the values to put into it."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.format(str, english_date)

    def format(
        self, translate: Callable[[str], str], format_date: Callable[[dt.date], str]
    ) -> str:
        """Return the text with its template, and messages among its values, translated.

        Times are written as 16:30.
        """
        if not self.values:
            return translate(self.template)

        def write(value: object) -> object:
            if isinstance(value, Message):
                return value.format(translate, format_date)
            if isinstance(value, dt.date):
                return format_date(value)
            return f"{value:%H:%M}" if isinstance(value, dt.time) else value

        values = {name: write(value) for name, value in self.values.items()}
        return translate(self.template) % values


def english_date(date: dt.date) -> str:
    """Return a date as the desk and the record write it: 6 November 2026."""
    return f"{date:%-d %B %Y}"
