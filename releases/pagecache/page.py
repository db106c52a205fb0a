"""A finished answer, in every form it may be asked for; made once, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from http import HTTPStatus

from releases.pagecache.encoding import IDENTITY, Order, encode, worth_coding

Headers = list[tuple[str, str]]

# Of one connection alone (RFC 9110, 7.6.1), or written here anew.
NOT_KEPT = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te",
    "trailer", "transfer-encoding", "upgrade", "date", "server", "content-length",
    "etag", "content-encoding",
}  # fmt: skip
# What a 304 repeats (RFC 9110, 15.4.5); the rest the client has.
IN_A_304 = {"cache-control", "content-location", "expires", "vary"}
POLICY = "content-security-policy"
# Kept answers: a page, a redirect, the 404 that every snapshot has one of, and the word
# that something was sealed.
KEPT = {200, 301, 404, 410}


class NotForKeeping(Exception):
    """The answer belongs to one request."""


class Form:
    """The page in one content coding."""

    __slots__ = ("body", "etag", "headers", "unchanged")

    def __init__(self, headers: Headers, body: bytes, etag: str, coding: str) -> None:
        self.body = body
        self.etag = etag
        coded = [] if coding == IDENTITY else [("Content-Encoding", coding)]
        tagged = [("ETag", etag)] if etag else []
        length = [("Content-Length", str(len(body)))]
        self.headers = [*headers, *coded, *tagged, *length]
        self.unchanged = [
            *((name, value) for name, value in headers if name.lower() in IN_A_304),
            *tagged,
        ]


class Page:
    """One answer and its forms. `hits` counts roughly, for who decides what to keep."""

    __slots__ = ("by_order", "forms", "hits", "ranges", "size", "status")

    def __init__(
        self,
        status: int,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        *,
        ranges: bool,
    ) -> None:
        kept = [
            (name, in_order(value) if name.lower() == POLICY else value)
            for name, value in headers
            if name.lower() not in NOT_KEPT
        ]
        given = {name.lower(): value for name, value in kept}
        if status not in KEPT or not may_be_kept(given):
            raise NotForKeeping
        self.status = f"{status} {HTTPStatus(status).phrase}"
        # Of what nginx sends in its place, nginx makes the parts and the tag.
        whole = status == 200 and "x-accel-redirect" not in given
        self.ranges = ranges and whole
        self.hits = 0
        coded = {IDENTITY: body}
        if not ranges and worth_coding(given.get("content-type", "")):
            coded = encode(body)
            kept = varying(kept)
        if self.ranges:
            kept.append(("Accept-Ranges", "bytes"))
        digest = hashlib.sha256(body).hexdigest() if whole else ""
        self.forms = {
            coding: Form(kept, written, _tag(digest, coding), coding)
            for coding, written in coded.items()
        }
        self.by_order: dict[Order, Form] = {}
        self.size = sum(len(form.body) for form in self.forms.values()) + 4096

    def form(self, order: Order) -> Form:
        """The form that a client likes best."""
        form = self.by_order.get(order)
        if form is None:
            coding = next(coding for coding in order if coding in self.forms)
            form = self.by_order[order] = self.forms[coding]
        return form


def in_order(policy: str) -> str:
    """The policy's directives sorted: each process writes them in another order."""
    return "; ".join(sorted(part.strip() for part in policy.split(";")))


def _tag(digest: str, coding: str) -> str:
    if not digest:
        return ""
    return f'"{digest}"' if coding == IDENTITY else f'"{digest}-{coding}"'


def may_be_kept(given: dict[str, str]) -> bool:
    """Whether the answer, by its headers in lower case, is the same for everybody."""
    control = given.get("cache-control", "")
    return (
        "set-cookie" not in given
        and "private" not in control
        and "no-store" not in control
        and "cookie" not in given.get("vary", "").lower()
        and given.get("vary", "") != "*"
    )


def varying(headers: Headers) -> Headers:
    """The headers with Accept-Encoding in their Vary."""
    vary = [value for name, value in headers if name.lower() == "vary"]
    rest = [(name, value) for name, value in headers if name.lower() != "vary"]
    return [*rest, ("Vary", ", ".join([*vary, "Accept-Encoding"]))]
