"""Makes a draft of what was read, using what the desk has already.

A contact, disclaimer, About section or event that is there in the same words is
used, not doubled. Nothing that intake makes is public.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.db import models, transaction

from releases.intake.decode import Unreadable
from releases.intake.events import save_event
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
from releases.text.html import clean


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The draft that was made, and what could not be put into it."""

    release: Release
    doubts: tuple[read.Doubt, ...]


@transaction.atomic
def save(reading: read.Reading, *, by: str) -> Draft:
    """A new draft of the reading, journalled; all of it or nothing."""
    if reading.headline is None:
        raise Unreadable(
            "No headline was found, and a release needs one: put it on the first line."
        )
    return fill(Release(), reading, by=by)


@transaction.atomic
def fill(release: Release, reading: read.Reading, *, by: str) -> Draft:
    """Put the reading's words in the place of the release's."""
    dateline = reading.dateline
    if reading.headline:
        release.headline = within(Release, "headline", reading.headline.text)
    release.subheadlines = "\n".join(line.text for line in reading.subheadlines)
    release.dateline_places = "; ".join(dateline.places) if dateline else ""
    release.dateline_date = dateline.date if dateline else None
    release.dateline_wire = (dateline.wire or "") if dateline else ""
    release.body = clean(reading.body_html)
    release.source = reading.source.text if reading.source else ""
    try:
        release.full_clean(exclude=["category"])
    except ValidationError as error:
        raise Unreadable(f"It cannot be saved: {' '.join(error.messages)}") from None
    release.save()
    zone = issuer_zone()
    events = [save_event(event, zone=zone) for event in reading.events]
    carry(release, ReleaseContact, "contact", map(contact_of, reading.contacts))
    carry(
        release,
        ReleaseDisclaimer,
        "disclaimer",
        map(disclaimer_of, reading.disclaimers),
    )
    carry(
        release,
        ReleaseBoilerplate,
        "boilerplate",
        map(boilerplate_of, reading.boilerplates),
    )
    carry(release, ReleaseEvent, "event", [event for event in events if event])
    undated = [
        read.Doubt(
            line=event.lines.first,
            saw=event.title,
            assumed="It has no date: add the event by hand once the date is known.",
        )
        for event, saved in zip(reading.events, events, strict=True)
        if saved is None
    ]
    journal.write("intake", f"release:{release.pk}", by=by, detail=release.headline)
    return Draft(release=release, doubts=(*reading.doubts, *undated))


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


def contact_of(said: read.Contact) -> Contact:
    """The same contact with the same particulars, or a new one."""
    particulars = {
        "audience": said.audience,
        "name": within(Contact, "name", said.name or ""),
        "title": within(Contact, "title", said.title or ""),
        "organization": within(Contact, "organization", said.organization or ""),
        "phones": "\n".join(phone.written for phone in said.phones),
        "emails": "\n".join(said.emails),
    }
    if not particulars["name"] and not particulars["organization"]:
        particulars["name"] = f"{said.audience.capitalize()} contact"
    known = Contact.objects.filter(**particulars).first()
    return known or Contact.objects.create(shown=False, **particulars)


def disclaimer_of(said: read.Section) -> Disclaimer:
    """The latest revision in the same words, or a new wording."""
    heading = within(Disclaimer, "heading", said.heading or "")
    for known in Disclaimer.objects.filter(heading=heading).order_by("-revision"):
        if folded(known.wording) == folded(said.text):
            return known
    return Disclaimer.objects.create(
        name=(heading or first_words(said.text))[:120],
        heading=heading,
        wording=said.text,
    )


def boilerplate_of(said: read.Section) -> Boilerplate:
    """The same About section, or a new one."""
    heading = within(Boilerplate, "heading", said.heading or "")
    for known in Boilerplate.objects.filter(heading=heading):
        if folded(known.text) == folded(said.text):
            return known
    name = (heading or first_words(said.text))[:120]
    return Boilerplate.objects.create(
        name=free_name(name, lambda tried: Boilerplate.objects.filter(name=tried)),
        heading=heading,
        text=said.text,
    )


def folded(text: str) -> str:
    """The text with its white space folded: what makes two wordings the same."""
    return " ".join(text.split())


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
