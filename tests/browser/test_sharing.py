"""A preview is shared at the desk, and read by somebody who has no account."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import reverse

from playwright.sync_api import expect

from tests.browser.chromium import BrowserTestCase
from tests.builders import make_attachment, make_issuer, make_release, make_user


class SharingAPreview(BrowserTestCase):
    """From the form at the desk to the release, in another browser."""

    def test_the_address_is_made_at_the_desk_and_opened_elsewhere(self) -> None:
        make_issuer()
        make_user("ada", groups=("Authors",))
        release = make_release(headline="Larkmoor to Merge")
        make_attachment(release)
        desk = self.somebody()
        self.sign_in(desk, "ada")
        desk.goto(reverse("admin:releases_release_share", args=[release.pk]))
        desk.get_by_label("For whom").fill("Robin Alder")
        desk.get_by_label("1 day", exact=True).check()
        desk.get_by_role("button", name="Create link").click()
        field = desk.get_by_role("textbox", name="The address for Robin Alder")
        expect(desk.get_by_role("button", name="Copy")).to_be_visible()
        guest = self.somebody(scripts=False)
        guest.goto(urlsplit(field.input_value()).path)
        expect(guest.get_by_text("Larkmoor to Merge")).to_have_count(0)
        guest.get_by_role("button", name="Open the preview").click()
        expect(guest.get_by_role("heading", level=1)).to_have_text("Larkmoor to Merge")
        with guest.expect_download() as download:
            guest.get_by_role("button", name="Results presentation").click()
        assert download.value.suggested_filename == "results.pdf"
        assert guest.context.cookies() == []
        desk.reload()
        expect(desk.get_by_text("the file results.pdf")).to_be_visible()
