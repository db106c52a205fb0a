"""Releases as entries of a feed, which any feed format can write."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urljoin

from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from releases.record.documents import (
    EventDocument,
    FileEntry,
    ProfileDocument,
    ReleaseDocument,
)
from releases.record.fragment_cache import cached_fragment, on_the_site
from releases.record.published import Published
from releases.templatetags.labels import release_title
from releases.templatetags.text_markup import standfirst
from releases.text.image_tags import with_addresses
from releases.text.public_paths import HOME, release_path
from releases.translation import words_around

# An address without a scheme: of this site, as the body of a release may have it.
_HREF = re.compile(r'href="(?![a-z][a-z0-9+.-]*:)([^"]*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A release or an event in a feed; `content` is its text in HTML, with absolute links.

    `path` lies below `/as-of/` in a feed as of another moment; `tag` never changes.
    `number` is that of the version. `updated` is None unless the subject changed after
    readers saw it, or an event of the release was cancelled since; `since` is when the
    entry became what it is here. With `is_notice` the text is gone, and `content` says
    why. `category_term` is the category's slug.
    """

    path: str
    tag: str
    number: int
    title: str
    published: dt.datetime
    updated: dt.datetime | None
    since: dt.datetime
    category: str
    category_term: str
    topics: tuple[str, ...]
    summary: str
    content: str
    language: str = ""
    is_notice: bool = False
    files: tuple[FileEntry, ...] = ()

    def guid(self, host: str) -> str:
        """Return the id of the entry, the same for all versions: a tag URI (RFC 4151)."""
        return f"tag:{host},{self.tag}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A part of the newsroom as a feed, such as one category.

    `root` is the origin of the request's URL, `home` the path of the page there whose
    feed it is. `host` is the site's own domain, whatever host was requested. `author` is
    the issuer, or the domain of a newsroom that has not published its name. `hub` is the
    URL of the WebSub hub that tells of changes of the feed, or empty; `logo` is the path
    of the issuer's.
    """

    root: str
    home: str
    host: str
    author: str
    title: str
    summary: str
    hub: str = ""
    logo: str = ""


def channel_of(
    issuer: ProfileDocument,
    *,
    root: str,
    host: str,
    home: str = HOME,
    subject: str = "",
    summary: str = "",
    hub: str = "",
) -> Channel:
    """Return a part of the issuer's newsroom as a channel: `subject`, whose page is `home`.

    Without a subject it is that of all press releases. `summary` is that of an issuer
    whose profile says nothing about it.
    """
    subject = subject or _("press releases")
    summary = summary or _("Press releases in full, as they were published.")
    return Channel(
        root=root,
        home=on_the_site(home),
        host=host,
        author=issuer.name or host,
        title=_("%(issuer)s: %(subject)s") % {"issuer": issuer.name, "subject": subject}
        if issuer.name
        else capfirst(subject),
        summary=issuer.about or summary,
        hub=hub,
        logo=issuer.logo.path if issuer.logo else "",
    )


def tag_uri(address: str, *, host: str) -> str:
    """Return the tag URI of a release, the same for all its versions (RFC 4151)."""
    return f"tag:{host},{_tag_of(address)}"


def _tag_of(address: str) -> str:
    """Return the tag URI of a release from its date on: all but the domain."""
    return f"{address.partition('/')[0]}:{release_path(address)}"


def cancelled_events(
    document: ReleaseDocument, events: Mapping[str, Published[EventDocument]]
) -> tuple[Published[EventDocument], ...]:
    """Return those of the release's events that are cancelled, in their order.

    `events` are the live events by address.
    """
    named = (events[address] for address in document.events if address in events)
    return tuple(event for event in named if event.document.cancelled)


# All feeds of all categories share their entries, of about 11 kB each.
@cached_fragment(512)
def entry_of(
    release: Published[ReleaseDocument],
    *,
    root: str,
    cancelled: tuple[Published[EventDocument], ...] = (),
) -> Entry:
    """Return a release as an entry, with what became of its events.

    Its words are in the language of the release, whatever that of the feed. Cached, since all but the newest entries of a feed were in the feed before it.
    """
    document = release.document
    with words_around(document.language):
        title = release_title(document)
        category = document.category.readable_name
        content = render_to_string(
            "syndication/full_text.html",
            {
                "release": release,
                "document": document,
                "root": root,
                "cancelled": cancelled,
            },
        )
    changed_at = [release.changed_at, *(event.changed_at for event in cancelled)]
    changes = [change for change in changed_at if change and change >= release.since]
    return Entry(
        path=release.path,
        tag=_tag_of(release.address),
        number=release.number,
        title=title,
        published=published_date(release),
        updated=max(changes, default=None),
        since=max([release.since, *changes]),
        category=category,
        category_term=document.category.slug,
        topics=document.topics,
        summary=standfirst(document),
        content=_absolute_links(content.strip(), root + release.path),
        language=document.language,
        is_notice=document.is_notice,
        files=document.files,
    )


def published_date(
    subject: Published[ReleaseDocument] | Published[EventDocument],
) -> dt.datetime:
    """Return the first disclosure; of what was imported, noon of its day.

    The hour was another site's, and a feed has no date without an hour: noon in the
    issuer's zone is the same day for most readers. While that noon is still to come, it is
    the time that it was imported with.
    """
    if not subject.imported:
        return subject.dated
    day = subject.dated.astimezone(zoneinfo.ZoneInfo(subject.document.timezone))
    noon = day.replace(hour=12, minute=0, second=0, microsecond=0).astimezone(dt.UTC)
    return noon if noon <= subject.since else subject.dated


def _absolute_links(markup: str, base: str) -> str:
    """Return the markup with every link and image resolved against `base`.

    An image has one address: feed readers set it to a width of their own.
    """
    linked = _HREF.sub(
        lambda href: f'href="{escape(urljoin(base, unescape(href[1])))}"', markup
    )
    return with_addresses(linked, lambda address: urljoin(base, address))
