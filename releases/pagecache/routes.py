"""The site's URL patterns as the page cache sees them: public views, and private paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, unquote_plus, urlencode

from django.conf import settings
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from releases.pagecache.known_paths import ANY_PART
from releases.public import cursor
from releases.record.public_view import PublicationRef, PublicView, public_view_of
from releases.record.representation import PART
from releases.text.public_paths import event_path, release_path

# Longer values are cut: no parameter of the site is as long.
MAX_VALUE_LENGTH = 200
MAX_QUERY_PARAMS = 20


@dataclass(frozen=True, slots=True)
class PublicRoute:
    """A path of a public view."""

    view: type[PublicView]


@dataclass(frozen=True, slots=True)
class PrivateRoute:
    """A path whose response is not the same for every client."""


def decode_path(path: str) -> str:
    """Return PATH_INFO as text: WSGI passes its bytes as Latin-1 (PEP 3333)."""
    return path.encode("latin-1").decode("utf-8", "replace")


def encode_path(text: str) -> str:
    """Return the text of a path as PATH_INFO."""
    return text.encode().decode("latin-1")


def resolve_route(path: str) -> PublicRoute | PrivateRoute | None:
    """Return the route of the path; None if no URL pattern matches it."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    view = public_view_of(match.func)
    return PrivateRoute() if view is None else PublicRoute(view)


def public_patterns() -> Iterator[tuple[str, type[PublicView]]]:
    """Yield (route, view) of each URL pattern that leads to a public view.

    All of them are included at the root of the site, so a route is the path without its
    first slash.
    """
    for pattern in _url_patterns(get_resolver()):
        view = public_view_of(pattern.callback)
        if view is not None:
            yield str(pattern.pattern), view


def _url_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _url_patterns(pattern)
        else:
            yield pattern


@cache
def public_views() -> tuple[type[PublicView], ...]:
    """Return every public view of the site once."""
    return tuple(dict.fromkeys(view for _, view in public_patterns()))


def affected_paths(ref: PublicationRef) -> Iterable[str]:
    """Return every path of the site on which the publication is seen."""
    return [path for view in public_views() for path in view.affected_paths(ref)]


def affected_pages(ref: PublicationRef) -> Iterable[str]:
    """Return those of the affected paths that do not extend a page's."""
    return [
        path
        for view in public_views()
        if not view.extends_page
        for path in view.affected_paths(ref)
    ]


def prerendered_paths(refs: Iterable[PublicationRef]) -> list[str]:
    """Return the paths to render before these publications change, the first first.

    Fixed paths are among them: every page of a new snapshot is rendered anew.
    """
    paths = {
        path: view.weight
        for ref in refs
        for view in public_views()
        if view.prerendered and view.is_offered()
        for path in view.affected_paths(ref)
    }
    paths |= {path: fixed_routes()[path].view.weight for path in fixed_paths()}
    return sorted(paths, key=paths.__getitem__)


@cache
def suffixes() -> frozenset[str]:
    """Return the suffixes with which pages whose route has a parameter are extended.

    One that has the number of a part has ANY_PART in its place.
    """
    return frozenset(
        route.rpartition("/")[2].replace(PART, ANY_PART)
        for route, view in public_patterns()
        if view.extends_page and not view.page_prefix and "<" in route
    )


@cache
def page_prefixes() -> tuple[str, ...]:
    """Return what stands before the paths of pages in those of other forms of them."""
    prefixes = {view.page_prefix for _, view in public_patterns()} - {""}
    return tuple(sorted(prefixes))


@cache
def fixed_routes() -> dict[str, PublicRoute]:
    """Return the routes of the paths that exist whatever is published."""
    return {
        f"/{route}": PublicRoute(view)
        for route, view in public_patterns()
        if "<" not in route
    }


def fixed_paths() -> tuple[str, ...]:
    """Return those of the fixed paths that are rendered in advance."""
    return tuple(
        path
        for path, route in fixed_routes().items()
        if route.view.prerendered and route.view.is_offered()
    )


@cache
def private_segments() -> frozenset[str]:
    """Return the first path segments under which there are private paths."""
    return frozenset(
        str(pattern.pattern).partition("/")[0]
        for pattern in _root_patterns(get_resolver())
        if isinstance(pattern, URLResolver) or public_view_of(pattern.callback) is None
    )


def _root_patterns(resolver: URLResolver) -> Iterator[URLPattern | URLResolver]:
    """Yield the patterns at the root of the site, included ones too."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver) and not str(pattern.pattern):
            yield from _root_patterns(pattern)
        else:
            yield pattern


def static_paths() -> frozenset[str]:
    """Return the paths of the collected static files, which WhiteNoise serves."""
    root = Path(settings.STATIC_ROOT)
    prefix = f"/{settings.STATIC_URL.strip('/')}/"
    return frozenset(
        prefix + file.relative_to(root).as_posix()
        for file in root.rglob("*")
        if file.suffix not in {".br", ".gz"} and file.is_file()
    )


def cursor_path(query: str) -> str:
    """Return the path of the publication that a canonical query names as its cursor.

    Empty if it says anything else, such as words to search for.
    """
    name, _, value = query.partition("=")
    if name not in cursor.QUERY_PARAMS or "&" in value:
        return ""
    address = unquote_plus(value)
    return release_path(address) if "/" in address else event_path(address)


def canonical_query(view: type[PublicView], query: str) -> str:
    """Return the query string with only the view's own parameters, sorted.

    Of a repeated parameter the last value counts, as in Django; of a longer query the
    last MAX_QUERY_PARAMS do.
    """
    if not query or not view.query_params:
        return ""
    fields = query.rsplit("&", MAX_QUERY_PARAMS)[-MAX_QUERY_PARAMS:]
    pairs = parse_qsl("&".join(fields), keep_blank_values=view.reads_empty_values)
    params = {
        name: value[:MAX_VALUE_LENGTH]
        for name, value in pairs
        if name in view.query_params
    }
    return urlencode(sorted(params.items()))
