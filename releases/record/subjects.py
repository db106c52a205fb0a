"""The subjects of representations: a release, a version, an event, a list of releases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.models.record.publication import PublicationQuerySet
from releases.record.documents import (
    CategoryEntry,
    EventDocument,
    ProfileDocument,
    ReleaseDocument,
    ReleaseHead,
    canonical,
    digest_of,
)
from releases.record.public_view import PublicationRef
from releases.record.published import (
    Published,
    events_of,
    live_events,
    profile,
    published_event,
    published_head,
    published_profile,
    published_release,
)
from releases.record.release_years import ReleaseYear, read_release_year
from releases.record.representation import (
    Lookup,
    NotDisclosed,
    SealedVersion,
    Subject,
)
from releases.record.results_dates import without_dates_of_calls
from releases.record.sitemaps import ListedPage, read_year
from releases.record.versions import Version, versions
from releases.text.public_paths import (
    ARCHIVE,
    CONTACTS,
    EVENTS,
    category_path,
    event_path,
    release_path,
    version_path,
    year_path,
)

# How many releases a list holds.
MAX_LISTED = 25
# The routes of addresses, with the converters of releases.public.path_converters.
RELEASE_ADDRESS = "<year:year>/<slug:slug>"
EVENT_ADDRESS = "<slug:slug>"
CATEGORY_SLUG = "<slug:slug>"
VERSION_NUMBER = "<number:number>"
YEAR = "<year:year>"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedRelease:
    """A release with every version that was disclosed, the last of which is current.

    `events` are those of its events that are live, in its order.
    """

    versions: tuple[Version, ...]
    events: tuple[Published[EventDocument], ...] = ()

    @property
    def current(self) -> Published[ReleaseDocument]:
        """The version that is live."""
        return self.versions[-1].release

    @property
    def document(self) -> ReleaseDocument:
        """The document of the current version."""
        return self.current.document


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version of a release with the issuer and its events as they were then.

    All are as of the instant at which the version went live, so it never changes.
    """

    release: Published[ReleaseDocument]
    issuer: ProfileDocument
    events: tuple[Published[EventDocument], ...] = ()

    @property
    def document(self) -> ReleaseDocument:
        """The document of the version."""
        return self.release.document

    @property
    def published(self) -> Published[ReleaseDocument]:
        """The publication to which what is made from it belongs."""
        return self.release

    @property
    def source(self) -> str:
        """The digest of the documents in it, by which what was made from them is found."""
        issuer = digest_of(canonical(self.issuer))
        digests = [
            self.release.digest,
            issuer,
            *(event.digest for event in self.events),
        ]
        return digest_of(" ".join(digests))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEdition:
    """A version of the issuer's profile, for what is made from it once."""

    published: Published[ProfileDocument]

    @property
    def source(self) -> str:
        """The digest of the document in it."""
        return self.published.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsPage:
    """The page of the issuer's contacts: `document` is the profile that is live."""

    document: ProfileDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseList:
    """What was disclosed here lately, the latest first; of one category if it is named.

    A newsroom that has disclosed little here goes on with what it has imported.
    `events` are the live events of these releases, by address. `latest_year` is the year
    of the newest release by date; None in a category, or if there is none.
    """

    releases: tuple[Published[ReleaseDocument], ...]
    events: Mapping[str, Published[EventDocument]]
    category: CategoryEntry | None = None
    latest_year: int | None = None


def latest_heads(count: int) -> Callable[[Lookup], tuple[Published[ReleaseHead], ...]]:
    """Return how to read the heads of the latest disclosures, at most `count`."""

    def read(lookup: Lookup) -> tuple[Published[ReleaseHead], ...]:
        live = Publication.objects.releases().live(at=lookup.at)
        return tuple(map(published_head, live.latest_disclosures()[:count]))

    return read


def latest_events(
    count: int,
) -> Callable[[Lookup], tuple[Published[EventDocument], ...]]:
    """Return how to read the events that end last, at most `count`, in order of start.

    They do not depend on the time by which some have ended, so the list changes only
    with what is published. It leaves out dates of results on days of calls, as the list
    of events does.
    """

    def read(lookup: Lookup) -> tuple[Published[EventDocument], ...]:
        live = Publication.objects.events().live(at=lookup.at)
        events = [published_event(row) for row in live.latest_to_end()[:count]]
        events = without_dates_of_calls(events, events)
        return tuple(
            sorted(events, key=lambda event: (event.document.starts, event.address))
        )

    return read


