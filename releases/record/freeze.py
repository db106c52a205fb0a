"""Turns what staff wrote into the document that would be published, and its columns."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django.db.models import Prefetch

from releases.models import (
    Attachment,
    Category,
    Contact,
    Disclaimer,
    Event,
    Issuer,
    Listing,
    Publication,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)
from releases.models.record.kinds import Kind
from releases.record.documents import (
    BoilerplateEntry,
    BrandEntry,
    CategoryEntry,
    Change,
    ContactEntry,
    Dateline,
    DisclaimerEntry,
    Document,
    EventDocument,
    FileEntry,
    FilingDocument,
    ListingEntry,
    PageDocument,
    ProfileDocument,
    ReleaseDocument,
    ReportDocument,
    SessionEntry,
    canonical,
    digest_of,
)
from releases.text.colours import is_colour
from releases.text.fiscal_periods import FiscalPeriod, parse_period
from releases.text.html import sanitize_html
from releases.text.slugs import slug_of

UNCATEGORIZED = CategoryEntry(slug="news", name="News")
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
    category: str = ""
    quarter: int | None = None
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    files: tuple[FileEntry, ...] = ()
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


def lines(text: str) -> tuple[str, ...]:
    """Return the lines that are not blank, without the space around them."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def paragraphs(text: str) -> str:
    """Return the text with Unix line ends and no space around it."""
    return text.replace("\r\n", "\n").strip()


def issuer_zone() -> str:
    """Return the IANA name of the issuer's time zone; UTC if there is no issuer yet."""
    issuer = Issuer.objects.order_by("pk").first()
    return issuer.timezone if issuer else "UTC"


def contact_entry(contact: Contact) -> ContactEntry:
    """Return the contact as printed."""
    return ContactEntry(
        ref=contact.ref.hex,
        audience=contact.audience,
        name=contact.name,
        title=contact.title,
        organization=contact.organization,
        phones=lines(contact.phones),
        emails=lines(contact.emails),
        order=contact.order,
    )


def disclaimer_entry(disclaimer: Disclaimer) -> DisclaimerEntry:
    """Return the disclaimer in its revision."""
    return DisclaimerEntry(
        ref=disclaimer.ref.hex,
        revision=disclaimer.revision,
        name=disclaimer.name,
        heading=disclaimer.heading,
        wording=paragraphs(disclaimer.wording),
        jurisdiction=disclaimer.jurisdiction,
    )


def category_entry(category: Category | None) -> CategoryEntry:
    """Return the category as readers see it; UNCATEGORIZED for None."""
    if category is None:
        return UNCATEGORIZED
    return CategoryEntry(slug=category.slug, name=category.name, order=category.order)


def listing_entry(listing: Listing) -> ListingEntry:
    """Return the listing, with its exchange's printed name."""
    return ListingEntry(
        mic=listing.exchange,
        exchange=listing.get_exchange_display(),
        symbol=listing.symbol,
    )


def file_entry(attachment: Attachment) -> FileEntry:
    """Return the file, with its permanent token."""
    return FileEntry(
        token=attachment.token,
        name=attachment.name,
        title=attachment.title,
        media_type=attachment.media_type,
        size=attachment.size,
        sha256=attachment.sha256,
        role=attachment.role,
    )


def period_code(period: FiscalPeriod | None) -> str:
    """Return the period as documents write it; nothing for none."""
    return period.code if period else ""


def _quarter_of(code: str) -> int | None:
    return parse_period(code).quarter if code else None


def release_prefetches() -> tuple[str | Prefetch[Any], ...]:
    """Return the prefetches with which freezing a release makes no further query.

    The issuer's time zone is queried unless the caller gives it.
    """
    return (
        "topics",
        "attachments",
        Prefetch("releasecontacts", ReleaseContact.objects.select_related("contact")),
        Prefetch(
            "releasedisclaimers", ReleaseDisclaimer.objects.select_related("disclaimer")
        ),
        Prefetch(
            "releaseboilerplates",
            ReleaseBoilerplate.objects.select_related("boilerplate"),
        ),
        Prefetch("releaseevents", ReleaseEvent.objects.select_related("event")),
        "releaseevents__event__sessions",
        "releaseevents__event__attachments",
    )


