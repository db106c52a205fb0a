"""Revise an existing contact, text or event with what was read from a text."""

from __future__ import annotations

from django.contrib.auth.models import User

from releases.desk import disclaimer_revisions, site_profile
from releases.desk.edit_log import note_edit_of_part
from releases.intake import drafts, events
from releases.intake.matching import DeskPart
from releases.intake.parser import reading as read
from releases.models import Boilerplate, Contact, Disclaimer, Event

ParsedPart = read.Contact | read.Section | read.Event


def revise(existing: DeskPart, parsed: ParsedPart, *, by: User, zone: str) -> DeskPart:
    """Save the existing part with what was read; return what has the new text.

    A disclaimer in use gets a new revision. Nothing becomes public: contacts,
    disclaimers and events are published on their own or with their release.
    """
    match existing, parsed:
        case Contact(), read.Contact():
            note_edit_of_part(existing, by=by)
            return _update(existing, drafts.contact_fields(parsed))
        case Disclaimer(), read.Section():
            existing.heading, existing.wording = parsed.heading or "", parsed.text
            return disclaimer_revisions.save_revision(existing, by=by)
        case Boilerplate(), read.Section():
            note_edit_of_part(existing, by=by)
            values = {"heading": parsed.heading or "", "text": parsed.text}
            return _update(existing, values)
        case Event(), read.Event():
            site_profile.note_event_edit(existing, by=by)
            return _update_event(existing, parsed, zone=zone)
        case _:
            raise TypeError(f"{existing!r} cannot be revised with {parsed!r}")


def _update_event(event: Event, parsed: read.Event, *, zone: str) -> Event:
    """Update the event; fields that the text does not mention keep their values.

    Without an end in the text, the event keeps its duration.
    """
    fields = events.event_fields(parsed, zone=zone)
    mentioned = {
        name: value for name, value in fields.items() if value not in {"", None}
    }
    duration = event.ends - event.starts if event.ends else None
    _update(event, {**mentioned, "ends": fields["ends"]})
    if fields["ends"] is None and duration is not None:
        event.ends = event.starts + duration
        event.save()
    if parsed.sessions:
        events.replace_sessions(event, parsed)
    return event


def _update(part: DeskPart, values: dict[str, object] | dict[str, str]) -> DeskPart:
    for name, value in values.items():
        setattr(part, name, value)
    part.full_clean()
    part.save()
    return part
