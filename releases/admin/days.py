"""Days in lists, in the form of every other time at the desk: 6 November 2026."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin

from django_stubs_ext import StrOrPromise

from releases.text.translatable import english_date


def day_column(field: str, label: StrOrPromise) -> Callable[[Any], str]:
    """Return the column of a list that shows the day in `field`, and sorts by it."""

    @admin.display(description=label, ordering=field)
    def column(row: Any) -> str:
        day = getattr(row, field)
        return english_date(day) if day else ""

    column.__name__ = field
    return column
