"""The list of filings with the SEC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.public import cursor
from releases.public.cursor import paginate, parse_cursor
from releases.public.record_view import RecordView
from releases.public.structured_data import Node, breadcrumbs
from releases.record.filings import with_releases
from releases.record.public_view import PublicationRef
from releases.record.published import published_filing
from releases.text.edgar import ACCESSION
from releases.text.public_paths import FILINGS

FORM = "form"
# A form as part of an address, such as `def-14a`.
FORM_SLUG = re.compile(r"[a-z0-9][-a-z0-9]{0,19}")


class Filings(RecordView):
    """Filings by their date, the latest first, of one form if it is asked for."""

    template_name = "releases/filings.html"
    section = "filings"
    query_params = cursor.QUERY_PARAMS | {FORM}

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (FILINGS,) if ref.kind in {Kind.FILING, Kind.RELEASE} else ()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = request.GET.get(FORM, "")
        self.filters = {FORM: self.form} if self.form else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page at the cursor. Raises Http404 for a form or cursor that is none."""
        if self.form and not FORM_SLUG.fullmatch(self.form):
            raise Http404
        place = parse_cursor(self.request.GET, address=ACCESSION)
        self.canonical_query = urlencode({**self.filters, **place.query})
        live = Publication.objects.filings().listed().live(at=self.at)
        filings = live.in_category(self.form) if self.form else live
        if place.address:
            anchor = self.first_or_404(live.at_address(place.address))
            filings = (
                filings.newest_first().older_than(anchor)
                if place.after
                else filings.newer_than(anchor)
            )
        else:
            filings = filings.newest_first()
        page = paginate(filings, place, read=published_filing, filters=self.filters)
        return super().get_context_data(
            page=page,
            filings=with_releases(page.entries, at=self.at),
            form=page.entries[0].document.form if self.form and page.entries else "",
            is_filtered=bool(self.form),
            **kwargs,
        )

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return the way to the page."""
        return [
            breadcrumbs(self.front_page(), (_("SEC filings"), self.site.root + FILINGS))
        ]
