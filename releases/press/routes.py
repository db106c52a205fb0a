"""Which of the site's addresses the press may keep, and how their queries are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, urlencode

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from releases.record.face import Face, Imprint

# Longer values are cut: no question that the site knows is as long.
LONGEST_VALUE = 200
MOST_FIELDS = 20


@dataclass(frozen=True, slots=True)
class Route:
    """One face, by what it tells of itself. `fixed` ones exist at every moment."""

    face: type[Face]
    fixed: bool


@dataclass(frozen=True, slots=True)
class Private:
    """An address of the site that is not the same for every reader."""


def text_of(path: str) -> str:
    """The path of a request, which WSGI hands on as bytes in disguise (PEP 3333)."""
    return path.encode("latin-1").decode("utf-8", "replace")


def path_of_text(text: str) -> str:
    """The path as WSGI hands it on."""
    return text.encode().decode("latin-1")


def route_of(path: str) -> Route | Private | None:
    """What answers at the path; None where nothing does."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    view = getattr(match.func, "view_class", None)
    if view is None or not issubclass(view, Face):
        return Private()
    return Route(view, fixed=not match.kwargs and not match.args)


def patterns() -> Iterator[tuple[str, type[Face]]]:
    """(route, face) of every address pattern that leads to a face.

    Faces stand at the root of the site, so a route is the path without its slash.
    """
    for pattern in _walk(get_resolver()):
        view = getattr(pattern.callback, "view_class", None)
        if view is not None and issubclass(view, Face):
            yield str(pattern.pattern), view


def _walk(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern)
        else:
            yield pattern


@cache
def all_faces() -> tuple[type[Face], ...]:
    """Every face that the site has."""
    return tuple(dict.fromkeys(face for _, face in patterns()))


def named(imprint: Imprint) -> Iterable[str]:
    """Every path at which the publication is seen."""
    return [path for face in all_faces() for path in face.changed_by(imprint)]


@cache
def fixed_paths() -> tuple[str, ...]:
    """The addresses that exist whatever is on the record."""
    return tuple(f"/{route}" for route, _ in patterns() if "<" not in route)


def asked(face: type[Face], query: str) -> str:
    """The query as the face reads it: its own fields, sorted, the last of each."""
    if not query or not face.asks:
        return ""
    try:
        fields = parse_qsl(query, max_num_fields=MOST_FIELDS)
    except ValueError:
        return ""
    known = {name: value[:LONGEST_VALUE] for name, value in fields if name in face.asks}
    return urlencode(sorted(known.items()))
