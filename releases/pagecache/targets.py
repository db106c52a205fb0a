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
    """A page that can be stored: its PATH_INFO and its canonical query string."""

    path: str
    query: str = ""
    accepts_ranges: bool = False

    @property
    def key(self) -> str:
        """The key under which a snapshot stores the page."""
        return f"{self.path}?{self.query}" if self.query else self.path


# The one 404 page of a snapshot: no URL pattern matches this path.
NOT_FOUND = Target("/\x00")


class Forwarding(Enum):
    """How a request is forwarded to Django, by what clients can make it cost."""

    # A static file, which needs no database.
    UNLIMITED = auto()
    # A path that exists and that the cache cannot store: the admin, or a large file.
    LIMITED = auto()
    # Anything that a client can request in endless variations.
    THROTTLED = auto()


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
            return Forwarding.THROTTLED
        if path in self.static_paths:
            return Forwarding.UNLIMITED
        if path in self._uncacheable:
            return Forwarding.LIMITED
        text = decode_path(path)
        for candidate in (text,) if text.endswith("/") else (text, f"{text}/"):
            route = self._route(candidate, request.at)
            if isinstance(route, PrivateRoute):
                is_exact = candidate == text
                return Forwarding.LIMITED if is_exact else Forwarding.THROTTLED
            if route is not None:
                return _target(path, request.query, route)
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
            return _target(request.path, request.query, route)
        return self.forwarding(request.path)

    def forwarding(self, path: str) -> Forwarding:
        """Return how to forward a request that is not shared."""
        if path in self.static_paths:
            return Forwarding.UNLIMITED
        if path in self._uncacheable:
            return Forwarding.LIMITED
        is_private = isinstance(resolve_route(decode_path(path)), PrivateRoute)
        return Forwarding.LIMITED if is_private else Forwarding.THROTTLED

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
        return Target(encode_path(path), query)


def _target(path: str, query: str, route: PublicRoute) -> Target:
    view = route.view
    return Target(path, canonical_query(view, query), view.accepts_ranges)
