"""Asking the site from outside whether each publication shows at its instant, on every form.

Who sees the canary's requests, such as a CDN, must not learn what is due. So through the
public address it asks for the same lists at the same times whatever is scheduled, and looks
in them for the paths of what is not public yet. It asks for such a path itself at the origin
alone, on this machine, and through the public address once it is public.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from releases.alerts.page_probe import path_of
from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.canary_note import CanaryFinding, Fault
from releases.record.clock import read_clock
from releases.text import public_paths

# The lists on which a new release shows, and those on which an event does.
RELEASE_LISTS = (
    public_paths.HOME,
    public_paths.ARCHIVE,
    public_paths.FEED,
    f"{public_paths.ARCHIVE}{public_paths.ATOM_SUFFIX}",
    f"{public_paths.ARCHIVE}{public_paths.JSON_FEED_SUFFIX}",
    public_paths.LATEST,
    public_paths.SITEMAP_OF_NEWS,
    f"{public_paths.API_PREFIX}/releases",
)
EVENT_LISTS = (
    public_paths.EVENTS,
    public_paths.CALENDAR,
    public_paths.SITEMAP_OF_EVENTS,
    f"{public_paths.API_PREFIX}/events",
)
# A publication is to show everywhere within this time, and is looked for that long.
# Of so many at most, so that the shortest list has them, and dated so lately.
MAX_ON_LISTS = 3
RECENT = dt.timedelta(days=1)
TOLERANCE = dt.timedelta(seconds=1)
LOOKED_FOR = dt.timedelta(minutes=10)
# At the origin its own paths are asked for so long before its instant.
ASKED_BEFORE = dt.timedelta(minutes=1)

# Returns the status and the body of a GET for a path at an address; 0 if nobody answers.
Fetch = Callable[[str, str], tuple[int, bytes]]


class OwnForm(NamedTuple):
    """A form of one publication: what it is called in a finding, and its path."""

    name: str
    path: str


def own_forms(publication: Publication) -> Iterator[OwnForm]:
    """Yield the forms that exist from the publication's instant on, and not before."""
    yield OwnForm("page", path_of(publication))
    if publication.number == 1 and publication.kind in {Kind.RELEASE, Kind.EVENT}:
        page = path_of(publication)
        yield OwnForm("API", f"{public_paths.API_PREFIX}{page.removesuffix('/')}")
        if publication.kind == Kind.RELEASE:
            yield OwnForm("PDF", f"{page}{public_paths.PDF_SUFFIX}")


class Canary:
    """Asks at `url`, the public address, and at `origin`, the site on this machine if given."""

    def __init__(self, url: str, *, origin: str, fetch: Fetch) -> None:
        self._url = url
        self._origin = origin
        self._fetch = fetch
        self._verified: set[int] = set()

    def find_faults(self) -> list[CanaryFinding]:
        """Ask once, and return what is wrong."""
        before = read_clock()
        lists = {
            path: self._fetch(self._url, path)
            for path in (*RELEASE_LISTS, *EVENT_LISTS)
        }
        after = read_clock()
        findings = [
            CanaryFinding(Fault.DOWN, path, "", after)
            for path, (status, _body) in lists.items()
            if status != 200
        ]
        publications = self._publications(after)
        live = [each.pk for each in publications if each.live_from <= after]
        newest = {*live[:MAX_ON_LISTS]}
        for publication in publications:
            lists_of_kind = (
                RELEASE_LISTS if publication.kind == Kind.RELEASE else EVENT_LISTS
            )
            bodies = {
                path: lists[path][1] for path in lists_of_kind if lists[path][0] == 200
            }
            if publication.live_from > after or publication.pk in newest:
                findings += self._look_in_lists(publication, bodies, before, after)
            findings += self._look_at_own(publication)
        return findings

    def _publications(self, at: dt.datetime) -> list[Publication]:
        """Return what is scheduled, or has gone live lately and stands, the latest first."""
        lately = Publication.objects.not_called_off().filter(
            kind__in=[Kind.RELEASE, Kind.EVENT], live_from__gt=at - LOOKED_FOR
        )
        lately = lately.order_by("-live_from", "-id")
        return [
            publication
            for publication in lately
            if publication.live_until is None or publication.live_until > at
        ]

    def _look_in_lists(
        self,
        publication: Publication,
        bodies: dict[str, bytes],
        before: dt.datetime,
        after: dt.datetime,
    ) -> Iterator[CanaryFinding]:
        """Look for the path of a new release or event in lists that were read in between."""
        if publication.number != 1:
            return
        needle = path_of(publication).removesuffix("/").encode()
        for path, body in bodies.items():
            shows = needle in body
            if shows and after < publication.live_from:
                yield finding_of(Fault.EARLY, path, publication, after)
            elif not shows and is_due_on_lists(publication, before):
                yield finding_of(Fault.LATE, path, publication, after)

    def _look_at_own(self, publication: Publication) -> Iterator[CanaryFinding]:
        """Ask for the publication's own forms, where that tells nobody anything."""
        now = read_clock()
        if now >= publication.live_from + TOLERANCE:
            if publication.pk not in self._verified:
                findings = list(self._look_after(publication, now))
                if not findings:
                    self._verified.add(publication.pk)
                yield from findings
        elif self._origin and now >= publication.live_from - ASKED_BEFORE:
            for form in own_forms(publication):
                status, _body = self._fetch(self._origin, form.path)
                if status == 200 and read_clock() < publication.live_from:
                    yield finding_of(Fault.EARLY, form.name, publication, now)

    def _look_after(
        self, publication: Publication, now: dt.datetime
    ) -> Iterator[CanaryFinding]:
        for form in own_forms(publication):
            digests = set()
            for address in filter(None, (self._url, self._origin)):
                status, body = self._fetch(address, form.path)
                if status == 200:
                    digests.add(hashlib.sha256(body).digest())
                else:
                    yield finding_of(Fault.LATE, form.name, publication, now)
            if len(digests) > 1:
                yield finding_of(Fault.DIFFERENT, form.name, publication, now)


def is_due_on_lists(publication: Publication, at: dt.datetime) -> bool:
    """Return whether the newest entries of lists have it: not what is dated long ago."""
    is_recent = publication.dated > publication.live_from - RECENT
    is_news = is_recent and not publication.imported
    return is_news and at >= publication.live_from + TOLERANCE


def finding_of(
    fault: Fault, form: str, publication: Publication, at: dt.datetime
) -> CanaryFinding:
    """Return a finding, which names the publication by its instant alone."""
    return CanaryFinding(fault, form, publication.live_from.isoformat(), at)
