"""The list of results by fiscal period, which is put together from what is live."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from releases.api.answers import json_text, located
from releases.api.declared_lists import RESULTS_LIST
from releases.api.lists import ListView
from releases.api.queries import ListQuery
from releases.models.record.kinds import Kind
from releases.record.documents import FileEntry, rfc3339
from releases.record.fiscal_results import ResultsRow, results_row, results_rows
from releases.record.fragment_cache import on_the_site
from releases.record.public_view import PublicationRef
from releases.text.fiscal_periods import FiscalPeriod, parse_period
from releases.text.public_paths import RESULTS


class ResultsList(ListView):
    """Fiscal periods with their releases, files, calls and filings, the last one first."""

    declared = RESULTS_LIST
    query_params = frozenset(RESULTS_LIST.query.model_fields)

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        kinds = {Kind.RELEASE, Kind.EVENT, Kind.FILING}
        return (cls.declared.path,) if ref.kind in kinds else ()

    def rows(self, query: ListQuery) -> list[Any]:
        after = self.period(query.after) if query.has_cursor else None
        return list(results_rows(at=self.at, limit=query.limit + 1, after=after))

    def period(self, code: str) -> FiscalPeriod:
        """Return a period that has a row. Raises Http404 for any other."""
        try:
            period = parse_period(code)
        except ValueError:
            raise Http404 from None
        if results_row(period, at=self.at) is None:
            raise Http404
        return period

    def address_of(self, row: Any) -> str:
        return str(row.period.code)

    def entry(self, row: Any, root: str) -> str:
        return json_text(period_members(row, root))


def period_members(row: ResultsRow, root: str) -> dict[str, Any]:
    """Return the members of a PeriodResults; `root` is the origin of the site's URLs."""
    expected = None if row.is_out else row.expected
    return {
        "address": row.period.code,
        "label": row.label,
        "url": f"{root}{on_the_site(RESULTS)}#{row.anchor}",
        "releases": [located(one.permanent_path, root) for one in row.releases],
        "calls": [located(one.permanent_path, root) for one in row.calls],
        "tables": _links(row.tables, root),
        "slides": _links(row.slides, root),
        "transcripts": _links(row.transcripts, root),
        "reports": _links(row.reports, root),
        "filings": [
            {
                "form": filing.document.form,
                "accession": filing.document.accession,
                "url": filing.document.url,
            }
            for filing in row.filings
        ],
        "expected": rfc3339(expected.document.starts) if expected else None,
    }


def _links(files: Iterable[FileEntry], root: str) -> list[dict[str, Any]]:
    return [
        {
            "url": root + file.path,
            "title": file.title or file.name,
            "media_type": file.media_type,
            "size": file.size,
            "sha256": file.sha256,
        }
        for file in files
    ]
