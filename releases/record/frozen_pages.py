"""The page that each document becomes: the document with its kind and its columns."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass, field

from releases.models import Event
from releases.models.record.kinds import Kind
from releases.record.documents import (
    Document,
    EventDocument,
    FileEntry,
    FilingDocument,
    ImageEntry,
    PageDocument,
    ProfileDocument,
    ReleaseDocument,
    ReportDocument,
    canonical,
    digest_of,
)
from releases.text.fiscal_periods import parse_period
from releases.text.slugs import slug_of

# How long an event without an announced end is taken to last, for "upcoming".
USUAL_LENGTH = dt.timedelta(hours=2)
SCHEMAS: dict[Kind, type[Document]] = {
    Kind.RELEASE: ReleaseDocument,
    Kind.EVENT: EventDocument,
    Kind.PROFILE: ProfileDocument,
    Kind.FILING: FilingDocument,
    Kind.REPORT: ReportDocument,
    Kind.PAGE: PageDocument,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenPage:
    """A document with the columns it will be found by."""

    kind: Kind
    address: str
    document: Document
    headline: str
    language: str = "en"
    translation_group: str = ""
    is_translation: bool = False
    category: str = ""
    quarter: int | None = None
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    files: tuple[FileEntry | ImageEntry, ...] = ()
    instants: frozenset[dt.datetime] = field(default_factory=frozenset)

    @property
    def events(self) -> tuple[str, ...]:
        """The addresses of the events that a release names, each once."""
        if not isinstance(self.document, ReleaseDocument):
            return ()
        return tuple(dict.fromkeys(self.document.events))

    @property
    def releases(self) -> tuple[str, ...]:
        """The addresses of the releases that a filing names, each once."""
        if not isinstance(self.document, FilingDocument):
            return ()
        return tuple(dict.fromkeys(self.document.releases))

    @property
    def text(self) -> str:
        """The document's canonical form."""
        return canonical(self.document)

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical form."""
        return digest_of(self.text)

    @property
    def seals_earlier(self) -> bool:
        """Whether the document is a notice that seals every version before it."""
        change = getattr(self.document, "change", None)
        return change is not None and change.sealed


def _quarter_of(code: str) -> int | None:
    return parse_period(code).quarter if code else None


def end_of(event: Event | EventDocument) -> dt.datetime:
    """Return when the event counts as past: its end, or the end of its last day (UTC)."""
    last = event.ends or event.starts
    if event.all_day:
        zone = zoneinfo.ZoneInfo(event.timezone)
        morning = last.astimezone(zone).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        return (morning + dt.timedelta(days=1)).astimezone(dt.UTC)
    return event.ends or event.starts + USUAL_LENGTH


def _instants_of(document: EventDocument) -> frozenset[dt.datetime]:
    moments = {document.starts, document.ends, end_of(document), document.replay_until}
    for session in document.sessions:
        moments |= {session.starts, session.ends}
    return frozenset(moment for moment in moments if moment)


def release_page(address: str, document: ReleaseDocument) -> FrozenPage:
    """Return the document with its columns."""
    return FrozenPage(
        kind=Kind.RELEASE,
        address=address,
        document=document,
        headline=document.headline,
        language=document.language,
        translation_group=document.languages.name if document.languages else "",
        is_translation=bool(document.languages and document.languages.is_translation),
        category=document.category.slug,
        quarter=_quarter_of(document.period),
        files=(*document.files, *document.images),
    )


def event_page(address: str, document: EventDocument) -> FrozenPage:
    """Return the document with its columns."""
    return FrozenPage(
        kind=Kind.EVENT,
        address=address,
        document=document,
        headline=document.title,
        quarter=_quarter_of(document.period),
        starts=document.starts,
        ends=end_of(document),
        files=document.files,
        instants=_instants_of(document),
    )


def profile_page(address: str, document: ProfileDocument) -> FrozenPage:
    """Return the document with its columns."""
    logos = (document.logo, document.logo_dark)
    return FrozenPage(
        kind=Kind.PROFILE,
        address=address,
        document=document,
        headline=document.name,
        files=tuple(logo for logo in logos if logo),
    )


def filing_page(address: str, document: FilingDocument) -> FrozenPage:
    """Return the document with its columns; one that is not shown is in no list."""
    return FrozenPage(
        kind=Kind.FILING,
        address=address,
        document=document,
        headline=document.title or document.form,
        category=slug_of(document.form) if document.shown else "",
        quarter=_quarter_of(document.period) if document.shown else None,
    )


def report_page(address: str, document: ReportDocument) -> FrozenPage:
    """Return the document with its columns; one that is not shown is in no list."""
    return FrozenPage(
        kind=Kind.REPORT,
        address=address,
        document=document,
        headline=document.title,
        category=document.report_kind if document.shown else "",
        files=document.files,
    )


def site_page(address: str, document: PageDocument) -> FrozenPage:
    """Return the document with its columns; one that is not shown is nowhere."""
    return FrozenPage(
        kind=Kind.PAGE,
        address=address,
        document=document,
        headline=document.title,
        category=document.placement if document.shown else "",
        files=(*document.files, *document.images),
    )


def page_of(address: str, document: Document) -> FrozenPage:
    """Return any document with its columns."""
    if isinstance(document, ReleaseDocument):
        return release_page(address, document)
    if isinstance(document, EventDocument):
        return event_page(address, document)
    if isinstance(document, FilingDocument):
        return filing_page(address, document)
    if isinstance(document, ReportDocument):
        return report_page(address, document)
    if isinstance(document, PageDocument):
        return site_page(address, document)
    return profile_page(address, document)
