"""One form of a subject of the record, declared once: an RFC 9110 representation.

docs/representations.md says how to add one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from releases.models.record.kinds import Kind
from releases.record.documents import ProfileDocument
from releases.record.public_view import PublicationRef, Weight

S = TypeVar("S")

# Where a suffix has the number of a part, with the converter that reads it.
PART = "<part:part>"


class NotDisclosed(Exception):
    """Nothing public is at the path as of the moment: answer with the one 404."""


class NotWritable(Exception):
    """The form cannot be written now: answer 503."""


class SealedVersion(Exception):
    """The version was sealed: answer 410. `path` is that of the release's page."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Which subject is requested: the parameters of the path and the query, as of `at`."""

    at: dt.datetime
    issuer: ProfileDocument
    parameters: Mapping[str, Any]
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteContext:
    """All that a form is written with beside its subject.

    `root` is the origin of the site's URLs, without a slash at its end; `host` is the
    site's own domain, whatever host was requested; `path` is that of the form itself.
    `part` is the number of the part that is requested, of a form that has several. `hub` is
    the URL of the WebSub hub of a form that has one.
    """

    issuer: ProfileDocument
    root: str
    host: str
    at: dt.datetime
    path: str
    part: int = 1
    hub: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(Generic[S]):
    """What forms are of: its pages, when they change, and how it is read.

    `pages` are the routes of the pages that have forms, by the prefix of their URL
    names. `by` is the kinds of publication that change a form; `affected_pages` returns
    the pages to render before a publication goes live. `read` raises NotDisclosed or
    SealedVersion. Without `extends_page` nothing is at the pages themselves, and each form
    is a known path of its own.
    """

    name: str
    pages: Mapping[str, str]
    by: frozenset[str]
    affected_pages: Callable[[PublicationRef], Iterable[str]]
    read: Callable[[Lookup], S]
    extends_page: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation(Generic[S]):
    """One form of a subject, from which its URLs, view, links and tests are made.

    A form of the site has a `path`; any other has a `suffix`, below each page of its
    subject, or a `prefix`, after which comes the page's path without its last slash.
    `write` returns its bytes from the subject alone. `ahead` has it rendered before the
    instant at which it changes, by `weight`. `relation` and `title` make a link in the
    head of the subject's pages (HTML, 4.6.7). `explanation` is a sentence on whom it is
    for; with a `label`, the name of its format, the form is on the page of feeds.
    `indexed` lets search engines list it, `cors` lets scripts of other sites read it
    (Fetch, 3.2). Where `applies` is given, the form exists only for those documents of
    which it is true.

    A form of which a subject has several, such as one for each table of a release, has
    PART in its suffix; `parts` returns the numbers that exist for a document.

    `lists` is the kind of publication whose pages it names from their instant on, of a form
    with the latest of them: the canary looks for them there (docs/canary.md).

    With `has_hub`, a WebSub hub is told when it changes, where the site has one.

    With `made_with`, the name and version of the program that writes it, the form is
    written once and kept in storage (`releases.record.derivatives`). Its subject is an
    Edition or a ProfileEdition, and `root` is the site's own, whatever host was
    requested. `write` may raise NotWritable.

    A form of the JSON API has a `schema`, the model of what it writes, from which the
    API is described. Errors of a form in JSON are problem details (RFC 9457).
    """

    name: str
    of: Subject[S]
    media_type: str
    write: Callable[[S, WriteContext], bytes]
    suffix: str = ""
    prefix: str = ""
    path: str = ""
    ahead: bool = False
    weight: Weight = Weight.OTHER
    relation: str = ""
    title: Any = ""
    label: Any = ""
    explanation: Any = ""
    indexed: bool = True
    cors: bool = False
    query_params: frozenset[str] = frozenset()
    accepts_ranges: bool = False
    applies: Callable[[Any], bool] | None = None
    parts: Callable[[Any], Container[int]] | None = None
    lists: str = ""
    has_hub: bool = False
    made_with: str = ""
    schema: type[BaseModel] | None = None

    def __post_init__(self) -> None:
        is_of_site = self.of.pages == SITE_PAGES
        assert bool(self.path) == is_of_site, "a form of the site has a path"
        is_at_pages = bool(self.suffix) != bool(self.prefix)
        assert is_at_pages != is_of_site, "any other form has a suffix or a prefix"
        assert "/" not in self.suffix, "a suffix is one segment"
        assert (PART in self.suffix) == bool(self.parts), "numbered if it has parts"

    @property
    def is_json(self) -> bool:
        """Whether it is plain JSON (RFC 8259), as its errors are."""
        return self.media_type == "application/json"

    @property
    def content_type(self) -> str:
        """The Content-Type: text in UTF-8; JSON has no charset (RFC 8259, 11)."""
        is_text = self.media_type.startswith("text/") or self.media_type.endswith("xml")
        return f"{self.media_type}; charset=utf-8" if is_text else self.media_type

    def routes(self) -> Iterator[tuple[str, str]]:
        """Yield (name, route) of each URL pattern, the route with its first slash."""
        for prefix, page in self.of.pages.items():
            yield f"{prefix}{self.name}", self._route_at(page)

    def affected_paths(self, ref: PublicationRef) -> list[str]:
        """Return the paths of this form to render before the publication goes live.

        Of a form with parts, those of the first: how many there are, the page decides.
        """
        return [self.path_at(page) for page in self.of.affected_pages(ref)]

    def path_at(self, page: str, *, part: int = 1) -> str:
        """Return the path of this form, or of one part, of the subject whose page this is."""
        return self._route_at(page).replace(PART, str(part))

    def _route_at(self, page: str) -> str:
        if self.prefix:
            return self.prefix + page.removesuffix("/")
        return f"{page}{self.suffix}{self.path}"

    def exists_for(self, document: Any, *, part: int = 1) -> bool:
        """Return whether there is such a form, and such a part of it, of a document."""
        if self.applies and not self.applies(document):
            return False
        return not self.parts or part in self.parts(document)


# A form of the site extends no page.
SITE_PAGES = {"": ""}


def site(read: Callable[[Lookup], S], *, by: Iterable[Kind]) -> Subject[S]:
    """Return a subject that exists once; `by` is the kinds that change it."""
    kinds = frozenset(map(str, by))
    return Subject(
        name="site",
        pages=SITE_PAGES,
        by=kinds,
        affected_pages=lambda ref: ("",) if ref.kind in kinds else (),
        read=read,
    )
