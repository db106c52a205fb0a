"""Bodies: read before a slot is taken, and bounded in bytes and in time."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any
from unittest import TestCase, mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

import pytest

from releases.pagecache.limits import Overloaded
from releases.pagecache.request_body import (
    BLOCK,
    FIRST_SECONDS,
    BodyLimits,
    BodyReader,
    BodyRefused,
    TransferList,
)
from tests.builders import SEVEN
from tests.clock import travel
from tests.pagecache.client import (
    PageCacheTestCase,
    make_slots,
    sign_in_cookie,
)

KILOBYTE = 1024


class Stream:
    """A body whose every block takes some seconds to arrive, on a clock of its own."""

    def __init__(self, content: bytes, *, seconds: float = 0.0) -> None:
        self._content = io.BytesIO(content)
        self._seconds = seconds
        self.now = 0.0
        self.reads = 0

    def read(self, size: int) -> bytes:
        """Return the next block."""
        self.now += self._seconds
        self.reads += 1
        return self._content.read(size)

    def clock(self) -> float:
        """Return the time."""
        return self.now


class BodiesOfVisitors(PageCacheTestCase):
    """Whoever is not signed in may send 64 kB, of which nothing reaches the disk."""

    def post(self, body: Any, *, address: str = "/admin/login/", **options: Any) -> int:
        """Post a body; return the status."""
        return self.request(address, method="POST", body=body, **options).status

    def test_a_declared_body_that_is_too_large_is_not_read(self) -> None:
        body = Stream(b"")
        assert self.post(body, length=64 * KILOBYTE + 1) == 413
        assert (body.reads, self.django_calls) == (0, 0)

    def test_a_chunked_body_is_counted(self) -> None:
        chunked = {"transfer_encoding": "chunked"}
        assert self.post(Stream(bytes(64 * KILOBYTE)), **chunked) == 403
        calls = self.django_calls
        endless = Stream(bytes(KILOBYTE**2))
        assert self.post(endless, **chunked) == 413
        assert endless.reads == 64 * KILOBYTE // BLOCK + 1
        assert self.django_calls == calls

    def test_a_body_that_the_client_did_not_finish_reaches_nobody(self) -> None:
        assert self.post(Stream(b"a=b"), length=100) == 400
        assert self.post(b"", length="x") == 400
        assert self.django_calls == 0

    def test_a_made_up_session_makes_no_difference(self) -> None:
        cookie = f"sessionid={'x' * 32}"
        assert self.post(Stream(b""), length=100_000, cookie=cookie) == 413

    def test_an_upload_is_never_stored(self) -> None:
        upload = SimpleUploadedFile("results.pdf", bytes(60 * KILOBYTE))
        body = encode_multipart(BOUNDARY, {"file": upload})
        with mock.patch("tempfile.NamedTemporaryFile") as temporary_file:
            status = self.post(
                body,
                address="/admin/releases/release/add/",
                content_type=MULTIPART_CONTENT,
                origin="http://testserver",
            )
        assert status == 200  # the sign-in page, which says that the file was lost
        temporary_file.assert_not_called()

    def test_no_slot_is_taken_before_it_is_here(self) -> None:
        self.application.cache.slots = make_slots(visitors=0)
        body = Stream(b"a=b")
        assert self.post(body, length=3) == 503
        assert body.reads == 1


class FormsThatAreCarried(PageCacheTestCase):
    """Whoever was signed in until just now may send what they typed through the sign-in."""

    def test_a_long_text_comes_through_the_sign_in_again(self) -> None:
        long = b"body=" + b"x" * 100_000
        with travel(SEVEN):
            cookie = sign_in_cookie()
        later = SEVEN + dt.timedelta(hours=1)
        ended = self.request(
            "/admin/releases/release/add/",
            method="POST",
            body=long,
            cookie=cookie,
            at=later,
            origin="http://testserver",
        )
        assert b"x" * 100_000 in ended.body
        (permit,) = [c for c in ended.cookies if c.startswith("carried_form=")]
        for given, status in ((permit, 403), ("", 413), ("carried_form=:x:y", 413)):
            answer = self.request(
                "/admin/login/", method="POST", body=long, cookie=given, at=later
            )
            assert answer.status == status

    def test_a_stranger_gets_no_permit(self) -> None:
        answer = self.request(
            "/admin/releases/release/add/",
            method="POST",
            body=b"body=x",
            origin="http://testserver",
        )
        assert answer.status == 200
        assert not any(cookie.startswith("carried_form") for cookie in answer.cookies)


class BodiesOfTheDesk(PageCacheTestCase):
    """Whoever is signed in may send attachments."""

    def test_their_size_has_a_setting(self) -> None:
        cookie = sign_in_cookie()
        with mock.patch("django.utils.timezone.now", return_value=SEVEN):
            for length, status in ((25 * KILOBYTE**2 + 1, 413), (KILOBYTE**2, 403)):
                body = Stream(bytes(KILOBYTE**2))
                response = self.request(
                    "/admin/", method="POST", body=body, length=length, cookie=cookie
                )
                assert response.status == status

    def test_a_large_one_waits_on_the_disk_without_a_name(self) -> None:
        reader = BodyReader(
            BodyLimits(
                max_bytes=9 * KILOBYTE**2,
                max_bodies=1,
                max_bodies_per_source=1,
                may_use_disk=True,
            ),
            TransferList(),
        )
        content = b"ab" * KILOBYTE**2
        environ = {"CONTENT_LENGTH": str(len(content)), "wsgi.input": Stream(content)}
        with reader.receive(environ, source="") as body:
            assert body.read() == content
            assert not isinstance(getattr(body, "name", 0), str)


class TheTimeOfABody(TestCase):
    """Ten seconds for any, and for a longer one as it arrives."""

    def receive(self, stream: Stream, length: int) -> bytes:
        """Receive a body by the clock of its stream."""
        limits = BodyLimits(max_bytes=10**7, max_bodies=2, max_bodies_per_source=1)
        reader = BodyReader(limits, TransferList(), clock=stream.clock)
        environ = {"CONTENT_LENGTH": str(length), "wsgi.input": stream}
        return reader.receive(environ, source="").read()

    def test_a_slow_client_is_given_up(self) -> None:
        content = bytes(3 * BLOCK)
        assert self.receive(Stream(content, seconds=3), len(content)) == content
        with pytest.raises(BodyRefused, match="408"):
            self.receive(Stream(content, seconds=6), len(content))

    def test_a_long_body_may_take_longer(self) -> None:
        content = bytes(500 * BLOCK)
        assert self.receive(Stream(content, seconds=0.05), len(content)) == content

    def test_it_is_listed_with_its_address_as_soon_as_it_is_overdue(self) -> None:
        transfers = TransferList()
        overdue = []

        class Watched(Stream):
            def read(self, size: int) -> bytes:
                overdue.append(transfers.overdue_peers(FIRST_SECONDS - 1))
                overdue.append(transfers.overdue_peers(FIRST_SECONDS + 1))
                return super().read(size)

        stream = Watched(b"a=b")
        limits = BodyLimits(max_bytes=9, max_bodies=1, max_bodies_per_source=1)
        environ = {
            "CONTENT_LENGTH": "3",
            "REMOTE_ADDR": "192.0.2.7",
            "wsgi.input": stream,
        }
        BodyReader(limits, transfers, clock=stream.clock).receive(environ, source="")
        assert overdue == [set(), {"192.0.2.7"}]
        assert transfers.overdue_peers(FIRST_SECONDS + 1) == set()


class BodiesAtOnce(TestCase):
    """One source has a part of the places, and waiting bodies have a part of the threads."""

    def test_beyond_its_part_a_source_is_refused_at_once(self) -> None:
        limits = BodyLimits(max_bytes=9, max_bodies=3, max_bodies_per_source=2)
        reader = BodyReader(limits, TransferList())
        sources = iter(["a", "b", "a"])
        refused = []

        class Nested(io.BytesIO):
            """While it is read, other bodies arrive."""

            def read(self, size: int | None = -1) -> bytes:
                source = next(sources, None)
                if source is not None:
                    try:
                        receive(source)
                    except Overloaded:
                        refused.append(source)
                return super().read(size)

        def receive(source: str) -> None:
            environ = {"CONTENT_LENGTH": "1", "wsgi.input": Nested(b"x")}
            reader.receive(environ, source=source)

        receive("a")  # then another of a, one of b, and a third of a
        assert refused == ["a"]
        receive("a")
