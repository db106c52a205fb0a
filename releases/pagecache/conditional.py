"""What is sent of a page: all of it, a part, or that it is unchanged (RFC 9110, 13)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from releases.pagecache.page import Form, Headers, Page
from releases.text.byte_ranges import ByteRange, RangeNotSatisfiable, parse_range

Answer = tuple[str, Headers, Iterable[bytes]]

NOT_MODIFIED = "304 Not Modified"
# Where none of these is sent, the answer is the whole form.
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_RANGE")


def answer(page: Page, form: Form, environ: dict[str, Any]) -> Answer:
    """The answer to a GET or HEAD, in the order of precedence of RFC 9110, 13.2.2."""
    head = environ["REQUEST_METHOD"] == "HEAD"
    body = [] if head else [form.body]
    if not form.etag:
        return page.status, form.headers, body
    match = environ.get("HTTP_IF_MATCH")
    if match is not None and not _lists(match, form.etag, weakly=False):
        return "412 Precondition Failed", [*form.unchanged, ("Content-Length", "0")], []
    none_match = environ.get("HTTP_IF_NONE_MATCH")
    if none_match is not None and _lists(none_match, form.etag, weakly=True):
        return NOT_MODIFIED, form.unchanged, []
    wanted = environ.get("HTTP_RANGE")
    if wanted is not None and page.ranges and not head:
        return _ranged(page, form, wanted, environ.get("HTTP_IF_RANGE"))
    return page.status, form.headers, body


def _ranged(page: Page, form: Form, wanted: str, if_range: str | None) -> Answer:
    whole = page.status, form.headers, [form.body]
    if if_range is not None and if_range.strip() != form.etag:
        return whole
    size = len(form.body)
    try:
        part = parse_range(wanted, size)
    except RangeNotSatisfiable:
        told = [("Content-Range", f"bytes */{size}"), ("Content-Length", "0")]
        return "416 Range Not Satisfiable", [*form.unchanged, *told], []
    return whole if part is None else _partial(form, part)


def _partial(form: Form, part: ByteRange) -> Answer:
    size = len(form.body)
    headers = [
        *((name, value) for name, value in form.headers if name != "Content-Length"),
        ("Content-Range", part.content_range(size)),
        ("Content-Length", str(part.stop - part.start)),
    ]
    return "206 Partial Content", headers, [form.body[part.start : part.stop]]


def _lists(header: str, etag: str, *, weakly: bool) -> bool:
    """Whether the header is `*` or lists the tag, which holds neither space nor comma."""
    for part in header.split(","):
        tag = part.strip()
        if tag in {"*", etag} or (weakly and tag == f"W/{etag}"):
            return True
    return False
