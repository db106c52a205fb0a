"""The response to a request for a stored page: content coding, conditions and ranges.

Conditions are evaluated in the order of precedence of RFC 9110, 13.2.2.
"""

from __future__ import annotations

from django.utils.http import parse_http_date_safe

from releases.pagecache.page import CodedPage, Page, Response
from releases.pagecache.request import Conditions, Request
from releases.text.byte_ranges import ByteRange, RangeNotSatisfiable, parse_range


def negotiate(page: Page, request: Request) -> Response:
    """Return the response to a GET or HEAD request for the page."""
    if page.in_browsers and request.prefers_html:
        representation = page.representation_in_browser(request.codings)
    else:
        representation = page.representation(request.codings)
    conditions = request.conditions
    is_head = request.method == "HEAD"
    if conditions is not None and representation.etag:
        failed = evaluate_preconditions(representation, conditions)
        if failed is not None:
            return failed
        if conditions.range is not None and page.accepts_ranges and not is_head:
            return range_response(representation, conditions.range, conditions.if_range)
    return representation.head_response if is_head else representation.response


def evaluate_preconditions(
    representation: CodedPage, conditions: Conditions
) -> Response | None:
    """Return 412 or 304 if a precondition is false; None to go on."""
    if conditions.if_match is not None and not _lists_etag(
        conditions.if_match, representation.etag, weak=False
    ):
        headers = [*representation.not_modified.headers, ("Content-Length", "0")]
        return Response("412 Precondition Failed", headers, [])
    if conditions.if_none_match is not None and _lists_etag(
        conditions.if_none_match, representation.etag, weak=True
    ):
        return representation.not_modified
    if (
        conditions.if_modified_since is not None
        and conditions.if_none_match is None
        and representation.last_modified is not None
        and _is_unmodified(representation.last_modified, conditions.if_modified_since)
    ):
        return representation.not_modified
    return None


def _is_unmodified(last_modified: int, since: str) -> bool:
    """Return whether nothing changed after the HTTP date; False if it is none."""
    date = parse_http_date_safe(since)
    return date is not None and last_modified <= date


def range_response(
    representation: CodedPage, header: str, if_range: str | None
) -> Response:
    """Return 206 with the byte range, 416, or the whole representation."""
    if if_range is not None and if_range.strip() != representation.etag:
        return representation.response
    size = len(representation.body)
    try:
        byte_range = parse_range(header, size)
    except RangeNotSatisfiable:
        headers = [
            *representation.not_modified.headers,
            ("Content-Range", f"bytes */{size}"),
            ("Content-Length", "0"),
        ]
        return Response("416 Range Not Satisfiable", headers, [])
    if byte_range is None:
        return representation.response
    return _partial_content(representation, byte_range)


def _partial_content(representation: CodedPage, part: ByteRange) -> Response:
    complete = representation.response.headers
    headers = [
        *((name, value) for name, value in complete if name != "Content-Length"),
        ("Content-Range", part.content_range(len(representation.body))),
        ("Content-Length", str(part.stop - part.start)),
    ]
    content = representation.body[part.start : part.stop]
    return Response("206 Partial Content", headers, [content])


def _lists_etag(header: str, etag: str, *, weak: bool) -> bool:
    """Return whether the header is `*` or lists the ETag, by weak or strong comparison.

    The site's ETags contain neither spaces nor commas.
    """
    for part in header.split(","):
        listed = part.strip()
        if listed in {"*", etag} or (weak and listed == f"W/{etag}"):
            return True
    return False
