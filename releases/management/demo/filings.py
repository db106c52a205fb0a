"""The demo's filings with the SEC: fictional, as their addresses say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from releases.desk.filings import import_filings
from releases.models import Filing, Release
from releases.text.edgar import FilingEntry, filing_title

# No company has this number (CIK), and nothing is at this address.
FILER = "0009999999"
ARCHIVE = "https://edgar.example.com/data/9999999"


def load_filings(*, by: str) -> None:
    """File each release of results on a Form 8-K, and its period on a 10-Q or 10-K."""
    entries = []
    for number, release in enumerate(_results(), 1):
        day = release.dateline_date
        assert day is not None
        current, periodic = (
            f"{FILER}-{day:%y}-{number:06d}",
            f"{FILER}-{day:%y}-5{number:05d}",
        )
        Release.objects.filter(pk=release.pk).update(filing_number=current)
        form = "10-K" if "fy" in release.fiscal_part else "10-Q"
        report = _entry(periodic, form, day + dt.timedelta(days=1), "")
        Filing.objects.get_or_create(
            accession=periodic,
            defaults={
                "form": form,
                "filed_on": report.filed_on,
                "url": report.url,
                "title": report.title,
                "fiscal_year": release.fiscal_year,
                "fiscal_part": release.fiscal_part,
            },
        )
        entries += [_entry(current, "8-K", day, "2.02,9.01"), report]
    for _imported in import_filings(entries, by=by):
        pass


def _results() -> Iterator[Release]:
    """Yield the releases of results, the oldest first."""
    yield from Release.objects.exclude(fiscal_year=None).order_by("dateline_date", "pk")


def _entry(accession: str, form: str, filed_on: dt.date, items: str) -> FilingEntry:
    return FilingEntry(
        accession=accession,
        form=form,
        filed_on=filed_on,
        title=filing_title(form, form, items),
        url=f"{ARCHIVE}/{accession}-index.htm",
    )
