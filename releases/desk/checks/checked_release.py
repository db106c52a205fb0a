"""What checks look at: a check is a function of a `CheckedRelease` and nothing else."""

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
class TextPiece:
    """A piece of the text, and the form field that holds it."""

    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link, its text, and the form field that holds it."""

    href: str
    text: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The same news in another language, and when it is or was published.

    It `goes_together` with the release that is checked if the desk puts both on the
    record at once.
    """

    release: Release
    goes_live_at: dt.datetime | None
    goes_together: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicByThen:
    """What of all that the release names is public once it goes live."""

    # Addresses of releases, slugs of events, tokens of files.
    releases: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    file_tokens: frozenset[str] = frozenset()
    # Tokens under which other publications carry its files, by SHA-256.
    tokens_elsewhere: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CheckedRelease:
    """A release as it goes live at `goes_live_at`, and everything that checks need.

    `at` is the moment of the check, by the desk's clock.
    """

    release: Release
    document: ReleaseDocument
    body: Body
    at: dt.datetime
    goes_live_at: dt.datetime
    zone: ZoneInfo
    issuer: Issuer | None = None
    listings: tuple[Listing, ...] = ()
    notices: Mapping[int, ExchangeNotice] = field(default_factory=dict)
    disclaimers: tuple[Disclaimer, ...] = ()
    # The latest revision that counsel has approved, by the disclaimer's `ref`.
    approved_revisions: Mapping[str, int] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    translations: tuple[Translation, ...] = ()
    # When it was first disclosed, and the public document, where it is public already.
    disclosed_at: dt.datetime | None = None
    public_document: ReleaseDocument | None = None
    links: tuple[Link, ...] = ()
    # The placeholders of all templates, where the text has a name in square brackets.
    template_placeholders: frozenset[str] = frozenset()
    public: PublicByThen = field(default_factory=PublicByThen)
    # The names that this site answers to.
    hosts: frozenset[str] = frozenset()

    @cached_property
    def own_text(self) -> tuple[TextPiece, ...]:
        """What was written for this release: headlines and body, a piece a block."""
        return (
            TextPiece(field="headline", text=self.document.headline),
            *(
                TextPiece(field="subheadlines", text=line)
                for line in self.document.subheadlines
            ),
            *(TextPiece(field="body", text=block.text) for block in self.body.blocks),
        )

    @cached_property
    def all_text(self) -> tuple[TextPiece, ...]:
        """Everything that readers will read."""
        document = self.document
        pieces = [
            *(("dateline_places", place) for place in document.dateline.places),
            ("source", document.source),
            *(("events", event.title) for event in self.events),
            *(
                ("disclaimers", f"{disclaimer.heading}\n{disclaimer.wording}")
                for disclaimer in document.disclaimers
            ),
            *(
                ("boilerplates", f"{about.heading}\n{about.text}")
                for about in document.boilerplates
            ),
            *(
                ("contacts", f"{contact.name}\n{contact.title}")
                for contact in document.contacts
            ),
            *(("attachments", file.title) for file in document.files),
        ]
        return (
            *self.own_text,
            *(
                TextPiece(field=name, text=text)
                for name, text in pieces
                if text.strip()
            ),
        )

    @property
    def is_english(self) -> bool:
        """Whether it is in English, the only language whose phrases are looked for."""
        return self.document.language.lower().partition("-")[0] == "en"

    @property
    def day(self) -> dt.date:
        """The day it goes live, by the company's clock."""
        return self.goes_live_at.astimezone(self.zone).date()

    @property
    def is_material(self) -> bool:
        """Whether somebody has answered that it is material news."""
        return self.release.material == Answer.YES

    @property
    def company(self) -> str:
        """The issuer's name; empty where no issuer is named yet."""
        return self.issuer.name if self.issuer else ""

    @property
    def symbols(self) -> frozenset[str]:
        """The issuer's own ticker symbols."""
        return frozenset(listing.symbol for listing in self.listings)

    @property
    def is_timed(self) -> bool:
        """Whether its instant is set; if not, it goes live once it is approved."""
        on_record = self.release.state in {State.APPROVED, State.WITHDRAWN}
        return on_record or self.release.go_live_at is not None

    @property
    def is_draft(self) -> bool:
        """Whether its authors still have it, and nobody is asked to approve it."""
        return self.release.state == State.DRAFT and self.release.ratify_by is None

    def issuer_names(self) -> Iterator[str]:
        """Yield the issuer's name, and its legal name if it has one."""
        if self.issuer:
            yield self.issuer.name
            if self.issuer.legal_name:
                yield self.issuer.legal_name


def time_in_zone(moment: dt.datetime, zone: ZoneInfo) -> str:
    """Format a moment as in “5 March 2026, 16:05:00 EST”."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M:%S %Z}"
