"""The schemas of frozen documents: one for each kind of publication, with a version.

A document is stored as canonical JSON (RFC 8785) and never changes, so a schema only
ever gains optional fields; a change of meaning is a new `version`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Annotated, Literal
from urllib.parse import quote

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, override

import rfc8785
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from releases.record.fragment_cache import on_the_site
from releases.text.fiscal_periods import parse_period
from releases.text.names_by_language import name_in
from releases.text.public_paths import file_path
from releases.translation import listed


def rfc3339(moment: dt.datetime) -> str:
    """Write an instant for a document: in UTC, to the second (RFC 3339)."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


COLOUR = "^(#[0-9a-f]{6})?$"


def _known_period(code: str) -> str:
    """Refuse what is neither empty nor a fiscal period, with ValueError."""
    return parse_period(code).code if code else ""


# A fiscal period, as `2026-q3`; empty for none.
PeriodCode = Annotated[str, AfterValidator(_known_period)]
Instant = Annotated[dt.datetime, PlainSerializer(rfc3339, return_type=str)]


class Frozen(BaseModel):
    """A value that cannot change, with no field that the schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dateline(Frozen):
    """Where and when a release was written, and the wire it went over."""

    places: tuple[str, ...] = ()
    date: dt.date | None = None
    wire: str = ""

    @property
    def text(self) -> str:
        """The dateline as printed: BOSTON and LONDON, March 3, 2026 (BUSINESS WIRE)."""
        date = f"{self.date:%B} {self.date.day}, {self.date.year}" if self.date else ""
        return self._with_wire(
            ", ".join(filter(None, [" and ".join(self.places), date]))
        )

    def text_in(self, language: str) -> str:
        """Return it as printed in a language (BCP 47), with Django's form of its date."""
        primary = language.lower().partition("-")[0]
        if primary == "en" or primary not in dict(settings.LANGUAGES):
            return self.text
        with override(primary):
            date = date_format(self.date, "DATE_FORMAT") if self.date else ""
            return self._with_wire(listed([*self.places, date]))

    def _with_wire(self, place_and_date: str) -> str:
        wire = f"({self.wire})" if self.wire else ""
        return " ".join(filter(None, [place_and_date, wire]))


class NameEntry(Frozen):
    """A name in a language (BCP 47, in small letters)."""

    language: str
    name: str


def _is_without(entries: tuple[Frozen, ...]) -> bool:
    return not entries


class CategoryEntry(Frozen):
    """A category of releases; `names` are those in other languages than `name`."""

    slug: str
    name: str
    order: int = 0
    names: tuple[NameEntry, ...] = Field(default=(), exclude_if=_is_without)

    @property
    def translated_name(self) -> str:
        """Its name in the active language; nothing if it has none but `name`."""
        names = {each.language: each.name for each in self.names}
        return name_in(names, get_language() or "")

    @property
    def readable_name(self) -> str:
        """Its name in the active language, or else `name`."""
        return self.translated_name or self.name


class ContactEntry(Frozen):
    """A contact as printed; the same contact has the same `ref` in every document."""

    ref: str
    audience: Literal["investors", "media", "general"]
    name: str = ""
    title: str = ""
    organization: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    order: int = 0


class DisclaimerEntry(Frozen):
    """A disclaimer in one revision, word for word; paragraphs by empty lines."""

    ref: str
    revision: int
    name: str
    heading: str = ""
    wording: str
    jurisdiction: str = ""


class BoilerplateEntry(Frozen):
    """An About section; paragraphs by empty lines."""

    heading: str = ""
    text: str


def _is_empty(value: str) -> bool:
    return not value


class FileEntry(Frozen):
    """A file that went out with the document: at /files/, its token and its name.

    `role` says what it is among them, such as `slides`; a document without is written
    without it.
    """

    token: str
    name: str
    title: str
    media_type: str
    size: int
    sha256: str
    role: str = Field(default="", exclude_if=_is_empty)

    @property
    def path(self) -> str:
        """Its path, below the script prefix."""
        return on_the_site(quote(file_path(self.token, self.name)))


