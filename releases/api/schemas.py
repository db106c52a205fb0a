"""What the JSON API answers, as pydantic models: they describe it, and write nothing.

The documents in it are those of the record (`releases.record.documents`). Descriptions
are marked for translation here, and translated where they are shown.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _

from pydantic import BaseModel, Field

from releases.record.documents import (
    EventDocument,
    FilingDocument,
    PageDocument,
    ProfileDocument,
    ReleaseDocument,
    ReportDocument,
)

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Notice = Literal["correction", "replacement", "withdrawal", "disregard"]


class Located(BaseModel):
    """Something that is published, at two addresses."""

    api_url: Url = Field(description=_("Its address in this API."))
    url: Url = Field(description=_("Its page, for people."))


class VersionFacts(BaseModel):
    """Which version of a document it is, and since when."""

    number: int = Field(
        ge=1, description=_("The number of this version; the first is 1.")
    )
    dated: dt.datetime = Field(
        description=_("When the first version was published, in UTC.")
    )
    since: dt.datetime = Field(
        description=_("When this version was published here, in UTC.")
    )
    digest: str = Field(
        pattern=r"^[0-9a-f]{64}$",
        description=_(
            "The SHA-256 of the document as canonical JSON (RFC 8785) in UTF-8: of the "
            "very bytes of the member “document”."
        ),
    )


class Versioned(VersionFacts, Located):
    """A version of something that is published."""


class Listed(VersionFacts):
    """A version of something that has no address of its own in this API."""

    url: Url = Field(description=_("Its page, or its place in a page, for people."))
    address: str = Field(description=_("Its name in the list; what “after” takes."))


class VersionSummary(Located):
    """A version in the list of a release's versions."""

    number: int = Field(ge=1, description=_("The number of the version."))
    since: dt.datetime = Field(description=_("When it was published here, in UTC."))
    until: dt.datetime | None = Field(
        description=_("When the next version took its place; null for the current.")
    )
    notice: Notice | None = Field(
        description=_("What its notice does; null for a version without a notice.")
    )
    sealed: bool = Field(
        description=_("Whether its text was withdrawn from the public: it answers 410.")
    )


class OtherLanguage(Located):
    """The same press release in another language."""

    language: str = Field(description=_("The language of its text (BCP 47)."))


class ReleaseVersion(Versioned):
    """One version of a press release."""

    address: str = Field(description=_("The year and the name of the release."))
    imported: bool = Field(
        description=_(
            "Whether the release was first published elsewhere: then only the day of "
            "“dated” is known."
        )
    )
    document: ReleaseDocument


class PublishedRelease(ReleaseVersion):
    """A press release as its current version says it."""

    languages: tuple[OtherLanguage, ...] = Field(
        description=_("The other languages in which it is published.")
    )
    versions: tuple[VersionSummary, ...] = Field(
        description=_("Every version, the first one first.")
    )


class ReleaseSummary(Versioned):
    """A press release in a list, without its text."""

    address: str = Field(
        description=_("The year and the name of the release; what “after” takes.")
    )
    imported: bool = Field(
        description=_(
            "Whether the release was first published elsewhere: then only the day of "
            "“dated” is known."
        )
    )
    headline: str
    category: str = Field(
        description=_("The short name of its category; what “category” takes.")
    )
    language: str = Field(description=_("The language of its text (BCP 47)."))
    notice: Notice | None = Field(
        description=_("What its notice does; null for a release without a notice.")
    )


class PublishedEvent(Versioned):
    """A call, webcast, conference or meeting as its current version says it."""

    address: str = Field(description=_("The name of the event; what “after” takes."))
    document: EventDocument


class PublishedIssuer(Versioned):
    """The company: its names, listings, categories, contacts and disclaimers."""

    document: ProfileDocument


class PublishedFiling(Listed):
    """A filing with the SEC, which keeps the original."""

    document: FilingDocument


class PublishedReport(Listed):
    """A report, a presentation or another document for investors, with its files."""

    document: ReportDocument


class PublishedPage(Listed):
    """A page that the company wrote, such as its corporate governance."""

    document: PageDocument


class Page(BaseModel):
    """Some entries of a list."""

    next: Url | None = Field(
        description=_("The address of the entries that follow; null if there are none.")
    )


class ReleasePage(Page):
    """Press releases by their first disclosure, the newest first."""

    releases: tuple[ReleaseSummary, ...]


class EventPage(Page):
    """Events by their end, the latest first."""

    events: tuple[PublishedEvent, ...]


class FileLink(BaseModel):
    """A file that went out with a release or a call."""

    url: Url
    title: str
    media_type: str
    size: int = Field(ge=0, description=_("In bytes."))
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class FilingLink(BaseModel):
    """A filing that belongs to results."""

    form: str
    accession: str
    url: Url = Field(description=_("Its address at the SEC."))


class PeriodResults(BaseModel):
    """What is published of the results of a fiscal period, and is live now."""

    address: str = Field(
        description=_("The period, such as 2026-q3; what “after” takes.")
    )
    label: str = Field(description=_("The name of the period."))
    url: Url = Field(description=_("Its row on the page of results, for people."))
    releases: tuple[Located, ...]
    calls: tuple[Located, ...]
    tables: tuple[FileLink, ...]
    slides: tuple[FileLink, ...]
    transcripts: tuple[FileLink, ...]
    reports: tuple[FileLink, ...]
    filings: tuple[FilingLink, ...]
    expected: dt.datetime | None = Field(
        description=_(
            "When results that are not out are expected, in UTC; null once they are out, "
            "and where no date is announced."
        )
    )


class ResultsPage(Page):
    """Results by fiscal period, the last one first."""

    results: tuple[PeriodResults, ...]


class FilingPage(Page):
    """Filings by their date, the latest first."""

    filings: tuple[PublishedFiling, ...]


class ReportPage(Page):
    """Reports by their date, the latest first."""

    reports: tuple[PublishedReport, ...]


class SitePagePage(Page):
    """Pages by their first publication, the latest first."""

    pages: tuple[PublishedPage, ...]


class ParameterProblem(BaseModel):
    """A parameter that cannot be read."""

    parameter: str = Field(description=_("The name of the parameter."))
    detail: str = Field(description=_("What it has to be."))


class Problem(BaseModel):
    """An error (RFC 9457)."""

    title: str = Field(description=_("The name of the status."))
    status: int = Field(description=_("The status of the response."))
    detail: str = Field(description=_("What to do about it."))
    errors: tuple[ParameterProblem, ...] = Field(
        default=(), description=_("Each parameter that cannot be read.")
    )
    release: Url | None = Field(
        default=None, description=_("The page of the release that was withdrawn.")
    )
