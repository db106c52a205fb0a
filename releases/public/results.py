"""The page of results: a row for each fiscal quarter, made of what is live."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from releases.models.record.kinds import Kind
from releases.public.record_view import RecordView
from releases.public.structured_data import Node, breadcrumbs
from releases.record.fiscal_results import results_page
from releases.record.public_view import PublicationRef
from releases.text.public_paths import RESULTS

BEFORE = "before"
# A fiscal year of FIRST_YEAR to LAST_YEAR.
YEAR = re.compile(r"(?:19|2[0-9])[0-9]{2}")


class Results(RecordView):
    """Five fiscal years, the last ones first; `?before=2022` leads to those before 2022."""

    template_name = "releases/results.html"
    section = "results"
    query_params = frozenset({BEFORE})

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (RESULTS,) if ref.kind in {Kind.RELEASE, Kind.EVENT, Kind.FILING} else ()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.before = request.GET.get(BEFORE, "")
        self.canonical_query = urlencode({BEFORE: self.before}) if self.before else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows by fiscal year. Raises Http404 for a year that is none."""
        if self.before and not YEAR.fullmatch(self.before):
            raise Http404
        before = int(self.before) if self.before else None
        page = results_page(at=self.at, before=before)
        return super().get_context_data(
            page=page,
            older_query=urlencode({BEFORE: page.older_before})
            if page.older_before
            else "",
            is_first_page=before is None,
            **kwargs,
        )

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return the way to the page."""
        url = self.site.root + RESULTS
        return [breadcrumbs(self.front_page(), (_("Results"), url))]
