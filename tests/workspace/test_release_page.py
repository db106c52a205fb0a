"""The release's page: what is next, what blocks it, how long there is."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.desk import comments, transitions
from releases.models import Release, Waiver
from tests.admin.desk import (
    DeskTestCase,
    action_path,
    change_path,
    release_without_findings,
)
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_contact,
    make_event,
    make_issuer,
    make_release,
    publish,
    schedule,
    submit,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.desk.test_approvals import finance, require

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
LATER = SEVEN + 2 * HOUR


class WhereItStands(DeskTestCase):
    """In a word and a sentence."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Counsel")

    def test_before_its_instant_it_is_scheduled_and_has_no_public_link(self) -> None:
        release = schedule(live_from=LATER)
        with travel(LATER - MICROSECOND):
            page = self.page(change_path(release))
        assert "Scheduled" in page
        assert f'href="/releases/{release.address}/"' not in page

    def test_at_its_instant_it_is_public(self) -> None:
        release = schedule(live_from=LATER)
        with travel(LATER):
            page = self.page(change_path(release))
        assert "Public since 3 March 2026, 09:00:00 EST (14:00:00 UTC)." in page
        release.refresh_from_db()
        assert f'href="/releases/{release.address}/"' in page

    def test_one_that_was_imported_says_where_it_comes_from(self) -> None:
        release = make_release()
        with travel(SEVEN):
            transitions.import_past(
                release, by="loader", at=SEVEN, dated=SEVEN - dt.timedelta(days=400)
            )
        with travel(SEVEN + SECOND):
            page = self.page(change_path(release))
        assert "Imported: first published elsewhere on 27 January 2025." in page

    def test_it_shows_what_was_done_but_not_who_only_read(self) -> None:
        release = schedule(live_from=LATER)
        path = change_path(release)
        with travel(LATER - MINUTE):
            self.page(path)
            page = self.page(path)
        assert "ada submitted <a" in page
        assert "carl approved <a" in page
        assert " read <a" not in page


