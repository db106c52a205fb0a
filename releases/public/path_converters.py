"""URL path converters, and patterns of the addresses that a cursor may name."""

from __future__ import annotations

import re

from releases.text.public_paths import PART_NUMBER

RELEASE_ADDRESS = re.compile(r"[0-9]{4}/[-a-z0-9_]{1,80}", re.IGNORECASE)
EVENT_SLUG = re.compile(r"[-a-z0-9_]{1,80}", re.IGNORECASE)


class YearConverter:
    """Convert a year of four digits, so that each page has one path."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return f"{int(value):04d}"


class PartConverter:
    """Convert the number of a part of a page, such as a table, from 1 to MAX_PART."""

    regex = PART_NUMBER

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class NumberConverter:
    """Convert the number of a version, without leading zeros."""

    regex = "[1-9][0-9]{0,4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
