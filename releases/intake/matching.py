"""Find the desk's parts that match what was read: equal, or earlier versions of it.

Every match is a proposal. Nothing is decided or saved here.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from releases.intake import drafts, events
from releases.intake.parser import reading as read
from releases.models import Boilerplate, Contact, Disclaimer, Event
from releases.text.word_diff import (
    DiffSegment,
    collapse_spaces,
    diff_excerpts,
    similarity,
)

DeskPart = Contact | Disclaimer | Boilerplate | Event

# Texts at least this similar count as versions of one text.
MIN_SIMILARITY = 0.6
# An event of the same title within this time was moved; later ones are others.
MOVED_WITHIN = dt.timedelta(days=60)
# How many matches a person chooses among.
MAX_MATCHES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The differences in one field between the desk's part and what was read."""

    name: str
    segments: tuple[DiffSegment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A part of the desk that may be meant, and how it differs.

    `superseded` is true of a disclaimer that has a later revision.
    """

    existing: DeskPart
    differences: tuple[Difference, ...]
    superseded: bool = False

    @property
    def is_exact(self) -> bool:
        """Return whether the part can be used unchanged."""
        return not self.differences and not self.superseded


Matches = dict[str, tuple[Match, ...]]


def find_matches(reading: read.Reading, *, zone: str) -> Matches:
    """Return the matches for each part of the reading, the best first.

    The keys are those of `drafts.Choices`; `zone` (IANA) is taken if a text names none.
    """
    contacts = list(Contact.objects.all()) if reading.contacts else []
    wordings = list(Disclaimer.objects.all()) if reading.disclaimers else []
    abouts = list(Boilerplate.objects.all()) if reading.boilerplates else []
    matches: Matches = {}
    for place, contact in enumerate(reading.contacts):
        matches[f"contact-{place}"] = match_contact(contact, contacts)
    for place, section in enumerate(reading.disclaimers):
        matches[f"disclaimer-{place}"] = match_disclaimer(section, wordings)
    for place, section in enumerate(reading.boilerplates):
        matches[f"boilerplate-{place}"] = match_boilerplate(section, abouts)
    for place, event in enumerate(reading.events):
        matches[f"event-{place}"] = match_event(event, zone=zone)
    return matches


def match_contact(contact: read.Contact, known: Sequence[Contact]) -> tuple[Match, ...]:
    """Return the same contact, else the same person with other details."""
    fields = drafts.contact_fields(contact)
    matches = [
        Match(
            existing=candidate,
            differences=differences_between(
                [
                    (_label(candidate, name), str(getattr(candidate, name)), value)
                    for name, value in fields.items()
                ]
            ),
        )
        for candidate in known
        if _same_person(candidate, fields)
    ]
    return _best_matches(matches)


def _same_person(candidate: Contact, fields: dict[str, str]) -> bool:
    """Return whether name or e-mail are the same; without a name, the organisation."""
    if fields["name"] and candidate.name:
        return _same_name(candidate.name, fields["name"])
    shared = set(candidate.emails.lower().split()) & set(
        fields["emails"].lower().split()
    )
    return bool(shared) or (
        candidate.name == fields["name"]
        and candidate.audience == fields["audience"]
        and _same_name(candidate.organization, fields["organization"])
    )


def match_disclaimer(
    section: read.Section, known: Sequence[Disclaimer]
) -> tuple[Match, ...]:
    """Return the same text, else the latest revisions of similar disclaimers."""
    latest = {
        candidate.ref: candidate
        for candidate in sorted(known, key=lambda candidate: candidate.revision)
    }
    matches = []
    for candidate in known:
        superseded = latest[candidate.ref] is not candidate
        match = _wording_match(
            candidate,
            candidate.heading,
            candidate.wording,
            section,
            name=candidate.name,
        )
        # An earlier revision matches only if its words are the same.
        if match and not (superseded and match.differences):
            matches.append(replace(match, superseded=superseded))
    return _best_matches(matches)


def match_boilerplate(
    section: read.Section, known: Sequence[Boilerplate]
) -> tuple[Match, ...]:
    """Return the same About section, else similar ones."""
    matches = [
        _wording_match(
            candidate, candidate.heading, candidate.text, section, name=candidate.name
        )
        for candidate in known
    ]
    return _best_matches(match for match in matches if match)


def _wording_match(
    existing: DeskPart, heading: str, text: str, section: read.Section, *, name: str
) -> Match | None:
    same_title = bool(section.heading) and (
        _same_name(heading, section.heading or "")
        or _same_name(name, section.heading or "")
    )
    if not same_title and similarity(text, section.text) < MIN_SIMILARITY:
        return None
    pairs = [
        (_("Heading"), heading, section.heading or ""),
        (_("Text"), text, section.text),
    ]
    return Match(existing=existing, differences=differences_between(pairs))


def match_event(event: read.Event, *, zone: str) -> tuple[Match, ...]:
    """Return the event of that title and start, else one that was moved or renamed."""
    starts = events.start_of(event, zone=zone)
    if starts is None:
        return ()
    near = Event.objects.filter(
        starts__range=(starts - MOVED_WITHIN, starts + MOVED_WITHIN)
    ).prefetch_related("sessions")
    fields = events.event_fields(event, zone=zone)
    return _best_matches(
        Match(
            existing=candidate, differences=_event_differences(candidate, event, fields)
        )
        for candidate in near
        if candidate.starts == starts or _same_name(candidate.title, fields["title"])
    )


def _event_differences(
    existing: Event, event: read.Event, fields: dict[str, object]
) -> tuple[Difference, ...]:
    """Compare only what the text says: it seldom repeats everything."""
    pairs = [
        (
            _label(existing, name),
            _display_value(getattr(existing, name), existing),
            _display_value(value, existing),
        )
        for name, value in fields.items()
        if value not in {"", None} and name not in {"all_day", "timezone"}
    ]
    if event.sessions:
        known = "; ".join(session.title for session in existing.sessions.all())
        parsed = "; ".join(session.title for session in event.sessions)
        pairs.append((_("Programme"), known, parsed))
    return differences_between(pairs)


def _display_value(value: object, event: Event) -> str:
    """Return an instant in the event's time zone as text; other values as they are."""
    if isinstance(value, dt.datetime):
        local = value.astimezone(zoneinfo.ZoneInfo(event.timezone))
        shape = "%A, %-d %B %Y" if event.all_day else "%A, %-d %B %Y, %H:%M %Z"
        return local.strftime(shape)
    return "" if value is None else str(value)


def differences_between(
    pairs: Iterable[tuple[str, str, str]],
) -> tuple[Difference, ...]:
    """Compare two texts for each name; return those that differ."""
    return tuple(
        Difference(name=name, segments=diff_excerpts(before, after))
        for name, before, after in pairs
        if collapse_spaces(before) != collapse_spaces(after)
    )


def _best_matches(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Return the exact match alone, else the first few with the fewest differences."""
    ordered = sorted(matches, key=_distance)
    exact = [match for match in ordered if match.is_exact]
    return tuple(exact[:1] or ordered[:MAX_MATCHES])


def _distance(match: Match) -> int:
    return sum(
        len(segment.text)
        for difference in match.differences
        for segment in difference.segments
        if segment.kind != "same"
    )


def _label(part: DeskPart, name: str) -> str:
    words = str(part._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return words[:1].upper() + words[1:]


def _same_name(name: str, other: str) -> bool:
    """Return whether two names are equal but for case and spaces."""
    return (
        bool(name)
        and collapse_spaces(name).casefold() == collapse_spaces(other).casefold()
    )
