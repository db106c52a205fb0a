"""Make a draft of what was read, reusing the desk's contacts, texts and events.

A contact, disclaimer, About section or event with the same text is reused, not
duplicated. Nothing that intake makes is public.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Literal, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from releases.intake.events import create_event, find_or_create_event, first_day
from releases.intake.exceptions import IntakeError
from releases.intake.parser import reading as read
from releases.models import (
    Boilerplate,
    Contact,
    Disclaimer,
    Event,
    JournalAction,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)
from releases.record import journal
from releases.record.freeze import issuer_zone
from releases.text.fiscal_periods import results_period
from releases.text.html import sanitize_html
from releases.text.translatable import Message, gettext_noop
from releases.text.word_diff import collapse_spaces

DeskPart = TypeVar("DeskPart", Contact, Disclaimer, Boilerplate, Event)
ParsedPart = TypeVar("ParsedPart")
# The primary key of an existing part, or a new part, or none.
Choice = int | Literal["new", "leave"]
NEW: Literal["new"] = "new"
LEAVE: Literal["leave"] = "leave"
# By model and position: "contact-0" is the reading's first contact.
Choices = Mapping[str, Choice]
_UNDATED = Message(
    gettext_noop("The event has no date. Add it by hand once the date is known.")
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft that was made, and the doubts about it."""

    release: Release
    doubts: tuple[read.Doubt, ...]


@transaction.atomic
def create_draft(
    reading: read.Reading, *, by: journal.Actor, choices: Choices | None = None
) -> Draft:
    """Create a draft in one transaction and journal it. Raises IntakeError."""
    if reading.headline is None:
        raise IntakeError(
            gettext_noop(
                "No headline was found, and a release needs one. Put it on the first "
                "line."
            )
        )
    return fill_release(Release(), reading, by=by, choices=choices)


@transaction.atomic
def fill_release(
    release: Release,
    reading: read.Reading,
    *,
    by: journal.Actor,
    choices: Choices | None = None,
) -> Draft:
    """Replace the release's text and parts with those that were read.

    Raises IntakeError if a field can't hold its text.
    """
    dateline = reading.dateline
    if reading.headline:
        release.headline = require_length(Release, "headline", reading.headline.text)
    release.subheadlines = "\n".join(line.text for line in reading.subheadlines)
    release.dateline_places = "; ".join(dateline.places) if dateline else ""
    release.dateline_date = dateline.date if dateline else None
    release.dateline_wire = (dateline.wire or "") if dateline else ""
    release.body = sanitize_html(reading.body_html)
    release.source = reading.source.text if reading.source else ""
    period = results_period(release.headline)
    if period and not release.fiscal_part:
        release.fiscal_year, release.fiscal_part = period.year, period.part
    release.language = reading.language or release.language
    try:
        release.full_clean(exclude=["category"])
    except ValidationError as error:
        raise IntakeError(
            gettext_noop("The release can't be saved. %(errors)s"),
            errors=" ".join(error.messages),
        ) from None
    release.save()
    zone = issuer_zone()
    chosen = choices or {}
    contacts = resolve_parts(
        Contact, reading.contacts, chosen, find_or_create_contact, create_contact
    )
    disclaimers = resolve_parts(
        Disclaimer,
        reading.disclaimers,
        chosen,
        find_or_create_disclaimer,
        create_disclaimer,
    )
    abouts = resolve_parts(
        Boilerplate,
        reading.boilerplates,
        chosen,
        find_or_create_boilerplate,
        create_boilerplate,
    )
    events = resolve_parts(
        Event,
        reading.events,
        chosen,
        partial(find_or_create_event, zone=zone),
        partial(create_event, zone=zone),
    )
    attach_parts(release, ReleaseContact, "contact", contacts)
    attach_parts(release, ReleaseDisclaimer, "disclaimer", disclaimers)
    attach_parts(release, ReleaseBoilerplate, "boilerplate", abouts)
    attach_parts(release, ReleaseEvent, "event", events)
    undated = [
        read.Doubt(
            line=event.lines.first,
            saw=event.title,
            assumed=_UNDATED,
        )
        for place, event in enumerate(reading.events)
        if first_day(event) is None and f"event-{place}" not in chosen
    ]
    journal.write(
        JournalAction.INTAKE, f"release:{release.pk}", by=by, detail=release.headline
    )
    return Draft(release=release, doubts=(*reading.doubts, *undated))


