"""What small modules add for readers, and that pages do without them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.utils.timezone import now

from playwright.sync_api import Route, expect

from releases.desk.logos import keep_logo
from releases.models.desk.logo import Scheme
from releases.pdf.logo import draw_logo
from tests.browser.chromium import BrowserTestCase
from tests.builders import make_event, make_issuer, put_on_record
from tests.public.html_pages import save_and_publish

HOUR = dt.timedelta(hours=1)
PAGE = "/releases/2026/results/"
LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60">
<rect width="300" height="60" fill="#14466b"/></svg>"""
SHARED = "navigator.share = async (what) => { window.shared = what }"


class SharingARelease(BrowserTestCase):
    """Its addresses are copied and shared by the browser's own means."""

    def test_buttons_copy_and_share_where_there_are_scripts(self) -> None:
        make_issuer()
        put_on_record(slug="results", headline="Results")
        without = self.somebody(scripts=False)
        without.goto(PAGE)
        expect(without.get_by_role("main").get_by_role("button")).to_have_count(0)
        expect(without.get_by_role("link", name="Send the address")).to_be_visible()
        page = self.somebody()
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.add_init_script(SHARED)
        page.goto(PAGE)
        copy = page.get_by_role("button", name="Copy", exact=True)
        expect(copy).to_have_count(3)
        copy.first.click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        address = f"{self.live_server_url}{PAGE}"
        assert page.evaluate("navigator.clipboard.readText()") == address
        page.get_by_role("button", name="Share").click()
        shared = page.evaluate("window.shared")
        assert shared == {"title": "Results", "url": address}


class ALogo(BrowserTestCase):
    """Its place is kept until it has come."""

    def test_nothing_moves_when_it_comes(self) -> None:
        issuer = make_issuer()
        drawn = draw_logo(LOGO)
        keep_logo(issuer, Scheme.LIGHT, **dataclasses.asdict(drawn))
        save_and_publish(issuer, at=now() - HOUR)
        page = self.somebody()
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/logo.png", hold)
        page.goto("/contacts/", wait_until="domcontentloaded")
        self.wait_until(page, "document.images[0].getBoundingClientRect().width > 0")
        before = page.locator("main").bounding_box()
        assert held
        held[0].continue_()
        self.wait_until(page, "document.images[0].naturalWidth > 0")
        assert page.locator("main").bounding_box() == before
        assert page.evaluate("document.images[0].height") == 56


class TheReadersTime(BrowserTestCase):
    """Stands beside that of a coming event where the clocks differ."""

    def test_it_is_that_of_the_browsers_zone(self) -> None:
        starts = dt.datetime(2099, 3, 3, 13, 30, tzinfo=dt.UTC)
        event = make_event(slug="call", starts=starts, ends=starts + HOUR)
        save_and_publish(event, at=now() - HOUR)
        for zone, lines in (
            ("Asia/Tokyo", ["Your time: Tuesday, March 3, 10:30 – 11:30 PM GMT+9"]),
            ("America/New_York", []),
        ):
            context = self.browser.new_context(
                base_url=self.live_server_url, timezone_id=zone, locale="en-US"
            )
            self.addCleanup(context.close)
            page = context.new_page()
            page.goto("/events/call/", wait_until="networkidle")
            texts = page.locator(".reader-time").all_inner_texts()
            with self.subTest(zone):
                assert [" ".join(text.split()) for text in texts] == lines
