"""The whole life of a release, by two people at two browsers, and a reader at a third."""

from __future__ import annotations

import datetime as dt
import time
import zoneinfo

from django.urls import reverse
from django.utils import timezone

from playwright.sync_api import Page, expect

from releases.models import Release
from tests.accounts.authenticators import code_of, give_app
from tests.browser.chromium import BrowserTestCase
from tests.builders import make_issuer, make_user

HEADLINE = "Larkmoor Reports First Quarter Results"
FIRST = "Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) today said that revenue grew to {}."
TEXT = """{headline}

Revenue grows by a tenth

BOSTON, {day} -- {first}

SOURCE: Larkmoor Therapeutics, Inc.

Investors:
Larkmoor Therapeutics, Inc.
Dana Whitlock
617-555-0142
ir@example.com
"""
# What a page of the desk, a password and a click take, with room to spare.
SOON = dt.timedelta(seconds=10)


class TheWalk(BrowserTestCase):
    """Intake, checks, fix, submit, approve, embargo, public; correct; withdraw."""

    def setUp(self) -> None:
        super().setUp()
        make_issuer()
        make_user("ada", groups=("Authors",))
        give_app(make_user("carl", groups=("Counsel",)))

    def test_a_release_lives(self) -> None:
        self.ada, self.carl = self.somebody(), self.somebody()
        self.reader = self.somebody()
        self.sign_in(self.ada, "ada")
        self.sign_in_with_a_code(self.carl, "carl")
        self.read_the_text()
        self.put_right_what_the_checks_found()
        self.send_back_with_a_comment()
        self.resolve_it_and_submit_again()
        self.approve_for_an_instant()
        self.the_embargo_passes()
        self.correct_it()
        self.withdraw_it()

    def sign_in_with_a_code(self, page: Page, name: str) -> None:
        """Sign in by a password, then by the code that the phone shows."""
        page.goto("/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill("sesame")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_label("Code").fill(code_of())
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/admin/")

    def read_the_text(self) -> None:
        """Pasted, read, saved; the desk says at once what must be put right."""
        today = timezone.now().astimezone(zoneinfo.ZoneInfo("America/New_York"))
        day = f"{today:%B} {today.day}, {today.year}"
        first = FIRST.format("[●]")
        self.ada.get_by_role("link", name="New release from text").click()
        self.ada.get_by_label("Text", exact=True).fill(
            TEXT.format(headline=HEADLINE, day=day, first=first)
        )
        self.ada.get_by_role("button", name="Read the text").click()
        self.ada.get_by_role("button", name="Save draft").click()
        expect(self.ada.get_by_text("Saved as a draft.")).to_be_visible()
        self.release = Release.objects.get()
        panel = self.ada.get_by_label("Release status")
        expect(panel).to_contain_text("before you submit it")
        expect(panel.get_by_role("link", name="[●]")).to_be_visible()

    def put_right_what_the_checks_found(self) -> None:
        """Enter the text, the category and the two answers, and submit the release."""
        body = self.ada.get_by_role("textbox", name="Body")
        body.click()
        self.ada.keyboard.press("Control+a")
        self.ada.keyboard.type(FIRST.format("$12 million"))
        self.ada.get_by_label("Category:").select_option(label="Financial results")
        self.ada.locator("#id_forward_looking").get_by_label("No", exact=True).check()
        self.ada.locator("#id_material").get_by_label("No", exact=True).check()
        self.submit(self.ada)

    def send_back_with_a_comment(self) -> None:
        """Counsel finds it on the first page, selects words, and says what is wrong."""
        self.carl.goto("/admin/")
        tasks = self.carl.get_by_role("region", name="Your tasks")
        tasks.get_by_role("link", name=HEADLINE, exact=True).click()
        self.carl.get_by_role("link", name="Send back…").click()
        self.carl.get_by_label("What should change").fill("Name the currency.")
        self.carl.wait_for_load_state()
        words = self.carl.locator(".workspace-text p", has_text="revenue grew")
        words.select_text()
        self.carl.get_by_role("button", name="Comment on the selected words").click()
        expect(self.carl.locator("#id_passages-0-text")).to_be_focused()
        self.carl.keyboard.type("U.S. dollars?")
        self.carl.get_by_role("button", name="Send back").click()
        expect(self.carl.get_by_text("Sent back. It is a draft")).to_be_visible()

    def resolve_it_and_submit_again(self) -> None:
        """Its author finds the comment, deals with it, and submits once more."""
        self.ada.goto("/admin/")
        tasks = self.ada.get_by_role("region", name="Your tasks")
        expect(tasks).to_contain_text("Sent back: Name the currency. 1 comment")
        tasks.get_by_role("link", name=HEADLINE, exact=True).click()
        body = self.ada.get_by_role("textbox", name="Body")
        self.wait_until(self.ada, "CSS.highlights.get('comments')?.size === 1")
        comment = self.ada.get_by_role("listitem").filter(has_text="U.S. dollars?")
        comment.get_by_role("link").click()
        expect(body).to_be_focused()
        expect(comment).to_have_class("is-current")
        self.ada.get_by_role("button", name="Resolve: U.S. dollars?").click()
        expect(self.ada.get_by_text("1 resolved comment")).to_be_visible()
        self.submit(self.ada)

    def approve_for_an_instant(self) -> None:
        """With the password; it is scheduled, and nobody outside can tell."""
        instant = (timezone.now() + SOON).replace(microsecond=0)
        Release.objects.filter(pk=self.release.pk).update(go_live_at=instant)
        self.carl.goto(self.page_of("action", "approve"))
        self.perform_action(self.carl, "Approve for")
        expect(self.carl.locator(".desk-word")).to_have_text("Scheduled")
        expect(self.carl.get_by_role("link", name="Hold…")).to_be_visible()
        self.release.refresh_from_db()
        self.public = f"/releases/{self.release.address}/"
        assert self.reader.request.get(self.public).status == 404

    def the_embargo_passes(self) -> None:
        """Nothing runs to bring it about, and the page is there."""
        self.reader_finds("$12 million")
        expect(self.reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
        self.ada.goto(self.page_of("change"))
        expect(self.ada.locator(".desk-word")).to_have_text("Public")

    def correct_it(self) -> None:
        """Correct the release with a notice, have what changed approved, and publish it."""
        self.ada.get_by_role("link", name="Correct…").click()
        self.ada.get_by_label("Notice to the public").fill("It is $21 million.")
        self.perform_action(self.ada, "Correct")
        expect(self.ada.get_by_text("Being corrected")).to_be_visible()
        self.ada.get_by_role("textbox", name="Body").click()
        self.ada.keyboard.press("Control+a")
        self.ada.keyboard.type(FIRST.format("$21 million"))
        self.ada.locator("#id_go_live_at").fill("")
        self.submit(self.ada)
        self.carl.goto(self.page_of("action", "approve"))
        changed = self.carl.get_by_role("region", name="Changes since you")
        expect(changed.locator("del").last).to_contain_text("$12")
        expect(changed.locator("ins").last).to_contain_text("$21")
        self.perform_action(self.carl, "Approve and publish now")
        expect(self.carl.get_by_text("Approved. Public from")).to_be_visible()
        self.reader_finds("It is $21 million.")

    def withdraw_it(self) -> None:
        """Withdraw the release with a notice, confirmed by the code that the phone shows."""
        self.carl.goto(self.page_of("action", "withdraw"))
        self.carl.get_by_label("Reason, for the public").fill("It was not ours to say.")
        self.carl.get_by_label("Your password").fill(code_of(periods=1))
        self.carl.get_by_role("button", name="Withdraw now").click()
        expect(self.carl.get_by_text("Withdrawn. The notice is public")).to_be_visible()
        self.reader_finds("It was not ours to say.")
        expect(self.reader.locator("article")).not_to_contain_text("revenue grew")

    def page_of(self, view: str, *more: str) -> str:
        """Return a page of the release at the desk."""
        name = f"admin:releases_release_{view}"
        return reverse(name, args=[self.release.pk, *more])

    def reader_finds(self, words: str) -> None:
        """Readers ask until it is there: nothing is pushed to them."""
        for _ in range(150):
            page = self.reader.request.get(self.public).text()
            # A figure and its unit have a space between them that no line breaks at.
            if words in page.replace("\N{NO-BREAK SPACE}", " "):
                self.reader.goto(self.public)
                return
            time.sleep(0.2)
        raise AssertionError(f"“{words}” did not come out.")
