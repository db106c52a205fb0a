"""Attachments, and what bypasses the cache: sessions, the admin, static files."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from django.contrib.sessions.models import Session
from django.test import Client

from releases.models import PublishedFile
from tests.builders import (
    SEVEN,
    make_attachment,
    make_release,
    make_user,
    put_on_record,
)
from tests.pagecache.client import (
    PageCacheTestCase,
    django_calls,
    make_application,
    make_slots,
    request,
    sign_in_cookie,
)

DAY = dt.timedelta(days=1)


class Attachments(PageCacheTestCase):
    """Whole files and ranges of them, from the cache or from storage."""

    def serve(self, content: bytes) -> str:
        """Publish a file with this content; return its address."""
        release = make_release(slug="results")
        make_attachment(release, content=content)
        put_on_record(release, at=SEVEN - DAY)
        file = PublishedFile.objects.get()
        return f"/files/{file.token}/{file.name}"

    def test_a_small_one_is_read_once(self) -> None:
        address = self.serve(b"%PDF-1.7 some")
        first = self.request(address)
        calls = self.django_calls
        assert self.request(address) == first
        assert self.django_calls == calls
        assert first.headers["Content-Type"] == "application/pdf"

    def test_a_large_one_is_streamed_by_the_view(self) -> None:
        content = bytes(range(256)) * 20_000
        address = self.serve(content)
        for _ in range(2):
            assert self.request(address).body == content
            part = self.request(address, range="bytes=300-70299")
            assert (part.status, part.body) == (206, content[300:70_300])
            assert part.headers["Content-Range"] == f"bytes 300-70299/{len(content)}"
            assert self.request(address, range="bytes=9999999-").status == 416
            assert self.request(address, method="HEAD").body == b""
            etag = self.request(address).etag
            assert self.request(address, if_none_match=etag).status == 304
            assert (
                self.request(address, range="bytes=0-1", if_range='"x"').status == 200
            )

    def test_a_large_one_is_not_throttled_with_made_up_requests(self) -> None:
        address = self.serve(bytes(5_000_000))
        self.application.cache.slots = make_slots(search=0)
        assert self.request(address).status == 200
        assert self.request("/search/?words=x").status == 503

    def test_a_small_one_has_ranges_too(self) -> None:
        address = self.serve(b"0123456789")
        part = self.request(address, range="bytes=-3")
        assert (part.status, part.body) == (206, b"789")

    def test_nginx_can_send_it_after_the_view_has_allowed_it(self) -> None:
        address = self.serve(b"%PDF")
        place = PublishedFile.objects.get().storage_name
        with self.settings(IRSITE_FILE_DELIVERY="nginx"):
            response = self.request(address)
            assert response.headers["X-Accel-Redirect"] == f"/private/{place}"
            assert response.headers["Content-Type"] == "application/pdf"
            assert response.body == b""
            # nginx has the bytes: it makes the ETag and the ranges.
            assert not {"ETag", "Accept-Ranges"} & set(response.headers)
            assert self.request(address, range="bytes=0-1").status == 200
            assert self.request(address, if_match='"of-nginx"').status == 200
            assert request(self.application, address[:-1]).status == 404


class Bypass(PageCacheTestCase):
    """Sessions bypass the cache, and no cache may store their responses."""

    def test_the_admin_bypasses_it(self) -> None:
        assert self.request("/admin/").status == 302
        assert self.request("/admin/").status == 302
        assert self.django_calls == 2
        assert "no-store" in self.request("/admin/login/").headers["Cache-Control"]

    def test_no_cache_may_store_the_response_to_a_session(self) -> None:
        response = self.request("/", cookie=sign_in_cookie())
        assert response.headers["Cache-Control"] == "private, no-store"
        assert self.request("/").headers["Cache-Control"] == "no-cache"

    def test_credentials_that_nobody_has_change_nothing(self) -> None:
        page = self.request("/")
        expired = sign_in_cookie()
        Session.objects.update(expire_date=SEVEN - DAY)
        calls = self.django_calls
        for given in (
            {"authorization": "Basic eDp5"},
            {"cookie": "sessionid=short"},
            {"cookie": f"sessionid={'x' * 32}"},
            {"cookie": expired},
        ):
            with self.subTest(given):
                assert self.request("/", **given) == page
        assert self.django_calls == calls

    def test_static_files_need_no_slot(self) -> None:
        with tempfile.TemporaryDirectory(prefix="irsite-static-") as root:
            folder = Path(root) / "css"
            folder.mkdir()
            (folder / "some.css").write_text("p {}")
            (folder / "some.css.gz").write_bytes(b"")
            with self.settings(STATIC_ROOT=root):
                application = make_application(slots=0)
                assert application.targets.static_paths == {"/static/css/some.css"}
                assert request(application, "/static/css/some.css").body == b"p {}"

    def test_a_static_file_that_does_not_exist_is_like_any_other_path(self) -> None:
        missing = self.request("/no/such/page/")
        calls = self.django_calls
        for made_up in range(3):
            assert self.request(f"/static/{made_up}.css") == missing
        assert self.django_calls == calls

    def test_whoever_is_signed_in_needs_the_slots_of_the_desk_alone(self) -> None:
        session = sign_in_cookie()
        for address in ("/no/such/page/", "/", "/search/?words=x", "/admin/"):
            self.application.cache.slots = make_slots(pages=0, search=0, visitors=0)
            assert self.request(address, cookie=session).status in {200, 404}
            self.application.cache.slots = make_slots(desk=0)
            assert self.request(address, cookie=session).status == 503

    def test_strangers_take_no_slot_of_the_desk(self) -> None:
        made_up = f"sessionid={'x' * 32}"
        for cookie in ("", made_up):
            for address in ("/admin/login/", "/preview/unknown/", "/admin/none"):
                self.application.cache.slots = make_slots(visitors=0)
                assert self.request(address, cookie=cookie).status == 503
                self.application.cache.slots = make_slots(pages=0, search=0, desk=0)
                assert self.request(address, cookie=cookie).status < 500

    def test_another_method_of_a_stranger_takes_no_slot_of_pages(self) -> None:
        self.application.cache.slots = make_slots(pages=0, search=0, desk=0)
        for address in ("/", "/no/such/page/", "/static/none.css"):
            assert self.request(address, method="POST").status in {403, 404, 405}

    def test_only_staff_see_the_status_page(self) -> None:
        assert self.request("/admin/page-cache/").status == 302
        client = Client()
        client.force_login(make_user("outsider", is_superuser=False))
        assert client.get("/admin/page-cache/").status_code == 200


class PastStates(PageCacheTestCase):
    """Past states of the site are rendered for each request, if the public may see them."""

    @classmethod
    def setUpTestData(cls) -> None:
        put_on_record(slug="results", at=SEVEN - 2 * DAY)

    def test_they_bypass_the_cache_if_they_are_public(self) -> None:
        with self.settings(IRSITE_AS_OF_PUBLIC=True):
            application = make_application()
            for calls in (1, 2):
                response = request(
                    application, f"/as-of/{SEVEN - DAY:%Y-%m-%dT%H:%M:%SZ}/releases/"
                )
                assert response.status == 200
                assert response.headers["Cache-Control"] == "no-store"
                assert django_calls(application) == calls

    def test_otherwise_their_paths_do_not_exist(self) -> None:
        missing = self.request("/no/such/page/")
        assert self.request("/as-of/2026-03-02T00:00:00Z/") == missing
