"""A button is pressed a second time: people are shown what happened, and by whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group, Permission

from releases.desk import transitions
from releases.models import JournalEntry, Release, RequiredApproval, State
from tests.admin.desk import (
    DeskTestCase,
    action_data,
    action_path,
    change_path,
    messages_of,
    release_without_findings,
)
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_issuer,
    make_user,
    schedule,
    submit,
)
from tests.clock import SECOND, travel

HOUR = dt.timedelta(hours=1)
LATER = SEVEN + 2 * HOUR


def scheduled(**fields: Any) -> Release:
    """Return a release approved at six for nine."""
    with travel(SEVEN - HOUR):
        release = release_without_findings(**fields)
    return schedule(release, live_from=LATER, approved_at=SEVEN - HOUR)


class SecondPressTestCase(DeskTestCase):
    """Somebody presses the button of one page twice."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()

    def press_twice(self, release: Release, name: str, **changes: Any) -> str:
        """Send the same form twice, and return what is said after the second press."""
        data = action_data(self.client, release, name, **changes)
        path = action_path(release, name)
        assert self.client.post(path, data).status_code == 302
        self.client.get(change_path(release))  # shows the first press's message
        written = JournalEntry.objects.exclude(action="read").count()
        answer = self.client.post(path, data, follow=True)
        assert answer.redirect_chain[0][0] == change_path(release)
        assert JournalEntry.objects.exclude(action="read").count() == written
        assert "Not completed" not in answer.content.decode()
        return messages_of(answer)


class PressingTwice(SecondPressTestCase):
    """The second press leads to the release, whose page says what the first one did."""

    def test_submit(self) -> None:
        self.sign_in_as("Authors", name="arthur")
        with travel(SEVEN):
            shown = self.press_twice(release_without_findings(), "submit")
        assert "arthur submitted it for approval at 07:00:00 EST." in shown

    def test_approve_for_an_instant_to_come(self) -> None:
        release = release_without_findings(go_live_at=LATER)
        with travel(SEVEN):
            submit(release)
            self.sign_in_as("Counsel", name="felix")
            shown = self.press_twice(release, "approve")
        assert (
            "It publishes at 09:00:00 EST. felix approved it at 07:00:00 EST." in shown
        )

    def test_hold(self) -> None:
        release = scheduled()
        self.sign_in_as("Counsel", name="felix")
        with travel(SEVEN):
            shown = self.press_twice(release, "hold", reason="The exchange asks.")
        assert "felix put it on hold at 07:00:00 EST." in shown

    def test_resume(self) -> None:
        release = scheduled()
        self.sign_in_as("Counsel", name="felix")
        with travel(SEVEN):
            transitions.hold(release, by=counsel(), at=SEVEN)
            shown = self.press_twice(release, "resume")
        assert "felix resumed it at 07:00:00 EST." in shown

    def test_send_back_and_call_off(self) -> None:
        self.sign_in_as("Administrators", name="felix")
        with travel(SEVEN):
            shown = self.press_twice(
                submit(release_without_findings()), "send-back", reason="Shorter."
            )
            assert "felix sent it back at 07:00:00 EST." in shown
            shown = self.press_twice(scheduled(headline="Another"), "call-off")
            assert "felix called it off at 07:00:00 EST." in shown

    def test_withdraw(self) -> None:
        release = scheduled()
        self.sign_in_as("Counsel", name="felix")
        with travel(LATER + SECOND):
            shown = self.press_twice(release, "withdraw", reason="In error.")
        assert "felix withdrew it at 09:00:01 EST." in shown

    def test_publish_in_an_emergency(self) -> None:
        self.sign_in_as("Counsel", name="felix")
        with travel(SEVEN):
            shown = self.press_twice(
                release_without_findings(), "emergency", reason="It leaked."
            )
        assert "felix published it in an emergency, at 07:00:00 EST." in shown


class PublishingTwice(SecondPressTestCase):
    """On a desk of one person, at minute zero."""

    def test_the_second_press_says_when_it_publishes(self) -> None:
        ines = self.sign_in_as("Administrators", name="ines")
        ines.user_permissions.add(Permission.objects.get(codename="publish_alone"))
        with self.settings(IRSITE_ONE_PERSON_DESK=True), travel(SEVEN):
            shown = self.press_twice(release_without_findings(), "publish")
        assert (
            "It publishes at 07:00:01 EST. ines approved it at 07:00:00 EST." in shown
        )


class TwoApprovers(SecondPressTestCase):
    """The second of two is shown who was first."""

    def test_where_one_approval_is_enough(self) -> None:
        self.sign_in_as("Counsel", name="cora")
        with travel(SEVEN):
            release = submit(release_without_findings())
            data = action_data(self.client, release, "approve")
            transitions.approve(release, by=counsel(), at=SEVEN)
        with travel(SEVEN + 2 * SECOND):
            answer = self.client.post(
                action_path(release, "approve"), data, follow=True
            )
        assert (
            "Published at 07:00:01 EST. carl approved it at 07:00:00 EST."
            in messages_of(answer)
        )

    def test_where_several_are_needed_each_is_told_of_their_own(self) -> None:
        release = release_without_findings()
        assert release.category is not None
        for name in ("Counsel", "Finance"):
            RequiredApproval.objects.create(
                category=release.category, role=Group.objects.get(name=name)
            )
        self.sign_in_as("Counsel", name="cora")
        with travel(SEVEN):
            submit(release)
            shown = self.press_twice(release, "approve")
            assert "cora approved it at 07:00:00 EST. Other approvals are" in shown
            self.sign_in_as("Counsel", name="felix")
            page = self.page(action_path(release, "approve"))
        assert "cora approved it as Counsel at 07:00:00 EST." in page


class GoingBack(SecondPressTestCase):
    """Back to the page of a finished action leads to the release, and says the same."""

    def test_to_approve(self) -> None:
        release = scheduled()
        self.sign_in_as("Counsel")
        with travel(LATER + dt.timedelta(days=1)):
            answer = self.client.get(action_path(release, "approve"), follow=True)
        assert answer.redirect_chain[0][0] == change_path(release)
        assert (
            "Published at 09:00:00 EST, 3 March 2026. carl approved it at 06:00:00 EST"
            in messages_of(answer)
        )

    def test_to_an_action_that_something_else_made_impossible(self) -> None:
        release = submit()
        transitions.send_back(release, by=author(), at=SEVEN, reason="Mine.")
        self.sign_in_as("Counsel")
        shown = messages_of(
            self.client.get(action_path(release, "approve"), follow=True)
        )
        assert "This release is not waiting for approval. ada sent it back at" in shown


class ALateForm(SecondPressTestCase):
    """A form that comes after another transition keeps what was typed, with the facts."""

    def test_the_reason_is_kept_and_the_page_says_what_happened(self) -> None:
        release = submit()
        self.sign_in_as("Counsel")
        with travel(SEVEN):
            data = action_data(self.client, release, "send-back", reason="Too long.")
            transitions.approve(
                release, by=make_user("felix", groups=("Counsel",)), at=SEVEN
            )
            answer = self.client.post(action_path(release, "send-back"), data)
        page = answer.content.decode()
        assert "t waiting for approval. It publishes at 07:00:01 EST. felix" in page
        assert "Too long.</textarea>" in page
        release.refresh_from_db()
        assert release.state == State.APPROVED
