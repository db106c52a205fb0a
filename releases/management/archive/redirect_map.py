"""A map of old URLs, read from CSV rows of old URL and the release's file or GUID."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from releases.intake.decode import decode_text
from releases.intake.exceptions import IntakeError
from releases.record import old_paths
from releases.text.translatable import gettext_noop


@dataclass(slots=True)
class _Redirect:
    line: int
    url: str
    used: bool = False


@dataclass(slots=True)
class RedirectMap:
    """The old URLs of each archive entry, by its file name or GUID."""

    redirects_by_key: dict[str, list[_Redirect]] = field(default_factory=dict)

    def create_redirects(self, keys: Iterable[str], address: str) -> list[str]:
        """Redirect every old URL of an entry to its release; return those refused."""
        refused = []
        redirects = {
            id(redirect): redirect
            for key in keys
            for redirect in self.redirects_by_key.get(key, [])
        }
        for redirect in redirects.values():
            redirect.used = True
            if not old_paths.register(redirect.url, address=address):
                refused.append(redirect.url)
        return refused

    def unused(self) -> list[tuple[int, str, str]]:
        """Return line, old URL and key of each row that matched no entry."""
        return [
            (redirect.line, redirect.url, key)
            for key, redirects in self.redirects_by_key.items()
            for redirect in redirects
            if not redirect.used
        ]


def read_redirect_map(path: Path | None) -> RedirectMap:
    """Read the map; a first row without a URL is a header. Raises IntakeError."""
    redirect_map = RedirectMap()
    if path is None:
        return redirect_map
    rows = csv.reader(decode_text(path.read_bytes()).splitlines())
    for line, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (line == 1 and "/" not in cells[0]):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise IntakeError(
                gettext_noop(
                    "Line %(line)d needs an old URL and a file name or GUID. Correct it."
                ),
                line=line,
            )
        redirects = redirect_map.redirects_by_key.setdefault(cells[1], [])
        redirects.append(_Redirect(line=line, url=cells[0]))
    return redirect_map
