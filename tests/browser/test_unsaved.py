"""What is typed into a draft survives a closed tab, and is asked about on leaving."""

from __future__ import annotations

from django.urls import reverse

from playwright.sync_api import Dialog, expect

from releases.models import UnsavedForm
from tests.admin.desk import change_path
from tests.browser.chromium import BrowserTestCase
from tests.builders import make_issuer, make_release, make_user


class UnsavedText(BrowserTestCase):
    """An author types, and does not save."""

    autosaves = True

    def test_it_is_kept_asked_about_and_restored(self) -> None:
        make_issuer()
        make_user("ada", groups=("Authors",))
        release = make_release()
        desk = self.somebody()
        self.sign_in(desk, "ada")
        asked: list[str] = []

        def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        desk.on("dialog", stay)
        desk.goto(change_path(release))
        desk.get_by_role("textbox", name="Body").click()
        desk.goto(reverse("admin:index"))
        assert not asked
        desk.goto(change_path(release))
        desk.get_by_role("textbox", name="Body").click()
        desk.keyboard.type("Typed and not saved. ")
        expect(desk.get_by_text("Kept for you at")).to_be_visible(timeout=10_000)
        assert "Typed and not saved." in UnsavedForm.objects.get().fields
        desk.goto(reverse("admin:index"))
        assert asked == ["beforeunload"]
        desk.goto(change_path(release))
        expect(desk.get_by_text("and didn’t save it")).to_be_visible()
        body = desk.get_by_role("textbox", name="Body")
        expect(body).to_contain_text("Typed and not saved.")
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(desk.get_by_text("Saved as a draft")).to_be_visible()
        release.refresh_from_db()
        assert "Typed and not saved." in release.body
        assert asked == ["beforeunload"]
