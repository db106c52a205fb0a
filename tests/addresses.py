"""An address for each URL pattern of the site, so that a new pattern is tested by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?\w+>")
# A value for each path converter. No row of any table has it.
VALUES = {
    "str": "nobody",
    "slug": "nobody",
    "path": "nobody",
    "uuid": "0" * 32,
    "int": "987654321",
    "number": "7",
    "part": "7",
    "year": "2026",
}
# Of the admin's regular expressions: an app, and whatever matches nothing else.
REGEX_SAMPLES = ("auth/", "nobody")


def sample_addresses() -> dict[str, URLPattern]:
    """Return each URL pattern of the site by an address that it has the form of."""
    return dict(_samples(get_resolver(), "/"))


def _samples(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        address = prefix + _sample(pattern)
        if isinstance(pattern, URLResolver):
            yield from _samples(pattern, address)
        else:
            yield address, pattern


def _sample(pattern: URLPattern | URLResolver) -> str:
    if not isinstance(pattern.pattern, RoutePattern):
        return next(text for text in REGEX_SAMPLES if pattern.pattern.match(text))
    return PARAMETER.sub(
        lambda parameter: VALUES[parameter["converter"] or "str"], str(pattern.pattern)
    )
