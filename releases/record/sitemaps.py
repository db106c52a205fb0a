"""Which pages search engines may list, and when something published changed each last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.models.record.publication import PublicationQuerySet
from releases.record.documents import ReleaseHead
from releases.record.languages import LanguageLinks, every_language_link
from releases.record.published import Published, published_head
from releases.record.representation import Lookup, NotDisclosed
from releases.text.public_paths import (
    ACCESSIBILITY,
    ALERTS,
    API,
    ARCHIVE,
    ASK,
    CONTACTS,
    DISCLAIMERS,
    DISCLOSURE,
    EVENTS,
    FEEDS,
    FILINGS,
    HOME,
    PRIVACY,
    REPORTS,
    RESULTS,
    SEARCH,
    SITEMAP_OF_EVENTS,
    SITEMAP_OF_PAGES,
    VERIFY,
    category_path,
    event_path,
    page_path,
    release_path,
    sitemap_path,
    year_path,
)

# The most that one sitemap may hold (sitemaps.org), and a news sitemap (Google).
MAX_PAGES = 50_000
MAX_NEWS = 1_000
# The pages that exist once, and the kinds of publication that change each.
OWN_PAGES: Mapping[str, tuple[Kind, ...]] = {
    HOME: tuple(Kind),
    ARCHIVE: (Kind.RELEASE,),
    EVENTS: (Kind.EVENT,),
    RESULTS: (Kind.RELEASE, Kind.EVENT, Kind.FILING),
    FILINGS: (Kind.FILING,),
    REPORTS: (Kind.REPORT,),
    SEARCH: (Kind.PROFILE,),
    CONTACTS: (Kind.PROFILE,),
    DISCLAIMERS: (Kind.PROFILE,),
    FEEDS: (Kind.PROFILE,),
    DISCLOSURE: (Kind.PROFILE,),
    ACCESSIBILITY: (Kind.PROFILE,),
    PRIVACY: (Kind.PROFILE,),
    API: (Kind.PROFILE,),
    VERIFY: (Kind.PROFILE,),
    ALERTS: (Kind.PROFILE,),
    ASK: (Kind.PROFILE,),
}
# Those of them that there are only where mails are sent.
MAIL_PAGES = {ALERTS, ASK}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPage:
    """A page or a sitemap, by its path, and when a publication changed it last.

    `changed` is None if none ever did. What changes by the clock alone, such as an event
    that is over, does not count. `languages` are those of a release in several.
    """

    path: str
    changed: dt.datetime | None
    languages: LanguageLinks = ()


def read_sitemaps(lookup: Lookup) -> tuple[ListedPage, ...]:
    """Return the sitemaps: of the site's own pages, of events, and of each year."""
    live = Publication.objects.live(at=lookup.at)
    by_kind = dict(live.latest_change_by_kind())
    found = [
        ListedPage(path=SITEMAP_OF_PAGES, changed=max(by_kind.values(), default=None)),
        ListedPage(path=SITEMAP_OF_EVENTS, changed=by_kind.get(Kind.EVENT)),
    ]
    found += [
        ListedPage(path=sitemap_path(year), changed=changed)
        for year, changed in _years(live)
    ]
    return tuple(found)


def read_pages(lookup: Lookup) -> tuple[ListedPage, ...]:
    """Return the pages that exist once, and those of each category and each year."""
    live = Publication.objects.live(at=lookup.at)
    by_kind = dict(live.latest_change_by_kind())
    found = [
        ListedPage(
            path=path,
            changed=max(
                (by_kind[kind] for kind in kinds if kind in by_kind), default=None
            ),
        )
        for path, kinds in OWN_PAGES.items()
        if path not in MAIL_PAGES or settings.IRSITE_ALERTS
    ]
    pages = live.listed().pages().addresses_by_change()
    found += [
        ListedPage(path=page_path(address), changed=changed)
        for address, changed in pages[:MAX_PAGES]
    ]
    by_category: dict[str, dt.datetime | None] = {
        category.slug: None for category in lookup.issuer.categories
    }
    by_category |= dict(live.releases().latest_change_by_category())
    found += [
        ListedPage(path=category_path(slug), changed=changed)
        for slug, changed in sorted(by_category.items())
    ]
    found += [
        ListedPage(path=year_path(year), changed=changed)
        for year, changed in _years(live)
    ]
    return tuple(found)


def read_events(lookup: Lookup) -> tuple[ListedPage, ...]:
    """Return the pages of all events, the latest first."""
    changes = Publication.objects.events().live(at=lookup.at).addresses_by_change()
    return tuple(
        ListedPage(path=event_path(address), changed=changed)
        for address, changed in changes[:MAX_PAGES]
    )


def read_year(lookup: Lookup) -> tuple[ListedPage, ...]:
    """Return the pages of a year's releases, the latest first."""
    live = Publication.objects.releases().live(at=lookup.at)
    changes = live.in_year(lookup.parameters["year"]).addresses_by_change()
    links = every_language_link(at=lookup.at)
    found = tuple(
        ListedPage(
            path=release_path(address),
            changed=changed,
            languages=links.get(address, ()),
        )
        for address, changed in changes[:MAX_PAGES]
    )
    if not found:
        raise NotDisclosed
    return found


def read_news(lookup: Lookup) -> tuple[Published[ReleaseHead], ...]:
    """Return the releases of the last 48 hours that stand, the newest first."""
    news = Publication.objects.live(at=lookup.at).news(at=lookup.at)
    heads = map(published_head, news.newest_first()[:MAX_NEWS])
    return tuple(head for head in heads if not head.document.is_notice)


def _years(live: PublicationQuerySet) -> Iterator[tuple[str, dt.datetime]]:
    """Yield (year of four digits, when a release of it changed last)."""
    for year, changed in live.releases().latest_change_by_year():
        yield f"{year:04d}", changed
