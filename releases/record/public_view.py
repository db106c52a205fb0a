"""What a public view declares, so that a cache in front of it can keep its responses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar


class Weight(IntEnum):
    """In which order responses are rendered before an instant; the last are cut first."""

    PAGE = 0
    LATEST = 1
    FEED = 2
    FILE = 3
    OTHER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRef:
    """The facts of a publication that decide on which paths readers see it.

    `files` are (token, name) pairs; `profile_categories` are the slugs of all the
    categories that a profile names, and empty for releases and events. `events` are the
    addresses of the events that any version of a release names, `languages` the (address,
    category) of the same release in the other languages that readers have.
    """

    kind: str
    address: str
    year: int
    number: int = 1
    category: str = ""
    files: tuple[tuple[str, str], ...] = ()
    profile_categories: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()

    @property
    def other_languages(self) -> tuple[str, ...]:
        """The addresses of the same release in other languages."""
        return tuple(dict.fromkeys(address for address, _ in self.languages))

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the release and of its other languages."""
        others = (int(address[:4]) for address in self.other_languages)
        return tuple(dict.fromkeys((self.year, *others)))


class PublicView:
    """A view of the record whose response is the same for every reader at one moment.

    `query_params` names the only query parameters that the view reads; any others are
    removed before it is called, and so are those without a value unless
    `reads_empty_values`. `accepts_ranges` says whether a client may request
    byte ranges of the response (RFC 9110, 14). `prerendered` says whether its paths are
    rendered before the instant at which they change, `weight` in which order. With
    `extends_page`, its paths are those of pages with a suffix, or with `page_prefix`
    before them and without their last slash, and exist where those do. `cors` lets
    scripts of other sites read it (Fetch, 3.2).
    """

    query_params: ClassVar[frozenset[str]] = frozenset()
    reads_empty_values: ClassVar[bool] = False
    accepts_ranges: ClassVar[bool] = False
    prerendered: ClassVar[bool] = True
    weight: ClassVar[Weight] = Weight.PAGE
    extends_page: ClassVar[bool] = False
    page_prefix: ClassVar[str] = ""
    cors: ClassVar[bool] = False

    @classmethod
    def is_offered(cls) -> bool:
        """Return whether a site with these settings has such pages at all.

        Where it hasn't, they are a 404 for good, and need not be rendered in advance.
        """
        return True

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """Return the paths of this view on which the publication is seen.

        If the view's route has a parameter, a path of it is a 404 until some
        publication has named it here.
        """
        return ()


def public_view_of(callback: Any) -> type[PublicView] | None:
    """Return the class of a URL pattern's callback if it is a public view."""
    view = getattr(callback, "view_class", None)
    return view if view is not None and issubclass(view, PublicView) else None
