"""A list of releases as a channel with its entries, whatever the format of the feed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from releases.record.fragment_cache import on_the_site
from releases.record.release_years import AFTER, ReleaseYear, YearPart
from releases.record.representation import WriteContext
from releases.record.subjects import ReleaseList
from releases.syndication.entries import (
    Channel,
    Entry,
    cancelled_events,
    channel_of,
    entry_of,
)
from releases.text.public_paths import category_path, year_path


def channel_of_list(listed: ReleaseList, context: WriteContext) -> Channel:
    """Return the newsroom as a channel, or the category of the list."""
    if listed.category is None:
        return channel_of(
            context.issuer, root=context.root, host=context.host, hub=context.hub
        )
    return channel_of(
        context.issuer,
        root=context.root,
        host=context.host,
        home=category_path(listed.category.slug),
        subject=listed.category.name,
        hub=context.hub,
    )


def channel_of_year(part: YearPart, context: WriteContext) -> Channel:
    """Return the newsroom in one year as a channel."""
    return channel_of(
        context.issuer,
        root=context.root,
        host=context.host,
        home=year_path(f"{part.year:04d}"),
        subject=_("press releases of %(year)s") % {"year": part.year},
    )


def entries_of_list(
    listed: ReleaseList | ReleaseYear, context: WriteContext
) -> list[Entry]:
    """Return the releases of the list as entries, in its order."""
    return [
        entry_of(
            release,
            root=context.root,
            cancelled=cancelled_events(release.document, listed.events),
        )
        for release in listed.releases
    ]


def archive_of_list(listed: ReleaseList, suffix: str) -> str:
    """Return the path of the archive document that precedes the list (RFC 5005, 4).

    Empty if the list has no archive.
    """
    if listed.latest_year is None:
        return ""
    return path_of_part(YearPart(year=listed.latest_year), suffix)


def path_of_part(part: YearPart, suffix: str) -> str:
    """Return the path, with its query, of a part of a year in the format of the suffix."""
    path = on_the_site(f"{year_path(f'{part.year:04d}')}{suffix}")
    return f"{path}?{urlencode({AFTER: part.after})}" if part.after else path
