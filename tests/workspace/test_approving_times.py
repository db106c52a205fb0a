"""The page on which somebody approves: when it is late, and when something is to come."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.desk import transitions
from releases.models import Publication, Release, State
from tests.admin.desk import action_path
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_user,
    publication_of,
    publish,
    schedule,
    submit,
)
from tests.clock import SECOND, travel
from tests.desk.test_approvals import require
from tests.workspace.test_approving import ApprovingTestCase

HOUR = dt.timedelta(hours=1)
LATER = SEVEN + 2 * HOUR


class WhenItsInstantHasPassed(ApprovingTestCase):
    """The approver chooses another, or now."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with travel(SEVEN):
            cls.release = submit(go_live_at=SEVEN - HOUR)

    def test_without_a_choice_it_is_refused(self) -> None:
        answer = self.approve(self.release, when="at")
        assert "Enter a time." in answer.content.decode()
        assert not Publication.objects.exists()

    def test_now_is_the_next_second(self) -> None:
        self.approve(self.release, when="now")
        assert publication_of(self.release).live_from == SEVEN + SECOND

    def test_another_instant_is_by_the_companys_clock(self) -> None:
        self.approve(self.release, when="at", opens_at="2026-03-03T09:30:00")
        assert publication_of(self.release).live_from == LATER + HOUR / 2

    def test_one_that_is_no_time_is_refused_and_kept(self) -> None:
        page = self.approve(self.release, when="at", opens_at="soon").content.decode()
        assert "Write a date and a time" in page
        assert 'value="soon"' in page

    def test_while_it_is_to_come_no_other_is_asked_for(self) -> None:
        assert 'name="when"' not in self.approving(submit(go_live_at=LATER))


class WhatIsScheduledAlready(ApprovingTestCase):
    """A tick says that it is called off."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with travel(SEVEN - HOUR):
            cls.release = publish(at=SEVEN - HOUR)
        with travel(SEVEN):
            cls.correct(go_live_at=LATER)
            transitions.approve(cls.release, by=counsel(), at=SEVEN)
            cls.correct(go_live_at=LATER - HOUR)

    @classmethod
    def correct(cls, **fields: Any) -> None:
        """Open it, and submit it again for this instant."""
        transitions.correct(cls.release, by=author(), at=SEVEN, notice="Put right.")
        Release.objects.filter(pk=cls.release.pk).update(**fields)
        cls.release.refresh_from_db()
        submit(cls.release)

    def test_without_it_the_door_says_what_would_be_lost(self) -> None:
        page = self.approve(self.release).content.decode()
        assert "would never go public. Confirm that it is called off" in page
        assert publication_of(self.release).live_from == LATER

    def test_with_it_the_earlier_one_goes_out_instead(self) -> None:
        self.approve(self.release, calls_off="on")
        assert publication_of(self.release).live_from == LATER - HOUR


class AfterTheApproval(ApprovingTestCase):
    """The page of the release says how it stands."""

    def test_what_waits_for_the_wire_says_so(self) -> None:
        release = submit(after_wire=True)
        answer = self.approve(release)
        assert (
            "It will publish once the wire crossing is recorded"
            in answer.content.decode()
        )
        release.refresh_from_db()
        assert release.state == State.CLEARED

    def test_a_second_approval_by_the_same_person_is_refused(self) -> None:
        require("Counsel", "Finance")
        release = submit()
        self.approve(release)
        assert "You have already approved this release" in self.approving(release)

    def test_a_role_that_is_filled_is_refused(self) -> None:
        require("Counsel", "Finance")
        release = submit()
        transitions.approve(release, by=make_user(groups=("Counsel",)), at=SEVEN)
        assert "This release still needs the approval of Finance" in self.approving(
            release
        )

    def test_once_scheduled_there_is_nothing_to_approve(self) -> None:
        release = schedule(live_from=LATER)
        answer = self.client.get(action_path(release, "approve"))
        assert answer.status_code == 302
