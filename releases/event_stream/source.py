"""What a web worker says of the latest disclosures, asked as any other client asks it."""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from releases.event_stream.disclosures import Disclosure, read_latest
from releases.text.public_paths import LATEST

logger = logging.getLogger(__name__)

# How long a worker has for its response, in seconds.
TIMEOUT = 5.0
MAX_BYTES = 64 * 1024
# A fault is logged once it has lasted so long, and then as often, in seconds.
LOG_AFTER = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerAddress:
    """Where the web workers listen, and under which host name of the site they are asked."""

    host: str
    port: int
    site: str


class LatestReleases:
    """Asks for latest.json by If-None-Match, on one connection that is kept open."""

    def __init__(self, address: WorkerAddress) -> None:
        self._connection = HTTPConnection(address.host, address.port, timeout=TIMEOUT)
        self._headers = {"Host": address.site}
        self._etag = ""
        # By the monotonic clock: since when no worker answers, or when that was logged last.
        self._lost_since: float | None = None

    def read(self) -> tuple[Disclosure, ...] | None:
        """Return the latest disclosures, or None if they are the same or cannot be read."""
        try:
            latest = self._request()
        except (OSError, HTTPException, ValueError, KeyError) as error:
            self._connection.close()
            self._note_loss(error)
            return None
        self._lost_since = None
        return latest

    def _request(self) -> tuple[Disclosure, ...] | None:
        condition = {"If-None-Match": self._etag} if self._etag else {}
        self._connection.request("GET", LATEST, headers=self._headers | condition)
        response = self._connection.getresponse()
        content = response.read(MAX_BYTES)
        if response.status == 304:
            return None
        if response.status != 200:
            raise HTTPException(f"Status {response.status}.")
        latest = read_latest(content)
        self._etag = response.headers.get("ETag", "")
        return latest

    def _note_loss(self, error: Exception) -> None:
        """Log that no worker answers, if that has lasted."""
        now = time.monotonic()
        if self._lost_since is None:
            self._lost_since = now
        elif now - self._lost_since >= LOG_AFTER:
            self._lost_since = now
            logger.error("No web worker answers the event stream: %r", error)

    def close(self) -> None:
        """Close the connection."""
        with contextlib.suppress(OSError):
            self._connection.close()
