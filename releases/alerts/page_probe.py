"""First the page, then the mail: asks the page caches themselves whether a page is there.

No mail links to what is not there, nor discloses before it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.text.public_paths import event_path, release_path, version_path

TIMEOUT = 5.0


def path_of(publication: Publication) -> str:
    """Return the path that exists from the publication's instant on, and not before.

    The page of a release with earlier versions was there before.
    """
    if publication.kind == Kind.EVENT:
        return event_path(publication.address)
    if publication.number == 1:
        return release_path(publication.address)
    return version_path(publication.address, publication.number)


class PageProbe:
    """Asks each page cache (`host:port`) for pages of the site at `base_url`."""

    def __init__(self, page_caches: Sequence[str], *, base_url: str) -> None:
        self._page_caches = page_caches
        parts = urlsplit(base_url)
        self._headers = {
            "Host": parts.netloc,
            "X-Forwarded-Proto": parts.scheme,
            "User-Agent": "irsite-deliver",
        }

    def has_page(self, path: str) -> bool:
        """Return whether every page cache answers 200."""
        return all(self._status(address, path) == 200 for address in self._page_caches)

    def _status(self, address: str, path: str) -> int:
        host, _, port = address.rpartition(":")
        connection = HTTPConnection(host.strip("[]"), int(port), timeout=TIMEOUT)
        with (
            contextlib.closing(connection),
            contextlib.suppress(OSError, HTTPException),
        ):
            connection.request("GET", path, headers=self._headers)
            response = connection.getresponse()
            response.read()
            return response.status
        return 0
