"""Byte ranges (RFC 9110, 14): which part of a file is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

ONE = re.compile(r"\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """From `start` up to, but without, `stop`."""

    start: int
    stop: int

    def of(self, size: int) -> str:
        """As Content-Range writes it."""
        return f"bytes {self.start}-{self.stop - 1}/{size}"


class Unsatisfiable(Exception):
    """The file ends before the range begins: 416."""


def part_of(header: str, size: int) -> Part | None:
    """The one part asked for; None where the whole is the answer.

    A header that cannot be read, another unit, or several parts at once give the
    whole, as the standard allows: nobody can multiply what is sent.
    """
    unit, _, ranges = header.partition("=")
    match = ONE.fullmatch(ranges)
    if unit.strip().lower() != "bytes" or match is None:
        return None
    first, last = match.groups()
    if not first and not last:
        return None
    if not first:
        start, stop = max(size - int(last), 0), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= size or start >= stop:
        raise Unsatisfiable
    return Part(start, stop)
