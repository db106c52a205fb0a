"""A reader subscribes, confirms, changes what is sent, and leaves, without a script."""

from __future__ import annotations

from django.utils import timezone

from playwright.sync_api import expect

from releases.alerts.subscription_requests import handle_requests
from releases.readers.keys import KeyPurpose
from releases.readers.models import MAX_QUESTION, Inquiry, Status, Subscriber
from tests.browser.chromium import BrowserTestCase
from tests.builders import make_user
from tests.subscriptions.forms import ADDRESS, key_path


class SubscribingToAlerts(BrowserTestCase):
    """From the link on the home page to the last mail."""

    databases = "__all__"

    def test_the_life_of_a_subscriber_needs_no_script_and_no_cookie(self) -> None:
        self.enterContext(self.settings(IRSITE_ALERTS=True))
        reader = self.somebody(scripts=False)
        reader.set_viewport_size({"width": 360, "height": 800})
        reader.goto("/")
        reader.get_by_role("link", name="Get press releases by e-mail").click()
        reader.get_by_label("Your e-mail address").fill(ADDRESS)
        reader.get_by_label("Once a day", exact=True).check()
        reader.get_by_label("Hour of the daily mail").select_option("6 p.m.")
        reader.get_by_role("button", name="Subscribe").click()
        expect(reader.get_by_role("heading", level=1)).to_have_text(
            "Now look into your mailbox"
        )
        handle_requests(at=timezone.now())
        subscriber = Subscriber.objects.get()
        for purpose, button in (
            (KeyPurpose.CONFIRM, "Confirm"),
            (KeyPurpose.CHOICES, "Pause"),
            (KeyPurpose.CHOICES, "Resume"),
            (KeyPurpose.LEAVE, "Unsubscribe"),
        ):
            reader.goto(key_path(subscriber, purpose))
            reader.get_by_role("button", name=button).click()
        expect(reader.get_by_role("heading", level=1)).to_have_text(
            "You are unsubscribed"
        )
        subscriber.refresh_from_db()
        assert (subscriber.status, subscriber.digest_hour) == (Status.LEFT, 18)
        assert reader.context.cookies() == []


class AskingAQuestion(BrowserTestCase):
    """From the contacts to the page that says thank you."""

    databases = "__all__"

    def test_it_needs_no_script_and_no_cookie(self) -> None:
        self.enterContext(self.settings(IRSITE_ALERTS=True))
        reader = self.somebody(scripts=False)
        reader.set_viewport_size({"width": 360, "height": 800})
        reader.goto("/contacts/")
        link = "Ask investor relations"
        reader.get_by_role("main").get_by_role("link", name=link).click()
        reader.get_by_label("Your name").fill("Ana Reader")
        reader.get_by_label("Your e-mail address").fill(ADDRESS)
        reader.get_by_label("A media request").check()
        lines = "x" * 99 + "\n"
        reader.get_by_label("Your question").fill(lines * (MAX_QUESTION // 100))
        reader.get_by_role("button", name="Send the question").click()
        heading = reader.get_by_role("heading", level=1)
        expect(heading).to_have_text("Thank you for your question")
        inquiry = Inquiry.objects.get()
        assert (inquiry.topic, len(inquiry.question)) == ("media", MAX_QUESTION - 1)
        assert reader.context.cookies() == []


class LookingAtAMail(BrowserTestCase):
    """Staff see the HTML of a mail in a frame that runs and loads nothing."""

    databases = "__all__"

    def test_the_frame_has_its_style_and_the_policy_refuses_none_of_it(self) -> None:
        make_user("fay", groups=("Finance",))
        staff = self.somebody()
        self.sign_in(staff, "fay")
        staff.goto("/admin/readers/mailing/samples/release/")
        mail = staff.frame_locator("iframe")
        expect(mail.get_by_role("heading", level=1)).to_have_text(
            "Sample Headline of a Press Release"
        )
        expect(mail.locator("main")).to_have_css("max-width", "640px")
