"""A stored page: its representations, their ETags, and the response to each request."""

from __future__ import annotations

import gzip
import hashlib
from typing import Any
from unittest import TestCase

import brotli  # type: ignore[import-untyped]  # has no types
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from releases.pagecache.content_codings import (
    CODINGS,
    IDENTITY,
    MAX_HEADER_LENGTH,
    CodingsByHeader,
    accepted_codings,
)
from releases.pagecache.negotiation import negotiate
from releases.pagecache.page import NotStorable, Page
from releases.pagecache.request import RequestReader
from releases.text.byte_ranges import RangeNotSatisfiable, parse_range

TEXT = b"<p>Revenue grew.</p>" * 100
HTML = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-cache")]
PDF = [("Content-Type", "application/pdf")]


def page(
    body: bytes = TEXT, headers: list[tuple[str, str]] = HTML, status: int = 200
) -> Page:
    """Return a page as of Django's response."""
    return Page(status, headers, body, accepts_ranges=headers is PDF)


def send(
    page: Page, *, accept: str = "", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Return the status, headers and body of the response to a request."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": accept,
    }
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    status, given, body = negotiate(page, RequestReader().read(environ, at=0))
    return int(status[:3]), dict(given), b"".join(body)


class AFeedInABrowser(TestCase):
    """Is the same text under a type that browsers show by its style sheet."""

    BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    def test_is_xml_for_browsers_and_a_feed_for_others(self) -> None:
        for type_ in ("application/rss+xml", "application/atom+xml"):
            feed = page(headers=[("Content-Type", f"{type_}; charset=utf-8")])
            for header, sent in (
                ({}, type_),
                ({"ACCEPT": "*/*"}, type_),
                ({"ACCEPT": f"{type_}, application/xml;q=0.9"}, type_),
                ({"ACCEPT": self.BROWSER}, "application/xml"),
            ):
                with self.subTest(type_, **header):
                    _, headers, body = send(feed, **header)
                    assert headers["Content-Type"] == f"{sent}; charset=utf-8"
                    assert headers["Vary"] == "Accept-Encoding, Accept"
                    assert body == TEXT

    def test_has_an_etag_of_its_own_in_each_coding(self) -> None:
        feed = page(headers=[("Content-Type", "application/rss+xml")])
        etags = set()
        for accept in (self.BROWSER, "*/*"):
            for coding in ("", "gzip"):
                _, headers, _ = send(feed, accept=coding, ACCEPT=accept)
                etag = headers["ETag"]
                etags.add(etag)
                status, _, _ = send(
                    feed, accept=coding, ACCEPT=accept, IF_NONE_MATCH=etag
                )
                assert status == 304
        assert len(etags) == 4

    def test_any_other_page_has_one_type(self) -> None:
        _, headers, _ = send(page(), ACCEPT=self.BROWSER)
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert headers["Vary"] == "Accept-Encoding"


class ContentCodings(TestCase):
    """RFC 9110, 12.5.3."""

    def test_accepted_codings_in_order_of_preference(self) -> None:
        table = {
            "": (IDENTITY,),
            "gzip": ("gzip", IDENTITY),
            "gzip, deflate, br, zstd": ("zstd", "br", "gzip", IDENTITY),
            "br;q=0.5, gzip": ("gzip", "br", IDENTITY),
            "gzip;q=0, *": ("zstd", "br", IDENTITY),
            "*;q=0": (IDENTITY,),
            "identity;q=0, gzip;q=0.1": ("gzip", IDENTITY),
            "identity, gzip;q=0.5": (IDENTITY,),
            "x-gzip": ("gzip", IDENTITY),
            "GZIP;Q=1": ("gzip", IDENTITY),
            "gzip;q=much": (IDENTITY,),
            "gzip;level=9": ("gzip", IDENTITY),
            ",, ;": (IDENTITY,),
        }
        for header, order in table.items():
            with self.subTest(header):
                assert accepted_codings(header) == order

    @given(st.text())
    def test_identity_is_last_for_any_header(self, header: str) -> None:
        order = accepted_codings(header)
        assert order[-1] == IDENTITY
        assert len(order) <= len(CODINGS) + 1

    def test_a_bounded_number_of_headers_is_remembered(self) -> None:
        codings = CodingsByHeader()
        for n in range(1000):
            assert codings[f"gzip, made-up-{n}"] == ("gzip", IDENTITY)
        assert codings["gzip" + " " * MAX_HEADER_LENGTH] == ("gzip", IDENTITY)
        assert codings["gzip" + " " * MAX_HEADER_LENGTH] == ("gzip", IDENTITY)
        assert len(codings) <= 256

    def test_every_coding_has_the_same_content(self) -> None:
        decode = {
            "zstd": zstandard.ZstdDecompressor().decompress,
            "br": brotli.decompress,
            "gzip": gzip.decompress,
        }
        for coding in CODINGS:
            _, headers, body = send(page(), accept=coding)
            assert headers["Content-Encoding"] == coding
            assert headers["Content-Length"] == str(len(body))
            assert "Accept-Encoding" in headers["Vary"]
            assert decode[coding](body) == TEXT

    def test_a_short_page_or_a_pdf_has_one_representation(self) -> None:
        assert set(page(b"<p>Short</p>").representations) == {IDENTITY}
        assert set(page(TEXT, PDF).representations) == {IDENTITY}
        assert "Vary" not in send(page(TEXT, PDF))[1]

    def test_two_workers_send_the_same_bytes(self) -> None:
        one, other = page(), page()
        for coding in (*CODINGS, IDENTITY):
            assert (
                one.representations[coding].response
                == other.representations[coding].response
            )