def read_profile_edition(lookup: Lookup) -> ProfileEdition:
    """Return the issuer's profile. Raises NotDisclosed before the first is published."""
    published = published_profile(at=lookup.at)
    if published is None:
        raise NotDisclosed
    return ProfileEdition(published=published)


def _release_versions(lookup: Lookup) -> tuple[Version, ...]:
    address = f"{lookup.parameters['year']:04d}/{lookup.parameters['slug']}"
    disclosed = versions(address, at=lookup.at)
    if not disclosed:
        raise NotDisclosed
    return disclosed


def _read_release(lookup: Lookup) -> DisclosedRelease:
    disclosed = _release_versions(lookup)
    addresses = _unsealed(disclosed[-1]).document.events
    live = live_events(addresses, at=lookup.at)
    return DisclosedRelease(
        versions=disclosed,
        events=tuple(live[address] for address in addresses if address in live),
    )


def _read_version(lookup: Lookup) -> Published[ReleaseDocument]:
    """Return the version of the path's number, or the current one if it has none."""
    disclosed = _release_versions(lookup)
    number = lookup.parameters.get("number", len(disclosed))
    if number > len(disclosed):
        raise NotDisclosed
    return _unsealed(disclosed[number - 1])


def _read_edition(lookup: Lookup) -> Edition:
    release = _read_version(lookup)
    live = live_events(release.document.events, at=release.since)
    return Edition(
        release=release,
        issuer=profile(at=release.since),
        events=tuple(
            live[address] for address in release.document.events if address in live
        ),
    )


def _unsealed(version: Version) -> Published[ReleaseDocument]:
    """Return the release of a version. Raises SealedVersion."""
    if version.sealed:
        raise SealedVersion(version.release.path)
    return version.release


def _read_event(lookup: Lookup) -> Published[EventDocument]:
    at_address = Publication.objects.events().at_address(lookup.parameters["slug"])
    row = at_address.live(at=lookup.at).first()
    if row is None:
        raise NotDisclosed
    return published_event(row)


def _read_list(lookup: Lookup) -> ReleaseList:
    """Return the list of all releases, or that of the path's category.

    A category exists if the issuer's profile or a live release names it.
    """
    live = Publication.objects.releases().live(at=lookup.at)
    slug: str | None = lookup.parameters.get("slug")
    rows = _latest(live if slug is None else live.in_category(slug))
    releases = tuple(map(published_release, rows))
    return ReleaseList(
        releases=releases,
        events=events_of(releases, at=lookup.at),
        category=None if slug is None else _category(lookup, slug),
        latest_year=live.latest_year() if slug is None else None,
    )


def _read_event_list(lookup: Lookup) -> tuple[Published[EventDocument], ...]:
    """Return the events that were announced or changed last, the latest first.

    It leaves out dates of results on days of calls, as the list of events does.
    """
    rows = _latest(Publication.objects.events().live(at=lookup.at))
    events = tuple(map(published_event, rows))
    return tuple(without_dates_of_calls(events, events))


def _latest(live: PublicationQuerySet) -> list[Publication]:
    """Return the latest disclosures; imports by their date where these are too few."""
    rows = list(live.latest_disclosures()[:MAX_LISTED])
    if len(rows) < MAX_LISTED:
        imports = live.unchanged_imports().newest_first()
        rows += imports[: MAX_LISTED - len(rows)]
    return rows


def _category(lookup: Lookup, slug: str) -> CategoryEntry:
    """Return the category as the profile names it, or as the newest release of it does."""
    for category in lookup.issuer.categories:
        if category.slug == slug:
            return category
    live = Publication.objects.releases().live(at=lookup.at).in_category(slug)
    row = live.newest_first().first()
    if row is None:
        raise NotDisclosed
    return published_head(row).document.category


def _pages_of_release(ref: PublicationRef) -> Iterable[str]:
    """Return the release's page; a change of its event alone is not rendered ahead."""
    return (release_path(ref.address),) if ref.kind == Kind.RELEASE else ()


