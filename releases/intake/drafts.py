"""Makes a draft of what was read, using what the desk has already.

A contact, disclaimer, About section or event that is there in the same words is
used, not doubled. Nothing that intake makes is public.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Literal, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from releases.intake.decode import Unreadable
from releases.intake.events import first_day, new_event, save_event
from releases.intake.parser import reading as read
from releases.models import (
    Boilerplate,
    Contact,
    Disclaimer,
    Event,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)
from releases.record import journal
from releases.record.freeze import issuer_zone
from releases.text.html import sanitize_html
from releases.text.word_diff import collapse_spaces

Thing = TypeVar("Thing", Contact, Disclaimer, Boilerplate, Event)
Read = TypeVar("Read")
# Which of the desk's own is meant, by its key; or a new one; or none at all.
Choice = int | Literal["new", "leave"]
NEW: Literal["new"] = "new"
LEAVE: Literal["leave"] = "leave"
# By what was read and its place: "contact-0" is the first contact of the reading.
Choices = Mapping[str, Choice]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The draft that was made, and what could not be put into it."""

    release: Release
    doubts: tuple[read.Doubt, ...]


@transaction.atomic
def save(reading: read.Reading, *, by: str, choices: Choices | None = None) -> Draft:
    """A new draft of the reading, journalled; all of it or nothing."""
    if reading.headline is None:
        raise Unreadable(
            "No headline was found, and a release needs one: put it on the first line."
        )
    return fill(Release(), reading, by=by, choices=choices)


@transaction.atomic
def fill(
    release: Release,
    reading: read.Reading,
    *,
    by: str,
    choices: Choices | None = None,
) -> Draft:
    """Put the reading's words in the place of the release's."""
    dateline = reading.dateline
    if reading.headline:
        release.headline = within(Release, "headline", reading.headline.text)
    release.subheadlines = "\n".join(line.text for line in reading.subheadlines)
    release.dateline_places = "; ".join(dateline.places) if dateline else ""
    release.dateline_date = dateline.date if dateline else None
    release.dateline_wire = (dateline.wire or "") if dateline else ""
    release.body = sanitize_html(reading.body_html)
    release.source = reading.source.text if reading.source else ""
    try:
        release.full_clean(exclude=["category"])
    except ValidationError as error:
        raise Unreadable(f"It cannot be saved: {' '.join(error.messages)}") from None
    release.save()
    zone = issuer_zone()
    chosen = choices or {}
    contacts = taken(Contact, reading.contacts, chosen, contact_of, new_contact)
    disclaimers = taken(
        Disclaimer, reading.disclaimers, chosen, disclaimer_of, new_disclaimer
    )
    abouts = taken(
        Boilerplate, reading.boilerplates, chosen, boilerplate_of, new_boilerplate
    )
    events = taken(
        Event,
        reading.events,
        chosen,
        partial(save_event, zone=zone),
        partial(new_event, zone=zone),
    )
    carry(release, ReleaseContact, "contact", contacts)
    carry(release, ReleaseDisclaimer, "disclaimer", disclaimers)
    carry(release, ReleaseBoilerplate, "boilerplate", abouts)
    carry(release, ReleaseEvent, "event", events)
    undated = [
        read.Doubt(
            line=event.lines.first,
            saw=event.title,
            assumed="It has no date: add the event by hand once the date is known.",
        )
        for place, event in enumerate(reading.events)
        if first_day(event) is None and f"event-{place}" not in chosen
    ]
    journal.write("intake", f"release:{release.pk}", by=by, detail=release.headline)
    return Draft(release=release, doubts=(*reading.doubts, *undated))