class Storing(TestCase):
    """Only responses for every client are stored, with all of Django's headers."""

    def test_security_headers_are_kept_and_hop_by_hop_headers_dropped(self) -> None:
        headers = [*HTML, ("X-Frame-Options", "DENY"), ("Connection", "close")]
        stored = send(page(headers=headers))[1]
        assert stored["X-Frame-Options"] == "DENY"
        assert "Connection" not in stored

    def test_a_response_for_one_client_is_not_stored(self) -> None:
        for header in (
            ("Set-Cookie", "a=b"),
            ("Cache-Control", "private"),
            ("Cache-Control", "no-store"),
            ("Vary", "Cookie"),
            ("Vary", "*"),
        ):
            with self.subTest(header), pytest.raises(NotStorable):
                page(headers=[header])

    def test_an_error_is_not_stored(self) -> None:
        for status in (302, 405, 500, 503):
            with self.subTest(status), pytest.raises(NotStorable):
                page(status=status)


class ETags(TestCase):
    """Each representation has a strong ETag: the page's digest and the coding."""

    def test_it_is_the_digest_of_the_page_and_names_the_coding(self) -> None:
        digest = hashlib.sha256(TEXT).hexdigest()
        assert send(page())[1]["ETag"] == f'"{digest}"'
        assert send(page(), accept="br")[1]["ETag"] == f'"{digest}-br"'

    def test_a_404_has_none(self) -> None:
        status, headers, body = send(page(status=404), if_none_match="*")
        assert (status, body) == (404, TEXT)
        assert "ETag" not in headers


class ConditionalRequests(TestCase):
    """RFC 9110, 13."""

    def setUp(self) -> None:
        self.page = page()
        self.etag = send(self.page)[1]["ETag"]

    def test_an_unchanged_page_is_not_sent_again(self) -> None:
        for tags in (self.etag, f"W/{self.etag}", f'"x", {self.etag}', "*"):
            for method in ("GET", "HEAD"):
                with self.subTest(tags, method=method):
                    status, headers, body = send(
                        self.page, method=method, if_none_match=tags
                    )
                    assert (status, body) == (304, b"")
                    assert set(headers) == {"Cache-Control", "Vary", "ETag"}

    def test_a_changed_page_or_another_coding_is(self) -> None:
        for tags in ('"x"', "", self.etag.strip('"')):
            with self.subTest(tags):
                assert send(self.page, if_none_match=tags)[0] == 200
        assert send(self.page, accept="br", if_none_match=self.etag)[0] == 200

    def test_a_failed_precondition_is_412(self) -> None:
        assert send(self.page, if_match=self.etag)[0] == 200
        assert send(self.page, if_match="*")[0] == 200
        assert send(self.page, if_match=f"W/{self.etag}")[0] == 412
        status, headers, body = send(self.page, if_match='"x"', if_none_match="*")
        assert (status, headers["Content-Length"], body) == (412, "0", b"")

    def test_head_has_the_headers_of_get_and_no_body(self) -> None:
        get, head = send(self.page), send(self.page, method="HEAD")
        assert head == (get[0], get[1], b"")


class Ranges(TestCase):
    """RFC 9110, 14; of attachments alone."""

    def setUp(self) -> None:
        self.page = page(bytes(range(100)), PDF)

    def test_a_range_is_sent(self) -> None:
        table = {
            "bytes=0-9": (0, 10),
            "bytes=90-": (90, 100),
            "bytes=-5": (95, 100),
            "bytes=-500": (0, 100),
            "bytes=99-5000": (99, 100),
            "Bytes= 0 - 0 ": (0, 1),
        }
        for wanted, (start, stop) in table.items():
            with self.subTest(wanted):
                status, headers, body = send(self.page, range=wanted)
                assert (status, body) == (206, bytes(range(start, stop)))
                content_range = f"bytes {start}-{stop - 1}/100"
                assert headers["Content-Range"] == content_range
                assert headers["Content-Length"] == str(stop - start)

    def test_a_range_beyond_the_end_is_416(self) -> None:
        for wanted in ("bytes=100-", "bytes=200-300", "bytes=-0"):
            with self.subTest(wanted):
                status, headers, _ = send(self.page, range=wanted)
                assert (status, headers["Content-Range"]) == (416, "bytes */100")

    def test_an_unreadable_range_or_several_get_the_whole_file(self) -> None:
        for wanted in ("bytes=0-1,5-6", "bytes=5-2", "lines=1-2", "bytes=-", "bytes"):
            with self.subTest(wanted):
                assert send(self.page, range=wanted)[0] == 200

    def test_if_range_of_another_file_gets_the_whole_file(self) -> None:
        etag = send(self.page)[1]["ETag"]
        assert send(self.page, range="bytes=0-1", if_range=etag)[0] == 206
        for other in ('"x"', f"W/{etag}", "Tue, 03 Mar 2026 12:00:00 GMT"):
            with self.subTest(other):
                assert send(self.page, range="bytes=0-1", if_range=other)[0] == 200

    def test_pages_have_no_ranges_and_head_ignores_them(self) -> None:
        assert "Accept-Ranges" not in send(page())[1]
        assert send(page(), range="bytes=0-1")[0] == 200
        assert send(self.page, range="bytes=0-1", method="HEAD")[0] == 200
        assert send(self.page)[1]["Accept-Ranges"] == "bytes"

    @given(st.text(alphabet="bytes=0123456789-, "), st.integers(0, 1000))
    def test_any_header_gives_an_existing_range(self, header: str, size: int) -> None:
        try:
            part = parse_range(header, size)
        except RangeNotSatisfiable:
            return
        assert part is None or 0 <= part.start < part.stop <= size
