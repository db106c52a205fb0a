"""A finished page: its forms, its tags, and what is sent of it."""

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

from releases.pagecache.conditional import answer
from releases.pagecache.encoding import CODINGS, IDENTITY, LONGEST, Orders, accepted
from releases.pagecache.page import NotForKeeping, Page
from releases.text.byte_ranges import RangeNotSatisfiable, parse_range

TEXT = b"<p>Revenue grew.</p>" * 100
HTML = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-cache")]
PDF = [("Content-Type", "application/pdf")]


def page(
    body: bytes = TEXT, headers: list[tuple[str, str]] = HTML, status: int = 200
) -> Page:
    """A page that Django wrote."""
    return Page(status, headers, body, ranges=headers is PDF)


def sent(
    of: Page, *, accept: str = "", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """What a client is sent."""
    environ: dict[str, Any] = {"REQUEST_METHOD": method}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    status, told, body = answer(of, of.form(accepted(accept)), environ)
    return int(status[:3]), dict(told), b"".join(body)


class ContentCodings(TestCase):
    """RFC 9110, 12.5.3."""

    def test_what_a_client_takes(self) -> None:
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
                assert accepted(header) == order

    @given(st.text())
    def test_any_header_ends_with_the_bytes_as_they_are(self, header: str) -> None:
        order = accepted(header)
        assert order[-1] == IDENTITY
        assert len(order) <= len(CODINGS) + 1

    def test_what_is_remembered_of_headers_is_bounded(self) -> None:
        orders = Orders()
        for n in range(1000):
            assert orders.of(f"gzip, made-up-{n}") == ("gzip", IDENTITY)
        assert orders.of("gzip" + " " * LONGEST) == ("gzip", IDENTITY)
        assert orders.of("gzip" + " " * LONGEST) == ("gzip", IDENTITY)
        assert len(orders) <= 256

    def test_every_coding_holds_the_same_page(self) -> None:
        decode = {
            "zstd": zstandard.ZstdDecompressor().decompress,
            "br": brotli.decompress,
            "gzip": gzip.decompress,
        }
        for coding in CODINGS:
            _, headers, body = sent(page(), accept=coding)
            assert headers["Content-Encoding"] == coding
            assert headers["Content-Length"] == str(len(body))
            assert "Accept-Encoding" in headers["Vary"]
            assert decode[coding](body) == TEXT

    def test_a_short_page_or_a_picture_has_one_form(self) -> None:
        assert set(page(b"<p>Short</p>").forms) == {IDENTITY}
        assert set(page(TEXT, PDF).forms) == {IDENTITY}
        assert "Vary" not in sent(page(TEXT, PDF))[1]

    def test_two_workers_make_the_same_bytes(self) -> None:
        one, other = page(), page()
        for coding in (*CODINGS, IDENTITY):
            assert one.forms[coding].body == other.forms[coding].body
            assert one.forms[coding].headers == other.forms[coding].headers

    def test_a_policy_is_written_in_one_order(self) -> None:
        name = "Content-Security-Policy"
        one = page(headers=[(name, "img-src 'self'; default-src 'none'")])
        other = page(headers=[(name, "default-src 'none'; img-src 'self'")])
        assert sent(one)[1][name] == sent(other)[1][name]


class WhatIsKept(TestCase):
    """An answer for everybody, whole, and with all of Django's headers."""

    def test_security_headers_stay_and_those_of_a_connection_go(self) -> None:
        headers = [*HTML, ("X-Frame-Options", "DENY"), ("Connection", "close")]
        told = sent(page(headers=headers))[1]
        assert told["X-Frame-Options"] == "DENY"
        assert "Connection" not in told

    def test_what_is_for_one_reader_is_refused(self) -> None:
        for header in (
            ("Set-Cookie", "a=b"),
            ("Cache-Control", "private"),
            ("Cache-Control", "no-store"),
            ("Vary", "Cookie"),
            ("Vary", "*"),
        ):
            with self.subTest(header), pytest.raises(NotForKeeping):
                page(headers=[header])

    def test_so_is_an_error(self) -> None:
        for status in (302, 400, 405, 500, 503):
            with self.subTest(status), pytest.raises(NotForKeeping):
                page(status=status)


class Tags(TestCase):
    """A strong tag for each form: the digest of the page, and the coding."""

    def test_it_is_the_digest_of_the_page_and_names_the_coding(self) -> None:
        digest = hashlib.sha256(TEXT).hexdigest()
        assert sent(page())[1]["ETag"] == f'"{digest}"'
        assert sent(page(), accept="br")[1]["ETag"] == f'"{digest}-br"'

    def test_a_404_has_none(self) -> None:
        status, headers, body = sent(page(status=404), if_none_match="*")
        assert (status, body) == (404, TEXT)
        assert "ETag" not in headers


class ConditionalRequests(TestCase):
    """RFC 9110, 13."""

    def setUp(self) -> None:
        self.page = page()
        self.etag = sent(self.page)[1]["ETag"]

    def test_what_is_unchanged_is_not_sent_again(self) -> None:
        for tags in (self.etag, f"W/{self.etag}", f'"x", {self.etag}', "*"):
            for method in ("GET", "HEAD"):
                with self.subTest(tags, method=method):
                    status, headers, body = sent(
                        self.page, method=method, if_none_match=tags
                    )
                    assert (status, body) == (304, b"")
                    assert set(headers) == {"Cache-Control", "Vary", "ETag"}

    def test_what_is_changed_or_in_another_form_is(self) -> None:
        for tags in ('"x"', "", self.etag.strip('"')):
            with self.subTest(tags):
                assert sent(self.page, if_none_match=tags)[0] == 200
        assert sent(self.page, accept="br", if_none_match=self.etag)[0] == 200

    def test_a_condition_that_fails_is_told(self) -> None:
        assert sent(self.page, if_match=self.etag)[0] == 200
        assert sent(self.page, if_match="*")[0] == 200
        assert sent(self.page, if_match=f"W/{self.etag}")[0] == 412
        status, headers, body = sent(self.page, if_match='"x"', if_none_match="*")
        assert (status, headers["Content-Length"], body) == (412, "0", b"")

    def test_head_has_the_headers_of_get_and_no_body(self) -> None:
        get, head = sent(self.page), sent(self.page, method="HEAD")
        assert head == (get[0], get[1], b"")


class Ranges(TestCase):
    """RFC 9110, 14; of attachments alone."""

    def setUp(self) -> None:
        self.page = page(bytes(range(100)), PDF)

    def test_a_part_is_sent(self) -> None:
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
                status, headers, body = sent(self.page, range=wanted)
                assert (status, body) == (206, bytes(range(start, stop)))
                told = f"bytes {start}-{stop - 1}/100"
                assert headers["Content-Range"] == told
                assert headers["Content-Length"] == str(stop - start)

    def test_what_lies_beyond_the_end_cannot_be(self) -> None:
        for wanted in ("bytes=100-", "bytes=200-300", "bytes=-0"):
            with self.subTest(wanted):
                status, headers, _ = sent(self.page, range=wanted)
                assert (status, headers["Content-Range"]) == (416, "bytes */100")

    def test_what_cannot_be_read_or_asks_for_several_gets_the_whole(self) -> None:
        for wanted in ("bytes=0-1,5-6", "bytes=5-2", "lines=1-2", "bytes=-", "bytes"):
            with self.subTest(wanted):
                assert sent(self.page, range=wanted)[0] == 200

    def test_if_range_takes_the_whole_where_the_file_is_another(self) -> None:
        etag = sent(self.page)[1]["ETag"]
        assert sent(self.page, range="bytes=0-1", if_range=etag)[0] == 206
        for other in ('"x"', f"W/{etag}", "Tue, 03 Mar 2026 12:00:00 GMT"):
            with self.subTest(other):
                assert sent(self.page, range="bytes=0-1", if_range=other)[0] == 200

    def test_pages_have_none_and_head_ignores_them(self) -> None:
        assert "Accept-Ranges" not in sent(page())[1]
        assert sent(page(), range="bytes=0-1")[0] == 200
        assert sent(self.page, range="bytes=0-1", method="HEAD")[0] == 200
        assert sent(self.page)[1]["Accept-Ranges"] == "bytes"

    @given(st.text(alphabet="bytes=0123456789-, "), st.integers(0, 1000))
    def test_any_header_gives_a_part_that_is_there(
        self, header: str, size: int
    ) -> None:
        try:
            part = parse_range(header, size)
        except RangeNotSatisfiable:
            return
        assert part is None or 0 <= part.start < part.stop <= size
