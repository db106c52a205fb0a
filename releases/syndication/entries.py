"""What feeds tell of a release: projected once, written by many."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from releases.record.documents import ProfileDocument, ReleaseDocument
from releases.record.fragment_cache import kept
from releases.record.published import Published
from releases.templatetags.labels import notice_mark
from releases.templatetags.text_markup import standfirst


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One release: `content` is its full text in HTML, with absolute links.

    `path` is where it is read, `address` names it for good: as of another moment the
    path lies below `/as-of/`.
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
    """The newsroom as a feed; `root` is the address of the host, without a slash at
    the end, and `home` the path of the newsroom there.

    `host` is the one name of the site, by whatever address it was asked.
    """

    root: str
    home: str
    host: str
    title: str
    summary: str


def channel_of(issuer: ProfileDocument, *, root: str, host: str) -> Channel:
    """The issuer's newsroom at this address."""
    return Channel(
        root=root,
        home=reverse("newsroom:home"),
        host=host,
        title=f"{issuer.name}: press releases" if issuer.name else "Press releases",
        summary=issuer.about or "Press releases in full, as they were published.",
    )


@kept(64)
def entry_of(release: Published[ReleaseDocument], *, root: str) -> Entry:
    """The release as it stands.

    All but the newest entries of a feed were in the one before it.
    """
    document = release.document
    content = render_to_string(
        "syndication/full_text.html",
        {"release": release, "document": document, "root": root},
    )
    return Entry(
        path=release.path,
        address=release.address,
        title=_marked(document),
        published=release.dated,
        updated=release.since,
        category=document.category.name,
        topics=document.topics,
        summary=standfirst(document),
        content=content.strip(),
    )


def _marked(document: ReleaseDocument) -> str:
    if document.change is None:
        return document.headline
    return f"{notice_mark(document.change.kind)}: {document.headline}"
