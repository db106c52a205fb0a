"""The tables: what staff edit (desk), what the public reads (record), and operations."""

from __future__ import annotations

from releases.models.desk.approval import Absence, Approval, RequiredApproval
from releases.models.desk.attachment import Attachment
from releases.models.desk.boilerplate import Boilerplate
from releases.models.desk.category import Category, Topic
from releases.models.desk.choices import State
from releases.models.desk.contact import Contact
from releases.models.desk.disclaimer import Disclaimer
from releases.models.desk.event import Event, EventSession
from releases.models.desk.exchange_notice import ExchangeNotice
from releases.models.desk.filing import Filing
from releases.models.desk.image import Image, ImageFile
from releases.models.desk.issuer import Issuer, Listing
from releases.models.desk.logo import Logo
from releases.models.desk.preview_link import PreviewLink, PreviewOpening
from releases.models.desk.release import (
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)
from releases.models.desk.release_template import (
    ReleaseTemplate,
    TemplateBoilerplate,
    TemplateContact,
    TemplateDisclaimer,
)
from releases.models.desk.report import Report
from releases.models.desk.review import Comment, Waiver
from releases.models.desk.site_page import SitePage
from releases.models.desk.unsaved_form import UnsavedForm
from releases.models.ops.early_request import EarlyRequest
from releases.models.ops.search_state import SearchState, SearchWord
from releases.models.ops.web_worker import WebWorker
from releases.models.record.content_digest import ContentDigest
from releases.models.record.derivative import Derivative
from releases.models.record.journal import JournalAction, JournalEntry
from releases.models.record.kinds import NoticeKind
from releases.models.record.old_path import OldPath
from releases.models.record.proof import (
    Envelope,
    KeyRevocation,
    LogEntry,
    LogHead,
    SigningKey,
)
from releases.models.record.publication import Publication
from releases.models.record.publication_parts import (
    EventMention,
    HorizonInstant,
    PublishedFile,
    ReleaseMention,
)
from releases.models.record.record_change import RecordChange
from releases.models.record.record_state import RecordState
from releases.models.record.row_change import RowChange

__all__ = [
    "Absence",
    "Approval",
    "Attachment",
    "Boilerplate",
    "Category",
    "Comment",
    "Contact",
    "ContentDigest",
    "Derivative",
    "Disclaimer",
    "EarlyRequest",
    "Envelope",
    "Event",
    "EventMention",
    "EventSession",
    "ExchangeNotice",
    "Filing",
    "HorizonInstant",
    "Image",
    "ImageFile",
    "Issuer",
    "JournalAction",
    "JournalEntry",
    "KeyRevocation",
    "Listing",
    "LogEntry",
    "LogHead",
    "Logo",
    "NoticeKind",
    "OldPath",
    "PreviewLink",
    "PreviewOpening",
    "Publication",
    "PublishedFile",
    "RecordChange",
    "RecordState",
    "Release",
    "ReleaseBoilerplate",
    "ReleaseContact",
    "ReleaseDisclaimer",
    "ReleaseEvent",
    "ReleaseMention",
    "ReleaseTemplate",
    "Report",
    "RequiredApproval",
    "RowChange",
    "SearchState",
    "SearchWord",
    "SigningKey",
    "SitePage",
    "State",
    "TemplateBoilerplate",
    "TemplateContact",
    "TemplateDisclaimer",
    "Topic",
    "UnsavedForm",
    "Waiver",
    "WebWorker",
]
