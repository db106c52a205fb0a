"""From a pasted text to a draft, at a browser."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from django.urls import reverse

from playwright.sync_api import Page, expect

from releases.models import Release
from tests.browser.chromium import BrowserTestCase
from tests.builders import make_contact, make_issuer, make_user
from tests.workspace.from_text import TEXT

LIT = re.compile(r"\bfrom-text-highlighted\b")


class FromText(BrowserTestCase):
    """An officer has the final text of a release."""

    def setUp(self) -> None:
        super().setUp()
        make_issuer()
        make_user("ada", groups=("Authors",))
        make_contact(
            organization="Larkmoor Therapeutics, Inc.", title="", phones="617-555-0100"
        )

    def read_text(self, *, scripts: bool) -> Page:
        """Paste the text and have it read."""
        desk = self.somebody(scripts=scripts)
        self.sign_in(desk, "ada")
        desk.goto(reverse("admin:releases_release_changelist"))
        desk.get_by_role("link", name="New release from text").click()
        desk.get_by_label("Text", exact=True).fill(TEXT)
        desk.get_by_role("button", name="Read the text").click()
        expect(desk.get_by_role("heading", name="1 place to check")).to_be_visible()
        return desk

    def look_at_the_doubt(self, desk: Page) -> None:
        """Assert that a doubt leads to its line, which is then in sight."""
        desk.get_by_role("link", name="Line 5", exact=True).click()
        expect(desk.locator("#line-5")).to_be_in_viewport()
        assert desk.url.endswith("#line-5")

    def decide_and_save(self, desk: Page) -> None:
        """Choose what to do with the contact, correct the headline, save."""
        desk.get_by_label("Headline", exact=True).fill("Larkmoor Reports")
        desk.get_by_role("button", name="Save draft").click()
        summary = desk.get_by_role("alert")
        summary.get_by_role("link", name="Contact: Dana Whitlock").click()
        desk.get_by_label("Update “Dana Whitlock").check()
        desk.get_by_role("button", name="Save draft").click()
        expect(desk.get_by_text("Saved as a draft.")).to_be_visible()
        release = Release.objects.get()
        assert release.headline == "Larkmoor Reports"
        assert "[XX]" in release.body
        assert release.contacts.get().phones == "617-555-0142"

    def test_a_text_becomes_a_draft_and_fields_show_their_lines(self) -> None:
        desk = self.read_text(scripts=True)
        self.look_at_the_doubt(desk)
        desk.get_by_label("Headline", exact=True).focus()
        expect(desk.locator("#line-1")).to_have_class(LIT)
        desk.get_by_role("textbox", name="Body").click()
        expect(desk.locator("#line-1")).not_to_have_class(LIT)
        expect(desk.locator("#line-5")).to_have_class(LIT)
        self.decide_and_save(desk)

    def test_the_same_works_without_scripts(self) -> None:
        desk = self.read_text(scripts=False)
        self.look_at_the_doubt(desk)
        self.decide_and_save(desk)

    def test_it_fits_a_narrow_screen(self) -> None:
        desk = self.read_text(scripts=True)
        expect(desk.get_by_role("textbox", name="Body")).to_be_visible()
        for width in (360, 768, 1440):
            with self.subTest(width):
                desk.set_viewport_size({"width": width, "height": 800})
                # The editor's bar sets itself anew in the frame after the window has changed.
                desk.evaluate(
                    "() => new Promise(done => requestAnimationFrame(() =>"
                    " requestAnimationFrame(done)))"
                )
                self.wait_until(
                    desk, f"document.documentElement.scrollWidth <= {width}"
                )

    def test_a_file_can_be_given(self) -> None:
        desk = self.somebody()
        self.sign_in(desk, "ada")
        desk.goto(reverse("admin:releases_release_from_text"))
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "release.txt"
            file.write_text(TEXT)
            desk.get_by_label("Or a file").set_input_files(file)
            desk.get_by_role("button", name="Read the text").click()
            expect(desk.get_by_role("heading", name="1 place to check")).to_be_visible()
