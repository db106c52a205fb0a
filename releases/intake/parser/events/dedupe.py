"""Remove events that are announced twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releases.intake.parser.events.event_draft import EventDraft


def remove_duplicates(events: Sequence[EventDraft]) -> Iterator[EventDraft]:
    """Yield events except those that repeat an earlier one, whose facts it is given."""
    seen: list[EventDraft] = []
    for event in sorted(events, key=lambda event: event.first):
        same = next((other for other in seen if _is_duplicate(event, other)), None)
        if same is None:
            seen.append(event)
        else:
            same.absorb(event)
    yield from seen


def _is_duplicate(event: EventDraft, other: EventDraft) -> bool:
    """Return whether two events of one day are the same."""
    if event.date != other.date:
        return False
    if event.time is None or other.time is None:
        return _similar_titles(event, other)
    if event.time.begins != other.time.begins:
        return False
    return event.first == other.first or _similar_titles(event, other)


def _similar_titles(a: EventDraft, b: EventDraft) -> bool:
    words_a, words_b = set(a.title.lower().split()), set(b.title.lower().split())
    shared = {w for w in words_a & words_b if len(w) > 3}
    return a.kind == b.kind or len(shared) >= 2
