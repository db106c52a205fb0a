"""Images in the editor of a real browser: uploaded, taken from the library, described."""

from __future__ import annotations

from django.urls import reverse

from playwright.sync_api import FilePayload, expect

from releases.desk.images import tag_of_image
from releases.models import Image
from tests.browser.chromium import BrowserTestCase
from tests.builders import make_image, make_issuer, make_release, make_user, picture


class ImagesInTheEditor(BrowserTestCase):
    """The dialog inserts them, and the words below each are those of the text."""

    databases = "__all__"

    def setUp(self) -> None:
        super().setUp()
        make_issuer()
        self.release = make_release(body="<p>It grew.</p>")
        make_user("ines", groups=("Administrators",))
        self.desk = self.somebody()
        self.sign_in(self.desk, "ines")

    def open_dialog(self) -> None:
        """Open the release, and its dialog of images."""
        path = reverse("admin:releases_release_change", args=[self.release.pk])
        self.desk.goto(path)
        self.desk.get_by_role("button", name="Add an image…").click()

    def saved_body(self) -> str:
        """Save, and return the text."""
        self.desk.get_by_role("button", name="Save", exact=True).click()
        expect(self.desk.get_by_text("Saved as a draft.")).to_be_visible()
        self.release.refresh_from_db()
        return self.release.body

    def test_one_is_uploaded_with_its_words(self) -> None:
        self.open_dialog()
        dialog = self.desk.get_by_role("dialog")
        chart: FilePayload = {
            "name": "chart.png",
            "mimeType": "image/png",
            "buffer": picture(),
        }
        dialog.locator("input[type=file]").set_input_files(chart)
        dialog.get_by_label("Text for who can’t see it").fill("Revenue, rising")
        dialog.get_by_role("button", name="Upload and insert").click()
        shown = self.desk.locator(".body-image img")
        expect(shown).to_have_attribute("alt", "Revenue, rising")
        assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)")
        assert tag_of_image(Image.objects.get()) in self.saved_body()

    def test_one_of_the_library_gets_other_words_in_this_text(self) -> None:
        image = make_image("Revenue by quarter")
        self.open_dialog()
        dialog = self.desk.get_by_role("dialog")
        dialog.get_by_role("button", name="Revenue chart").click()
        words = self.desk.locator(".body-image input")
        expect(words).to_have_value("Revenue by quarter")
        words.fill("Of 2026")
        words.press("Tab")
        expected = tag_of_image(image).replace("Revenue by quarter", "Of 2026")
        assert expected in self.saved_body()
