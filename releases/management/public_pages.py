"""Every public page of the site as of a moment, to compare one copy of it with another."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from releases.models import Publication
from releases.pagecache.backend import DjangoBackend, DjangoResponse
from releases.pagecache.clock import from_datetime
from releases.pagecache.routes import affected_paths, encode_path, fixed_routes
from releases.record.publication_refs import rows_between

# A minute's work; the other pages come from the same rows.
COMPARED_PAGES = 500


def public_paths(*, at: dt.datetime) -> list[str]:
    """Return the path of every page and form that was public at the moment, sorted."""
    last = Publication.objects.order_by("-id").values_list("id", flat=True).first() or 0
    paths = set(fixed_routes())
    for row in rows_between(0, last):
        if row.live_from <= at:
            paths.update(affected_paths(row.ref))
    return sorted(paths)


def sample(paths: list[str], count: int) -> list[str]:
    """Return at most so many of the paths, evenly spread; 0 is all."""
    if not count or count >= len(paths):
        return paths
    return [paths[index * len(paths) // count] for index in range(count)]


def add_pages_argument(parser: CommandParser) -> None:
    """Add the option of how many pages a command compares."""
    parser.add_argument(
        "--pages",
        type=int,
        default=COMPARED_PAGES,
        metavar="N",
        help=_("How many pages to compare. Default: %(count)s; 0 is all.")
        % {"count": COMPARED_PAGES},
    )


def digests_command(*, at: dt.datetime, pages: int) -> tuple[str, ...]:
    """Return the command that prints the digests of at most so many pages (0: all)."""
    return "page_digests", "--at", at.isoformat(), "--pages", str(pages)


def differing_paths(printed: str, elsewhere: str) -> list[str]:
    """Return the paths whose digests differ in what `page_digests` printed of two sites."""
    lines = {*printed.splitlines()} ^ {*elsewhere.splitlines()}
    return sorted({line.partition("  ")[2] for line in lines})


def page_digests(paths: Iterable[str], *, at: dt.datetime) -> Iterator[tuple[str, str]]:
    """Yield each path with the SHA-256 of its status, its headers and its body.

    Django renders each as for the page cache.
    """
    backend = DjangoBackend(WSGIHandler(), base_url=settings.IRSITE_URL)
    for path in paths:
        response = backend.render(encode_path(path), "", from_datetime(at))
        try:
            yield path, _digest(response)
        finally:
            response.close()


def _digest(response: DjangoResponse) -> str:
    digest = hashlib.sha256(f"{response.status_code}\n".encode())
    for name, value in sorted(response.headers):
        digest.update(f"{name}: {value}\n".encode())
    for block in response.body:
        digest.update(block)
    return digest.hexdigest()
