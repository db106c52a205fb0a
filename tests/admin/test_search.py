"""The search of the desk, and the filters of the list of releases."""

from __future__ import annotations

import datetime as dt
import html
import re

from django.contrib.auth.models import User
from django.urls import reverse

from releases.desk import transitions
from releases.desk.stages import Stage, count_by_stage
from releases.models import JournalAction, Release
from releases.record import journal
from tests.admin.desk import DeskTestCase, list_path
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    make_user,
    publish,
    schedule,
    submit,
)
from tests.clock import travel

MINUTE = dt.timedelta(minutes=1)
YEAR = dt.timedelta(days=366)


class TheSearchOfTheDesk(DeskTestCase):
    """Finds what is written anywhere, public or not, for who may see it."""

    release: Release
    ines: User

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.ines = make_user("ines", groups=("Administrators",))
        cls.release = make_release(
            headline="Larkmoor Reports Results",
            body="<p>Sales grew at <strong>constant currency</strong> in Österreich, "
            "says R&amp;D.</p>",
            contacts=(make_contact(name="Dana Whitfield"),),
            disclaimers=(make_disclaimer(name="Safe harbor", wording="Risks abound."),),
            boilerplates=(make_boilerplate(text="A biotechnology company."),),
        )
        make_attachment(cls.release, title="Supplement", name="tables.pdf")
        make_release(headline="Another", contacts=())
        make_event(title="Currency day")

    def setUp(self) -> None:
        self.client.force_login(self.ines)

    def hits(self, words: str) -> str:
        """Return what the page of the search has for these words, on one line."""
        response = self.client.get(reverse("admin:search"), {"q": words})
        assert response.status_code == 200
        page = response.content.decode().partition("</header>")[2]
        text = html.unescape(re.sub(r"<[^>]+>", " ", page.partition("</form>")[2]))
        return " ".join(text.split())

    def test_a_release_is_found_by_whatever_it_holds(self) -> None:
        for words, place in (
            ("reports RESULTS", "headline"),
            ("constant", "text"),
            ('"constant currency"', "text"),
            ("“constant currency”", "text"),
            ("österreich", "text"),
            ("ÖSTERREICH", "text"),
            ("R&D", "text"),
            ("whitfield", "people"),
            ("abound", "disclaimers"),
            ("biotechnology", "About section"),
            ("tables.pdf", "files"),
        ):
            with self.subTest(words):
                hits = self.hits(words)
                assert "Larkmoor Reports Results Draft" in hits
                assert f"in: {place}" in hits
                assert "Another" not in hits

    def test_every_word_must_be_there_in_any_of_its_places(self) -> None:
        assert "in: headline, source, people" in self.hits("larkmoor whitfield")
        assert self.hits("larkmoor zebra").startswith("Nothing that you may see holds")

    def test_other_kinds_have_their_sections(self) -> None:
        hits = self.hits("currency")
        assert "Releases Larkmoor Reports Results" in hits
        assert "Events Currency day" in hits
        assert "Contacts Dana Whitfield" in self.hits("whitfield")
        assert "Disclaimers Safe harbor" in self.hits("safe harbor")
        assert "Users ines" in self.hits("ines")

    def test_it_says_what_is_public_and_of_which_release_a_file_is(self) -> None:
        public = publish(headline="Dividend Declared", at=SEVEN)
        make_attachment(public, title="Dividend table", name="dividend.pdf")
        with travel(SEVEN + MINUTE):
            hits = self.hits("dividend")
        assert "Dividend Declared Public in: headline, address, files" in hits
        assert "Dividend table, of “Dividend Declared”" in hits

    def test_nobody_finds_what_they_may_not_see(self) -> None:
        self.client.force_login(author())
        assert "Users" not in self.hits("ines")
        assert "Larkmoor Reports Results" in self.hits("whitfield")
        self.sign_in_as()
        assert "Larkmoor Reports Results" not in self.hits("whitfield")

    def test_many_hits_lead_to_their_list(self) -> None:
        for number in range(21):
            make_release(headline=f"Dividend {number}")
        page = self.page(f"{reverse('admin:search')}?q=dividend")
        assert f'href="{list_path("release")}?q=dividend"' in page
        assert "21 releases" in self.page(f"{list_path('release')}?q=dividend")

    def test_its_box_stands_on_every_page_and_asks_nothing_by_itself(self) -> None:
        assert 'role="search"' in self.page(reverse("admin:index"))
        assert "Nothing that you may see" not in self.hits("  ")


class TheListOfReleases(DeskTestCase):
    """Is filtered by where a release is, its year and who wrote it."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.later = SEVEN + 5 * MINUTE
        publish(headline="It is out", at=SEVEN)
        gone = publish(headline="It is gone", at=SEVEN)
        corrected = publish(headline="It is mended", at=SEVEN)
        now = SEVEN + MINUTE
        with travel(now):
            transitions.withdraw(gone, by=counsel(), at=now, reason="Wrong.")
            transitions.correct(corrected, by=author(), at=now, notice="Wrong.")
            make_release(headline="A draft")
        submit(headline="It waits", at=now)
        schedule(headline="It will come", live_from=SEVEN + YEAR, approved_at=now)
        held = schedule(headline="Held", live_from=SEVEN + YEAR, approved_at=now)
        with travel(now):
            transitions.hold(held, by=counsel(), at=now)

    later: dt.datetime

    def headlines(self, query: str) -> set[str]:
        """Return the headlines of the list with this query."""
        self.sign_in_as("Administrators")
        with travel(self.later):
            self.sign_in_as("Administrators")
            response = self.client.get(f"{list_path('release')}?{query}")
        assert response.status_code == 200
        return {release.headline for release in response.context["cl"].result_list}

    def test_by_where_it_is(self) -> None:
        for stage, expected in {
            Stage.DRAFT: {"A draft", "It is mended"},
            Stage.WAITING: {"It waits"},
            Stage.WIRE: set(),
            Stage.HELD: {"Held"},
            Stage.SCHEDULED: {"It will come"},
            Stage.PUBLIC: {"It is out", "It is mended"},
            Stage.WITHDRAWN: {"It is gone"},
        }.items():
            with self.subTest(stage):
                assert self.headlines(f"stage={stage.value}") == expected
                with travel(self.later):
                    counts, imported = count_by_stage(at=self.later)
                assert counts[stage] == len(expected)
                assert imported == 0

    def test_by_year(self) -> None:
        assert self.headlines("year=2027") == {"It will come"}
        assert "It is out" in self.headlines("year=2026")
        assert "A draft" in self.headlines("year=2026")
        assert len(self.headlines("year=soon")) == 7

    def test_by_author(self) -> None:
        release = Release.objects.get(headline="A draft")
        ines = make_user("ines")
        journal.write(JournalAction.EDIT, f"release:{release.pk}", by=ines)
        assert self.headlines("author=ines") == {"A draft"}
        assert "It waits" in self.headlines("author=ada")
        assert len(self.headlines("author=")) == 7

    def test_a_stage_that_there_is_not_hides_nothing(self) -> None:
        assert len(self.headlines("stage=limbo")) == 7
