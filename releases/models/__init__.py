"""The vocabulary: what staff edit (the desk) and what the public reads (the record)."""

from __future__ import annotations

from releases.models.desk.attachment import Attachment
from releases.models.desk.boilerplate import Boilerplate
from releases.models.desk.category import Category, Topic
from releases.models.desk.contact import Contact
from releases.models.desk.disclaimer import Disclaimer
from releases.models.desk.event import Event, EventSession
from releases.models.desk.issuer import Issuer, Listing
from releases.models.desk.release import Release, State
from releases.models.desk.release_parts import (
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)
from releases.models.record.edition import Edition
from releases.models.record.impression import Impression
from releases.models.record.journal import JournalEntry
from releases.models.record.old_address import OldAddress
from releases.models.record.press_worker import PressWorker, Sighting
from releases.models.record.publication import (
    HorizonInstant,
    Publication,
    PublishedFile,
)

__all__ = [
    "Attachment",
    "Boilerplate",
    "Category",
    "Contact",
    "Disclaimer",
    "Edition",
    "Event",
    "EventSession",
    "HorizonInstant",
    "Impression",
    "Issuer",
    "JournalEntry",
    "Listing",
    "OldAddress",
    "PressWorker",
    "Publication",
    "PublishedFile",
    "Release",
    "ReleaseBoilerplate",
    "ReleaseContact",
    "ReleaseDisclaimer",
    "ReleaseEvent",
    "Sighting",
    "State",
    "Topic",
]
