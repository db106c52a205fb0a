"""All that checks look at, read once; a check is a function of this and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from releases.desk.checks.enclosures import Enclosure
from releases.models import (
    Disclaimer,
    Event,
    ExchangeNotice,
    Issuer,
    Listing,
    Release,
    State,
)
from releases.models.desk.choices import Answer
from releases.record.documents import ReleaseDocument
from releases.text.html_blocks import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A piece of the text, and the field of the form in which it stands."""

    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A link, the words that it stands under, and its field."""

    href: str
    words: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """The same news in another language, and when it opens or opened."""

    release: Release
    opens: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """What readers will be able to reach at the instant, of all that this one names."""

    events: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    tokens: frozenset[str] = frozenset()
    # The SHA-256 of files that other publications carry, and the token of each there.
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A release as it would go out at `opens`, and what stands around it."""

    release: Release
    document: ReleaseDocument
    body: Body
    at: dt.datetime
    opens: dt.datetime
    zone: ZoneInfo
    issuer: Issuer | None = None
    listings: tuple[Listing, ...] = ()
    notices: Mapping[int, ExchangeNotice] = field(default_factory=dict)
    disclaimers: tuple[Disclaimer, ...] = ()
    # The latest revision of each wording that counsel has approved.
    approved_revisions: Mapping[str, int] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    # When it was first disclosed, and what of it stands, where it is public already.
    disclosed: dt.datetime | None = None
    stands: ReleaseDocument | None = None
    links: tuple[Address, ...] = ()
    public: Public = field(default_factory=Public)
    hosts: frozenset[str] = frozenset()

    @cached_property
    def own_words(self) -> tuple[Words, ...]:
        """What was written for this release: headlines and body, a piece a block."""
        return (
            Words(field="headline", text=self.document.headline),
            *(
                Words(field="subheadlines", text=line)
                for line in self.document.subheadlines
            ),
            *(Words(field="body", text=block.text) for block in self.body.blocks),
        )

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """Everything that readers will read."""
        document = self.document
        pieces = [
            *(("dateline_places", place) for place in document.dateline.places),
            ("source", document.source),
            *(("events", event.title) for event in self.events),
            *(
                ("disclaimers", f"{w.heading}\n{w.wording}")
                for w in document.disclaimers
            ),
            *(
                ("boilerplates", f"{a.heading}\n{a.text}")
                for a in document.boilerplates
            ),
            *(("contacts", f"{p.name}\n{p.title}") for p in document.contacts),
            *(("attachments", one.title) for one in document.files),
        ]
        return (
            *self.own_words,
            *(Words(field=name, text=text) for name, text in pieces if text.strip()),
        )

    @property
    def english(self) -> bool:
        """Whether it is written in English, the one language whose phrases are known."""
        return self.document.language.lower().partition("-")[0] == "en"

    @property
    def day(self) -> dt.date:
        """The day on which it opens, by the company's clock."""
        return self.opens.astimezone(self.zone).date()

    @property
    def material(self) -> bool:
        """Whether somebody has said that it is material news."""
        return self.release.material == Answer.YES

    @property
    def company(self) -> str:
        """What readers call the issuer."""
        return self.issuer.name if self.issuer else ""

    @property
    def symbols(self) -> frozenset[str]:
        """The symbols that the issuer's own shares go by."""
        return frozenset(listing.symbol for listing in self.listings)

    @property
    def timed(self) -> bool:
        """Whether its instant is settled; if not, it opens as soon as it is approved."""
        on_record = self.release.state in {State.APPROVED, State.WITHDRAWN}
        return on_record or self.release.go_live_at is not None

    @property
    def in_hand(self) -> bool:
        """Whether authors still have it, and nobody is asked to let it out."""
        return self.release.state == State.DRAFT and self.release.ratify_by is None

    def issuer_names(self) -> Iterator[str]:
        """The names that the issuer goes by."""
        if self.issuer:
            yield self.issuer.name
            if self.issuer.legal_name:
                yield self.issuer.legal_name


def spoken(moment: dt.datetime, zone: ZoneInfo) -> str:
    """5 March 2026, 16:05:00 America/New_York."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M:%S} {zone.key}"
