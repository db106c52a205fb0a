"""Events told of twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releases.intake.parser.event_draft import Happening


def unique(found: Sequence[Happening]) -> Iterator[Happening]:
    """Events without those that repeat the day and the clock of an earlier one."""
    seen: list[Happening] = []
    for event in found:
        if not any(_is_twin(event, other) for other in seen):
            seen.append(event)
            yield event


def _is_twin(event: Happening, other: Happening) -> bool:
    """Whether two that were told of on one day are one event."""
    if event.date != other.date:
        return False
    if event.time is None or other.time is None:
        return _alike(event, other)
    if event.time.begins != other.time.begins:
        return False
    return event.first == other.first or _alike(event, other)


def _alike(a: Happening, b: Happening) -> bool:
    one, two = set(a.title.lower().split()), set(b.title.lower().split())
    shared = {w for w in one & two if len(w) > 3}
    return a.kind == b.kind or len(shared) >= 2