def taken(
    model: type[Thing],
    said: Sequence[Read],
    choices: Choices,
    usual: Callable[[Read], Thing | None],
    new: Callable[[Read], Thing | None],
) -> list[Thing]:
    """What the release carries for what was read: as chosen, else as usual."""
    found: list[Thing | None] = []
    for place, one in enumerate(said):
        choice = choices.get(f"{model._meta.model_name}-{place}")
        if choice is None:
            found.append(usual(one))
        elif choice == NEW:
            found.append(new(one))
        elif choice != LEAVE:
            found.append(model._default_manager.get(pk=choice))
    return [thing for thing in found if thing is not None]


Part = ReleaseContact | ReleaseDisclaimer | ReleaseBoilerplate | ReleaseEvent


def carry(
    release: Release,
    kind: type[Part],
    name: str,
    things: Iterable[Contact | Disclaimer | Boilerplate | Event],
) -> None:
    """Let the release carry these things, in this order and no others."""
    kind._default_manager.filter(release=release).delete()
    for order, thing in enumerate(dict.fromkeys(things)):
        kind._default_manager.create(release=release, order=order, **{name: thing})


def particulars(said: read.Contact) -> dict[str, str]:
    """What the desk keeps of a contact, by the names of its columns."""
    name, organization = said.name or "", said.organization or ""
    if not name and not organization:
        name = f"{said.audience.capitalize()} contact"
    return {
        "audience": said.audience,
        "name": name,
        "title": said.title or "",
        "organization": organization,
        "phones": "\n".join(phone.written for phone in said.phones),
        "emails": "\n".join(said.emails),
    }


def contact_of(said: read.Contact) -> Contact:
    """The same contact with the same particulars, or a new one."""
    known = Contact.objects.filter(**particulars(said)).first()
    return known or new_contact(said)


def new_contact(said: read.Contact) -> Contact:
    """A contact who stands in single releases only, until somebody shows it."""
    fields = {
        name: within(Contact, name, value) for name, value in particulars(said).items()
    }
    return Contact.objects.create(shown=False, **fields)


def disclaimer_of(said: read.Section) -> Disclaimer:
    """The latest revision in the same words, or a new wording."""
    known = Disclaimer.objects.filter(heading=said.heading or "")
    for one in known.order_by("-revision"):
        if collapse_spaces(one.wording) == collapse_spaces(said.text):
            return one
    return new_disclaimer(said)


def new_disclaimer(said: read.Section) -> Disclaimer:
    """A wording in its first revision."""
    heading = within(Disclaimer, "heading", said.heading or "")
    return Disclaimer.objects.create(
        name=(heading or first_words(said.text))[:120],
        heading=heading,
        wording=said.text,
    )


def boilerplate_of(said: read.Section) -> Boilerplate:
    """The same About section, or a new one."""
    for known in Boilerplate.objects.filter(heading=said.heading or ""):
        if collapse_spaces(known.text) == collapse_spaces(said.text):
            return known
    return new_boilerplate(said)


def new_boilerplate(said: read.Section) -> Boilerplate:
    """An About section under a name that no other has."""
    heading = within(Boilerplate, "heading", said.heading or "")
    name = (heading or first_words(said.text))[:120]
    return Boilerplate.objects.create(
        name=free_name(name, lambda tried: Boilerplate.objects.filter(name=tried)),
        heading=heading,
        text=said.text,
    )


def first_words(text: str) -> str:
    """What to call a section that has no heading."""
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def within(model: type[models.Model], field: str, text: str) -> str:
    """The text if the field can hold it; a clear refusal, not a cut, if it cannot."""
    column = model._meta.get_field(field)
    assert isinstance(column, models.Field)
    most = column.max_length
    if most is not None and len(text) > most:
        raise Unreadable(
            f"“{text[:60]}…” is {len(text)} characters long, and a {field} holds {most}: "
            "mark where it ends by an empty line."
        )
    return text


def free_name(name: str, taken: Callable[[str], models.QuerySet[Boilerplate]]) -> str:
    """The name, numbered where another text goes by it."""
    tries = (name if n == 1 else f"{name[:110]} ({n})" for n in itertools.count(1))
    return next(tried for tried in tries if not taken(tried).exists())
