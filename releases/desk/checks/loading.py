"""Gather what the checks need, in as many queries for a long release as for a short one.

The caller has loaded and frozen the release (`releases.desk.context`); what is read here
is what only checks ask for.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Q
from django.utils.html import strip_tags

from releases.desk.checks.checked_release import (
    CheckedRelease,
    Link,
    PublicByThen,
    Translation,
)
from releases.desk.checks.enclosures import Enclosure, inspect_attachment
from releases.desk.languages import languages_among
from releases.models import (
    Attachment,
    Disclaimer,
    Event,
    Issuer,
    Publication,
    PublishedFile,
    Release,
    ReleaseTemplate,
    State,
)
from releases.models.record.kinds import Kind
from releases.record.documents import ReleaseDocument
from releases.text.html_blocks import Body, parse_body
from releases.text.link_targets import path_on_hosts
from releases.text.links import links_in
from releases.text.public_paths import event_slug_in, file_token_in, release_address_in
from releases.text.template_placeholders import bracketed_names_in


def load_checked_release(  # noqa: PLR0913 - each is loaded by the caller, once for many
    release: Release,
    document: ReleaseDocument,
    *,
    at: dt.datetime,
    versions: Sequence[Publication],
    issuer: Issuer | None,
    disclaimers: tuple[Disclaimer, ...],
    approved_revisions: Mapping[str, int],
    events: tuple[Event, ...],
    translations: tuple[Translation, ...],
) -> CheckedRelease:
    """Return the release with everything that checks look at beside it.

    `versions` are those on the record, the latest first; `approved_revisions` the latest
    of each disclaimer that counsel approved, by its reference in hexadecimal digits.
    """
    body = parse_body(document.body)
    hosts = _own_hosts()
    links = tuple(_links(body, document, events))
    goes_live_at = _goes_live_at(release, versions, at)
    public_versions = [version for version in versions if version.live_from <= at]
    return CheckedRelease(
        release=release,
        document=document,
        body=body,
        at=at,
        goes_live_at=goes_live_at,
        zone=ZoneInfo(document.timezone),
        issuer=issuer,
        listings=tuple(issuer.listings.all()) if issuer else (),
        notices={
            notice.listing_id: notice for notice in release.exchange_notices.all()
        },
        disclaimers=disclaimers,
        approved_revisions=dict(approved_revisions),
        events=events,
        enclosures=tuple(_enclosures(release, events)),
        translations=translations,
        disclosed_at=public_versions[-1].dated if public_versions else None,
        public_document=ReleaseDocument.model_validate_json(public_versions[0].document)
        if public_versions
        else None,
        links=links,
        public=_public_by(goes_live_at, release, events, links, hosts=hosts),
        hosts=hosts,
        template_placeholders=_template_placeholders(document),
    )


def _template_placeholders(document: ReleaseDocument) -> frozenset[str]:
    """Return the placeholders of all templates; asked only where the text may have one."""
    if not bracketed_names_in(document.model_dump_json()):
        return frozenset()
    texts = ReleaseTemplate.objects.values_list(
        "headline", "subheadlines", "body", "dateline_places", "source"
    )
    names = (bracketed_names_in(strip_tags(" ".join(text))) for text in texts)
    return frozenset(itertools.chain(*names))


def _goes_live_at(
    release: Release, versions: Sequence[Publication], at: dt.datetime
) -> dt.datetime:
    """Return when it went live, where that is settled; else its own instant, or now."""
    if versions and release.state in {State.APPROVED, State.WITHDRAWN}:
        return versions[0].live_from
    instant = release.go_live_at or at
    crossed = release.wire_crossed_at if release.after_wire else None
    return max(instant, crossed) if crossed else instant


def _own_hosts() -> frozenset[str]:
    names = {settings.IRSITE_DOMAIN, *settings.ALLOWED_HOSTS}
    return frozenset(name.strip(".").lower() for name in names if "*" not in name)


def load_approved_revisions(disclaimers: Iterable[Disclaimer]) -> dict[str, int]:
    """Return the latest approved revision of each disclaimer, by its reference."""
    revisions = (
        Disclaimer.objects.filter(
            ref__in=[disclaimer.ref for disclaimer in disclaimers],
            approved_at__isnull=False,
        )
        .order_by()
        .values_list("ref")
        .annotate(latest=Max("revision"))
    )
    return {ref.hex: latest for ref, latest in revisions}


def _enclosures(release: Release, events: tuple[Event, ...]) -> Iterator[Enclosure]:
    files: list[tuple[str, Attachment]] = [
        ("attachments", attachment) for attachment in release.attachments.all()
    ]
    files += [
        ("events", attachment)
        for event in events
        for attachment in event.attachments.all()
    ]
    for field, attachment in files:
        yield inspect_attachment(attachment, field=field)


def load_translations(
    releases: Sequence[Release],
) -> dict[int, tuple[Translation, ...]]:
    """Return by the key of each release the one it translates and its other translations.

    In two queries for any number of releases, and none where each is in one language;
    `translations` are to be prefetched.
    """
    originals = {
        _original_of(release)
        for release in releases
        if release.translation_of_id or release.translations.all()
    }
    loaded: dict[int, tuple[Translation, ...]] = dict.fromkeys(
        (release.pk for release in releases), ()
    )
    if not originals:
        return loaded
    related = list(
        Release.objects.filter(Q(pk__in=originals) | Q(translation_of__in=originals))
        .select_related("category")
        .order_by("pk")
    )
    went_live = dict(
        Publication.objects.releases()
        .at_addresses([other.address for other in related if other.address])
        .not_called_off()
        .filter(number=1)
        .values_list("address", "live_from")
    )
    for release in releases:
        others = [
            other
            for other in related
            if other.pk != release.pk and _original_of(other) == _original_of(release)
        ]
        together = {other.pk for other in languages_among(others, going_with=release)}
        loaded[release.pk] = tuple(
            Translation(
                release=other,
                goes_live_at=went_live.get(other.address) or other.go_live_at,
                goes_together=other.pk in together,
            )
            for other in others
        )
    return loaded


def _original_of(release: Release) -> int:
    return release.translation_of_id or release.pk


def _links(
    body: Body, document: ReleaseDocument, events: tuple[Event, ...]
) -> Iterator[Link]:
    for link in body.links:
        yield Link(href=link.href, text=link.words, field="body")
    texts = [("disclaimers", disclaimer.wording) for disclaimer in document.disclaimers]
    texts += [("boilerplates", about.text) for about in document.boilerplates]
    for field, text in texts:
        for printed in links_in(text):
            yield Link(href=printed.target or "", text=printed.text, field=field)
    for event in events:
        for href in filter(None, (event.webcast_url, event.replay_url)):
            yield Link(href=href, text="", field="events")


def _public_by(
    moment: dt.datetime,
    release: Release,
    events: tuple[Event, ...],
    links: tuple[Link, ...],
    *,
    hosts: frozenset[str],
) -> PublicByThen:
    """Return what of all that is linked or enclosed is public at that moment."""
    paths = list(filter(None, (path_on_hosts(link.href, hosts) for link in links)))
    addresses = set(filter(None, map(release_address_in, paths)))
    slugs = set(filter(None, map(event_slug_in, paths)))
    tokens = set(filter(None, map(file_token_in, paths)))
    disclosed = Publication.objects.disclosed(at=moment)
    pages = set(
        disclosed.filter(
            Q(kind=Kind.RELEASE, address__in=addresses)
            | Q(kind=Kind.EVENT, address__in=slugs | {event.slug for event in events})
        ).values_list("kind", "address")
    )
    own_files = [attachment.sha256 for attachment in release.attachments.all()]
    own_files += [file.sha256 for event in events for file in event.attachments.all()]
    files = list(
        PublishedFile.objects.filter(publication__in=disclosed)
        .filter(Q(token__in=tokens) | Q(sha256__in=own_files))
        .values_list("token", "sha256", "publication__kind", "publication__address")
    )
    own_pages = {(Kind.RELEASE, release.address)}
    own_pages |= {(Kind.EVENT, event.slug) for event in events}
    return PublicByThen(
        releases=frozenset(address for kind, address in pages if kind == Kind.RELEASE),
        events=frozenset(address for kind, address in pages if kind == Kind.EVENT),
        file_tokens=frozenset(token for token, *_ in files),
        tokens_elsewhere={
            sha256: token
            for token, sha256, kind, address in files
            if sha256 in own_files and (kind, address) not in own_pages
        },
    )
