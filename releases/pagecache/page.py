"""A stored response (RFC 9111) with its codings, built once and then immutable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import NamedTuple

from django.utils.http import parse_http_date_safe

from releases.pagecache.content_codings import (
    IDENTITY,
    Codings,
    compress,
    is_compressible,
)

Headers = list[tuple[str, str]]

# Hop-by-hop headers (RFC 9110, 7.6.1), and those that each representation sets anew.
DROPPED_HEADERS = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te",
    "trailer", "transfer-encoding", "upgrade", "date", "server", "content-length",
    "etag", "content-encoding",
}  # fmt: skip
# The headers that a 304 repeats (RFC 9110, 15.4.5; Fetch, 3.2).
NOT_MODIFIED_HEADERS = {
    "cache-control", "content-location", "expires", "vary", "last-modified",
    "access-control-allow-origin", "access-control-expose-headers",
}  # fmt: skip
STORABLE_STATUSES = {200, 301, 400, 404, 410}
# Browsers show these types as plain text, or save them. As XML they apply its style sheet.
FEED_TYPES = ("application/rss+xml", "application/atom+xml")
TYPE_IN_BROWSERS = "application/xml; charset=utf-8"


class NotStorable(Exception):
    """The response may not be stored for other requests."""


class Response(NamedTuple):
    """A response as WSGI sends it (PEP 3333)."""

    status: str
    headers: Headers
    body: Iterable[bytes]


class CodedPage:
    """A page in one content coding, with its responses to plain requests ready to send.

    `last_modified` is in seconds since 1970; None if it is unknown.
    """

    __slots__ = (
        "body",
        "etag",
        "head_response",
        "last_modified",
        "not_modified",
        "response",
    )

    def __init__(
        self, status: str, headers: Headers, body: bytes, etag: str, coding: str
    ) -> None:
        self.body = body
        self.etag = etag
        dates = [value for name, value in headers if name.lower() == "last-modified"]
        self.last_modified = parse_http_date_safe(dates[0]) if dates else None
        coded = [] if coding == IDENTITY else [("Content-Encoding", coding)]
        tagged = [("ETag", etag)] if etag else []
        length = [("Content-Length", str(len(body)))]
        complete = [*headers, *coded, *tagged, *length]
        # A list, not a tuple: granian streams any other iterable.
        self.response = Response(status, complete, [body])
        self.head_response = Response(status, complete, [])
        repeated = [pair for pair in headers if pair[0].lower() in NOT_MODIFIED_HEADERS]
        self.not_modified = Response("304 Not Modified", [*repeated, *tagged], [])


class Page:
    """A response of Django, stored in every content coding.

    A feed is stored for browsers too (`in_browsers`): the same bytes under another type.
    `hits` counts requests approximately: workers' threads do not lock it. Raises
    NotStorable if the response is not the same for every client.
    """

    __slots__ = (
        "_by_codings",
        "accepts_ranges",
        "hits",
        "in_browsers",
        "representations",
        "size",
        "status_code",
    )

    def __init__(
        self,
        status_code: int,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        *,
        accepts_ranges: bool,
    ) -> None:
        stored = [
            (name, value)
            for name, value in headers
            if name.lower() not in DROPPED_HEADERS
        ]
        by_name = {name.lower(): value for name, value in stored}
        if status_code not in STORABLE_STATUSES or not is_shareable(by_name):
            raise NotStorable
        self.status_code = status_code
        # nginx makes the ETag and the ranges of a file that it sends itself.
        complete = status_code == 200 and "x-accel-redirect" not in by_name
        self.accepts_ranges = accepts_ranges and complete
        self.hits = 0
        bodies = {IDENTITY: body}
        if not accepts_ranges and is_compressible(by_name.get("content-type", "")):
            bodies = compress(body)
            stored = vary_on(stored, "Accept-Encoding")
        if self.accepts_ranges:
            stored.append(("Accept-Ranges", "bytes"))
        status = f"{status_code} {HTTPStatus(status_code).phrase}"
        digest = hashlib.sha256(body).hexdigest() if complete else ""
        self.in_browsers: dict[str, CodedPage] = {}
        if complete and by_name.get("content-type", "").startswith(FEED_TYPES):
            stored = vary_on(stored, "Accept")
            as_xml = [
                (name, TYPE_IN_BROWSERS if name.lower() == "content-type" else value)
                for name, value in stored
            ]
            self.in_browsers = _coded_pages(status, as_xml, bodies, f"{digest}-xml")
        self.representations = _coded_pages(status, stored, bodies, digest)
        self._by_codings: dict[Codings, CodedPage] = {}
        sizes = (len(content) for content in bodies.values())
        self.size = sum(sizes) + 4096

    def representation(self, codings: Codings) -> CodedPage:
        """Return the representation that a client prefers (proactive negotiation)."""
        selected = self._by_codings.get(codings)
        if selected is None:
            coding = next(name for name in codings if name in self.representations)
            selected = self._by_codings[codings] = self.representations[coding]
        return selected

    def representation_in_browser(self, codings: Codings) -> CodedPage:
        """Return the representation of a feed that a browser prefers."""
        coding = next(name for name in codings if name in self.in_browsers)
        return self.in_browsers[coding]


def _coded_pages(
    status: str, headers: Headers, bodies: Mapping[str, bytes], digest: str
) -> dict[str, CodedPage]:
    """Return the page in each content coding."""
    return {
        coding: CodedPage(status, headers, content, _etag(digest, coding), coding)
        for coding, content in bodies.items()
    }


def _etag(digest: str, coding: str) -> str:
    if not digest:
        return ""
    return f'"{digest}"' if coding == IDENTITY else f'"{digest}-{coding}"'


def is_shareable(headers: dict[str, str]) -> bool:
    """Return whether the response is for every client; header names are lower case."""
    cache_control = headers.get("cache-control", "")
    return (
        "set-cookie" not in headers
        and "private" not in cache_control
        and "no-store" not in cache_control
        and "cookie" not in headers.get("vary", "").lower()
        and headers.get("vary", "") != "*"
    )


def vary_on(headers: Headers, field: str) -> Headers:
    """Return the headers with the field added to Vary."""
    vary = [value for name, value in headers if name.lower() == "vary"]
    others = [(name, value) for name, value in headers if name.lower() != "vary"]
    return [*others, ("Vary", ", ".join([*vary, field]))]
