"""Results of the search: a title, and the place of the text that answers the question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.documents import (
    EventDocument,
    PageDocument,
    ReleaseDocument,
    ReportDocument,
)
from releases.record.fragment_cache import on_the_site
from releases.record.published import (
    Published,
    published_event,
    published_page,
    published_release,
    published_report,
)
from releases.record.search.searched_text import (
    readable_event,
    readable_page,
    readable_release,
    readable_report,
)
from releases.text.extracts import Extractor, Pieces
from releases.text.public_paths import REPORTS
from releases.text.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a reader sees of a hit; of the pieces those that were asked for are true.

    `release`, `event`, `report` and `page` are what it is: one of them.
    """

    path: str
    title: Pieces
    extract: Pieces
    dated: dt.datetime
    release: ReleaseDocument | None = None
    event: EventDocument | None = None
    report: ReportDocument | None = None
    page: PageDocument | None = None
    is_imported: bool = False


def search_results(
    rows: Iterable[Publication], question: Question
) -> list[SearchResult]:
    """Return the results of rows, made from their documents and never from the index."""
    shown = list(rows)
    extractors = {
        language: Extractor(question, language)
        for language in {row.language for row in shown}
    }
    return [_result(row, extractors[row.language]) for row in shown]


def _result(row: Publication, extractor: Extractor) -> SearchResult:
    match row.kind:
        case Kind.EVENT:
            return _event_result(published_event(row), extractor)
        case Kind.REPORT:
            return _report_result(published_report(row), extractor)
        case Kind.PAGE:
            return _page_result(published_page(row), extractor)
        case _:
            return _release_result(published_release(row), extractor)


def _release_result(
    release: Published[ReleaseDocument], extractor: Extractor
) -> SearchResult:
    document = release.document
    readable = readable_release(document)
    return SearchResult(
        path=release.path,
        title=extractor.mark(readable.headline),
        extract=extractor.extract(readable.text),
        dated=release.dated,
        release=document,
        is_imported=release.imported,
    )


def _event_result(
    event: Published[EventDocument], extractor: Extractor
) -> SearchResult:
    document = event.document
    readable = readable_event(document)
    return SearchResult(
        path=event.path,
        title=extractor.mark(readable.headline),
        extract=extractor.extract(readable.text),
        dated=event.dated,
        event=document,
    )


def _report_result(
    report: Published[ReportDocument], extractor: Extractor
) -> SearchResult:
    """Return a report, which leads to its file; to the list of its kind if it has more."""
    document = report.document
    readable = readable_report(document)
    in_list = f"{REPORTS}?kind={document.report_kind}#{report.address}"
    return SearchResult(
        path=document.files[0].path
        if len(document.files) == 1
        else on_the_site(in_list),
        title=extractor.mark(readable.headline),
        extract=extractor.extract(document.summary),
        dated=report.dated,
        report=document,
    )


def _page_result(page: Published[PageDocument], extractor: Extractor) -> SearchResult:
    document = page.document
    readable = readable_page(document)
    return SearchResult(
        path=page.path,
        title=extractor.mark(readable.headline),
        extract=extractor.extract(readable.text),
        dated=page.dated,
        page=document,
    )
