"""The keys of the desk, and the counts of words beside what is typed."""

from __future__ import annotations

from django.urls import reverse

from playwright.sync_api import expect

from tests.admin.desk import action_path, change_path
from tests.browser.chromium import BrowserTestCase
from tests.builders import make_issuer, make_release, make_user, submit


class TheKeys(BrowserTestCase):
    """Save, lead to the next step, and are listed; none of them publishes."""

    def test_they_save_lead_on_and_are_listed(self) -> None:
        make_issuer()
        make_user("ada", groups=("Authors",))
        release = make_release(body="<p>Revenue grew by 12.5%.</p><p>Twice.</p>")
        desk = self.somebody()
        self.sign_in(desk, "ada")
        desk.goto(change_path(release))
        expect(desk.get_by_text("5 words", exact=True)).to_be_visible()
        headline = desk.get_by_role("textbox", name="Headline:", exact=True)
        headline.fill("Three new words")
        expect(desk.get_by_text("3 words, 15 of 300 characters")).to_be_visible()
        headline.press("?")
        assert headline.input_value() == "Three new words?"
        headline.fill("Three new words")
        headline.press("Control+s")
        expect(desk.get_by_text("Saved as a draft")).to_be_visible()
        release.refresh_from_db()
        assert release.headline == "Three new words"

        desk.get_by_role("heading", level=1).click()
        desk.keyboard.press("?")
        keys = desk.get_by_role("dialog", name="Keys")
        expect(keys).to_be_visible()
        desk.keyboard.press("Escape")
        expect(keys).to_be_hidden()
        desk.locator("summary", has_text="ada").click()
        desk.get_by_role("button", name="Keys").click()
        expect(keys).to_be_visible()
        keys.get_by_role("button", name="Close").click()

        desk.keyboard.press("Control+Enter")
        desk.wait_for_url(f"**{action_path(release, 'submit')}")

    def test_the_next_step_of_an_approver_is_to_read_and_approve(self) -> None:
        make_issuer()
        make_user("cora", groups=("Counsel",))
        release = submit()
        desk = self.somebody()
        self.sign_in(desk, "cora")
        desk.goto(change_path(release))
        desk.keyboard.press("Control+Enter")
        desk.wait_for_url(f"**{action_path(release, 'approve')}")
        desk.keyboard.press("Control+Enter")
        desk.goto(reverse("admin:index"))
        expect(desk.get_by_text("Needs your approval")).to_be_visible()
