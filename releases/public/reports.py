"""The page of reports: annual reports, proxies, presentations and others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from releases.models import Publication
from releases.models.record.kinds import Kind, ReportKind
from releases.models.record.publication import PublicationQuerySet
from releases.public import cursor
from releases.public.cursor import CursorPage, paginate, parse_cursor
from releases.public.path_converters import EVENT_SLUG
from releases.public.record_view import RecordView
from releases.public.structured_data import Node, breadcrumbs
from releases.record.documents import ReportDocument
from releases.record.public_view import PublicationRef
from releases.record.published import Published, published_report
from releases.text.public_paths import REPORTS

KIND = "kind"
# How many of a kind the first page shows.
NEWEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGroup:
    """The newest reports of a kind; `more_query` leads to all of them."""

    kind: ReportKind
    reports: tuple[Published[ReportDocument], ...]
    more_query: str


class Reports(RecordView):
    """The newest of each kind, or with `?kind=proxy` all of one kind, a page at a time."""

    template_name = "releases/reports.html"
    section = "reports"
    query_params = cursor.QUERY_PARAMS | {KIND}

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (REPORTS,) if ref.kind == Kind.REPORT else ()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = request.GET.get(KIND, "")

    @property
    def live(self) -> PublicationQuerySet:
        """The reports that are shown."""
        return Publication.objects.reports().listed().live(at=self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the groups, or the page of one kind. Raises Http404 for a kind that is none."""
        if self.kind and self.kind not in ReportKind.values:
            raise Http404
        shown = self.one_kind() if self.kind else {"groups": self.groups()}
        return super().get_context_data(**shown, **kwargs)

    def groups(self) -> list[ReportGroup]:
        """Return the newest reports of each kind that has any."""
        newest: dict[str, list[Published[ReportDocument]]] = {}
        for row in self.live.newest_of_each_category(NEWEST + 1):
            newest.setdefault(row.category, []).append(published_report(row))
        return [
            ReportGroup(
                kind=kind,
                reports=tuple(newest[kind][:NEWEST]),
                more_query=urlencode({KIND: kind})
                if len(newest[kind]) > NEWEST
                else "",
            )
            for kind in ReportKind
            if kind in newest
        ]

    def one_kind(self) -> dict[str, Any]:
        """Return the page of a kind at the cursor. Raises Http404 for a cursor that is none."""
        place = parse_cursor(self.request.GET, address=EVENT_SLUG)
        filters = {KIND: self.kind}
        self.canonical_query = urlencode({**filters, **place.query})
        reports = self.live.in_category(self.kind)
        if not place.address:
            reports = reports.newest_first()
        else:
            anchor = self.first_or_404(self.live.at_address(place.address))
            reports = (
                reports.newest_first().older_than(anchor)
                if place.after
                else reports.newer_than(anchor)
            )
        page: CursorPage[ReportDocument]
        page = paginate(reports, place, read=published_report, filters=filters)
        return {"page": page, "kind": ReportKind(self.kind)}

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return the way to the page."""
        return [
            breadcrumbs(
                self.front_page(),
                (_("Reports and documents"), self.site.root + REPORTS),
            )
        ]
