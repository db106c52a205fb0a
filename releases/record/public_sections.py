"""Which parts of the public site have anything in them, for the navigation of every page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists

from releases.models import Publication, RecordState
from releases.models.record.kinds import Placement
from releases.record.documents import PageHead
from releases.record.published import Published, published_page_head

# The most pages that staff write to which the site leads.
MAX_PAGES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSections:
    """Which sections are not empty."""

    results: bool = False
    filings: bool = False
    reports: bool = False
    pages: tuple[Published[PageHead], ...] = ()

    @property
    def navigation(self) -> tuple[Published[PageHead], ...]:
        """The pages to which the navigation leads."""
        return self._placed(Placement.NAVIGATION)

    @property
    def footer(self) -> tuple[Published[PageHead], ...]:
        """The pages to which the foot of each page leads."""
        return self._placed(Placement.FOOTER)

    def _placed(self, placement: Placement) -> tuple[Published[PageHead], ...]:
        return tuple(row for row in self.pages if row.document.placement == placement)


def public_sections(*, at: dt.datetime) -> PublicSections:
    """Return which sections have something that is live at `at`, by two queries."""
    listed = Publication.objects.listed().live(at=at)
    results = Publication.objects.live(at=at).latest_quarter_first()
    flags = RecordState.objects.values_list(
        Exists(results), Exists(listed.filings()), Exists(listed.reports())
    ).get()
    heads = map(published_page_head, listed.pages().newest_first()[:MAX_PAGES])
    return PublicSections(
        results=flags[0],
        filings=flags[1],
        reports=flags[2],
        pages=tuple(
            sorted(heads, key=lambda row: (row.document.order, row.document.title))
        ),
    )
