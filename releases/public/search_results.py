"""Results of the search: a title, and the place of the text that answers the question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.documents import EventDocument, ReleaseDocument
from releases.record.published import Published, published_event, published_release
from releases.record.search.searched_text import readable_event, readable_release
from releases.templatetags.labels import title_mark
from releases.text.extracts import Extractor, Pieces
from releases.text.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a reader sees of a hit; of the pieces those that were asked for are true.

    `release` and `event` are what it is: one of them. `mark` is that of a corrected or
    withdrawn release.
    """

    path: str
    title: Pieces
    extract: Pieces
    dated: dt.datetime
    mark: str = ""
    release: ReleaseDocument | None = None
    event: EventDocument | None = None
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
    if row.kind == Kind.EVENT:
        return _event_result(published_event(row), extractor)
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
        mark=title_mark(document),
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