class HowLongThereIs(DeskTestCase):
    """By the company's clock, by UTC, and in hours and minutes."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Counsel")

    def shown(self, instant: dt.datetime, at: dt.datetime = SEVEN) -> str:
        """Return the page of a draft that opens at this instant."""
        with travel(at):
            return self.page(change_path(make_release(go_live_at=instant)))

    def test_in_the_two_greatest_units_that_it_has(self) -> None:
        for left, words in (
            (dt.timedelta(days=3, hours=5, minutes=2), "in 3 days 5 h"),
            (47 * HOUR + 59 * MINUTE, "in 47 h 59 min"),
            (65 * MINUTE, "in 1 h 5 min"),
            (3 * MINUTE + 7 * SECOND, "in 3 min 7 s"),
            (9 * SECOND, "in 9 s"),
        ):
            with self.subTest(words):
                assert f">{words}</span>" in self.shown(SEVEN + left)

    def test_utc_names_its_day_where_that_is_another(self) -> None:
        page = self.shown(SEVEN + 14 * HOUR)
        assert "3 March 2026, 21:00:00 EST</time>" in page
        assert "4 March 2026, 02:00:00 UTC" in page

    def test_an_instant_that_has_passed_is_pointed_out(self) -> None:
        page = self.shown(SEVEN, at=LATER)
        assert "2 h 0 min ago" in page
        assert "This time has passed. Choose a new one" in page
        assert "this second" in self.shown(SEVEN)

    def test_the_script_is_told_the_records_time(self) -> None:
        page = self.shown(SEVEN + HOUR)
        assert 'data-countdown="2026-03-03T08:00:00-05:00"' in page
        assert 'data-now="2026-03-03T07:00:00-05:00"' in page

    def test_without_an_instant_it_opens_when_it_is_approved(self) -> None:
        assert "As soon as it is approved" in self.page(change_path(make_release()))


class WhatIsNext(DeskTestCase):
    """One sentence, for the user who looks."""

    def setUp(self) -> None:
        make_issuer()

    def test_of_a_draft_what_has_to_be_done_first(self) -> None:
        self.sign_in_as("Authors")
        for release, words in (
            (
                make_release(category=None, forward_looking=""),
                "Fix 2 problems before you submit it.",
            ),
            (
                release_without_findings(contacts=()),
                "1 finding to fix, or to answer",
            ),
            (release_without_findings(), "Press “Submit for approval”, next to Save."),
        ):
            with self.subTest(words):
                assert words in self.page(change_path(release))
        self.sign_in_as("Counsel")
        assert "Its authors are working on it." in self.page(change_path(release))

    def test_of_what_waits_whose_approval_it_waits_for(self) -> None:
        require("Counsel", "Finance")
        release = submit()
        transitions.approve(release, by=finance(), at=SEVEN)
        self.sign_in_as("Authors")
        assert "Waiting for the approval of Counsel." in self.page(change_path(release))
        self.sign_in_as("Counsel")
        assert "Needs your approval" in self.page(change_path(release))
        self.client.force_login(finance())
        page = self.page(change_path(release))
        assert "You have already approved this release" in page

    def test_without_a_policy_somebody_else(self) -> None:
        self.sign_in_as("Authors")
        page = self.page(change_path(submit()))
        assert "Waiting for the approval of a second person." in page

    def test_the_first_button_is_the_next_action(self) -> None:
        self.sign_in_as("Counsel")
        with travel(SEVEN):
            page = self.page(change_path(submit()))
        buttons = page.partition('class="desk-actions"')[2]
        assert "/action/approve/" in buttons.partition("</a>")[0]


class WhatTheChecksFound(DeskTestCase):
    """By their gravity, each with its passage and the way there."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")

    def test_each_leads_to_its_field_and_its_passage_is_marked(self) -> None:
        release = release_without_findings(
            body="<p>Larkmoor Therapeutics (Nasdaq: LRKM) grew by [●] percent.</p>"
        )
        page = self.page(change_path(release))
        assert '<a href="#id_body">Go to the field</a>' in page
        assert 'href="#mark-text.placeholder-0"' in page
        assert '<span id="mark-text.placeholder-0"></span><mark>[●]</mark>' in page

    def test_a_part_leads_to_its_rows(self) -> None:
        page = self.page(change_path(release_without_findings(contacts=())))
        assert 'href="#releasecontacts-group">Go to the field' in page

    def test_what_no_field_holds_leads_to_the_action_that_records_it(self) -> None:
        release = release_without_findings(material="yes", go_live_at=SEVEN + 4 * HOUR)
        transitions.submit(release, by=author(), at=SEVEN)
        with travel(SEVEN):
            page = self.page(change_path(release))
        assert "timing.nasdaq_notice" in page
        assert action_path(release, "exchange-notice") + '">Record…' in page

    def test_what_is_to_be_done_around_it_says_by_when(self) -> None:
        with travel(SEVEN):
            release = submit(
                release_without_findings(
                    dateline_wire="BUSINESS WIRE", go_live_at=LATER
                )
            )
            page = self.page(change_path(release))
        assert "Record when the newswire has crossed." in page
        assert action_path(release, "wire-crossed") + '">Record…' in page

    def test_it_leads_to_the_list_that_says_they_are_no_legal_advice(self) -> None:
        page = self.page(change_path(release_without_findings(contacts=())))
        assert f"{reverse('admin:checks')}#contacts.investors" in page

    def test_of_what_is_out_they_say_nothing(self) -> None:
        release = publish(release_without_findings(contacts=()))
        Waiver.objects.all().delete()
        with travel(LATER):
            page = self.page(change_path(release))
        assert 'class="workspace-check' not in page


class ThePagesCost(DeskTestCase):
    """As many questions for a long history as for a short one."""

    def test_their_number_is_constant(self) -> None:
        make_issuer()
        self.sign_in_as("Administrators")
        release = make_release(
            contacts=(make_contact(),), events=(make_event(slug="call"),)
        )
        self.go_round(release)
        few = self.counted(release)
        for _ in range(4):
            self.go_round(release)
        assert self.counted(release) <= few <= 40

    def go_round(self, release: Release) -> None:
        """Commented on, submitted and sent back."""
        comments.add_comment(release, by=counsel(), at=SEVEN, text="Look again.")
        submit(release)
        transitions.send_back(release, by=counsel(), at=SEVEN, reason="No.")

    def counted(self, release: Release) -> int:
        """How many questions the page asks, once its reading is noted."""
        self.page(change_path(release))
        with CaptureQueriesContext(connection) as asked:
            self.page(change_path(release))
        return len(asked)
