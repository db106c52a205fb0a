"""The dashboard: a person's tasks, and what goes live next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import override_settings
from django.urls import reverse

from releases.desk import comments, site_profile, transitions
from releases.desk.edit_log import note_edit_of_part
from releases.desk.transitions import Remark
from releases.models import Absence
from releases.text.highlighting import Anchor
from tests.admin.desk import DeskTestCase, change_path
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_contact,
    make_disclaimer,
    make_issuer,
    make_release,
    make_user,
    publish,
    schedule,
    submit,
)
from tests.clock import SECOND, travel
from tests.desk.test_approvals import finance, require

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
INDEX = reverse("admin:index")


class IndexTestCase(DeskTestCase):
    """The desk at seven."""

    def setUp(self) -> None:
        clock = travel(SEVEN)
        clock.__enter__()
        self.addCleanup(clock.__exit__, None, None, None)
        self.issuer = make_issuer()

    def dashboard(self) -> Any:
        """Return the dashboard that the page is given."""
        return self.client.get(INDEX).context["dashboard"]

    def tasks(self) -> list[tuple[str, str]]:
        """Return the tasks of whoever is signed in: the headline, and the action's name."""
        return [
            (task.release.headline, task.action.name if task.action else "")
            for task in self.dashboard().tasks
        ]


class TheIndex(DeskTestCase):
    """An officer's order of things."""

    def test_a_new_newsroom_is_told_to_name_its_company(self) -> None:
        self.sign_in_as("Administrators")
        page = self.page(INDEX)
        assert "Before your first release" in page
        assert f'<a href="{reverse("admin:releases_issuer_add")}">Name your' in page

    def test_an_empty_desk_says_so_in_each_part(self) -> None:
        self.sign_in_as("Counsel")
        page = self.page(INDEX)
        for words in (
            "You have no tasks.",
            "Nothing is scheduled, and no draft has a time.",
            "No problems found.",
            "Nothing was published here in the last two weeks.",
        ):
            assert words in page
        assert "Needs attention" not in page

    def test_releases_come_first_and_the_record_after_the_desk(self) -> None:
        self.sign_in_as("Administrators")
        apps = self.client.get(INDEX).context["app_list"]
        names = [app["name"] for app in apps]
        assert names[:2] == ["Newsroom", "The record"]
        models = [model["object_name"] for model in apps[0]["models"]]
        assert models[:4] == ["Release", "Event", "Contact", "Filing"]

    def test_who_may_see_no_release_hears_of_none(self) -> None:
        self.sign_in_as()
        make_release(headline="A Draft", go_live_at=SEVEN)
        page = self.page(INDEX)
        assert "draft" not in page
        assert "A Draft" not in page

    def test_each_list_is_a_click_away(self) -> None:
        self.sign_in_as("Authors")
        make_release()
        submit()
        page = self.page(INDEX)
        assert "1 draft<" in page
        assert "1 waiting for approval" in page


class WhatGoesLiveNext(IndexTestCase):
    """In the order of the clock, whatever state it is in."""

    def setUp(self) -> None:
        super().setUp()
        self.sign_in_as("Counsel")

    def test_scheduled_or_only_meant_the_next_one_first(self) -> None:
        schedule(headline="Second", live_from=SEVEN + 2 * HOUR)
        make_release(headline="Third", go_live_at=SEVEN + 3 * HOUR)
        submit(headline="First", go_live_at=SEVEN + HOUR)
        rows = [(row.release.headline, row.status) for row in self.dashboard().upcoming]
        assert rows == [
            ("First", "Waiting for approval"),
            ("Second", "Scheduled"),
            ("Third", "Draft"),
        ]

    def test_each_says_how_long_there_is_by_the_records_clock(self) -> None:
        soon = SEVEN + HOUR + 5 * MINUTE
        schedule(headline="Soon", live_from=soon, approved_at=SEVEN)
        page = self.page(INDEX)
        assert "in 1 h 5 min" in page
        assert "3 March 2026, 08:05:00 EST" in page
        assert 'data-countdown="2026-03-03T08:05:00-05:00"' in page

    def test_what_waits_for_the_wire_alone_is_there_without_an_instant(self) -> None:
        release = submit(after_wire=True)
        transitions.approve(release, by=counsel(), at=SEVEN)
        assert "When the newswire has crossed" in self.page(INDEX)

    def test_a_correction_is_called_one(self) -> None:
        with travel(SEVEN - HOUR):
            release = publish(at=SEVEN - HOUR)
        transitions.correct(release, by=author(), at=SEVEN, notice="Put right.")
        schedule(release, live_from=SEVEN + HOUR, approved_at=SEVEN)
        assert [row.status for row in self.dashboard().upcoming] == [
            "Correction scheduled"
        ]

    def test_what_is_public_or_long_forgotten_is_not(self) -> None:
        publish(at=SEVEN)
        make_release(go_live_at=SEVEN - 8 * 24 * HOUR)
        assert not self.dashboard().upcoming


