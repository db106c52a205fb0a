"""Releases as entries of a feed, which any feed format can write."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from releases.record.documents import ProfileDocument, ReleaseDocument
from releases.record.fragment_cache import cached_fragment
from releases.record.published import Published
from releases.templatetags.labels import notice_mark
from releases.templatetags.text_markup import standfirst


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A release in a feed; `content` is its full text in HTML, with absolute links.

    `path` lies below `/as-of/` in a feed as of another moment; `address` never changes.
    """

    path: str
    address: str
    title: str
    published: dt.datetime
    updated: dt.datetime
    category: str
    topics: tuple[str, ...]
    summary: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """The newsroom as a feed.

    `root` is the origin of the request's URL, `home` the path of the newsroom there.
    `host` is the site's own domain, whatever host was requested.
    """

    root: str
    home: str
    host: str
    title: str
    summary: str


def channel_of(issuer: ProfileDocument, *, root: str, host: str) -> Channel:
    """Return the issuer's newsroom as a channel."""
    return Channel(
        root=root,
        home=reverse("newsroom:home"),
        host=host,
        title=_("%(issuer)s: press releases") % {"issuer": issuer.name}
        if issuer.name
        else _("Press releases"),
        summary=issuer.about or _("Press releases in full, as they were published."),
    )


@cached_fragment(64)
def entry_of(release: Published[ReleaseDocument], *, root: str) -> Entry:
    """Return a release as an entry.

    Cached, since all but the newest entries of a feed were in the feed before it.
    """
    document = release.document
    content = render_to_string(
        "syndication/full_text.html",
        {"release": release, "document": document, "root": root},
    )
    return Entry(
        path=release.path,
        address=release.address,
        title=_title(document),
        published=release.dated,
        updated=release.since,
        category=document.category.name,
        topics=document.topics,
        summary=standfirst(document),
        content=content.strip(),
    )


def _title(document: ReleaseDocument) -> str:
    if document.change is None:
        return document.headline
    return f"{notice_mark(document.change.kind)}: {document.headline}"
