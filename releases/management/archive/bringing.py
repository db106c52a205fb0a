"""Puts the releases of an archive on the record, each once however often it is run."""

from __future__ import annotations

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from releases.desk import transitions
from releases.intake import drafts
from releases.intake.archive import Entry
from releases.intake.decode import Unreadable
from releases.intake.readers import SourceDocument
from releases.management.archive.oldmap import OldMap
from releases.management.archive.report import Report
from releases.models import Category, Publication, Release
from releases.text.slugs import slug_of

_LONGEST = 80
NO_DATE = "its dateline has no date, and an archive needs one: add it."


@dataclass(slots=True)
class Bringing:
    """One run: what it was told, and what it has met so far."""

    by: str
    zone: zoneinfo.ZoneInfo
    shelf: Category | None
    report: Report
    old_map: OldMap
    say: Callable[[str], None]
    met: dict[tuple[str, dt.datetime], list[str]] = field(default_factory=dict)
    brought: int = 0
    known: int = 0
    left_out: int = 0

    def take(self, entry: Entry) -> None:
        """Bring one release; what cannot be brought is reported and left out."""
        try:
            if entry.arrival is None:
                raise Unreadable(entry.refusal)
            self.bring(entry, entry.arrival)
        except (Unreadable, transitions.NotAllowed) as error:
            self.left_out += 1
            self.report.row(entry.origin, None, str(error), "It was left out.")

    def bring(self, entry: Entry, arrival: SourceDocument) -> None:
        """Put one release on the record, or find it there."""
        dated = self._dated(entry, arrival)
        with transaction.atomic():
            address = self._known(arrival, dated)
            if address:
                self.known += 1
                self.say(f"{entry.origin}: on the record already, left as it is.")
            else:
                address = self._import(entry, arrival, dated)
                self.brought += 1
                self.say(f"On the record: {address}")
            self._lead(entry, address)

    def _dated(self, entry: Entry, arrival: SourceDocument) -> dt.datetime:
        """Its dateline's day, and the export's hour where both are of one day."""
        dateline = arrival.reading.dateline
        day = dateline.date if dateline else None
        if day is None and entry.dated is None:
            raise Unreadable(NO_DATE[0].upper() + NO_DATE[1:])
        if day is None or (entry.dated and self._day(entry.dated) == day):
            assert entry.dated is not None
            return entry.dated
        if entry.dated and dateline:
            self.report.row(
                entry.origin,
                dateline.lines.first,
                f"a dateline of {day}, and an export that says {self._day(entry.dated)}",
                "It is dated as its dateline.",
            )
        return past_day(day, self.zone)

    def _day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def _known(self, arrival: SourceDocument, dated: dt.datetime) -> str | None:
        """Where the release is, if an earlier run or this one brought it.

        Two releases may share headline and day: the second of them in a run is known
        only where two are on the record.
        """
        headline = arrival.reading.headline
        if headline is None:
            return None
        seen = self.met.setdefault((headline.text, dated), [])
        digest = _digest(arrival)
        if digest not in seen:
            seen.append(digest)
        there = self._addresses(headline.text, dated)
        place = seen.index(digest)
        return there[place] if place < len(there) else None

    def _addresses(self, headline: str, dated: dt.datetime) -> list[str]:
        imported = (
            Publication.objects.releases()
            .standing()
            .filter(imported=True, number=1, headline=headline, dated=dated)
            .order_by("id")
        )
        drafted = (
            Release.objects.exclude(address="")
            .filter(headline=headline, dateline_date=self._day(dated))
            .order_by("pk")
        )
        return list(
            dict.fromkeys(
                [
                    *imported.values_list("address", flat=True),
                    *drafted.values_list("address", flat=True),
                ]
            )
        )

    def _import(self, entry: Entry, arrival: SourceDocument, dated: dt.datetime) -> str:
        draft = drafts.save(arrival.reading, by=self.by)
        release = draft.release
        release.category = self.shelf
        release.slug = self._slug(entry, release, dated, _digest(arrival))
        release.save()
        transitions.import_past(release, by=self.by, at=timezone.now(), dated=dated)
        self.report.doubt(entry.origin, draft.doubts)
        return release.address

    def _slug(
        self, entry: Entry, release: Release, dated: dt.datetime, digest: str
    ) -> str:
        """A free address, made of the release's own particulars."""
        base = slug_of(entry.slug) or slug_of(release.headline) or "release"
        day = self._day(dated)
        ends = ["", f"-{day}", f"-{day}-{digest[:8]}"]
        tries = [base[: _LONGEST - len(end)].rstrip("-") + end for end in ends]
        return next((t for t in tries if not _is_taken(f"{day.year}/{t}")), tries[-1])

    def _lead(self, entry: Entry, address: str) -> None:
        for url in self.old_map.lead(entry.keys, address):
            self.report.row(
                entry.origin, None, url, "It is no address of a page: no redirect."
            )


def past_day(day: dt.date, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """The start of a day in the issuer's zone."""
    return dt.datetime.combine(day, dt.time(), zone)


def _digest(arrival: SourceDocument) -> str:
    """The same for the same words, however they came."""
    words = "".join(c for c in arrival.text if c.isalnum())
    return hashlib.sha256(words.encode()).hexdigest()


def _is_taken(address: str) -> bool:
    found = Publication.objects.releases().standing().at_address(address)
    return found.exists() or Release.objects.filter(address=address).exists()
