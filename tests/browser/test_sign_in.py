"""The entrance in a real browser: an authenticator app, a passkey, a session that ended."""

from __future__ import annotations

from django.urls import reverse

from playwright.sync_api import Page, expect

from releases.models import Release
from tests.accounts.authenticators import code_of
from tests.browser.chromium import BrowserTestCase
from tests.builders import make_issuer, make_user

HEADLINE = "Larkmoor Reports Third Quarter Results"


class TheEntrance(BrowserTestCase):
    """Whoever must have a second factor is led to it, and signs in with it."""

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(self.settings(IRSITE_SECOND_FACTOR_GROUPS=["Authors"]))
        make_issuer()
        make_user("ada", groups=("Authors",))
        self.desk = self.somebody()

    def test_an_app_is_set_up_and_what_was_typed_outlives_both_steps(self) -> None:
        self.first_step()
        self.desk.get_by_role("link", name="Set up an authenticator app").click()
        secret = self.desk.locator(".desk-secret").inner_text()
        self.desk.get_by_label("Code shown in the app").fill(code_of(secret))
        self.desk.get_by_role("button", name="Set up").click()
        expect(self.desk.get_by_text("Authenticator app set up.")).to_be_visible()
        expect(self.desk.locator(".desk-codes li")).to_have_count(10)
        self.type_for_an_hour()
        self.first_step_again()
        code = code_of(secret, periods=1)
        self.desk.get_by_label("Code").fill(code)
        self.desk.get_by_role("button", name="Continue").click()
        self.send_again()

    def test_a_passkey_signs_in_alone_and_as_the_second_step(self) -> None:
        self.first_step()
        device(self.desk)
        self.desk.get_by_role("link", name="Add a passkey").click()
        self.desk.get_by_label("Name").fill("Blue key")
        self.desk.get_by_role("button", name="Create the passkey").click()
        expect(self.desk.locator(".desk-codes li")).to_have_count(10)
        self.desk.get_by_role("link", name="Continue").click()
        self.desk.locator(".desk-menu summary").click()
        self.desk.get_by_role("button", name="Log out").click()
        self.desk.goto(reverse("admin:index"))
        self.desk.get_by_role("button", name="Use a passkey instead").click()
        expect(self.desk.get_by_role("heading", name="Dashboard")).to_be_visible()
        self.type_for_an_hour()
        self.first_step_again()
        self.desk.get_by_role("button", name="Use a passkey").click()
        self.send_again()

    def first_step(self) -> None:
        """Enter the password, which alone opens nothing but the Security page."""
        self.desk.goto(reverse("admin:releases_release_add"))
        self.name_and_password()
        expect(self.desk.get_by_text("You must sign in with a second")).to_be_visible()

    def type_for_an_hour(self) -> None:
        """Type a draft while the session ends."""
        self.desk.goto(reverse("admin:releases_release_add"))
        self.desk.get_by_label("Headline:", exact=True).fill(HEADLINE)
        self.desk.context.clear_cookies(name="sessionid")
        self.desk.get_by_role("button", name="Save", exact=True).click()

    def first_step_again(self) -> None:
        """Enter the password, and expect the second step."""
        expect(self.desk.get_by_text("What you typed is kept")).to_be_visible()
        self.name_and_password()
        expect(self.desk.get_by_text("What you typed is kept")).to_be_visible()

    def name_and_password(self) -> None:
        """Fill in the first step."""
        self.desk.get_by_label("Username").fill("ada")
        self.desk.get_by_label("Password").fill("sesame")
        self.desk.get_by_role("button", name="Sign in", exact=True).click()

    def send_again(self) -> None:
        """Send the kept form again by one click."""
        self.desk.get_by_role("button", name="Send again").click()
        expect(self.desk.get_by_text("Saved as a draft.")).to_be_visible()
        assert Release.objects.get().headline == HEADLINE


def device(page: Page) -> None:
    """Give the browser a device that knows passkeys, and a person who agrees."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    chrome.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
