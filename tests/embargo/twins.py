"""Addresses under embargo, each with its twin: the same of what never existed.

The addresses are those of the URL patterns and query parameters of the public views, so
that a new view joins by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from releases.pagecache.routes import public_patterns
from tests.addresses import PARAMETER

NAME = re.compile(r"(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Values of the parameters of routes: those under embargo, and those of the twin."""

    secret: dict[str, str]
    twin: dict[str, str]

    def path(self, route: str, values: dict[str, str]) -> str:
        """Return a route with these values; KeyError for a parameter without one."""
        return "/" + PARAMETER.sub(
            lambda parameter: values[NAME.findall(parameter[0])[0]], route
        )

    def unmask(self, text: bytes) -> bytes:
        """Return what the twin's response repeats of its request as the secret's would."""
        for name, value in self.twin.items():
            # A number counts as a segment of a path alone; a name wherever it stands.
            is_number = value.isdigit() and len(value) < 4
            repeated = rf"(?<=/){value}(?=[/\"]|$)" if is_number else re.escape(value)
            text = re.sub(repeated.encode(), self.secret[name].encode(), text)
        return text


def stories(token: str, name: str) -> list[Story]:
    """Return what is under embargo: a release, its event, and version 2 of `2025/public`.

    `token` and `name` are those of the release's file.
    """
    file = {"token": token, "name": name}
    part = {"part": "1"}
    never = {"token": "A" * len(token), "name": name}
    return [
        Story(
            secret={"year": "2026", "slug": slug, "number": "1", "later": "2", **part}
            | file,
            twin={"year": "2031", "slug": twin, "number": "1", "later": "2", **part}
            | never,
        )
        for slug, twin in (("merger", "nobody"), ("merger-call", "nobody-call"))
    ] + [
        Story(
            secret={"year": "2025", "slug": "public", **secret, **part} | file,
            twin={"year": "2025", "slug": "public", **twin, **part} | never,
        )
        for secret, twin in (
            ({"number": "2", "later": "10"}, {"number": "7", "later": "10"}),
            ({"number": "1", "later": "2"}, {"number": "1", "later": "7"}),
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An address under embargo and its twin; `is_main` unless it is a form of another."""

    secret: str
    twin: str
    story: Story
    is_main: bool


def pairs(stories_: list[Story]) -> list[Pair]:
    """Return each address under embargo once."""
    found = [pair for story in stories_ for pair in _pairs(story)]
    return list({p.secret: p for p in found if p.secret != p.twin}.values())


def _pairs(story: Story) -> Iterator[Pair]:
    """Yield the paths of each public view, and their other forms."""

    def pair(form: str, *, is_main: bool = False) -> Pair:
        secret, twin = (story.path(form, v) for v in (story.secret, story.twin))
        return Pair(secret=secret, twin=twin, story=story, is_main=is_main)

    for route, view in public_patterns():
        if "<" in route:
            yield pair(route, is_main=True)
            yield pair(route.removesuffix("/"))
            yield pair(f"as-of/2026-03-02T12:00:00Z/{route}")
            continue
        for parameter in sorted(view.query_params):
            yield pair(f"{route}?{parameter}=<slug>")
            yield pair(f"{route}?{parameter}=<year>/<slug>")
    yield pair("old/<slug>.html", is_main=True)