class ImageEntry(Frozen):
    """One size of an image that the text shows: at /files/, its token and its name."""

    token: str
    name: str
    media_type: Literal["image/png", "image/jpeg"]
    width: int
    height: int
    size: int
    sha256: str

    @property
    def path(self) -> str:
        """Its path, below the script prefix."""
        return on_the_site(quote(file_path(self.token, self.name)))


# Of all images of a text, by image the narrowest first; a text without is written without.
Images = Annotated[tuple[ImageEntry, ...], Field(exclude_if=_is_without)]


class Change(Frozen):
    """The notice with which a version replaces the one before it.

    A correction or a replacement comes with the whole text; a withdrawal or a notice to
    disregard comes without. `sealed` hides the versions before it from the public, though
    the record keeps them.
    """

    kind: Literal["correction", "replacement", "withdrawal", "disregard"]
    text: str
    sealed: bool = False


WITHOUT_TEXT = {"withdrawal", "disregard"}


class LanguageGroup(Frozen):
    """The group to which the languages of a release belong.

    `name` is a random key, or the address of an original that was public before it had
    any translation. It says nothing of the other languages, not even whether there are.
    """

    name: str
    is_translation: bool = False


def _is_none(value: object) -> bool:
    return value is None


class ReleaseHead(Frozen):
    """The fields of a press release that lists show; parsing skips the others."""

    model_config = ConfigDict(extra="ignore")

    version: Literal[1] = 1
    kind: Literal["release"] = "release"
    headline: str
    category: CategoryEntry
    language: str
    timezone: str
    change: Change | None = None
    # The fiscal period whose results it releases; without one it is not written.
    period: PeriodCode = Field(default="", exclude_if=_is_empty)
    # A release that is published in one language alone is written without it.
    languages: LanguageGroup | None = Field(default=None, exclude_if=_is_none)

    @property
    def is_notice(self) -> bool:
        """Whether it is a notice without the release's text."""
        return self.change is not None and self.change.kind in WITHOUT_TEXT


class ReleaseDocument(ReleaseHead):
    """A press release. `body` is HTML of a few elements: text, lists, tables, links, images."""

    model_config = ConfigDict(extra="forbid")

    subheadlines: tuple[str, ...] = ()
    dateline: Dateline = Dateline()
    # The elements are those of `releases.text.html`.
    body: str = ""
    topics: tuple[str, ...] = ()
    source: str = ""
    contacts: tuple[ContactEntry, ...] = ()
    disclaimers: tuple[DisclaimerEntry, ...] = ()
    boilerplates: tuple[BoilerplateEntry, ...] = ()
    files: tuple[FileEntry, ...] = ()
    images: Images = ()
    events: tuple[str, ...] = ()

    @property
    def dateline_text(self) -> str:
        """The dateline as printed in the language of the release."""
        return self.dateline.text_in(self.language)


class SessionEntry(Frozen):
    """One entry in an event's programme; it has the same `ref` in every document.

    A document that was frozen before sessions had a `ref` has none, and is written
    without it.
    """

    ref: str = Field(default="", exclude_if=_is_empty)

    title: str
    kind: str
    starts: Instant | None = None
    ends: Instant | None = None
    room: str = ""
    reference: str = ""


class EventDocument(Frozen):
    """A call, webcast, conference or meeting."""

    version: Literal[1] = 1
    kind: Literal["event"] = "event"
    title: str
    event_kind: str
    starts: Instant
    ends: Instant | None = None
    all_day: bool = False
    timezone: str
    venue: str = ""
    city: str = ""
    webcast_url: str = ""
    replay_url: str = ""
    replay_until: Instant | None = None
    dial_ins: tuple[str, ...] = ()
    cancelled: bool = False
    sessions: tuple[SessionEntry, ...] = ()
    files: tuple[FileEntry, ...] = ()
    # The fiscal period whose results it is about.
    period: PeriodCode = Field(default="", exclude_if=_is_empty)


