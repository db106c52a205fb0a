"""The steps of a release, and the column beside its form."""

from __future__ import annotations

import datetime as dt
import re

from releases.desk import transitions
from releases.models import Release
from tests.admin.desk import (
    DeskTestCase,
    add_path,
    change_path,
    form_data,
    release_without_findings,
)
from tests.builders import (
    SEVEN,
    counsel,
    make_issuer,
    make_release,
    schedule,
    submit,
)
from tests.clock import SECOND, travel

LATER = SEVEN + dt.timedelta(hours=2)
CURRENT = re.compile(r'<li aria-current="step">([^<]+)</li>')
PASSED = re.compile(r'<li class="workspace-passed">([^<]+)</li>')
FOLD = re.compile(r'<details class="desk-fold"( open)?>\s*<summary>\s*<h2[^>]*>([^<]+)')


class TheSteps(DeskTestCase):
    """From draft to public."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Administrators")

    def steps(self, path: str) -> tuple[list[str], list[str]]:
        """Return the steps that are passed, and the present one."""
        page = self.page(path)
        return PASSED.findall(page), CURRENT.findall(page)

    def test_a_draft_is_at_the_first_saved_or_not(self) -> None:
        for path in (add_path("release"), change_path(make_release())):
            assert self.steps(path) == ([], ["Draft"])

    def test_each_transition_takes_it_one_further(self) -> None:
        with travel(SEVEN):
            waiting = submit(go_live_at=LATER)
            assert self.steps(change_path(waiting)) == (["Draft"], ["Submitted"])
        release = schedule(live_from=LATER)
        path = change_path(release)
        with travel(LATER - SECOND):
            passed = ["Draft", "Submitted", "Approved"]
            assert self.steps(path) == (passed, ["Scheduled"])
        with travel(LATER):
            assert self.steps(path) == ([*passed, "Scheduled"], ["Public"])

    def test_one_on_hold_has_stopped_before_its_instant(self) -> None:
        release = schedule(live_from=LATER)
        with travel(LATER - SECOND * 90):
            transitions.hold(release, by=counsel(), at=LATER - SECOND * 90)
            steps = self.steps(change_path(release))
        assert steps == (["Draft", "Submitted"], ["Held"])

    def test_an_imported_release_took_others(self) -> None:
        release = make_release()
        dated = SEVEN - dt.timedelta(days=400)
        with travel(SEVEN):
            transitions.import_past(release, by="loader", at=SEVEN, dated=dated)
        with travel(SEVEN + SECOND):
            assert self.steps(change_path(release)) == ([], [])


class ItsSections(DeskTestCase):
    """Folded where nothing is left to do in them."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")

    def open_sections(self, page: str) -> list[str]:
        """Return the names of the sections that are open."""
        return [name.strip() for is_open, name in FOLD.findall(page) if is_open]

    def test_a_draft_shows_its_text_and_what_is_not_answered(self) -> None:
        unanswered = make_release(category=None)
        sections = self.open_sections(self.page(change_path(unanswered)))
        assert sections[:3] == ["Headline and dateline", "Text", "Classification"]
        answered = release_without_findings()
        sections = self.open_sections(self.page(change_path(answered)))
        assert "Classification" not in sections
        assert "Publication" in sections
        with travel(SEVEN):
            timed = release_without_findings(slug="timed", go_live_at=LATER)
            page = self.page(change_path(timed))
        assert "Publication" not in self.open_sections(page)

    def test_one_with_an_error_is_open_though_it_shares_a_line(self) -> None:
        path = change_path(release_without_findings())
        sent = form_data(self.client, path, go_live_at="never")
        page = self.client.post(path, sent)
        assert "Publication" in self.open_sections(page.content.decode())

    def test_rows_with_an_error_are_open(self) -> None:
        path = change_path(release_without_findings())
        sent = form_data(self.client, path)
        page = self.client.post(path, sent | {"releasecontacts-0-contact": "0"})
        assert "Contacts" in self.open_sections(page.content.decode())

    def test_a_text_that_cannot_be_edited_is_shown_whole_instead(self) -> None:
        page = self.page(change_path(submit()))
        assert '<details id="workspace-text" class="desk-fold" open>' in page
        assert "Text" not in [name.strip() for _is_open, name in FOLD.findall(page)]


class ItsButtons(DeskTestCase):
    """Beside the form, and still its own."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")

    def test_save_and_submit_stand_beside_the_form(self) -> None:
        for path in (add_path("release"), change_path(make_release())):
            page = self.page(path)
            aside = page[page.index("<aside") : page.index("</aside>")]
            for name in ("_save", "_submit"):
                button = rf'<input type="submit" form="release_form"[^>]*name="{name}"'
                assert re.search(button, aside)

    def test_what_cannot_be_saved_has_neither(self) -> None:
        release: Release = submit()
        assert 'form="release_form"' not in self.page(change_path(release))
