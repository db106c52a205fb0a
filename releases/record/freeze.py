"""Turns what staff wrote into the document that would be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
    Logo,
    Publication,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)
from releases.models.desk.logo import Scheme
from releases.models.record.kinds import Kind
from releases.record.documents import (
    BoilerplateEntry,
    BrandEntry,
    CategoryEntry,
    Change,
    ContactEntry,
    Dateline,
    DisclaimerEntry,
    EventDocument,
    FileEntry,
    LanguageGroup,
    ListingEntry,
    LogoEntry,
    NameEntry,
    ReleaseDocument,
    SessionEntry,
)
from releases.record.freeze_images import freeze_images
from releases.record.frozen_pages import (
    SCHEMAS,
    FrozenPage,
    event_page,
    page_of,
    release_page,
)
from releases.text.colours import is_colour
from releases.text.fiscal_periods import FiscalPeriod
from releases.text.html import sanitize_html
from releases.text.names_by_language import names_in

UNCATEGORIZED = CategoryEntry(slug="news", name="News")


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
    return CategoryEntry(
        slug=category.slug,
        name=category.name,
        order=category.order,
        names=tuple(
            NameEntry(language=language, name=name)
            for language, name in sorted(names_in(category.other_names).items())
        ),
    )


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


def release_prefetches() -> tuple[str | Prefetch[Any], ...]:
    """Return the prefetches with which freezing a release makes no further query.

    The issuer's time zone is queried unless the caller gives it, and the images of a text
    that has any.
    """
    return (
        "topics",
        "attachments",
        "translation_of",
        Prefetch("translations", Release.objects.only("translation_of_id")),
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


def language_group(release: Release) -> LanguageGroup | None:
    """Return the group of the release's languages; None if it is in one alone."""
    original = release.translation_of or release
    if not original.translation_group or not (
        release.translation_of or release.translations.all()
    ):
        return None
    return LanguageGroup(
        name=original.translation_group, is_translation=original is not release
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
    body, images = freeze_images(sanitize_html(release.body))
    document = ReleaseDocument(
        headline=release.headline.strip(),
        subheadlines=lines(release.subheadlines),
        dateline=Dateline(
            places=lines(release.dateline_places.replace(";", "\n")),
            date=release.dateline_date,
            wire=release.dateline_wire,
        ),
        body=body,
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
        images=images,
        events=tuple(link.event.slug for link in release.releaseevents.all()),
        period=period_code(release.fiscal_period),
        languages=language_group(release),
        change=change,
    )
    return release_page(address, document)


def brand_entry(issuer: Issuer) -> BrandEntry:
    """Freeze how the issuer's pages look; what is no colour is left out."""
    colours = {
        name: colour
        for name in ("colour", "link_colour")
        if is_colour(colour := getattr(issuer, name))
    }
    return BrandEntry.model_validate({**colours, "face": issuer.face})


def logo_entries(issuer: Issuer) -> dict[str, LogoEntry | None]:
    """Freeze the issuer's logos, by the fields of the profile."""
    logos = {logo.scheme: logo for logo in issuer.logos.all()}
    return {
        "logo": _logo_entry(logos.get(Scheme.LIGHT)),
        "logo_dark": _logo_entry(logos.get(Scheme.DARK)),
    }


def _logo_entry(logo: Logo | None) -> LogoEntry | None:
    if logo is None:
        return None
    return LogoEntry(
        token=logo.token,
        name=logo.name,
        title=logo.issuer.name,
        media_type="image/png",
        size=logo.size,
        sha256=logo.sha256,
        width=logo.width,
        height=logo.height,
    )


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
        languages=withdrawn.languages,
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