def _pages_of_version(ref: PublicationRef) -> Iterable[str]:
    """Return the release's page and that of this version alone.

    What a version says never changes once it is public, and it says nothing of others.
    """
    if ref.kind != Kind.RELEASE:
        return ()
    return release_path(ref.address), version_path(ref.address, ref.number)


def _contacts_page(ref: PublicationRef) -> Iterable[str]:
    return (CONTACTS,) if ref.kind == Kind.PROFILE else ()


def _pages_of_event(ref: PublicationRef) -> Iterable[str]:
    return (event_path(ref.address),) if ref.kind == Kind.EVENT else ()


def _pages_of_year(ref: PublicationRef) -> Iterable[str]:
    return (year_path(f"{ref.year:04d}"),) if ref.kind == Kind.RELEASE else ()


def _pages_of_years(ref: PublicationRef) -> Iterable[str]:
    """Return the year of the release, and those of its other languages."""
    if ref.kind != Kind.RELEASE:
        return ()
    return (year_path(f"{year:04d}") for year in ref.years)


def _pages_of_list(ref: PublicationRef) -> Iterable[str]:
    """Return the lists; an event may be one of a release in any category."""
    slugs = {ref.category, *ref.profile_categories} - {""}
    return (ARCHIVE, *(category_path(slug) for slug in sorted(slugs)))


def _pages_of_event_list(ref: PublicationRef) -> Iterable[str]:
    return () if ref.kind == Kind.RELEASE else (EVENTS,)


_PAGE_OF_RELEASE: Mapping[str, str] = {"release_": release_path(RELEASE_ADDRESS)}

RELEASE: Subject[DisclosedRelease] = Subject(
    name="release",
    pages=_PAGE_OF_RELEASE,
    by=frozenset({Kind.RELEASE, Kind.EVENT}),
    affected_pages=_pages_of_release,
    read=_read_release,
)
# The current version at the release's page, each version at its own.
VERSION: Subject[Published[ReleaseDocument]] = Subject(
    name="version",
    pages={
        **_PAGE_OF_RELEASE,
        "version_": version_path(RELEASE_ADDRESS, VERSION_NUMBER),
    },
    by=frozenset({Kind.RELEASE}),
    affected_pages=_pages_of_version,
    read=_read_version,
)
# The same as it was published, with the issuer's name and listings and the events.
EDITION: Subject[Edition] = Subject(
    name="version",
    pages=VERSION.pages,
    by=VERSION.by,
    affected_pages=VERSION.affected_pages,
    read=_read_edition,
)
EVENT: Subject[Published[EventDocument]] = Subject(
    name="event",
    pages={"event_": event_path(EVENT_ADDRESS)},
    by=frozenset({Kind.EVENT}),
    affected_pages=_pages_of_event,
    read=_read_event,
)
CONTACTS_PAGE: Subject[ContactsPage] = Subject(
    name="contacts",
    pages={"contacts_": CONTACTS},
    by=frozenset({Kind.PROFILE}),
    affected_pages=_contacts_page,
    read=lambda lookup: ContactsPage(document=lookup.issuer),
)
LIST: Subject[ReleaseList] = Subject(
    name="list",
    pages={"": ARCHIVE, "category_": category_path(CATEGORY_SLUG)},
    by=frozenset({Kind.RELEASE, Kind.EVENT, Kind.PROFILE}),
    affected_pages=_pages_of_list,
    read=_read_list,
)
EVENT_LIST: Subject[tuple[Published[EventDocument], ...]] = Subject(
    name="events",
    pages={"": EVENTS},
    by=frozenset({Kind.EVENT, Kind.PROFILE}),
    affected_pages=_pages_of_event_list,
    read=_read_event_list,
)
# The releases of one year in full, for programs that collect all of them.
YEAR_OF_RELEASES: Subject[ReleaseYear] = Subject(
    name="year",
    pages={"year_": year_path(YEAR)},
    by=frozenset({Kind.RELEASE, Kind.EVENT, Kind.PROFILE}),
    affected_pages=_pages_of_year,
    read=read_release_year,
)
# The pages of the releases of one year, for its sitemap.
YEAR_OF_PAGES: Subject[tuple[ListedPage, ...]] = Subject(
    name="year",
    pages={"year_": year_path(YEAR)},
    by=frozenset({Kind.RELEASE}),
    affected_pages=_pages_of_years,
    read=read_year,
)
