"""A map of old addresses: a table of old URL, and the file or GUID of its release."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from releases.intake.decode import Unreadable, decode
from releases.record import old_addresses


@dataclass(slots=True)
class _Way:
    line: int
    url: str
    walked: bool = False


@dataclass(slots=True)
class OldMap:
    """Which old addresses lead to which entry, and which of them were used."""

    ways: dict[str, list[_Way]] = field(default_factory=dict)

    def lead(self, keys: Iterable[str], address: str) -> list[str]:
        """Let every old address of an entry lead to its release; those that cannot."""
        refused = []
        for way in {
            id(way): way for key in keys for way in self.ways.get(key, [])
        }.values():
            way.walked = True
            if not old_addresses.remember(way.url, address=address):
                refused.append(way.url)
        return refused

    def unused(self) -> list[tuple[int, str, str]]:
        """Line, old address and key of each row that named no release of this run."""
        return [
            (way.line, way.url, key)
            for key, ways in self.ways.items()
            for way in ways
            if not way.walked
        ]


def old_map(path: Path | None) -> OldMap:
    """The map in a file; a first row without addresses is its heading."""
    found = OldMap()
    if path is None:
        return found
    rows = csv.reader(decode(path.read_bytes()).splitlines())
    for line, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (line == 1 and "/" not in cells[0]):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise Unreadable(f"Its line {line} is not an old URL and a file or GUID.")
        found.ways.setdefault(cells[1], []).append(_Way(line=line, url=cells[0]))
    return found
