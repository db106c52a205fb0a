"""How the parts of an address are written."""

from __future__ import annotations

import re

IN_AN_ARCHIVE = re.compile(r"[0-9]{4}/[-a-z0-9_]{1,80}", re.IGNORECASE)
IN_A_CALENDAR = re.compile(r"[-a-z0-9_]{1,80}", re.IGNORECASE)


class YearConverter:
    """A year in four digits, so that each page has one address."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """The year."""
        return int(value)

    def to_url(self, value: int | str) -> str:
        """The year as it is written in an address."""
        return f"{int(value):04d}"


class NumberConverter:
    """The number of a version, without a zero before it."""

    regex = "[1-9][0-9]{0,4}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number as it is written in an address."""
        return str(value)
