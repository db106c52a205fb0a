"""What the desk has already of what was read: the same, or the same once changed.

Every match is a proposal. Nothing is decided here, and nothing is saved.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from releases.intake import drafts, events
from releases.intake.parser import reading as read
from releases.models import Boilerplate, Contact, Disclaimer, Event
from releases.text.word_diff import (
    DiffSegment,
    collapse_spaces,
    diff_excerpts,
    similarity,
)

Thing = Contact | Disclaimer | Boilerplate | Event

# From here on, two wordings are taken for two versions of one.
ALIKE = 0.6
# An event of the same title within this time has been moved; beyond, it recurs.
MOVED_WITHIN = dt.timedelta(days=60)
# The person chooses among these at most.
MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One particular that differs: from what the desk has to what was read."""

    name: str
    segments: tuple[DiffSegment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Something of the desk's that may be meant, and how it differs.

    `superseded` is true of a wording that has a later revision.
    """

    thing: Thing
    differences: tuple[Difference, ...]
    superseded: bool = False

    @property
    def same(self) -> bool:
        """Whether it is the very thing: it can be used as it stands."""
        return not self.differences and not self.superseded


Matches = dict[str, tuple[Match, ...]]


def matches(reading: read.Reading, *, zone: str) -> Matches:
    """The desk's own for each part of the reading, the likeliest first.

    The keys are those of `drafts.Choices`; `zone` is taken where a text names none.
    """
    contacts = list(Contact.objects.all()) if reading.contacts else []
    wordings = list(Disclaimer.objects.all()) if reading.disclaimers else []
    abouts = list(Boilerplate.objects.all()) if reading.boilerplates else []
    found: Matches = {}
    for place, contact in enumerate(reading.contacts):
        found[f"contact-{place}"] = contacts_like(contact, contacts)
    for place, section in enumerate(reading.disclaimers):
        found[f"disclaimer-{place}"] = disclaimers_like(section, wordings)
    for place, section in enumerate(reading.boilerplates):
        found[f"boilerplate-{place}"] = boilerplates_like(section, abouts)
    for place, event in enumerate(reading.events):
        found[f"event-{place}"] = events_like(event, zone=zone)
    return found


def contacts_like(said: read.Contact, known: Sequence[Contact]) -> tuple[Match, ...]:
    """The same contact; else the same person with other particulars."""
    new = drafts.particulars(said)
    found = [
        Match(
            thing=one,
            differences=differing(
                [
                    (_label(one, name), str(getattr(one, name)), value)
                    for name, value in new.items()
                ]
            ),
        )
        for one in known
        if _same_person(one, new)
    ]
    return _likeliest(found)


def _same_person(one: Contact, new: dict[str, str]) -> bool:
    """Whether both have the name, or an e-mail; the organisation where nobody is named."""
    if new["name"] and one.name:
        return _alike(one.name, new["name"])
    shared = set(one.emails.lower().split()) & set(new["emails"].lower().split())
    return bool(shared) or (
        one.name == new["name"]
        and one.audience == new["audience"]
        and _alike(one.organization, new["organization"])
    )


def disclaimers_like(
    said: read.Section, known: Sequence[Disclaimer]
) -> tuple[Match, ...]:
    """The same wording; else the latest revisions of those it may be a revision of."""
    latest = {one.ref: one for one in sorted(known, key=lambda one: one.revision)}
    found = []
    for one in known:
        superseded = latest[one.ref] is not one
        match = _wording_match(one, one.heading, one.wording, said, name=one.name)
        # An earlier revision counts in its very words alone.
        if match and not (superseded and match.differences):
            found.append(replace(match, superseded=superseded))
    return _likeliest(found)


def boilerplates_like(
    said: read.Section, known: Sequence[Boilerplate]
) -> tuple[Match, ...]:
    """The same About section; else those it may be a new version of."""
    found = [
        _wording_match(one, one.heading, one.text, said, name=one.name) for one in known
    ]
    return _likeliest(match for match in found if match)


def _wording_match(
    one: Thing, heading: str, text: str, said: read.Section, *, name: str
) -> Match | None:
    titled = bool(said.heading) and (
        _alike(heading, said.heading or "") or _alike(name, said.heading or "")
    )
    if not titled and similarity(text, said.text) < ALIKE:
        return None
    pairs = [("Heading", heading, said.heading or ""), ("Words", text, said.text)]
    return Match(thing=one, differences=differing(pairs))


def events_like(said: read.Event, *, zone: str) -> tuple[Match, ...]:
    """The event of that title and start; else one that was moved or renamed."""
    starts = events.starts_of(said, zone=zone)
    if starts is None:
        return ()
    near = Event.objects.filter(
        starts__range=(starts - MOVED_WITHIN, starts + MOVED_WITHIN)
    ).prefetch_related("sessions")
    new = events.particulars(said, zone=zone)
    return _likeliest(
        Match(thing=one, differences=_event_differences(one, said, new))
        for one in near
        if one.starts == starts or _alike(one.title, new["title"])
    )


def _event_differences(
    one: Event, said: read.Event, new: dict[str, object]
) -> tuple[Difference, ...]:
    """Only what the text says: it seldom repeats all that is known."""
    pairs = [
        (_label(one, name), _spoken(getattr(one, name), one), _spoken(value, one))
        for name, value in new.items()
        if value not in {"", None} and name not in {"all_day", "timezone"}
    ]
    if said.sessions:
        known = "; ".join(session.title for session in one.sessions.all())
        read_now = "; ".join(session.title for session in said.sessions)
        pairs.append(("Programme", known, read_now))
    return differing(pairs)


def _spoken(value: object, event: Event) -> str:
    """An instant by the clock of the event's place; anything else as it is."""
    if isinstance(value, dt.datetime):
        local = value.astimezone(zoneinfo.ZoneInfo(event.timezone))
        shape = "%A, %-d %B %Y" if event.all_day else "%A, %-d %B %Y, %H:%M %Z"
        return local.strftime(shape)
    return "" if value is None else str(value)


def differing(pairs: Iterable[tuple[str, str, str]]) -> tuple[Difference, ...]:
    """A difference for each name whose two texts are not the same words."""
    return tuple(
        Difference(name=name, segments=diff_excerpts(before, after))
        for name, before, after in pairs
        if collapse_spaces(before) != collapse_spaces(after)
    )


def _likeliest(found: Iterable[Match]) -> tuple[Match, ...]:
    """The very thing alone; else the first few, by how little they differ."""
    ordered = sorted(found, key=_distance)
    same = [match for match in ordered if match.same]
    return tuple(same[:1] or ordered[:MOST])


def _distance(match: Match) -> int:
    return sum(
        len(piece.text)
        for difference in match.differences
        for piece in difference.segments
        if piece.kind != "same"
    )


def _label(thing: Thing, name: str) -> str:
    words = str(thing._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return words[:1].upper() + words[1:]


def _alike(one: str, other: str) -> bool:
    """Whether two names differ by case and spaces at most."""
    return (
        bool(one)
        and collapse_spaces(one).casefold() == collapse_spaces(other).casefold()
    )
