"""What small modules add for readers, and that pages do without them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chromium import BrowserTestCase
from tests.builders import make_issuer, put_on_record

PAGE = "/releases/2026/results/"
SHARED = "navigator.share = async (what) => { window.shared = what }"


class SharingARelease(BrowserTestCase):
    """Its addresses are copied and shared by the browser's own means."""

    def test_buttons_copy_and_share_where_there_are_scripts(self) -> None:
        make_issuer()
        put_on_record(slug="results", headline="Results")
        without = self.somebody(scripts=False)
        without.goto(PAGE)
        expect(without.get_by_role("button")).to_have_count(0)
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
