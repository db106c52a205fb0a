"""The canary's rounds: the same twice every ten seconds, whatever is scheduled."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.db import DatabaseError, connections

from releases.management.canary.watching import Canary
from releases.record.canary_note import note_findings

logger = logging.getLogger(__name__)

# Sites change at round seconds: two seconds before each ten, and a second and a half after.
PERIOD, ROUNDS_AT = 10.0, (1.5, 8.0)
TIMEOUT = 5.0
MAX_BYTES = 20_000_000


class NoRedirects(HTTPRedirectHandler):
    """Follows no redirect: a form answers by itself, or not."""

    def redirect_request(self, *args: object) -> None:
        """Return None: the answer is the redirect."""


def fetcher(site: str) -> Callable[[str, str], tuple[int, bytes]]:
    """Return what asks for a path at an address, under the host name of the site."""
    opener = build_opener(NoRedirects)
    parts = urlsplit(site)
    headers = {
        "Host": parts.netloc,
        "X-Forwarded-Proto": parts.scheme,
        "User-Agent": "irsite-canary",
    }

    def fetch(address: str, path: str) -> tuple[int, bytes]:
        request = Request(address + path, headers=headers)  # noqa: S310 - http or https
        try:
            with opener.open(request, timeout=TIMEOUT) as answer:
                return answer.status, answer.read(MAX_BYTES)
        except OSError as error:  # HTTPError is one
            return int(getattr(error, "code", 0)), b""

    return fetch


def time_to_round(now: float) -> float:
    """Return the seconds from `now`, by the wall clock, to the next round."""
    return min((mark - now) % PERIOD or PERIOD for mark in ROUNDS_AT)


def run_canary(canary: Canary, *, is_ended: Callable[[float], bool]) -> None:
    """Look at every round until `is_ended`, which waits so many seconds, says so."""
    while not is_ended(time_to_round(time.time())):
        try:
            findings = canary.find_faults()
        except DatabaseError:
            # Web workers and metrics tell of that.
            logger.exception("The canary cannot read the record.")
            continue
        finally:
            connections.close_all()
        for finding in findings:
            logger.error("%s: %s %s", finding.fault, finding.form, finding.instant)
        if findings:
            note_findings(findings)