def freeze_release(
    release: Release,
    *,
    address: str,
    change: Change | None = None,
    zone: str | None = None,
) -> FrozenPage:
    """Freeze the release as it would be published this moment.

    `zone` is the issuer's, where the caller knows it already.
    """
    document = ReleaseDocument(
        headline=release.headline.strip(),
        subheadlines=lines(release.subheadlines),
        dateline=Dateline(
            places=lines(release.dateline_places.replace(";", "\n")),
            date=release.dateline_date,
            wire=release.dateline_wire,
        ),
        body=sanitize_html(release.body),
        category=category_entry(release.category),
        topics=tuple(topic.name for topic in release.topics.all()),
        language=release.language,
        source=release.source,
        timezone=issuer_zone() if zone is None else zone,
        contacts=tuple(
            contact_entry(link.contact) for link in release.releasecontacts.all()
        ),
        disclaimers=tuple(
            disclaimer_entry(link.disclaimer)
            for link in release.releasedisclaimers.all()
        ),
        boilerplates=tuple(
            BoilerplateEntry(
                heading=link.boilerplate.heading,
                text=paragraphs(link.boilerplate.text),
            )
            for link in release.releaseboilerplates.all()
        ),
        files=tuple(map(file_entry, release.attachments.all())),
        events=tuple(link.event.slug for link in release.releaseevents.all()),
        period=period_code(release.fiscal_period),
        change=change,
    )
    return release_page(address, document)


def release_page(address: str, document: ReleaseDocument) -> FrozenPage:
    """Return the document with its columns."""
    return FrozenPage(
        kind=Kind.RELEASE,
        address=address,
        document=document,
        headline=document.headline,
        language=document.language,
        category=document.category.slug,
        quarter=_quarter_of(document.period),
        files=document.files,
    )


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


def brand_entry(issuer: Issuer) -> BrandEntry:
    """Freeze how the issuer's pages look; what is no colour is left out."""
    colours = {
        name: colour
        for name in ("colour", "link_colour")
        if is_colour(colour := getattr(issuer, name))
    }
    return BrandEntry.model_validate({**colours, "face": issuer.face})


def profile_page(address: str, document: ProfileDocument) -> FrozenPage:
    """Return the document with its columns."""
    return FrozenPage(
        kind=Kind.PROFILE, address=address, document=document, headline=document.name
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
        files=document.files,
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


def _instants_of(document: EventDocument) -> frozenset[dt.datetime]:
    moments = {document.starts, document.ends, end_of(document), document.replay_until}
    for session in document.sessions:
        moments |= {session.starts, session.ends}
    return frozenset(moment for moment in moments if moment)


def freeze_event(event: Event) -> FrozenPage:
    """Freeze the event as it would be published this moment."""
    sessions = list(event.sessions.all())
    files = tuple(map(file_entry, event.attachments.all()))
    document = EventDocument(
        title=event.title.strip(),
        event_kind=event.kind,
        starts=event.starts,
        ends=event.ends,
        all_day=event.all_day,
        timezone=event.timezone,
        venue=event.venue,
        city=event.city,
        webcast_url=event.webcast_url,
        replay_url=event.replay_url,
        replay_until=event.replay_until,
        dial_ins=lines(event.dial_ins),
        cancelled=event.cancelled,
        sessions=tuple(
            SessionEntry(
                ref=session.ref.hex,
                title=session.title,
                kind=session.kind,
                starts=session.starts,
                ends=session.ends,
                room=session.room,
                reference=session.reference,
            )
            for session in sessions
        ),
        files=files,
        period=period_code(event.fiscal_period),
    )
    return event_page(event.slug, document)


def freeze_withdrawal(
    withdrawn: ReleaseDocument,
    *,
    address: str,
    reason: str,
    kind: Literal["withdrawal", "disregard"] = "withdrawal",
    sealed: bool = False,
    headline: str = "",
    events: Sequence[str] = (),
) -> FrozenPage:
    """Freeze the notice that replaces a withdrawn release: its headline and the reason.

    It is made of the published document, never of the desk's, which may say more. The
    withdrawn versions stay readable at their own addresses, unless the notice is
    `sealed`: then the public sees none of them, though the record keeps them. `headline`
    replaces one that nobody may read either. `events` are the addresses of those that
    are cancelled with it; a sealed notice names none.
    """
    document = ReleaseDocument(
        headline=headline or withdrawn.headline,
        category=withdrawn.category,
        language=withdrawn.language,
        source=withdrawn.source,
        timezone=withdrawn.timezone,
        contacts=withdrawn.contacts,
        events=() if sealed else tuple(events),
        period=withdrawn.period,
        change=Change(kind=kind, text=reason, sealed=sealed),
    )
    return release_page(address, document)


def freeze_cancellation(publication: Publication) -> FrozenPage:
    """Freeze an event again as it was published, cancelled."""
    page = refreeze(publication)
    assert isinstance(page.document, EventDocument)
    return replace(page, document=page.document.model_copy(update={"cancelled": True}))


def refreeze(publication: Publication) -> FrozenPage:
    """Freeze a publication again in the same words, whatever the desk says now."""
    document = SCHEMAS[Kind(publication.kind)].model_validate_json(publication.document)
    return page_of(publication.address, document)