def resolve_parts(
    model: type[DeskPart],
    parsed_parts: Sequence[ParsedPart],
    choices: Choices,
    find_or_create: Callable[[ParsedPart], DeskPart | None],
    create: Callable[[ParsedPart], DeskPart | None],
) -> list[DeskPart]:
    """Return the desk's part for each parsed one: as chosen, else found or created."""
    parts: list[DeskPart | None] = []
    for place, parsed in enumerate(parsed_parts):
        choice = choices.get(f"{model._meta.model_name}-{place}")
        if choice is None:
            parts.append(find_or_create(parsed))
        elif choice == NEW:
            parts.append(create(parsed))
        elif choice != LEAVE:
            parts.append(model._default_manager.get(pk=choice))
    return [part for part in parts if part is not None]


ReleasePart = ReleaseContact | ReleaseDisclaimer | ReleaseBoilerplate | ReleaseEvent


def attach_parts(
    release: Release,
    through: type[ReleasePart],
    name: str,
    parts: Iterable[Contact | Disclaimer | Boilerplate | Event],
) -> None:
    """Attach exactly these parts to the release, in this order."""
    through._default_manager.filter(release=release).delete()
    for order, part in enumerate(dict.fromkeys(parts)):
        through._default_manager.create(release=release, order=order, **{name: part})


def contact_fields(contact: read.Contact) -> dict[str, str]:
    """Return the model's field values for a contact."""
    name, organization = contact.name or "", contact.organization or ""
    if not name and not organization:
        name = f"{contact.audience.capitalize()} contact"
    return {
        "audience": contact.audience,
        "name": name,
        "title": contact.title or "",
        "organization": organization,
        "phones": "\n".join(phone.written for phone in contact.phones),
        "emails": "\n".join(contact.emails),
    }


def find_or_create_contact(contact: read.Contact) -> Contact:
    """Return the contact with exactly these values, or create it."""
    existing = Contact.objects.filter(**contact_fields(contact)).first()
    return existing or create_contact(contact)


def create_contact(contact: read.Contact) -> Contact:
    """Create a contact that is not on the public contacts page."""
    fields = {
        name: require_length(Contact, name, value)
        for name, value in contact_fields(contact).items()
    }
    return Contact.objects.create(shown=False, **fields)


def find_or_create_disclaimer(section: read.Section) -> Disclaimer:
    """Return the latest revision with the same text, or create a disclaimer."""
    same_heading = Disclaimer.objects.filter(heading=section.heading or "")
    for disclaimer in same_heading.order_by("-revision"):
        if collapse_spaces(disclaimer.wording) == collapse_spaces(section.text):
            return disclaimer
    return create_disclaimer(section)


def create_disclaimer(section: read.Section) -> Disclaimer:
    """Create a disclaimer in its first revision."""
    heading = require_length(Disclaimer, "heading", section.heading or "")
    return Disclaimer.objects.create(
        name=(heading or first_words(section.text))[:120],
        heading=heading,
        wording=section.text,
    )


def find_or_create_boilerplate(section: read.Section) -> Boilerplate:
    """Return the About section with the same text, or create it."""
    for boilerplate in Boilerplate.objects.filter(heading=section.heading or ""):
        if collapse_spaces(boilerplate.text) == collapse_spaces(section.text):
            return boilerplate
    return create_boilerplate(section)


def create_boilerplate(section: read.Section) -> Boilerplate:
    """Create an About section with a unique name."""
    heading = require_length(Boilerplate, "heading", section.heading or "")
    name = (heading or first_words(section.text))[:120]
    return Boilerplate.objects.create(
        name=unique_name(
            name, lambda candidate: Boilerplate.objects.filter(name=candidate)
        ),
        heading=heading,
        text=section.text,
    )


def first_words(text: str) -> str:
    """Return the first words of a text, to name a section without a heading."""
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def require_length(model: type[models.Model], field: str, text: str) -> str:
    """Return the text if the field can hold it. Raises IntakeError, never cuts."""
    column = model._meta.get_field(field)
    assert isinstance(column, models.Field)
    max_length = column.max_length
    if max_length is not None and len(text) > max_length:
        raise IntakeError(
            gettext_noop(
                "“%(text)s…” is %(length)d characters long, and the %(field)s can have "
                "only %(limit)d. Add an empty line where it ends."
            ),
            text=text[:60],
            length=len(text),
            field=str(column.verbose_name),
            limit=max_length,
        )
    return text


def unique_name(name: str, named: Callable[[str], models.QuerySet[Boilerplate]]) -> str:
    """Return the name, with a number if it is taken."""
    candidates = (name if n == 1 else f"{name[:110]} ({n})" for n in itertools.count(1))
    return next(candidate for candidate in candidates if not named(candidate).exists())
