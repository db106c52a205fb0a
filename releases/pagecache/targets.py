"""What a request is for: a page that the cache may store, or a path that Django handles.

A path is looked up in memory before Django is entered, so that requests for made-up paths
cost nearly nothing, and nobody can time the difference between a release under embargo
and none at all.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from django.conf import settings

from releases.pagecache.clock import Microseconds
from releases.pagecache.known_paths import KnownPaths
from releases.pagecache.request import Request
from releases.pagecache.routes import (
    PrivateRoute,
    PublicRoute,
    canonical_query,
    cursor_path,
    decode_path,
    encode_path,
    fixed_routes,
    private_segments,
    resolve_route,
    static_paths,
)
from releases.text.public_paths import AS_OF

MAX_UNCACHEABLE = 1000


class Target(NamedTuple):
    """A page that can be stored: its PATH_INFO and its canonical query string.

    `is_search` says that clients can vary the query endlessly.
    """

    path: str
    query: str = ""
    accepts_ranges: bool = False
    is_search: bool = False

    @property
    def key(self) -> str:
        """The key under which a snapshot stores the page."""
        return f"{self.path}?{self.query}" if self.query else self.path


# The one 404 page of a snapshot: no URL pattern matches this path.
NOT_FOUND = Target("/\x00")


class Forwarding(Enum):
    """How a request is forwarded to Django, by what it may cost and to whom.

    All but the first are names of `limits.Slots`.
    """

    # A static file, which needs no database.
    UNLIMITED = auto()
    # A public path that the cache cannot store: a large file.
    PAGES = auto()
    # A page that a client can request in endless variations.
    SEARCH = auto()
    # Anything of whoever is signed in.
    DESK = auto()
    # Anything else of whoever is not: the sign-in, shared previews, other methods.
    VISITORS = auto()


class TargetResolver:
    """Finds the target of a request among the known paths and the URL patterns."""

    def __init__(self, known_paths: KnownPaths) -> None:
        self.static_paths = static_paths()
        self._known_paths = known_paths
        # Past states of the site are rendered for each request, if all may see them.
        self._as_of = (AS_OF,) if settings.IRSITE_AS_OF_PUBLIC else ()
        self._uncacheable: set[str] = set()

    def resolve(self, request: Request) -> Target | Forwarding:
        """Return the page that a shared request is for, or how to forward it.

        The target is NOT_FOUND if nothing public is at the path as of `request.at`.
        """
        path = request.path
        if path.startswith(self._as_of):
            return Forwarding.SEARCH
        if path in self.static_paths:
            return Forwarding.UNLIMITED
        if path in self._uncacheable:
            return Forwarding.PAGES
        text = decode_path(path)
        for candidate in (text,) if text.endswith("/") else (text, f"{text}/"):
            route = self._route(candidate, request.at)
            if isinstance(route, PrivateRoute):
                return Forwarding.VISITORS
            if route is not None:
                return self._target(path, request, route)
        return self._resolve_unknown(text, request)

    def _resolve_unknown(self, text: str, request: Request) -> Target | Forwarding:
        """Return what a request is for that no publication is known for."""
        if not self._known_paths.is_complete:
            # Only Django can say yet whether something public is at the path.
            return self.resolve_unconfirmed(request)
        return self._old_address(text, request) or NOT_FOUND

    def resolve_unconfirmed(self, request: Request) -> Target | Forwarding:
        """Return the same as `resolve`, without the known paths, which may be outdated."""
        route = resolve_route(decode_path(request.path))
        if isinstance(route, PublicRoute) and request.path not in self._uncacheable:
            query = canonical_query(route.view, request.query)
            ranges = route.view.accepts_ranges
            return Target(request.path, query, ranges, is_search=bool(query))
        return self.forwarding(request)

    def forwarding(self, request: Request) -> Forwarding:
        """Return how to forward a request that no stored page can answer."""
        if request.has_method_of_pages and request.path in self.static_paths:
            return Forwarding.UNLIMITED
        if request.personal:
            return Forwarding.DESK
        if request.shared and request.path in self._uncacheable:
            return Forwarding.PAGES
        is_private = isinstance(resolve_route(decode_path(request.path)), PrivateRoute)
        is_visit = is_private or not request.has_method_of_pages
        return Forwarding.VISITORS if is_visit else Forwarding.SEARCH

    def is_preflight(self, request: Request) -> bool:
        """Return whether a script asks if it may read the path (Fetch, 4.8).

        It may read every path of a view that says so, whether or not anything is there.
        """
        if request.method != "OPTIONS":
            return False
        route = resolve_route(decode_path(request.path))
        return isinstance(route, PublicRoute) and route.view.cors

    def mark_uncacheable(self, target: Target) -> None:
        """Remember that Django's response for this path cannot be stored."""
        if len(self._uncacheable) >= MAX_UNCACHEABLE:
            self._uncacheable.clear()
        self._uncacheable.add(target.path)

    def _route(self, path: str, at: Microseconds) -> PublicRoute | PrivateRoute | None:
        """Return the route of a path that exists as of `at`; None for any other.

        URL patterns are tried only for known paths: a made-up one costs a dictionary
        lookup.
        """
        fixed = fixed_routes().get(path)
        if fixed is not None:
            return fixed
        if self._known_paths.is_public(path, at):
            return resolve_route(path)
        if path[1:].partition("/")[0] in private_segments():
            route = resolve_route(path)
            return route if isinstance(route, PrivateRoute) else None
        return None

    def _old_address(self, text: str, request: Request) -> Target | None:
        """Return the redirect from an address of an earlier site, if it is one."""
        query = request.query
        url = self._known_paths.old_address(
            f"{text}?{query}" if query else text, request.at
        )
        if url is None:
            return None
        path, _, query = url.partition("?")
        return Target(encode_path(path), query, is_search=bool(query))

    def _target(self, path: str, request: Request, route: PublicRoute) -> Target:
        """Return the page of a public view; NOT_FOUND for a cursor that names no page.

        Turning the pages of a list is no search: there are as many as publications.
        """
        view = route.view
        query = canonical_query(view, request.query)
        cursor = cursor_path(query)
        is_known = bool(cursor) and self._known_paths.is_public(cursor, request.at)
        if cursor and not is_known and self._known_paths.is_complete:
            return NOT_FOUND
        is_search = bool(query) and not is_known
        return Target(path, query, view.accepts_ranges, is_search)
