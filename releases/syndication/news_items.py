"""A version of a release as an item of news, which any news format can write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from releases.record.documents import (
    CategoryEntry,
    ContactEntry,
    EventDocument,
    ProfileDocument,
)
from releases.record.published import Published
from releases.record.subjects import Edition
from releases.syndication.entries import entry_of
from releases.templatetags.labels import notice_heading
from releases.text.phones import e164, phones_in
from releases.text.public_paths import (
    HOME,
    PDF_SUFFIX,
    category_path,
    release_path,
    version_path,
)
from releases.translation import labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLink:
    """Another form of the text, or a file that went out with it.

    `name` is `web`, `pdf` or `file`; `size` is in bytes, None where it is not known.
    """

    name: str
    title: str
    url: str
    media_type: str
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """A version of a release, with the issuer and the events as they were then.

    `guid` is the same for all versions, and that of the feeds. `published` is the first
    disclosure, `since` when this version went live; nothing says when it was approved, or
    until when it was held. With `is_canceled` the text is gone, and `content`, HTML with
    absolute links, says why. `note` says what a correction corrects.
    """

    guid: str
    number: int
    slug: str
    published: dt.datetime
    since: dt.datetime
    is_canceled: bool
    note: str
    title: str
    headline: str
    subheadlines: tuple[str, ...]
    summary: str
    content: str
    language: str
    places: tuple[str, ...]
    dateline: str
    category: CategoryEntry
    category_url: str
    topics: tuple[str, ...]
    issuer: ProfileDocument
    issuer_url: str
    contacts: tuple[ContactEntry, ...]
    events: tuple[tuple[Published[EventDocument], str], ...]
    links: tuple[NewsLink, ...]


def news_item_of(edition: Edition, *, root: str, host: str) -> NewsItem:
    """Return a version of a release as an item of news.

    `root` is the origin of the site's URLs, without a slash at its end; `host` is the
    site's own domain. An issuer that has published no name has that one.
    """
    release, document = edition.release, edition.document
    entry = entry_of(release, root=root)
    issuer = edition.issuer
    change = document.change
    return NewsItem(
        guid=entry.guid(host),
        number=release.number,
        slug=release.address.rpartition("/")[2],
        published=entry.published,
        since=release.since,
        is_canceled=document.is_notice,
        note=labelled(notice_heading(change.kind), change.text) if change else "",
        title=entry.title,
        headline=document.headline,
        subheadlines=document.subheadlines,
        summary=entry.summary,
        content=entry.content,
        language=document.language,
        places=document.dateline.places,
        dateline=document.dateline_text,
        category=document.category,
        category_url=root + category_path(document.category.slug),
        topics=document.topics,
        issuer=issuer if issuer.name else issuer.model_copy(update={"name": host}),
        issuer_url=issuer.website or root + HOME,
        contacts=document.contacts,
        events=tuple((event, root + event.path) for event in edition.events),
        links=tuple(_links(edition, root)),
    )


def _links(edition: Edition, root: str) -> Iterator[NewsLink]:
    release = edition.release
    yield NewsLink(
        name="web",
        title=_("The release on the issuer’s site, as it stands"),
        url=root + release_path(release.address),
        media_type="text/html",
    )
    yield NewsLink(
        name="pdf",
        title=_("PDF of this version"),
        url=root + version_path(release.address, release.number) + PDF_SUFFIX,
        media_type="application/pdf",
    )
    for file in edition.document.files:
        yield NewsLink(
            name="file",
            title=file.title or file.name,
            url=root + file.path,
            media_type=file.media_type,
            size=file.size,
        )


def telephone_numbers(contact: ContactEntry) -> Iterator[str]:
    """Yield a contact's numbers in E.164; a line without one, as it is printed."""
    for line in contact.phones:
        numbers = [number for phone in phones_in(line) if (number := e164(phone.text))]
        yield from numbers or [line]
