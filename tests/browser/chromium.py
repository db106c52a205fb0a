"""Debian's headless chromium, driven by Playwright, that hears every complaint of a page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from irsite.generated_files import GeneratedFilesFinder
from tests.live import NewsroomLiveTestCase
from tests.newsroom import eventually

# The headless shell takes a third less CPU.
BROWSERS = [Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")]
CHROMIUM = next((path for path in BROWSERS if path.exists()), BROWSERS[0])
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
# A route would switch the browser's cache off.
AUTOSAVE_NOTHING = """
const request = window.fetch;
window.fetch = (address, ...options) =>
  String(address).includes("/autosave/")
    ? Promise.resolve(new Response(null, { status: 204 }))
    : request(address, ...options);
"""
MISSING = not CHROMIUM.exists() and os.environ.get("CI") != "true"


@pytest.mark.slow
@pytest.mark.skipif(MISSING, reason="there is no chromium")
class BrowserTestCase(NewsroomLiveTestCase):
    """A person at a browser; the test fails on anything the console complains of."""

    static_handler: Any = StaticFilesHandler
    # Whether what is typed is sent while it is typed. Elsewhere that could come in when the
    # database is reset after a test.
    autosaves = False

    browser: Browser

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        # Made before a page asks for them, since making them can take longer than it waits.
        list(GeneratedFilesFinder().list(None))
        playwright = sync_playwright().start()
        cls.addClassCleanup(playwright.stop)
        cls.browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=FLAGS
        )
        cls.addClassCleanup(cls.browser.close)

    def setUp(self) -> None:
        super().setUp()
        self.complaints: list[str] = []

    def tearDown(self) -> None:
        super().tearDown()
        assert not self.complaints

    def somebody(self, *, scripts: bool = True, bypass_csp: bool = False) -> Page:
        """Return a browser of somebody's own, with no cookie in it.

        A test that brings scripts of its own, such as axe, bypasses the policy.
        """
        context = self.browser.new_context(
            base_url=self.live_server_url,
            java_script_enabled=scripts,
            bypass_csp=bypass_csp,
            viewport={"width": 1280, "height": 900},
        )
        self.addCleanup(context.close)
        context.set_default_timeout(10_000)
        if not self.autosaves:
            context.add_init_script(AUTOSAVE_NOTHING)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._hear)
        return context.new_page()

    def sign_in(self, page: Page, name: str) -> None:
        """Sign in as a user made by the builders."""
        page.goto("/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill("sesame")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/admin/")

    def perform_action(self, page: Page, button: str) -> None:
        """Fill the page of an action, and press its button."""
        for tick in page.locator("[name^=tick-]").all():
            tick.check()
        secret = page.get_by_label("Your password")
        if secret.count():
            secret.fill("sesame")
        page.get_by_role("button", name=button).click()

    def submit(self, page: Page) -> None:
        """Press the button beside Save, and answer what is asked."""
        page.get_by_role("button", name="Submit for approval").click()
        page.wait_for_load_state()
        if "/action/submit/" in page.url:
            self.perform_action(page, "Submit for approval")
        expect(page.get_by_text("Submitted. Someone")).to_be_visible()

    def wait_until(self, page: Page, condition: str) -> None:
        """Wait until an expression of JavaScript is true, asking from outside the page.

        Playwright's wait_for_function asks again inside the page, where the policy of our
        own pages forbids eval.
        """
        assert eventually(lambda: page.evaluate(condition)), condition

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.page}: {message.text}")
