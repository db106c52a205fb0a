"""The plain path: no intake, no manual, one screen for each thing."""

from __future__ import annotations

import time

from django.test import override_settings
from django.urls import reverse

from playwright.sync_api import Page, expect

from releases.models import Release
from tests.browser.chromium import BrowserTestCase
from tests.builders import make_boilerplate, make_issuer, make_user
from tests.examples import nightly

HEADLINE = "Larkmoor Reports Third Quarter Results"


class ThePlainPath(BrowserTestCase):
    """An officer publishes, and the public reads."""

    def setUp(self) -> None:
        super().setUp()
        make_issuer()
        make_boilerplate(name="About us", heading="About Larkmoor")

    @override_settings(IRSITE_ONE_PERSON_DESK=True)
    def test_one_officer_publishes_alone(self) -> None:
        make_user("ines", groups=("Administrators",))
        desk = self.somebody()
        self.sign_in(desk, "ines")
        self.name_the_company(desk)
        self.add_a_contact(desk)
        self.add_a_disclaimer(desk)
        self.add_an_event(desk)
        self.approve_the_wording(desk)
        self.write_a_release(desk)
        desk.get_by_role("button", name="Publish", exact=True).click()
        self.perform_action(desk, "Publish")
        expect(desk.get_by_text("Approved. Public from")).to_be_visible()
        self.the_public_reads()

    @nightly
    def test_a_second_person_approves(self) -> None:
        make_user("ada", groups=("Authors",))
        make_user("carl", groups=("Counsel",))
        desk = self.somebody()
        self.sign_in(desk, "ada")
        self.name_the_company(desk)
        self.add_a_contact(desk)
        self.add_a_disclaimer(desk)
        self.add_an_event(desk)
        self.write_a_release(desk)
        counsel = self.somebody()
        self.sign_in(counsel, "carl")
        self.approve_the_wording(counsel)
        self.submit(desk)
        counsel.goto("/admin/")
        counsel.get_by_role("link", name="1 waiting for approval").click()
        counsel.get_by_role("link", name=HEADLINE).click()
        counsel.get_by_role("link", name="Preview", exact=True).click()
        expect(counsel.get_by_role("heading", level=1)).to_have_text(HEADLINE)
        counsel.go_back()
        counsel.get_by_role("link", name="Read and approve…").click()
        self.perform_action(counsel, "Approve and publish now")
        expect(counsel.get_by_text("Approved. Public from")).to_be_visible()
        self.the_public_reads()

    def test_a_session_that_ends_keeps_what_was_typed_without_scripts(self) -> None:
        make_user("ada", groups=("Authors",))
        desk = self.somebody(scripts=False)
        self.sign_in(desk, "ada")
        desk.goto(reverse("admin:releases_release_add"))
        desk.get_by_label("Headline:", exact=True).fill(HEADLINE)
        desk.get_by_label("Body:").fill("Revenue grew.\n\nSo did the team.")
        desk.context.clear_cookies(name="sessionid")
        desk.get_by_role("button", name="Save", exact=True).click()
        desk.get_by_label("Username").fill("ada")
        desk.get_by_label("Password").fill("sesame")
        desk.get_by_role("button", name="Sign in").click()
        desk.get_by_role("button", name="Send again").click()
        expect(desk.get_by_text("Saved as a draft.")).to_be_visible()
        release = Release.objects.get()
        assert release.body == "<p>Revenue grew.</p><p>So did the team.</p>"

    def name_the_company(self, desk: Page) -> None:
        """Put the company's particulars before the public."""
        desk.goto(reverse("admin:releases_issuer_changelist"))
        listed = desk.get_by_role("main").get_by_role("link")
        listed.filter(has_text="Larkmoor Therapeutics").click()
        self.save_and_publish(desk)

    def add_a_contact(self, desk: Page) -> None:
        """One screen for a person to call."""
        desk.goto(reverse("admin:releases_contact_add"))
        desk.get_by_label("Name:").fill("Dana Whitlock")
        desk.get_by_label("Phones:").fill("+1 617 555 0142")
        desk.get_by_label("E-mails:").fill("ir@example.com")
        self.save_and_publish(desk)

    def add_a_disclaimer(self, desk: Page) -> None:
        """One screen for a legal notice."""
        desk.goto(reverse("admin:releases_disclaimer_add"))
        desk.get_by_label("Name:").fill("Forward-looking statements")
        desk.get_by_label("Heading:").fill("Forward-Looking Statements")
        desk.get_by_label("Wording:").fill(
            "Some of this looks ahead.\n\nIt may differ."
        )
        self.save_and_publish(desk)

    def approve_the_wording(self, counsel: Page) -> None:
        """Counsel stands by the legal notice."""
        counsel.goto(reverse("admin:releases_disclaimer_changelist"))
        counsel.get_by_role("link", name="Forward-looking statements").click()
        counsel.get_by_role("button", name="Approve wording").click()
        expect(counsel.get_by_text("Approved by")).to_be_visible()

    def add_an_event(self, desk: Page) -> None:
        """One screen for a call, which waits for its release."""
        desk.goto(reverse("admin:releases_event_add"))
        desk.locator("#id_title").fill("Third Quarter Call")
        desk.locator("#id_starts").fill("2031-11-05T08:30")
        desk.locator("#id_dial_ins").fill("+1 617 555 0188")
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(desk.get_by_text("Saved but not published.").first).to_be_visible()

    def write_a_release(self, desk: Page) -> None:
        """One screen for the release and what it carries."""
        desk.goto(reverse("admin:releases_release_add"))
        desk.get_by_label("Headline:", exact=True).fill(HEADLINE)
        desk.get_by_label("Places:").fill("BOSTON")
        self.write_the_body(desk)
        desk.get_by_label("Category:").select_option(label="Financial results")
        desk.locator("#id_forward_looking").get_by_label("Yes").check()
        desk.locator("#id_material").get_by_label("No", exact=True).check()
        for part in ("contact", "disclaimer", "boilerplate"):
            desk.locator(f"#release{part}s-group summary").click()
            desk.locator(f"#id_release{part}s-0-{part}").select_option(index=1)
        desk.locator("#releaseevents-group summary").click()
        desk.locator("#releaseevents-group .select2-selection").click()
        desk.get_by_role("option", name="Third Quarter Call").click()

    def write_the_body(self, desk: Page) -> None:
        """Type a paragraph with an emphasis, a heading and a table."""
        body = desk.get_by_role("textbox", name="Body")
        body.click()
        desk.keyboard.type("Revenue grew by ")
        desk.keyboard.press("Control+b")
        desk.keyboard.type("12%")
        desk.keyboard.press("Control+b")
        desk.keyboard.type(".")
        desk.keyboard.press("Enter")
        desk.get_by_role("button", name="Table: insert one").click()
        desk.get_by_role("button", name="Insert Table", exact=True).click()
        desk.keyboard.type("Revenue")
        expect(body.get_by_role("cell", name="Revenue")).to_be_visible()

    def save_and_publish(self, desk: Page) -> None:
        """Press it, and be told when the public sees it."""
        desk.get_by_role("button", name="Save and publish").click()
        expect(desk.get_by_text("Public from")).to_be_visible()

    def the_public_reads(self) -> None:
        """Everything that was typed, on the pages and in the feed."""
        reader = self.somebody()
        self.once_it_is_out(reader)
        reader.get_by_role("link", name=HEADLINE).first.click()
        expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
        page = reader.locator("article")
        for words in (
            *("BOSTON", "Revenue grew by 12%.", "It may differ.", "About Larkmoor"),
            *("Dana Whitlock", "ir@example.com", "Third Quarter Call"),
        ):
            expect(page).to_contain_text(words)
        expect(page.locator("strong", has_text="12%")).to_be_visible()
        expect(page.get_by_role("cell", name="Revenue")).to_be_visible()
        reader.get_by_role("link", name="Third Quarter Call").click()
        expect(reader.locator("main")).to_contain_text("8:30")
        reader.goto("/contacts/")
        expect(reader.locator("main")).to_contain_text("Dana Whitlock")
        reader.goto("/disclaimers/")
        expect(reader.locator("main")).to_contain_text("Some of this looks ahead.")
        feed = reader.request.get("/releases/rss.xml").text()
        assert HEADLINE in feed
        assert "It may differ." in feed
        assert not reader.context.cookies()

    def once_it_is_out(self, reader: Page) -> None:
        """Its instant is the next whole second; nothing runs to bring it about."""
        for _ in range(50):
            reader.goto("/releases/")
            if reader.get_by_role("link", name=HEADLINE).count():
                return
            time.sleep(0.2)
        raise AssertionError("It did not come out.")