class ListingEntry(Frozen):
    """An exchange, by its MIC (ISO 10383) and its name, and the symbol there."""

    mic: str
    exchange: str
    symbol: str


class BrandEntry(Frozen):
    """The issuer's look: two colours such as #14466b, each empty for the site's own."""

    colour: str = Field(default="", pattern=COLOUR)
    link_colour: str = Field(default="", pattern=COLOUR)
    face: Literal["serif", "sans"] = "serif"

    @property
    def is_own(self) -> bool:
        """Whether anything of it differs from the site's own look."""
        return self != PLAIN


PLAIN = BrandEntry()
# Of a logo on pages, in CSS pixels.
MAX_LOGO_HEIGHT = 56


def _is_plain(brand: BrandEntry) -> bool:
    return not brand.is_own


class LogoEntry(FileEntry):
    """The issuer's logo, a PNG of this size in pixels."""

    width: int
    height: int

    @property
    def shown_size(self) -> tuple[int, int]:
        """Its width and height on pages, in CSS pixels: at most half its own size."""
        height = min(self.height // 2, MAX_LOGO_HEIGHT)
        return max(self.width * height // self.height, 1), height


class ProfileDocument(Frozen):
    """The issuer's profile: names, look, listings, categories, contacts and disclaimers.

    One that was frozen before there were brands or logos has none, and is written
    without it. `logo_dark` is for pages that are dark.
    """

    version: Literal[1] = 1
    kind: Literal["profile"] = "profile"
    name: str = ""
    legal_name: str = ""
    website: str = ""
    about: str = ""
    timezone: str = "UTC"
    brand: BrandEntry = Field(default=PLAIN, exclude_if=_is_plain)
    logo: LogoEntry | None = Field(default=None, exclude_if=_is_none)
    logo_dark: LogoEntry | None = Field(default=None, exclude_if=_is_none)
    listings: tuple[ListingEntry, ...] = ()
    categories: tuple[CategoryEntry, ...] = ()
    contacts: tuple[ContactEntry, ...] = ()
    disclaimers: tuple[DisclaimerEntry, ...] = ()


class FilingDocument(Frozen):
    """A filing with the SEC, which is kept there; `releases` are addresses of releases.

    One that is not `shown` was published and is left out of every page since.
    """

    version: Literal[1] = 1
    kind: Literal["filing"] = "filing"
    accession: str
    form: str
    filed_on: dt.date
    title: str = ""
    url: str
    period: PeriodCode = Field(default="", exclude_if=_is_empty)
    releases: tuple[str, ...] = ()
    shown: bool = True


class ReportDocument(Frozen):
    """A report, such as an annual report. One that is not `shown` is in no list."""

    version: Literal[1] = 1
    kind: Literal["report"] = "report"
    title: str
    report_kind: str
    dated: dt.date
    summary: str = ""
    files: tuple[FileEntry, ...] = ()
    shown: bool = True


class PageHead(Frozen):
    """What the navigation shows of a page that staff wrote; parsing skips the text."""

    model_config = ConfigDict(extra="ignore")

    version: Literal[1] = 1
    kind: Literal["page"] = "page"
    title: str
    placement: str
    order: int = 0


class PageDocument(PageHead):
    """A page that staff wrote. `body` is HTML of the elements that a release's has."""

    model_config = ConfigDict(extra="forbid")

    body: str = ""
    files: tuple[FileEntry, ...] = ()
    images: Images = ()
    shown: bool = True


Document = (
    ReleaseDocument
    | EventDocument
    | ProfileDocument
    | FilingDocument
    | ReportDocument
    | PageDocument
)


def canonical(document: BaseModel) -> str:
    """Return the document as canonical JSON (RFC 8785)."""
    return rfc8785.dumps(document.model_dump(mode="json")).decode()


def digest_of(text: str) -> str:
    """Return the SHA-256 (FIPS 180-4) of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
