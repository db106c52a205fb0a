"""The views of the lists of the JSON API."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from releases.api.answers import (
    event_answer,
    listed_answer,
    page_answer,
    release_summary,
)
from releases.api.declared_lists import (
    EVENTS_LIST,
    FILINGS_LIST,
    PAGES_LIST,
    RELEASES,
    REPORTS_LIST,
    DeclaredList,
)
from releases.api.queries import ListQuery, UnreadableQuery
from releases.models import Publication
from releases.models.record.publication import PublicationQuerySet
from releases.public.path_converters import EVENT_SLUG, RELEASE_ADDRESS
from releases.public.problem_details import method_not_allowed, problem_response
from releases.record.cross_origin import CORS_HEADERS
from releases.record.fragment_cache import on_the_site
from releases.record.moment import moment_of
from releases.record.public_view import PublicationRef, PublicView, Weight
from releases.record.published import PATHS
from releases.record.search.finding import SearchUnavailable
from releases.record.search.release_list import matching_releases
from releases.record.stored_documents import stored_document, stored_head
from releases.text.edgar import ACCESSION


@method_decorator(csrf_exempt, name="dispatch")
class ListView(PublicView, View):
    """A page of a declared list, as of the moment of its request."""

    http_method_names = ["get", "head"]
    reads_empty_values = True
    cors = True
    weight = Weight.FILE
    declared: ClassVar[DeclaredList]
    address_pattern: ClassVar[re.Pattern[str]]

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (cls.declared.path,) if ref.kind == cls.declared.kind else ()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = moment_of(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the entries; 400 for a value that cannot be read, 404 for a cursor."""
        try:
            query = self.declared.query.read(request.GET)
        except UnreadableQuery as error:
            return unreadable(error)
        try:
            rows = self.rows(query)
        except SearchUnavailable:
            return unavailable()
        shown = rows[: query.limit]
        path = on_the_site(self.declared.path)
        next_url = None
        if len(rows) > query.limit:
            following = urlencode(query.beyond(self.address_of(shown[-1])))
            next_url = request.build_absolute_uri(f"{path}?{following}")
        root = request.build_absolute_uri("/").removesuffix("/")
        return HttpResponse(
            page_answer(
                self.declared.path.rpartition("/")[2],
                [self.entry(row, root) for row in shown],
                next_url=next_url,
            ),
            content_type="application/json",
            headers={**CORS_HEADERS, "X-Robots-Tag": "noindex"},
        )

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return method_not_allowed()

    def rows(self, query: ListQuery) -> list[Any]:
        """Return what the query asks for, and one more if there is. Raises Http404."""
        return list(self.publications(query)[: query.limit + 1])

    def address_of(self, row: Any) -> str:
        """Return the address of a row, after which the list goes on."""
        return str(row.address)

    def publications(self, query: ListQuery) -> PublicationQuerySet:
        """Return what the query asks for, in order. Raises Http404 for its cursor."""
        raise NotImplementedError

    def entry(self, row: Any, root: str) -> str:
        """Return the entry of a row as JSON."""
        raise NotImplementedError

    def anchor(self, publications: PublicationQuerySet, address: str) -> Publication:
        """Return the live one at an address. Raises Http404, also for an embargoed one."""
        is_address = self.address_pattern.fullmatch(address)
        at_address = publications.at_address(address).live(at=self.at)
        publication = at_address.first() if is_address else None
        if publication is None:
            raise Http404
        return publication


class ReleasesView(ListView):
    """Press releases by their first disclosure, the newest first."""

    declared = RELEASES
    address_pattern = RELEASE_ADDRESS
    query_params = frozenset(RELEASES.query.model_fields)

    def publications(self, query: ListQuery) -> PublicationQuerySet:
        releases = matching_releases(query.filters, at=self.at).without_documents()
        if not query.has_cursor:
            return releases
        every = Publication.objects.releases()
        return releases.older_than(self.anchor(every, query.after))

    def entry(self, row: Publication, root: str) -> str:
        return release_summary(stored_head(row), root=root)


class EventsView(ListView):
    """Events by their end, the latest first."""

    declared = EVENTS_LIST
    address_pattern = EVENT_SLUG
    query_params = frozenset(EVENTS_LIST.query.model_fields)

    def publications(self, query: ListQuery) -> PublicationQuerySet:
        events = Publication.objects.events()
        listed = events.live(at=self.at).latest_to_end()
        if not query.has_cursor:
            return listed
        return listed.ended_before(self.anchor(events, query.after))

    def entry(self, row: Publication, root: str) -> str:
        return event_answer(stored_document(row), root=root)


class ShownView(ListView):
    """What staff publish one by one and can take from every list, the newest first."""

    address_pattern = EVENT_SLUG
    # The filter that is the column of categories.
    category_filter: ClassVar[str] = ""

    def publications(self, query: ListQuery) -> PublicationQuerySet:
        shown = Publication.objects.of_kind(self.declared.kind).listed()
        listed = shown.live(at=self.at).newest_first()
        if self.category_filter in query.filters:
            listed = listed.in_category(query.filters[self.category_filter])
        if not query.has_cursor:
            return listed
        return listed.older_than(self.anchor(shown, query.after))

    def entry(self, row: Publication, root: str) -> str:
        page = PATHS[self.declared.kind](row.address)
        return listed_answer(stored_document(row), page=page, root=root)


class FilingsView(ShownView):
    """Filings with the SEC by their date, the latest first."""

    declared = FILINGS_LIST
    address_pattern = ACCESSION
    category_filter = "form"
    query_params = frozenset(FILINGS_LIST.query.model_fields)


class ReportsView(ShownView):
    """Reports by their date, the latest first."""

    declared = REPORTS_LIST
    category_filter = "kind"
    query_params = frozenset(REPORTS_LIST.query.model_fields)


class PagesView(ShownView):
    """Pages that staff wrote, the newest first."""

    declared = PAGES_LIST
    query_params = frozenset(PAGES_LIST.query.model_fields)


def unavailable() -> HttpResponse:
    """Return 503 while the search cannot answer."""
    detail = _("The search is being prepared. Ask again in a minute.")
    response = problem_response(503, detail)
    response.headers["Retry-After"] = "10"
    return response


def unreadable(error: UnreadableQuery) -> HttpResponse:
    """Return 400 with a sentence that says what to send instead."""
    name, advice = next(iter(error.advice.items()))
    detail = _("The parameter “%(name)s” cannot be read. %(advice)s")
    return problem_response(
        400,
        detail % {"name": name, "advice": advice},
        errors=[
            {"parameter": name, "detail": advice}
            for name, advice in error.advice.items()
        ],
    )
