"""The parameters of lists: read from queries, and described, by the same models.

A description says what a value has to be, so it is also the advice on one that is not.
"""

from __future__ import annotations

from typing import Annotated, Self

from django.http import QueryDict
from django.utils.translation import gettext, gettext_noop

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from releases.models.record.kinds import ReportKind

DEFAULT_LIMIT = 20
MAX_LIMIT = 50
MAX_WORDS_LENGTH = 100


def only_digits(value: object) -> object:
    """Return the value. Raises ValueError for a text of anything but digits."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise ValueError("not a number")
    return value


Number = Annotated[int, BeforeValidator(only_digits)]


class UnreadableQuery(Exception):
    """A value cannot be read; `advice` says of each such parameter what it has to be."""

    def __init__(self, advice: dict[str, str]) -> None:
        super().__init__(", ".join(advice))
        self.advice = advice


class ListQuery(BaseModel):
    """Which entries of a list."""

    model_config = ConfigDict(frozen=True)

    after: str = Field(
        default="",
        description=gettext_noop(
            "The address of an entry, such as the last that you have: the list goes on "
            "after it. An address that is not in the list answers 404."
        ),
    )
    limit: Number = Field(
        default=DEFAULT_LIMIT,
        ge=1,
        le=MAX_LIMIT,
        description=gettext_noop("How many entries: a number from 1 to 50."),
    )

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Return what the query asks for. Raises UnreadableQuery, also for no value."""
        values = {name: query[name] for name in cls.model_fields if name in query}
        try:
            return cls(**values)
        except ValidationError as error:
            names = dict.fromkeys(str(part["loc"][0]) for part in error.errors())
        raise UnreadableQuery({name: cls.advice_on(name) for name in names})

    @classmethod
    def advice_on(cls, name: str) -> str:
        """Return what a value of this parameter has to be."""
        description = cls.model_fields[name].description
        assert description
        return gettext(description)

    @property
    def has_cursor(self) -> bool:
        """Whether it asks for what follows an entry."""
        return "after" in self.model_fields_set

    @property
    def filters(self) -> dict[str, str]:
        """The filters that were given, each as text."""
        return {
            name: str(getattr(self, name))
            for name in type(self).model_fields
            if name in self.model_fields_set - set(ListQuery.model_fields)
        }

    def beyond(self, address: str) -> dict[str, str]:
        """Return the query, as given, for what follows the entry of this address."""
        limit = {"limit": str(self.limit)} if "limit" in self.model_fields_set else {}
        return {**self.filters, **limit, "after": address}


class EventQuery(ListQuery):
    """Which events."""


class ResultsQuery(ListQuery):
    """The parameters of the list of results by fiscal period."""


class PageQuery(ListQuery):
    """The parameters of the list of pages that staff wrote."""


class FilingQuery(ListQuery):
    """Which filings: those of the form that is given."""

    form: str = Field(
        default="",
        pattern=r"^[a-z0-9][-a-z0-9]{0,19}$",
        description=gettext_noop(
            "Only filings of this form, in small letters and with hyphens for spaces: "
            "10-q, or def-14a."
        ),
    )


class ReportQuery(ListQuery):
    """Which reports: those of the kind that is given."""

    kind: str = Field(
        default="",
        pattern=f"^(?:{'|'.join(ReportKind.values)})$",
        description=gettext_noop(
            "Only reports of this kind: annual-report, quarterly-report, proxy, "
            "presentation, sustainability or other."
        ),
    )


class ReleaseQuery(ListQuery):
    """Which press releases: those that match every filter."""

    year: Number = Field(
        default=0,
        ge=1,
        le=9999,
        description=gettext_noop(
            "Only releases first published in this year, in the company’s time zone: "
            "four digits, such as 2026."
        ),
    )
    category: str = Field(
        default="",
        pattern=r"^[-a-zA-Z0-9_]+$",
        max_length=50,
        description=gettext_noop(
            "Only releases of this category: its short name, such as "
            "financial-results. The company’s own are under /issuer."
        ),
    )
    words: str = Field(
        default="",
        pattern=r"^[^\x00]+$",
        max_length=MAX_WORDS_LENGTH,
        description=gettext_noop(
            "Only releases that the search of the site finds for these words, of its "
            "first 1,000: up to 100 characters."
        ),
    )
