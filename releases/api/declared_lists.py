"""The lists of the JSON API, each declared once: what is served and what is described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from pydantic import BaseModel

from releases.api.queries import (
    EventQuery,
    FilingQuery,
    ListQuery,
    PageQuery,
    ReleaseQuery,
    ReportQuery,
    ResultsQuery,
)
from releases.api.schemas import (
    EventPage,
    FilingPage,
    ReleasePage,
    ReportPage,
    ResultsPage,
    SitePagePage,
)
from releases.models.record.kinds import Kind
from releases.text.public_paths import (
    API_PAGES,
    ARCHIVE,
    EVENTS,
    FILINGS,
    REPORTS,
    RESULTS,
    api_path,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredList:
    """A list of what is published of one kind.

    `query` reads its parameters, `schema` is the model of its answer, `title` and
    `explanation` say what it is for.
    """

    name: str
    path: str
    kind: Kind
    query: type[ListQuery]
    schema: type[BaseModel]
    title: Any
    explanation: Any


RELEASES = DeclaredList(
    name="api_releases",
    path=api_path(ARCHIVE),
    kind=Kind.RELEASE,
    query=ReleaseQuery,
    schema=ReleasePage,
    title=gettext_lazy("Press releases"),
    explanation=gettext_lazy(
        "By their first publication, the newest first, without their texts: a correction "
        "keeps its release’s place. To learn what is new, ask for latest.json or a feed."
    ),
)
EVENTS_LIST = DeclaredList(
    name="api_events",
    path=api_path(EVENTS),
    kind=Kind.EVENT,
    query=EventQuery,
    schema=EventPage,
    title=gettext_lazy("Events"),
    explanation=gettext_lazy(
        "By their end, the latest first: what is to come is before what is over. With "
        "dates of results that the page leaves out beside the call of the day."
    ),
)
RESULTS_LIST = DeclaredList(
    name="api_results",
    path=api_path(RESULTS),
    kind=Kind.RELEASE,
    query=ResultsQuery,
    schema=ResultsPage,
    title=gettext_lazy("Results"),
    explanation=gettext_lazy(
        "By fiscal period, the last one first: the press release, its files, the call, the "
        "filing. Periods that end together, such as the fourth quarter and the year, "
        "are one."
    ),
)
FILINGS_LIST = DeclaredList(
    name="api_filings",
    path=api_path(FILINGS),
    kind=Kind.FILING,
    query=FilingQuery,
    schema=FilingPage,
    title=gettext_lazy("SEC filings"),
    explanation=gettext_lazy(
        "By their date, the latest first, each with its address at the SEC and the "
        "addresses of the press releases that it furnishes."
    ),
)
REPORTS_LIST = DeclaredList(
    name="api_reports",
    path=api_path(REPORTS),
    kind=Kind.REPORT,
    query=ReportQuery,
    schema=ReportPage,
    title=gettext_lazy("Reports"),
    explanation=gettext_lazy(
        "Annual reports, proxy statements, presentations and other documents by their "
        "date, the latest first, with the token and the name of each file."
    ),
)
PAGES_LIST = DeclaredList(
    name="api_pages",
    path=API_PAGES,
    kind=Kind.PAGE,
    query=PageQuery,
    schema=SitePagePage,
    title=gettext_lazy("Pages"),
    explanation=gettext_lazy(
        "Pages that the company wrote, such as its corporate governance, with their texts "
        "as HTML of a few elements."
    ),
)
# Of what has no address of its own in the API.
OTHER_LISTS = (RESULTS_LIST, FILINGS_LIST, REPORTS_LIST, PAGES_LIST)
