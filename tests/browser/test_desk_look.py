"""The desk at three widths: what is in view, what folds, and what axe finds."""

from __future__ import annotations

from typing import Literal

from django.urls import reverse

from axe_playwright_python.sync_playwright import (  # type: ignore[import-untyped]  # it has none
    Axe,
)
from playwright.sync_api import Page, expect

from releases.models import Release
from tests.admin.desk import action_path, change_path, release_without_findings
from tests.browser.chromium import BrowserTestCase
from tests.builders import make_contact, make_issuer, make_release, make_user, submit
from tests.examples import share

WIDE, TABLET, PHONE = (1280, 720), (768, 900), (360, 740)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
LOOKS = [(size, scheme) for size in (WIDE, TABLET, PHONE) for scheme in SCHEMES]
HEADLINE = ("Larkmoor reports results and reiterates guidance " * 5)[:199].strip()
# Its own requests for style sheets look like faults of the page.
RULES = {"preload": False, "resultTypes": ["violations"]}


class TheDesk(BrowserTestCase):
    """With a headline of 200 letters."""

    databases = "__all__"

    release: Release

    def setUp(self) -> None:
        super().setUp()
        make_issuer()
        self.release = release_without_findings(
            headline=HEADLINE, body="<p>Net sales rose.</p>" * 60
        )
        make_user("ines", groups=("Administrators",))
        self.desk = self.somebody(bypass_csp=True)
        self.sign_in(self.desk, "ines")

    def look_at(self, path: str, size: tuple[int, int]) -> Page:
        """Open the page at a width, where nothing scrolls sideways."""
        width, height = size
        self.desk.set_viewport_size({"width": width, "height": height})
        self.desk.goto(path)
        sideways = "document.documentElement.scrollWidth - innerWidth"
        assert self.desk.evaluate(sideways) <= 0, (path, width)
        return self.desk

    def test_axe_finds_nothing_and_nothing_scrolls_sideways(self) -> None:
        waiting = submit(headline=HEADLINE)
        paths = (
            reverse("admin:index"),
            reverse("admin:releases_release_changelist"),
            change_path(self.release),
            action_path(waiting, "approve"),
        )
        for number, path in enumerate(paths):
            for size, scheme in share(LOOKS, number, one_in=3):
                with self.subTest(path=path, width=size[0], scheme=scheme):
                    self.desk.emulate_media(color_scheme=scheme)
                    result = Axe().run(self.look_at(path, size), options=RULES)
                    assert [row["id"] for row in result.response["violations"]] == []

    def test_save_stays_in_view_and_a_bar_at_the_bottom_has_it_on_a_phone(self) -> None:
        for size in (WIDE, TABLET, PHONE):
            page = self.look_at(change_path(self.release), size)
            save = page.get_by_role("button", name="Save", exact=True)
            for position in ("0", "document.body.scrollHeight"):
                page.evaluate(f"scrollTo(0, {position})")
                expect(save).to_be_in_viewport(ratio=1)
        page.get_by_label("Headline:", exact=True).fill("A shorter headline")
        save.click()
        expect(page.get_by_text("Saved as a draft.")).to_be_visible()

    def test_a_link_to_a_field_opens_its_section(self) -> None:
        make_contact()
        bare = make_release(headline="No contact yet", contacts=())
        page = self.look_at(change_path(bare), WIDE)
        rows = page.locator("#id_releasecontacts-0-contact")
        expect(rows).not_to_be_visible()
        page.locator("summary", has_text="Advice").click()
        page.locator("a[href='#releasecontacts-group']").first.click()
        expect(rows).to_be_visible()

    def test_the_password_is_at_most_twelve_tabs_from_the_top(self) -> None:
        make_user("carla", groups=("Counsel",))
        counsels = self.somebody()
        self.sign_in(counsels, "carla")
        counsels.goto(action_path(submit(), "approve"))
        stops = []
        for _press in range(12):
            counsels.keyboard.press("Tab")
            stops.append(counsels.evaluate("document.activeElement.type"))
        assert "password" in stops
