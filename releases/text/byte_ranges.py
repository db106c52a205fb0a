"""Byte ranges of HTTP range requests (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass

SINGLE_RANGE = re.compile(r"\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes from `start` up to, but not including, `stop`."""

    start: int
    stop: int

    def content_range(self, size: int) -> str:
        """Return the Content-Range value for a file of `size` bytes."""
        return f"bytes {self.start}-{self.stop - 1}/{size}"


class RangeNotSatisfiable(Exception):
    """The range begins beyond the end of the file: answer 416."""


def parse_range(header: str, size: int) -> ByteRange | None:
    """Return the single range that a Range header asks for, or None for the whole file.

    An unreadable header, another unit or several ranges give None, as the RFC allows:
    nobody can multiply the bytes sent. Raises RangeNotSatisfiable.
    """
    unit, _, ranges = header.partition("=")
    match = SINGLE_RANGE.fullmatch(ranges)
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
        raise RangeNotSatisfiable
    return ByteRange(start, stop)
