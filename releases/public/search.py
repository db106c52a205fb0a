"""The search: what is published and holds words, with extracts and filters as addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from releases.models import Publication
from releases.public.archive_counts import count_releases
from releases.public.path_converters import EVENT_SLUG, RELEASE_ADDRESS
from releases.public.record_view import RecordView
from releases.public.search_filters import FilterChoices, filters_of, search_query
from releases.public.search_results import search_results
from releases.record.interval_cache import per_interval
from releases.record.search.finding import (
    MAX_HITS,
    Answer,
    Search,
    SearchFilters,
    SearchUnavailable,
    searching,
)
from releases.record.search.suggestions import Suggestion, suggest
from releases.text.question import MAX_LENGTH, parse_question

PAGE_SIZE = 20
RETRY_AFTER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """The hits of one page with its neighbours, or what to ask where there are none."""

    answer: Answer
    rows: tuple[Publication, ...] = ()
    newer_query: str = ""
    older_query: str = ""
    suggestion: Suggestion = field(default_factory=Suggestion)


class SearchPage(RecordView):
    """What readers look for, among what is live.

    Search engines may list the page without words alone: others could have them list a
    company's page with any words of theirs.
    """

    template_name = "releases/search.html"
    section = "search"
    query_params = frozenset({"words", "kind", "year", "category", "after"})

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        words = request.GET.get("words", "").strip()
        self.words = words[:MAX_LENGTH]
        self.question = parse_question(words)
        self.filters = filters_of(request.GET)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the page; 503 while the index cannot answer."""
        headers = {} if self.indexed else {"X-Robots-Tag": "noindex"}
        try:
            context = self.get_context_data(**kwargs)
        except SearchUnavailable:
            context = super().get_context_data(words=self.words, is_unavailable=True)
            headers |= {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
            return self.render_to_response(context, status=503, headers=headers)
        return self.render_to_response(context, headers=headers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the results. Raises SearchUnavailable."""
        if not self.question:
            return super().get_context_data(
                words=self.words, is_unreadable=bool(self.words), **kwargs
            )
        page = self.result_page()
        answer, suggestion = page.answer, page.suggestion
        self.canonical_query = search_query(self.words, self.filters)
        choices = FilterChoices(
            words=self.words,
            filters=self.filters,
            answer=answer,
            archive=per_interval(self.request, count_releases) if answer.is_cut else (),
            categories=self.issuer.categories,
        )
        return super().get_context_data(
            words=self.words,
            page=page,
            count=len(answer.hits),
            most=MAX_HITS,
            is_cut=self.question.is_cut,
            results=search_results(page.rows, self.question),
            search_filters=choices.all(),
            unfiltered_query=search_query(self.words, SearchFilters())
            if self.filters.as_query()
            else "",
            spelling_query=urlencode({"words": suggestion.spelling}),
            shorter_query=urlencode({"words": suggestion.shorter}),
            **kwargs,
        )

    def result_page(self) -> ResultPage:
        """Read the hits and their rows from one state of the database."""
        with searching(at=self.at) as search:
            answer = search.find(self.question, self.filters)
            if answer.hits:
                return self.page_of(answer)
            return ResultPage(answer=answer, suggestion=self.suggestion(search))

    def suggestion(self, search: Search) -> Suggestion:
        """Return what to ask instead, unless a filter keeps the question from its answer."""
        if self.filters.as_query() and search.has_hit(self.question):
            return Suggestion()
        return suggest(search, self.question)

    def page_of(self, answer: Answer) -> ResultPage:
        """Return the hits after the one that the address names; the first for any other."""
        live = Publication.objects.live(at=self.at)
        places = {hit.id: place for place, hit in enumerate(answer.hits)}
        after = self.request.GET.get("after", "")
        start = 0
        if RELEASE_ADDRESS.fullmatch(after) or EVENT_SLUG.fullmatch(after):
            named = live.searchable().at_address(after).without_documents()
            start = max((places.get(row.pk, -1) + 1 for row in named), default=0)
        start = start if start < len(places) else 0
        ids = [hit.id for hit in answer.hits[start : start + PAGE_SIZE]]
        before = [hit.id for hit in answer.hits[: max(start - PAGE_SIZE, 0)]][-1:]
        rows = {row.pk: row for row in live.with_ids([*ids, *before])}
        shown = tuple(rows[id_] for id_ in ids)
        newer = {"after": rows[before[0]].address} if before else {}
        is_last = start + PAGE_SIZE >= len(places)
        return ResultPage(
            answer=answer,
            rows=shown,
            newer_query=search_query(self.words, self.filters, **newer)
            if start
            else "",
            older_query=""
            if is_last
            else search_query(self.words, self.filters, after=shown[-1].address),
        )
