"""The results of fiscal periods, put together from what is live: nothing else is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from releases.models import Publication
from releases.models.record.kinds import EventKind, FileRole, Kind
from releases.models.record.publication import PublicationQuerySet
from releases.record.documents import (
    EventDocument,
    FileEntry,
    ReleaseDocument,
    ReleaseHead,
)
from releases.record.filings import Filing, filings_naming
from releases.record.period_labels import period_name
from releases.record.published import (
    Published,
    events_of,
    published_event,
    published_filing,
    published_head,
    published_release,
)
from releases.text.fiscal_periods import (
    FiscalPeriod,
    joined_part,
    parse_period,
    previous_quarter,
    quarter_number,
    year_of,
)

# How many fiscal years a page shows, and how many publications at most.
YEARS = 5
MAX_PUBLICATIONS = 400
CALLS = frozenset(
    {EventKind.EARNINGS_CALL, EventKind.CONFERENCE_CALL, EventKind.WEBCAST}
)

Event = Published[EventDocument]
Release = Published[ReleaseDocument]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsRow:
    """All that is live on the results of the periods that end with one fiscal quarter.

    `releases` are in the order of their first disclosure; `calls` are the calls that they
    name or that are linked to the period themselves, `dates` the announced days of results.
    """

    period: FiscalPeriod
    releases: tuple[Release, ...]
    calls: tuple[Event, ...]
    dates: tuple[Event, ...]
    filings: tuple[Filing, ...]

    @property
    def label(self) -> str:
        """Its name, such as “Third quarter 2026”."""
        return period_name(self.period)

    @property
    def anchor(self) -> str:
        """The id of its row: `y2026-q3`."""
        return f"y{self.period.code}"

    @property
    def is_out(self) -> bool:
        """Whether a release of these results is live, or was and is withdrawn."""
        return bool(self.releases)

    @property
    def expected(self) -> Event | None:
        """The event that says when the release will be out: its date, or else the call."""
        announced = (row for row in (*self.dates, *self.calls))
        standing = (row for row in announced if not row.document.cancelled)
        return next(standing, None)

    @property
    def standing(self) -> tuple[Release, ...]:
        """The releases that are not withdrawn."""
        return tuple(row for row in self.releases if not row.document.is_notice)

    @property
    def tables(self) -> tuple[FileEntry, ...]:
        """The files with financial tables."""
        return self._files(FileRole.TABLES)

    @property
    def slides(self) -> tuple[FileEntry, ...]:
        """The files with slides."""
        return self._files(FileRole.SLIDES)

    @property
    def transcripts(self) -> tuple[FileEntry, ...]:
        """The files with the words of a call."""
        return self._files(FileRole.TRANSCRIPT)

    @property
    def reports(self) -> tuple[FileEntry, ...]:
        """The files with a report, such as a quarterly report."""
        return self._files(FileRole.REPORT)

    def _files(self, role: FileRole) -> tuple[FileEntry, ...]:
        """Return the files of this kind of the releases and the calls, each once."""
        files = [file for row in self.releases for file in row.document.files]
        files += [file for call in self.calls for file in call.document.files]
        return tuple({file.token: file for file in files if file.role == role}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """The rows of some fiscal years, the last one first.

    `older_before` is the year before which the next page goes on; None on the last page.
    """

    years: tuple[tuple[int, tuple[ResultsRow, ...]], ...]
    older_before: int | None


def results_page(*, at: dt.datetime, before: int | None = None) -> ResultsPage:
    """Return the rows of five fiscal years that are live at `at`.

    They are the last five, or with `before` those before that year. A year without any
    live results takes no place.
    """
    live = Publication.objects.live(at=at).one_language(settings.LANGUAGE_CODE, at=at)
    if before is not None:
        live = live.in_quarters(0, quarter_number(before, 0))
    last = live.latest_quarter()
    if last is None:
        return ResultsPage(years=(), older_before=None)
    first_year = year_of(last) - YEARS + 1
    shown = live.in_quarters(quarter_number(first_year, 0), last)
    rows = _rows(shown.latest_quarter_first()[:MAX_PUBLICATIONS], at=at)
    older = live.in_quarters(0, quarter_number(first_year, 0)).latest_quarter()
    by_year = groupby(rows, key=lambda row: row.period.year)
    return ResultsPage(
        years=tuple((year, tuple(group)) for year, group in by_year),
        older_before=first_year if older is not None else None,
    )


def results_rows(
    *, at: dt.datetime, limit: int, after: FiscalPeriod | None = None
) -> list[ResultsRow]:
    """Return the rows that are live at `at`, the last quarter first; those after a period."""
    live = Publication.objects.live(at=at)
    listed = live.in_quarters(0, after.quarter - 1) if after else live
    quarters = list(listed.distinct_quarters()[:limit])
    return list(_rows(live.of_quarters(quarters).latest_quarter_first(), at=at))


def results_row(period: FiscalPeriod, *, at: dt.datetime) -> ResultsRow | None:
    """Return the row of exactly this period; None if nothing of it is live."""
    live = Publication.objects.live(at=at).of_quarters([period.quarter])
    row = next(_rows(live.latest_quarter_first(), at=at), None)
    return row if row and row.period == period else None


def last_results(*, at: dt.datetime) -> ResultsRow | None:
    """Return the last fiscal quarter of which a release is live; None if there is none."""
    live = Publication.objects.live(at=at).one_language(settings.LANGUAGE_CODE, at=at)
    quarters = live.releases().latest_quarter_first().values("quarter")
    of_quarter = live.filter(quarter=quarters[:1]).latest_quarter_first()
    return next(_rows(of_quarter[:MAX_PUBLICATIONS], at=at), None)


def _rows(
    publications: PublicationQuerySet, *, at: dt.datetime
) -> Iterator[ResultsRow]:
    """Yield the rows of these publications, which are in the order of quarters."""
    rows = list(publications)
    live = _LiveResults(rows, at=at)
    for quarter in dict.fromkeys(row.quarter for row in rows):
        assert quarter is not None
        yield live.row(quarter)


class _LiveResults:
    """The documents of some results, and what is found by them, each read once."""

    def __init__(self, rows: Iterable[Publication], *, at: dt.datetime) -> None:
        rows = list(rows)
        self.releases = [published_release(r) for r in rows if r.kind == Kind.RELEASE]
        self.events = [published_event(r) for r in rows if r.kind == Kind.EVENT]
        self.filings = [published_filing(r) for r in rows if r.kind == Kind.FILING]
        self.named_events = events_of(self.releases, at=at)
        self.naming_filings = filings_naming(
            (release.address for release in self.releases), at=at
        )

    def row(self, quarter: int) -> ResultsRow:
        """Return the row of a quarter."""
        releases = tuple(row for row in self.releases if _quarter_of(row) == quarter)
        addresses = {release.address for release in releases}
        named = (address for row in releases for address in row.document.events)
        events = {
            row.address: row for row in self.events if _quarter_of(row) == quarter
        }
        events |= {
            address: self.named_events[address]
            for address in named
            if address in self.named_events
        }
        filings = {
            row.address: row for row in self.filings if _quarter_of(row) == quarter
        }
        filings |= {
            row.address: row
            for row in self.naming_filings
            if addresses & set(row.document.releases)
        }
        in_order = sorted(events.values(), key=lambda event: event.document.starts)
        kinds = [(event, event.document.event_kind) for event in in_order]
        codes = [row.document.period for row in releases]
        codes += [row.document.period for row in events.values()]
        codes += [row.document.period for row in filings.values()]
        parts = [parse_period(code).part for code in codes if _ends_with(code, quarter)]
        return ResultsRow(
            period=FiscalPeriod(year=year_of(quarter), part=joined_part(parts)),
            releases=releases,
            calls=tuple(event for event, kind in kinds if kind in CALLS),
            dates=tuple(
                event for event, kind in kinds if kind == EventKind.CALENDAR_DATE
            ),
            filings=tuple(
                sorted(
                    filings.values(),
                    key=lambda filing: (filing.document.filed_on, filing.address),
                )
            ),
        )


def _quarter_of(row: Release | Event | Filing) -> int | None:
    code = row.document.period
    return parse_period(code).quarter if code else None


def _ends_with(code: str, quarter: int) -> bool:
    return bool(code) and parse_period(code).quarter == quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedResults:
    """An earlier release of results, and whether it is of the same quarter of last year."""

    release: Published[ReleaseHead]
    is_last_year: bool


def related_results(
    document: ReleaseDocument, *, at: dt.datetime
) -> tuple[RelatedResults, ...]:
    """Return the results of the period before, and of the same quarter of last year.

    The period before is the last quarter, or the last half of an issuer that reports
    twice a year. Of several releases of a quarter, those in this document's language are
    preferred, and then the one that was disclosed first. Nothing for a document of no
    fiscal period.
    """
    if not document.period:
        return ()
    quarter = parse_period(document.period).quarter
    last = previous_quarter(quarter)
    before, last_year = (last, previous_quarter(last)), quarter - 10
    rows = (
        Publication.objects.releases()
        .live(at=at)
        .of_quarters({*before, last_year})
        .latest_quarter_first()[:MAX_PUBLICATIONS]
    )
    by_quarter: dict[int | None, Publication] = {}
    for row in sorted(rows, key=lambda row: row.language != document.language):
        by_quarter.setdefault(row.quarter, row)
    numbers = [number for number in before if number in by_quarter][:1]
    numbers += [last_year] if last_year in by_quarter else []
    return tuple(
        RelatedResults(
            release=published_head(by_quarter[number]),
            is_last_year=number == last_year,
        )
        for number in numbers
    )
