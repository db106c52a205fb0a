"""The dashboard: what needs attention, what was published, and what it costs."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pytest

from releases.desk import external_records, transitions
from releases.models import Category
from tests.admin.desk import change_path, list_path
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_release,
    publish,
    schedule,
    submit,
)
from tests.clock import SECOND, travel
from tests.desk.test_approvals import require
from tests.public.html_pages import correct
from tests.workspace.test_dashboard import IndexTestCase

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
INDEX = reverse("admin:index")


class WhatIsWrong(IndexTestCase):
    """It is shouted on top."""

    def test_a_second_approval_that_is_overdue(self) -> None:
        release = make_release(headline="Out")
        transitions.publish_in_emergency(
            release, by=counsel(), at=SEVEN, reason="It is out."
        )
        self.sign_in_as("Finance")
        assert not self.dashboard().alerts
        with travel(SEVEN + 25 * HOUR):
            self.sign_in_as("Finance")
            page = self.page(INDEX)
        assert 'role="alert"' in page
        assert "The second approval was due by 4 March 2026, 07:00:00 EST" in page

    def test_an_instant_that_came_and_opened_nothing(self) -> None:
        self.sign_in_as("Authors")
        waits = submit(headline="Waits", go_live_at=SEVEN + HOUR)
        held = schedule(headline="Held", live_from=SEVEN + HOUR, approved_at=SEVEN)
        transitions.hold(held, by=counsel(), at=SEVEN)
        wired = submit(headline="Wired", go_live_at=SEVEN + HOUR, after_wire=True)
        transitions.approve(wired, by=counsel(), at=SEVEN)
        assert not self.dashboard().alerts
        with travel(SEVEN + HOUR):
            self.sign_in_as("Authors")
            page = self.page(INDEX)
        for release in (waits, held, wired):
            assert change_path(release) in page
        for why in ("approved yet", "it is on hold", "the newswire has crossed"):
            assert why in page


class WhatWentOut(IndexTestCase):
    """With what is recorded of its other channels, and what is missing."""

    def test_each_channel_is_recorded_or_missing(self) -> None:
        self.sign_in_as("Counsel")
        release = publish(headline="Out", at=SEVEN)
        page = self.page(INDEX)
        assert "Website: published 3 Mar, 07:00:00 EST" in page
        assert page.count("not recorded") == 2
        assert "no notice recorded" in page
        transitions.record_wire_crossing(
            release, by=author(), at=SEVEN, crossed_at=SEVEN
        )
        external_records.record_filing(
            release,
            by=author(),
            at=SEVEN,
            number="0001234567-26-000123",
            filed_at=SEVEN,
        )
        external_records.record_exchange_notice(
            release,
            self.issuer.listings.get(),
            by=author(),
            at=SEVEN,
            given_at=SEVEN,
            reference="MW-1",
        )
        page = self.page(INDEX)
        assert "crossed 3 Mar, 07:00:00 EST" in page
        assert "0001234567-26-000123" in page
        assert "notified 3 Mar, 07:00:00 EST" in page
        assert "not recorded" not in page

    def test_each_count_leads_to_a_list_of_as_many_releases(self) -> None:
        self.sign_in_as("Counsel")
        with travel(SEVEN):
            for number in range(2):
                transitions.import_past(
                    make_release(headline=f"Old {number}"),
                    by="loader",
                    at=SEVEN,
                    dated=SEVEN - 400 * 24 * HOUR,
                )
            publish(headline="Of today", at=SEVEN)
            make_release(headline="Draft")
        with travel(SEVEN + MINUTE):
            self.count_and_list()

    def count_and_list(self) -> None:
        """Follow each count to its list."""
        self.sign_in_as("Counsel")
        counts = self.dashboard().counts
        assert [label for label, _ in counts] == [
            "1 draft",
            "0 waiting for approval",
            "0 scheduled",
            "3 public",
            "2 imported from history",
        ]
        for label, query in counts:
            with self.subTest(label):
                listed = self.client.get(f"{list_path('release')}?{query}")
                assert label.startswith(f"{listed.context['cl'].result_count} ")

    def test_a_withdrawal_is_called_one_and_owes_no_channel(self) -> None:
        self.sign_in_as("Counsel")
        with travel(SEVEN - HOUR):
            release = publish(at=SEVEN - HOUR)
        with travel(SEVEN - MINUTE):
            transitions.withdraw(
                release, by=counsel(), at=SEVEN - MINUTE, reason="In error."
            )
        words = [row.publication.notice for row in self.dashboard().recent]
        assert words == ["withdrawal", ""]
        assert "Withdrawal</span>" in self.page(INDEX)

    def test_history_that_was_brought_along_is_none_of_it(self) -> None:
        self.sign_in_as("Counsel")
        transitions.import_past(
            make_release(), by="loader", at=SEVEN, dated=SEVEN - 400 * 24 * HOUR
        )
        with travel(SEVEN + MINUTE):
            assert not self.dashboard().recent

    def test_a_correction_of_history_went_out_here(self) -> None:
        self.sign_in_as("Counsel")
        release = make_release()
        transitions.import_past(
            release, by="loader", at=SEVEN, dated=SEVEN - 400 * 24 * HOUR
        )
        correct(release, at=SEVEN + HOUR, notice="The date.")
        with travel(SEVEN + HOUR + MINUTE):
            self.sign_in_as("Counsel")
            assert [row.publication.number for row in self.dashboard().recent] == [2]

    def test_history_is_counted_by_itself_and_asks_for_no_work(self) -> None:
        self.sign_in_as("Counsel")
        with travel(SEVEN):
            release = make_release(material="yes", wire_order="BW-1")
            transitions.import_past(
                release, by="loader", at=SEVEN, dated=SEVEN - 400 * 24 * HOUR
            )
            publish(headline="Of today", at=SEVEN)
        with travel(SEVEN + MINUTE):
            front = self.page(INDEX)
            page = self.page(change_path(release))
        assert "2 public" in front
        assert "1 imported from history" in front
        assert "first published elsewhere on 27 January 2025. Here since" in page
        assert "Public since" not in page
        assert "To do</h2>" not in page
        assert "not recorded" not in page


@pytest.mark.slow
class WhatItCosts(IndexTestCase):
    """As many questions for a full desk as for a small one."""

    def fill(self, places: range, *, at: dt.datetime) -> None:
        """Releases in every state, at this time."""
        corporate = Category.objects.get(slug="corporate")
        for place in places:
            when = SEVEN + place * HOUR
            publish(headline=f"Public {place}", at=at + place * SECOND)
            make_release(headline=f"Draft {place}", go_live_at=when)
            submit(headline=f"Submitted {place}", go_live_at=when)
            schedule(headline=f"Scheduled {place}", live_from=when, approved_at=at)
            held = schedule(headline=f"Held {place}", live_from=when, approved_at=at)
            transitions.hold(held, by=counsel(), at=at)
            back = submit(headline=f"Back {place}", category=corporate)
            transitions.send_back(back, by=counsel(), at=at, reason="No.")

    def counted(self, *, at: dt.datetime) -> int:
        """How many questions the page asks at this time."""
        with travel(at), CaptureQueriesContext(connection) as asked:
            self.page(INDEX)
        return len(asked)

    def test_their_number_is_constant(self) -> None:
        require("Counsel", "Finance", category="corporate")
        self.sign_in_as("Administrators")
        self.fill(range(1, 2), at=SEVEN)
        few = self.counted(at=SEVEN + MINUTE)
        assert few <= 40
        with travel(SEVEN + 2 * MINUTE):
            self.fill(range(2, 4), at=SEVEN + 2 * MINUTE)
        assert self.counted(at=SEVEN + 3 * MINUTE) == few
