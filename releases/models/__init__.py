"""The vocabulary: what staff edit (the desk) and what the public reads (the record)."""

from __future__ import annotations

from releases.models.desk.approval import Absence, Approval, RequiredApproval
from releases.models.desk.attachment import Attachment
from releases.models.desk.boilerplate import Boilerplate
from releases.models.desk.category import Category, Topic
from releases.models.desk.contact import Contact
from releases.models.desk.disclaimer import Disclaimer
from releases.models.desk.event import Event, EventSession
from releases.models.desk.exchange_notice import ExchangeNotice
from releases.models.desk.issuer import Issuer, Listing
from releases.models.desk.preview_link import PreviewLink
from releases.models.desk.release import Release, State
from releases.models.desk.release_parts import (
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)
from releases.models.desk.review import Comment, Waiver
from releases.models.ops.web_worker import PressWorker, Sighting
from releases.models.record.journal import JournalEntry
from releases.models.record.kinds import NoticeKind
from releases.models.record.old_path import OldAddress
from releases.models.record.publication import (
    HorizonInstant,
    Publication,
    PublishedFile,
)
from releases.models.record.record_change import Impression
from releases.models.record.record_state import Edition
from releases.models.record.row_change import Trace

__all__ = [
    "Absence",
    "Approval",
    "Attachment",
    "Boilerplate",
    "Category",
    "Comment",
    "Contact",
    "Disclaimer",
    "Edition",
    "Event",
    "EventSession",
    "ExchangeNotice",
    "HorizonInstant",
    "Impression",
    "Issuer",
    "JournalEntry",
    "Listing",
    "NoticeKind",
    "OldAddress",
    "PressWorker",
    "PreviewLink",
    "Publication",
    "PublishedFile",
    "Release",
    "ReleaseBoilerplate",
    "ReleaseContact",
    "ReleaseDisclaimer",
    "ReleaseEvent",
    "RequiredApproval",
    "Sighting",
    "State",
    "Topic",
    "Trace",
    "Waiver",
]
