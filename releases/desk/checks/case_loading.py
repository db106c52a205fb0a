"""Reads a case: the same few questions for a short release and for a long one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Q

from releases.desk.checks.case import Address, Case, Public, Sibling
from releases.desk.checks.enclosures import Enclosure, enclosure_of
from releases.models import (
    Attachment,
    Disclaimer,
    Event,
    Issuer,
    Listing,
    Publication,
    PublishedFile,
    Release,
    ReleaseEvent,
    State,
)
from releases.models.record.kinds import Kind
from releases.record.documents import ReleaseDocument
from releases.record.freeze import freeze_release, parts
from releases.text.html_blocks import Body, parse_body
from releases.text.link_targets import path_on_hosts
from releases.text.links import links_in
from releases.text.public_paths import event_slug_in, file_token_in, release_address_in


def case_of(release: Release, *, at: dt.datetime) -> Case:
    """The release as it is saved, and all that checks look at beside it."""
    release = (
        Release.objects.select_related("category")
        .prefetch_related("attachments", "topics")
        .get(pk=release.pk)
    )
    document = freeze_release(release, address=release.address).document
    assert isinstance(document, ReleaseDocument)
    issuer = Issuer.objects.prefetch_related("listings").order_by("pk").first()
    listings: tuple[Listing, ...] = tuple(issuer.listings.all()) if issuer else ()
    events = tuple(
        link.event
        for link in parts(ReleaseEvent, release).prefetch_related("event__attachments")
    )
    chain = _chain(release)
    opens = _opens(release, chain, at)
    hosts = _hosts()
    body = parse_body(document.body)
    links = tuple(_links(body, document, events))
    disclaimers = tuple(
        Disclaimer.objects.filter(releasedisclaimer__release=release).order_by(
            "releasedisclaimer__order", "releasedisclaimer__pk"
        )
    )
    return Case(
        release=release,
        document=document,
        body=body,
        at=at,
        opens=opens,
        zone=ZoneInfo(document.timezone),
        issuer=issuer,
        listings=listings,
        notices={one.listing_id: one for one in release.exchange_notices.all()},
        disclaimers=disclaimers,
        approved_revisions=_approved_revisions(disclaimers),
        events=events,
        enclosures=tuple(_enclosures(release, events)),
        siblings=tuple(_siblings(release)),
        disclosed=chain[0].dated if chain and chain[0].live_from <= at else None,
        stands=_stands(chain, at),
        links=links,
        public=_public(release, events, links, hosts=hosts, by=opens),
        hosts=hosts,
    )


def _chain(release: Release) -> list[Publication]:
    """What is on the record of it, the first version first."""
    if not release.address:
        return []
    of_it = Publication.objects.releases().at_address(release.address)
    return list(of_it.standing().order_by("number"))


def _opens(release: Release, chain: list[Publication], at: dt.datetime) -> dt.datetime:
    """When it opened, where that is settled; else its own instant, or now."""
    if chain and release.state in {State.APPROVED, State.WITHDRAWN}:
        return chain[-1].live_from
    instant = release.go_live_at or at
    crossed = release.wire_crossed_at if release.after_wire else None
    return max(instant, crossed) if crossed else instant


def _stands(chain: list[Publication], at: dt.datetime) -> ReleaseDocument | None:
    """The text that the public reads now."""
    out = [one for one in chain if one.live_from <= at]
    return ReleaseDocument.model_validate_json(out[-1].document) if out else None


def _hosts() -> frozenset[str]:
    """The names that this site answers to."""
    named = {settings.IRSITE_DOMAIN, *settings.ALLOWED_HOSTS}
    return frozenset(name.strip(".").lower() for name in named if "*" not in name)


def _approved_revisions(carried: tuple[Disclaimer, ...]) -> dict[str, int]:
    revisions = (
        Disclaimer.objects.filter(
            ref__in=[one.ref for one in carried], approved_at__isnull=False
        )
        .order_by()
        .values_list("ref")
        .annotate(latest=Max("revision"))
    )
    return {ref.hex: latest for ref, latest in revisions}


def _enclosures(release: Release, events: tuple[Event, ...]) -> Iterator[Enclosure]:
    files: list[tuple[str, Attachment]] = [
        ("attachments", one) for one in release.attachments.all()
    ]
    files += [("events", one) for event in events for one in event.attachments.all()]
    for field, attachment in files:
        yield enclosure_of(attachment, field=field)


def _siblings(release: Release) -> Iterator[Sibling]:
    """The release that it translates and that one's translations, itself left out."""
    root = release.translation_of_id or release.pk
    family = list(
        Release.objects.filter(Q(pk=root) | Q(translation_of=root))
        .exclude(pk=release.pk)
        .exclude(state=State.WITHDRAWN)
        .order_by("pk")
    )
    addresses = [one.address for one in family if one.address]
    out = dict(
        Publication.objects.releases()
        .at_addresses(addresses)
        .standing()
        .filter(number=1)
        .values_list("address", "live_from")
    )
    for one in family:
        yield Sibling(release=one, opens=out.get(one.address) or one.go_live_at)


def _links(
    body: Body, document: ReleaseDocument, events: tuple[Event, ...]
) -> Iterator[Address]:
    for link in body.links:
        yield Address(href=link.href, words=link.words, field="body")
    pieces = [("disclaimers", one.wording) for one in document.disclaimers]
    pieces += [("boilerplates", one.text) for one in document.boilerplates]
    for field, text in pieces:
        for printed in links_in(text):
            href = printed.target or ""
            yield Address(href=href, words=printed.text, field=field)
    for event in events:
        for href in filter(None, (event.webcast_url, event.replay_url)):
            yield Address(href=href, words="", field="events")


def _public(
    release: Release,
    events: tuple[Event, ...],
    links: tuple[Address, ...],
    *,
    hosts: frozenset[str],
    by: dt.datetime,
) -> Public:
    """What of all that is linked or enclosed the public can reach by then."""
    paths = list(filter(None, (path_on_hosts(one.href, hosts) for one in links)))
    pages = set(filter(None, map(release_address_in, paths)))
    slugs = set(filter(None, map(event_slug_in, paths)))
    tokens = set(filter(None, map(file_token_in, paths)))
    out = Publication.objects.disclosed(at=by)
    seen = set(
        out.filter(
            Q(kind=Kind.RELEASE, address__in=pages)
            | Q(kind=Kind.EVENT, address__in=slugs | {event.slug for event in events})
        ).values_list("kind", "address")
    )
    mine = [one.sha256 for one in release.attachments.all()]
    mine += [one.sha256 for event in events for one in event.attachments.all()]
    rows = list(
        PublishedFile.objects.filter(publication__in=out)
        .filter(Q(token__in=tokens) | Q(sha256__in=mine))
        .values_list("token", "sha256", "publication__kind", "publication__address")
    )
    own = {(Kind.RELEASE, release.address)} | {(Kind.EVENT, one.slug) for one in events}
    return Public(
        pages=frozenset(address for kind, address in seen if kind == Kind.RELEASE),
        events=frozenset(address for kind, address in seen if kind == Kind.EVENT),
        tokens=frozenset(token for token, *_ in rows),
        files={
            sha256: token
            for token, sha256, kind, address in rows
            if sha256 in mine and (kind, address) not in own
        },
    )
