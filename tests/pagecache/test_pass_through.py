"""Attachments, and what passes by the press: sessions, the admin, static files."""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from pathlib import Path

from django.test import Client

from releases.models import PublishedFile
from releases.pagecache.limits import ConcurrencyLimiter
from tests.builders import (
    SEVEN,
    make_attachment,
    make_release,
    make_user,
    publish,
)
from tests.pagecache.requests import PressTestCase, a_press, ask

DAY = dt.timedelta(days=1)


class Attachments(PressTestCase):
    """Whole files and parts of them, from memory or from storage."""

    def serve(self, content: bytes) -> str:
        """The address of a public file."""
        release = make_release(slug="results")
        make_attachment(release, content=content)
        publish(release, at=SEVEN - DAY)
        file = PublishedFile.objects.get()
        return f"/files/{file.token}/{file.name}"

    def test_a_small_one_is_read_once(self) -> None:
        address = self.serve(b"%PDF-1.7 some")
        first = self.ask(address)
        entered = self.entered
        assert self.ask(address) == first
        assert self.entered == entered
        assert first.headers["Content-Type"] == "application/pdf"

    def test_a_large_one_is_streamed_through_the_gate(self) -> None:
        content = bytes(range(256)) * 20_000
        address = self.serve(content)
        for _ in range(2):
            assert self.ask(address).body == content
            part = self.ask(address, range="bytes=300-70299")
            assert (part.status, part.body) == (206, content[300:70_300])
            assert part.headers["Content-Range"] == f"bytes 300-70299/{len(content)}"
            assert self.ask(address, range="bytes=9999999-").status == 416
            assert self.ask(address, method="HEAD").body == b""
            etag = self.ask(address).etag
            assert self.ask(address, if_none_match=etag).status == 304
            assert self.ask(address, range="bytes=0-1", if_range='"x"').status == 200

    def test_a_large_one_does_not_wait_behind_what_strangers_make_up(self) -> None:
        address = self.serve(bytes(5_000_000))
        self.press.room.paced = ConcurrencyLimiter(
            count=0, queue=0, patience=0.1, within=contextlib.nullcontext
        )
        assert self.ask(address).status == 200
        assert self.ask("/", cookie=f"sessionid={'x' * 32}").status == 503

    def test_a_small_one_has_parts_too(self) -> None:
        address = self.serve(b"0123456789")
        part = self.ask(address, range="bytes=-3")
        assert (part.status, part.body) == (206, b"789")

    def test_nginx_can_send_it_once_the_gate_has_let_it_through(self) -> None:
        address = self.serve(b"%PDF")
        place = PublishedFile.objects.get().place
        with self.settings(IRSITE_FILE_DELIVERY="nginx"):
            told = self.ask(address)
            assert told.headers["X-Accel-Redirect"] == f"/private/{place}"
            assert told.headers["Content-Type"] == "application/pdf"
            assert told.body == b""
            # The tag and the parts are nginx's, which has the bytes.
            assert not {"ETag", "Accept-Ranges"} & set(told.headers)
            assert self.ask(address, range="bytes=0-1").status == 200
            assert self.ask(address, if_match='"of-nginx"').status == 200
            assert ask(self.press, address[:-1]).status == 404


class Staff(PressTestCase):
    """Sessions pass by the press, and what they are shown no cache keeps."""

    def test_the_admin_passes_by(self) -> None:
        assert self.ask("/admin/").status == 302
        assert self.ask("/admin/").status == 302
        assert self.entered == 2
        assert "no-store" in self.ask("/admin/login/").headers["Cache-Control"]

    def test_a_session_is_shown_nothing_that_a_cache_may_keep(self) -> None:
        for given in ({"cookie": "a=b; sessionid=x"}, {"authorization": "Basic eDp5"}):
            with self.subTest(given):
                told = self.ask("/", **given)
                assert told.headers["Cache-Control"] == "private, no-store"
        assert self.ask("/").headers["Cache-Control"] == "no-cache"

    def test_static_files_need_no_slot(self) -> None:
        with tempfile.TemporaryDirectory(prefix="irsite-static-") as root:
            folder = Path(root) / "css"
            folder.mkdir()
            (folder / "some.css").write_text("p {}")
            (folder / "some.css.gz").write_bytes(b"")
            with self.settings(STATIC_ROOT=root):
                press = a_press(slots=0)
                assert press.files == {"/static/css/some.css"}
                assert ask(press, "/static/css/some.css").body == b"p {}"

    def test_a_static_file_that_was_never_there_is_like_any_other_address(self) -> None:
        missing = self.ask("/no/such/page/")
        entered = self.entered
        for made_up in range(3):
            assert self.ask(f"/static/{made_up}.css") == missing
        assert self.entered == entered

    def test_made_up_addresses_take_the_paced_slot_also_from_a_session(self) -> None:
        press = a_press(slots=0)
        press.room.paced = ConcurrencyLimiter(
            count=1, queue=0, patience=1, within=contextlib.nullcontext
        )
        session = f"sessionid={'x' * 32}"
        for address in ("/no/such/page/", "/", "/releases/?words=x"):
            assert ask(press, address, cookie=session).status in {200, 404}
        assert ask(press, "/admin/", cookie=session).status == 503

    def test_readiness_is_told_to_staff_alone(self) -> None:
        assert self.ask("/admin/press/").status == 302
        client = Client()
        client.force_login(make_user("outsider", is_superuser=False))
        assert client.get("/admin/press/").status_code == 200


class LooksBack(PressTestCase):
    """The site as it stood: made for whoever asks, where everybody may ask."""

    @classmethod
    def setUpTestData(cls) -> None:
        publish(slug="results", at=SEVEN - 2 * DAY)

    def test_it_passes_by_where_everybody_may(self) -> None:
        with self.settings(IRSITE_AS_OF_PUBLIC=True):
            press = a_press()
            for entered in (1, 2):
                told = ask(press, f"/as-of/{SEVEN - DAY:%Y-%m-%dT%H:%M:%SZ}/releases/")
                assert told.status == 200
                assert told.headers["Cache-Control"] == "no-store"
                assert press.room.django._handler.entered == entered  # type: ignore[attr-defined]  # noqa: SLF001 - to count

    def test_elsewhere_it_is_an_address_that_is_not_there(self) -> None:
        missing = self.ask("/no/such/page/")
        assert self.ask("/as-of/2026-03-02T00:00:00Z/") == missing