class WhatWaitsForMe(IndexTestCase):
    """To approve, in a role or as a deputy; to let go on; to put right."""

    def test_what_i_may_approve_and_did_not_write(self) -> None:
        me = self.sign_in_as("Counsel")
        submit(headline="Mine to approve")
        mine = make_release(headline="Mine to keep my hands off")
        transitions.note_edit(mine, by=me)
        submit(mine)
        assert self.tasks() == [("Mine to approve", "approve")]

    def test_on_a_one_person_desk_what_i_wrote_too(self) -> None:
        me = self.sign_in_as("Administrators")
        release = make_release(headline="Mine")
        transitions.note_edit(release, by=me)
        submit(release, by=me)
        assert self.tasks() == []
        with override_settings(IRSITE_ONE_PERSON_DESK=True):
            assert self.tasks() == [("Mine", "approve")]

    def test_only_what_still_wants_my_role(self) -> None:
        require("Counsel", "Finance")
        self.sign_in_as("Finance")
        submit(headline="Wants finance")
        transitions.approve(submit(headline="Has finance"), by=finance(), at=SEVEN)
        assert self.tasks() == [("Wants finance", "approve")]

    def test_what_i_approved_waits_again_once_it_was_changed(self) -> None:
        require("Counsel", "Finance")
        me = self.sign_in_as("Finance")
        contact = make_contact()
        release = submit(headline="Changed", contacts=(contact,))
        transitions.approve(release, by=me, at=SEVEN)
        assert self.tasks() == []
        with travel(SEVEN + MINUTE):
            contact.phones = "+1 617 555 0199"
            contact.save()
            note_edit_of_part(contact, by=author())
            assert self.tasks() == [("Changed", "approve")]

    def test_a_deputy_has_what_waits_for_whoever_is_away(self) -> None:
        require("Counsel")
        me = self.sign_in_as("Authors")
        Absence.objects.create(
            person=counsel(), deputy=me, starts=SEVEN - HOUR, ends=SEVEN + HOUR
        )
        submit(headline="For counsel", by=make_user())
        assert self.tasks() == [("For counsel", "approve")]
        with travel(SEVEN + 2 * HOUR):
            self.client.force_login(me)
            assert self.tasks() == []

    def test_what_is_held_or_waits_for_the_wire(self) -> None:
        self.sign_in_as("Counsel")
        held = schedule(headline="Held", live_from=SEVEN + HOUR, approved_at=SEVEN)
        transitions.hold(held, by=counsel(), at=SEVEN)
        wired = submit(headline="Wired", after_wire=True)
        transitions.approve(wired, by=counsel(), at=SEVEN)
        assert self.tasks() == [("Held", "resume"), ("Wired", "wire-crossed")]
        self.sign_in_as("Authors")
        assert self.tasks() == [("Wired", "wire-crossed")]

    def test_what_came_back_to_me_with_its_reason_and_comments(self) -> None:
        me = self.sign_in_as("Authors")
        release = submit(headline="Back", by=me)
        transitions.send_back(
            release,
            by=counsel(),
            at=SEVEN,
            reason="Check EPS.",
            remarks=[Remark(anchor=Anchor(""), text="All of it.")],
        )
        make_release(headline="Not mine")
        assert self.tasks() == [("Back", "")]
        page = self.page(INDEX)
        assert "Sent back: Check EPS. 1 comment to resolve." in page
        submit(release, by=me)
        assert self.tasks() == []

    def test_comments_on_my_draft_though_it_never_went_anywhere(self) -> None:
        me = self.sign_in_as("Authors")
        release = make_release(headline="Draft")
        transitions.note_edit(release, by=me)
        comments.add_comment(release, by=counsel(), at=SEVEN, text="Too long.")
        comments.add_comment(release, by=counsel(), at=SEVEN, text="Too dull.")
        assert "2 comments to resolve." in self.page(INDEX)

    def test_what_was_published_in_an_emergency(self) -> None:
        release = make_release(headline="Out")
        transitions.publish_in_emergency(
            release, by=counsel(), at=SEVEN, reason="It is out."
        )
        self.sign_in_as("Finance")
        assert self.tasks() == [("Out", "ratify")]
        self.client.force_login(counsel())
        assert self.tasks() == []


class WhatReadersDoNotSeeYet(IndexTestCase):
    """A contact or a disclaimer that was changed and not published again."""

    def unpublished(self, group: str) -> list[str]:
        """Return the names that somebody of the group is shown."""
        self.sign_in_as(group)
        return [label for label, _url in self.dashboard().unpublished]

    def test_is_a_task_of_whoever_may_publish_it_until_it_is_published(self) -> None:
        contact = make_contact(name="Dana Reeve")
        wording = make_disclaimer(name="Statements")
        make_contact(name="Never Public")
        with travel(SEVEN - 2 * SECOND):
            for item in (contact, wording):
                site_profile.publish(item, by=author(), at=SEVEN - 2 * SECOND)
        assert self.unpublished("Authors") == []
        contact.title = "Head of Investor Relations"
        contact.save()
        wording.wording = "Results may differ."
        wording.save()
        assert self.unpublished("Authors") == [str(wording), str(contact)]
        page = self.page(INDEX)
        assert change_path(wording) in page
        assert "readers still see the previous version" in page
        assert self.unpublished("Finance") == []
        site_profile.publish(contact, by=author(), at=SEVEN)
        with travel(SEVEN + SECOND):
            assert self.unpublished("Authors") == [str(wording)]
