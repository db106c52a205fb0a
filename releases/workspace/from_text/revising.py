"""Takes what was read into what the desk has: a proposal that somebody accepted."""

from __future__ import annotations

from django.contrib.auth.models import User

from releases.desk import disclaimer_revisions, site_profile
from releases.desk.edit_log import note_edit_of_part
from releases.intake import drafts, events
from releases.intake.matching import DeskPart
from releases.intake.parser import reading as read
from releases.models import Boilerplate, Contact, Disclaimer, Event

Quote = read.Contact | read.Section | read.Event


def revise(thing: DeskPart, said: Quote, *, by: User, zone: str) -> DeskPart:
    """The thing in the words that were read; what holds them now.

    Nothing of it is public by this: contacts, wordings and events are published by
    themselves, or go out with their release.
    """
    match thing, said:
        case Contact(), read.Contact():
            note_edit_of_part(thing, by=by)
            return _rewritten(thing, drafts.contact_fields(said))
        case Disclaimer(), read.Section():
            thing.heading, thing.wording = said.heading or "", said.text
            return disclaimer_revisions.save(thing, by=by)
        case Boilerplate(), read.Section():
            note_edit_of_part(thing, by=by)
            words = {"heading": said.heading or "", "text": said.text}
            return _rewritten(thing, words)
        case Event(), read.Event():
            site_profile.note_edit(thing, by=by)
            return _moved(thing, said, zone=zone)
        case _:
            raise TypeError(f"{thing!r} cannot be made of {said!r}")


def _moved(event: Event, said: read.Event, *, zone: str) -> Event:
    """The event as it was read; what the text does not say stays."""
    told = events.event_fields(said, zone=zone)
    kept = {name: value for name, value in told.items() if value not in {"", None}}
    lasts = event.ends - event.starts if event.ends else None
    _rewritten(event, {**kept, "ends": told["ends"]})
    if told["ends"] is None and lasts is not None:
        event.ends = event.starts + lasts
        event.save()
    if said.sessions:
        events.replace_sessions(event, said)
    return event


def _rewritten(thing: DeskPart, values: dict[str, object] | dict[str, str]) -> DeskPart:
    for name, value in values.items():
        setattr(thing, name, value)
    thing.full_clean()
    thing.save()
    return thing
