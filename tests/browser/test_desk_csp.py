"""Every page of the desk keeps to its content security policy, and everybody can use it."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from axe_playwright_python.sync_playwright import (  # type: ignore[import-untyped]  # it has none
    Axe,
)
from playwright.sync_api import Page, expect

from releases.alerts.subscribers import Step, add_consent
from releases.desk import site_profile
from releases.models import Approval, Category, ReleaseTemplate, Topic, Waiver
from releases.readers.models import ConsentAction, Delivery, Mailing
from tests.browser.chromium import BrowserTestCase
from tests.builders import (
    author,
    make_absence,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_filing,
    make_image,
    make_issuer,
    make_release,
    make_report,
    make_site_page,
    make_user,
)
from tests.examples import share
from tests.previews.links import make_link
from tests.readers.rows import (
    make_delivery,
    make_inquiry,
    make_mailing,
    make_subscriber,
)

PASTED = """<style>p { color: red }</style>
<p style="margin: 0"><b style="mso-bidi-font-weight: normal">Net loss</b> was
<span style="font-weight: 700">$1.2</span><b style="font-weight: normal">m.</b></p>"""

UNSHOWN = """<style><!-- .x {display:none} @media print {p {display:none}} .y{color:red} -->
</style><p class=MsoNormal>The price is <s>$0.31</s>
<span style='text-decoration:line-through'>$0.32</span>$0.33<a class=msocomanchor>[AB1]</a>,
<span class="x">ASK LEGAL</span><span style="mso-hide:all">AND FINANCE</span>
<s style="text-decoration: none">up</s> from\u200b none.</p>
<div style='mso-element:comment-list'><p>Is it so?</p></div><img src="x.png">"""


# Its own requests for style sheets, and its messages to a sandboxed frame, look like
# faults of the page. Contrast takes as long as all else, comes from tokens that all pages
# share, and is measured on four pages, in light and dark.
AXE_OPTIONS = {
    "preload": False,
    "iframes": False,
    "resultTypes": ["violations"],
    "rules": {"color-contrast": {"enabled": False}},
}
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
# Pages that are neither the list nor the form of a registered model.
PAGES_OF_THEIR_OWN = (
    *("index", "password_change", "calendar", "checks", "my_notifications"),
    *("auth_user_add", "releases_release_add", "releases_release_from_text"),
    *("readers_mailing_subscribers", "readers_subscriber_import"),
)
PAGES_OF_A_RELEASE = ("share", "versions", "preview_mail", "delete")


class TheDesk(BrowserTestCase):
    """In a real browser, where the console would complain."""

    databases = "__all__"

    def setUp(self) -> None:
        super().setUp()
        make_issuer()
        self.release = make_release(
            contacts=(make_contact(),),
            disclaimers=(make_disclaimer(),),
            boilerplates=(make_boilerplate(),),
            events=(make_event(),),
        )
        make_attachment(self.release)
        Topic.objects.create(name="Oncology")
        ReleaseTemplate.objects.create(category=Category.objects.latest("pk"))
        make_filing(self.release)
        make_report()
        make_site_page()
        make_image()
        make_inquiry()
        lone = make_event(title="Lone event")
        site_profile.publish(lone, by=author(), at=timezone.now())
        ines = make_user("ines", groups=("Administrators",))
        make_link(self.release)
        make_absence(ines, author())
        given = {"release": self.release, "by": ines, "at": timezone.now()}
        Waiver.objects.create(check_id="text.leftover", **given)
        Approval.objects.create(
            full_digest="0", content_digest="0", document="{}", **given
        )
        reader = make_subscriber()
        step = Step(at=timezone.now(), means="import")
        add_consent(reader, ConsentAction.IMPORTED, step)
        make_delivery(make_mailing(), reader, outcome="failed", due=None)
        self.desk = self.somebody()
        self.sign_in(self.desk, "ines")

    def test_every_page_is_quiet_and_accessible_and_fits_a_phone(self) -> None:
        paths = [reverse(f"admin:{name}") for name in PAGES_OF_THEIR_OWN]
        paths += [
            reverse(f"admin:releases_release_{name}", args=[self.release.pk])
            for name in PAGES_OF_A_RELEASE
        ]
        lists, forms = [], []
        for model in admin.site._registry:  # noqa: SLF001 - what is registered
            route = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            lists.append(reverse(f"{route}_changelist"))
            if model in (Mailing, Delivery):
                continue  # which have a list, and no page of a single one
            first = apps.get_model(model._meta.label)._default_manager.first()
            forms.append(reverse(f"{route}_change", args=[first.pk]))
        # The templates of lists are the same, and those of most forms; without a browser
        # tests/admin/test_every_page.py requests each of them.
        lists, forms = share(lists, 0, one_in=4), share(forms, 1, one_in=2)
        looked_into = {*paths, *share(lists, 0, one_in=4), *share(forms, 0, one_in=4)}
        axe = Axe()
        self.desk.set_viewport_size({"width": 360, "height": 740})
        for path in [*paths, *lists, *forms]:
            with self.subTest(path):
                answer = self.desk.goto(path, wait_until="load")
                assert answer
                assert answer.status == 200
                # Once the editor's bar has set itself.
                self.wait_until(self.desk, f"{SIDEWAYS} <= 0")
                if path not in looked_into:
                    continue
                result = axe.run(self.desk, options=AXE_OPTIONS).response
                assert [row["id"] for row in result["violations"]] == []

    def test_what_a_word_processor_says_in_styles_is_kept_in_tags(self) -> None:
        self.open_the_release()
        paste(self.desk, PASTED)
        body = self.desk.get_by_role("textbox", name="Body")
        expect(body.locator("strong")).to_have_text(["Net loss", "$1.2"])

    def test_what_a_paste_strikes_out_or_hides_is_left_out_and_listed(self) -> None:
        self.open_the_release()
        paste(self.desk, UNSHOWN)
        body = self.desk.get_by_role("textbox", name="Body")
        expect(body).to_have_text("The price is $0.33, up from none.")
        notice = self.desk.locator(".body-removed")
        expect(notice).to_contain_text("This was left out of what you pasted:")
        expect(notice.locator("li")).to_have_text(
            [
                "words struck out: “$0.31”",
                "words struck out: “$0.32”",
                "hidden words: “ASK LEGAL”",
                "hidden words: “AND FINANCE”",
                "a reviewer's comment: “Is it so?”",
                "an image",
                "characters that nobody sees",
            ]
        )
        paste(self.desk, "<p>Nothing is hidden.</p>")
        expect(notice).to_have_count(0)

    def test_a_paste_splits_the_paragraph_and_no_table_stands_in_a_cell(self) -> None:
        self.release.body = "<table><tbody><tr><td>Here</td></tr></tbody></table>"
        self.release.save()
        self.open_the_release()
        body = self.desk.get_by_role("textbox", name="Body")
        body.get_by_role("cell").get_by_text("Here").click()
        insert(self.desk, "<h2>Costs</h2><table><tr><td>1</td><td>2</td></tr></table>")
        expect(body.get_by_role("cell")).to_contain_text("1 2")
        expect(self.desk.locator(".body-removed")).to_contain_text("pasted into a cell")
        assert body.locator("table table").count() == 0
        paste(self.desk, "<p>Net loss.</p>")
        insert(self.desk, "<h2>Highlights</h2><p>Up.</p>")
        expect(body.locator("h2")).to_have_text("Highlights")
        expect(body.locator("p").first).to_have_text("Net loss.")

    def test_without_the_server_the_words_are_pasted(self) -> None:
        self.open_the_release()
        sign_in = {"body": "<p>Sign in</p>", "content_type": "text/html"}
        self.desk.route("**/admin/pasted/", lambda route: route.fulfill(**sign_in))
        paste(self.desk, "<ul><li>One</li></ul>", text="One\nTwo")
        body = self.desk.get_by_role("textbox", name="Body")
        expect(body).to_have_text("OneTwo")
        notice = self.desk.locator(".body-removed")
        expect(notice).to_contain_text("The server can't be reached.")

    def test_a_tables_caption_survives_the_editor(self) -> None:
        self.release.body = (
            "<table><caption>Balance</caption><thead><tr>"
            '<th scope="col">Cash</th></tr></thead>'
            "<tbody><tr><td>1</td></tr></tbody></table>"
        )
        self.release.save()
        before = self.release.body
        self.open_the_release()
        cell = self.desk.get_by_role("textbox", name="Body").get_by_role("cell")
        cell.get_by_text("1").click()
        self.desk.keyboard.press("End")
        self.desk.keyboard.type("0")
        self.desk.get_by_role("button", name="Save", exact=True).click()
        expect(self.desk.get_by_text("Saved as a draft.")).to_be_visible()
        self.release.refresh_from_db()
        assert self.release.body == before.replace("1</td>", "10</td>")

    def test_the_toolbar_says_what_its_buttons_do(self) -> None:
        self.open_the_release()
        toolbar = self.desk.get_by_role("toolbar", name="Formatting of the body")
        bold = toolbar.get_by_role("button", name="Bold (Ctrl+B)")
        expect(bold).to_have_attribute("aria-pressed", "false")
        expect(bold).to_have_attribute("data-label", "Bold")
        self.desk.get_by_role("textbox", name="Body").click()
        bold.click()
        expect(bold).to_have_attribute("aria-pressed", "true")
        undo = toolbar.get_by_role("button", name="Undo (Ctrl+Z)")
        expect(undo).to_have_attribute("aria-disabled", "true")
        self.desk.keyboard.type("Net")
        expect(undo).to_have_attribute("aria-disabled", "false")
        expect(toolbar.get_by_label("Text style: paragraph")).to_be_visible()

    def test_a_table_looks_as_its_page_will(self) -> None:
        self.release.body = (
            "<table><thead><tr><th>Item</th><th>2026</th></tr></thead><tbody>"
            '<tr class="group"><th>Assets</th></tr>'
            "<tr><th>Cash</th><td>$ 1,204</td></tr>"
            "<tr><th>Note</th><td>unaudited</td></tr></tbody></table>"
        )
        self.release.save()
        self.open_the_release()
        table = self.desk.get_by_role("textbox", name="Body").locator("table")
        expect(table.locator("tr.desk-head-row")).to_have_text(["Item2026"])
        expect(table.locator(".desk-figure")).to_have_text(["2026", "$ 1,204"])
        self.desk.get_by_role("button", name="Save", exact=True).click()
        expect(self.desk.get_by_text("Saved as a draft.")).to_be_visible()
        self.release.refresh_from_db()
        assert "desk-" not in self.release.body

    def test_a_contact_is_added_beside_the_release(self) -> None:
        self.open_the_release()
        self.desk.locator("#releasecontacts-group summary").click()
        with self.desk.expect_popup() as popup:
            self.desk.locator("#add_id_releasecontacts-1-contact").click()
        popup.value.get_by_label("Name:").fill("Added Beside")
        popup.value.get_by_role("button", name="Save", exact=True).click()
        chosen = self.desk.locator("#id_releasecontacts-1-contact")
        expect(chosen.locator("option:checked")).to_have_text(
            "Added Beside (investors)"
        )

    def open_the_release(self) -> None:
        """Its own page."""
        path = reverse("admin:releases_release_change", args=[self.release.pk])
        self.desk.goto(path)


def paste(page: Page, html: str, text: str = "") -> None:
    """Paste over the whole body."""
    page.get_by_role("textbox", name="Body").click()
    page.keyboard.press("Control+a")
    insert(page, html, text)


def insert(page: Page, html: str, text: str = "") -> None:
    """Paste where the cursor is."""
    page.evaluate(
        """([html, text]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/html", html);
          clipboardData.setData("text/plain", text);
          const options = { clipboardData, bubbles: true, cancelable: true };
          const paste = new ClipboardEvent("paste", options);
          document.querySelector("[role=textbox]").dispatchEvent(paste);
        }""",
        [html, text],
    )
