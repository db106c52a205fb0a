"""Which of the site's addresses the press may keep, and how their queries are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from releases.record.public_view import PublicationRef, PublicView

# Longer values are cut: no question that the site knows is as long.
LONGEST_VALUE = 200
MOST_FIELDS = 20


@dataclass(frozen=True, slots=True)
class Route:
    """One face, by what it tells of itself."""

    face: type[PublicView]


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
    face = public_view_of(match.func)
    return Private() if face is None else Route(face)


def public_view_of(view: Any) -> type[PublicView] | None:
    """The face that the view shows, if it shows one."""
    found = getattr(view, "view_class", None)
    return found if found is not None and issubclass(found, PublicView) else None


def patterns() -> Iterator[tuple[str, type[PublicView]]]:
    """(route, face) of every address pattern that leads to a face.

    Faces stand at the root of the site, so a route is the path without its slash.
    """
    for pattern in _walk(get_resolver()):
        face = public_view_of(pattern.callback)
        if face is not None:
            yield str(pattern.pattern), face


def _walk(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern)
        else:
            yield pattern


@cache
def all_public_views() -> tuple[type[PublicView], ...]:
    """Every face that the site has."""
    return tuple(dict.fromkeys(face for _, face in patterns()))


def named(ref: PublicationRef) -> Iterable[str]:
    """Every path at which the publication is seen."""
    return [path for face in all_public_views() for path in face.affected_paths(ref)]


@cache
def fixed_routes() -> dict[str, Route]:
    """The addresses that exist whatever is on the record."""
    return {f"/{route}": Route(face) for route, face in patterns() if "<" not in route}


def fixed_paths() -> tuple[str, ...]:
    """Their paths."""
    return tuple(fixed_routes())


@cache
def private_rooms() -> frozenset[str]:
    """The first words of the addresses that are not the same for every reader."""
    return frozenset(
        str(pattern.pattern).partition("/")[0]
        for pattern in _top(get_resolver())
        if isinstance(pattern, URLResolver) or public_view_of(pattern.callback) is None
    )


def _top(resolver: URLResolver) -> Iterator[URLPattern | URLResolver]:
    """What stands at the root of the site, also where it was included there."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver) and not str(pattern.pattern):
            yield from _top(pattern)
        else:
            yield pattern


def static_files() -> frozenset[str]:
    """The addresses of all that was collected: whitenoise answers them by itself."""
    root = Path(settings.STATIC_ROOT)
    start = f"/{settings.STATIC_URL.strip('/')}/"
    return frozenset(
        start + found.relative_to(root).as_posix()
        for found in root.rglob("*")
        if found.suffix not in {".br", ".gz"} and found.is_file()
    )


def asked(face: type[PublicView], query: str) -> str:
    """The query as the face reads it: its own fields, sorted, the last of each."""
    if not query or not face.query_params:
        return ""
    try:
        fields = parse_qsl(query, max_num_fields=MOST_FIELDS)
    except ValueError:
        return ""
    known = {
        name: value[:LONGEST_VALUE]
        for name, value in fields
        if name in face.query_params
    }
    return urlencode(sorted(known.items()))
