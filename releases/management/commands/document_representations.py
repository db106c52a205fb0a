"""Print the table of docs/representations.md, written from REPRESENTATIONS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from releases.record.representation import Representation
from releases.representations import REPRESENTATIONS


class Command(BaseCommand):
    """Print the table of docs/representations.md."""

    help = _("Print the table of docs/representations.md from the list of forms.")
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for line in table_lines():
            self.stdout.write(line)


def table_lines() -> Iterator[str]:
    """Yield the lines of the table, one for each representation."""
    yield "| name | path | media type | of | changed by | ahead |"
    yield "|---|---|---|---|---|---|"
    for representation in REPRESENTATIONS:
        cells = (
            representation.name,
            ", ".join(f"`{_plain(route)}`" for __, route in representation.routes()),
            representation.media_type,
            representation.of.name,
            ", ".join(sorted(representation.of.by)) or "nothing",
            _weight(representation),
        )
        yield f"| {' | '.join(cells)} |"


def _plain(route: str) -> str:
    """Return a route without the names of its converters."""
    for converter in ("year", "slug", "number", "part"):
        route = route.replace(f"<{converter}:", "<")
    return route


def _weight(representation: Representation[Any]) -> str:
    return representation.weight.name.lower() if representation.ahead else "no"
