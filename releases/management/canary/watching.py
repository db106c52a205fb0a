"""Asking the site from outside whether each publication shows at its instant, on every form.

Who sees the canary's requests, such as a CDN, must not learn what is due. So through the
public address it asks for the same lists at the same times whatever is scheduled, and looks
in them for the paths of what is not public yet. It asks for such a path itself at the origin
alone, on this machine, and through the public address once it is public. The lists of its
category and its year are asked for at the origin alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator

from releases.alerts.page_probe import path_of
from releases.management.canary.asked_forms import (
    AskedForm,
    fixed_lists,
    own_forms,
    own_lists,
)
from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.canary_note import CanaryFinding, Fault
from releases.record.clock import read_clock

# The lists on which a new release shows, and those on which an event does.
RELEASE_LISTS, EVENT_LISTS = fixed_lists(Kind.RELEASE), fixed_lists(Kind.EVENT)
# A publication is to show everywhere within this time, and is looked for that long.
# Of so many at most, so that the shortest list has them, and dated so lately.
MAX_ON_LISTS = 3
RECENT = dt.timedelta(days=1)
TOLERANCE = dt.timedelta(seconds=1)
LOOKED_FOR = dt.timedelta(minutes=10)
# At the origin its own paths are asked for so long before its instant.
ASKED_BEFORE = dt.timedelta(minutes=1)
# Of how many publications own paths are asked for in a round: an import may be thousands.
MAX_IN_ROUND = 10

# Returns the status and the body of a GET for a path at an address; 0 if nobody answers.
Fetch = Callable[[str, str], tuple[int, bytes]]


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
        for publication in self._unverified(publications, after):
            findings += self._look_at_own(publication)
        return findings

    def _publications(self, at: dt.datetime) -> list[Publication]:
        """Return what is scheduled, or has gone live lately and stands, the latest first."""
        lately = (
            Publication.objects.not_called_off()
            .without_documents()
            .filter(kind__in=[Kind.RELEASE, Kind.EVENT], live_from__gt=at - LOOKED_FOR)
        )
        lately = lately.order_by("-live_from", "-id")
        return [
            publication
            for publication in lately
            if publication.live_until is None or publication.live_until > at
        ]

    def _unverified(
        self, publications: list[Publication], at: dt.datetime
    ) -> list[Publication]:
        """Return those whose own paths are asked for in this round."""
        near = [
            publication
            for publication in publications
            if publication.pk not in self._verified
            and publication.live_from - ASKED_BEFORE <= at
        ]
        return near[:MAX_IN_ROUND]

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
        needle = needle_of(publication)
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
            findings = [*self._look_after(publication, now)]
            if not findings:
                self._verified.add(publication.pk)
            yield from findings
        elif self._origin and now < publication.live_from:
            yield from self._look_before(publication)

    def _look_before(self, publication: Publication) -> Iterator[CanaryFinding]:
        """Ask the origin for what is not to exist yet. An event's page may, of a change."""
        if publication.kind == Kind.EVENT and publication.number > 1:
            return
        for form in own_forms(publication):
            status, _body = self._fetch(self._origin, form.path)
            now = read_clock()
            if status == 200 and now < publication.live_from:
                yield finding_of(Fault.EARLY, form.name, publication, now)
        for form, body in self._lists_at_origin(publication):
            now = read_clock()
            if needle_of(publication) in body and now < publication.live_from:
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
        if self._origin and is_due_on_lists(publication, now):
            for form, body in self._lists_at_origin(publication):
                if needle_of(publication) not in body:
                    yield finding_of(Fault.LATE, form.name, publication, now)

    def _lists_at_origin(
        self, publication: Publication
    ) -> Iterator[tuple[AskedForm, bytes]]:
        """Yield the lists of its category and year; a later version keeps its place there."""
        if publication.number == 1:
            for form in own_lists(publication):
                yield form, self._fetch(self._origin, form.path)[1]


def needle_of(publication: Publication) -> bytes:
    """Return what lists that have the publication contain: its page's path."""
    return path_of(publication).removesuffix("/").encode()


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
