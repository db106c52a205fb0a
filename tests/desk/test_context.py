"""A release is loaded, frozen and checked once for a page, a transition, or a row of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.desk import approvals, checks, transitions
from releases.desk import context as context_module
from releases.desk.approvals import Approver
from releases.desk.context import ReleaseContext, load_context, load_contexts
from releases.models import Contact, Release, State
from tests.admin.desk import DeskTestCase, action_path, change_path
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_contact,
    make_disclaimer,
    make_event,
    make_release,
    publication_of,
    schedule,
    submit,
)
from tests.clock import travel
from tests.desk.test_approvals import finance, require

HOUR = dt.timedelta(hours=1)


@contextmanager
def counting(name: str, *, place: object = context_module) -> Iterator[mock.Mock]:
    """Count the calls of a function, which does what it always does."""
    original = getattr(place, name)
    with mock.patch.object(place, name, side_effect=original) as calls:
        yield calls


class ATransition(TestCase):
    """It freezes under its lock, and once."""

    def test_approving_freezes_and_checks_once(self) -> None:
        require("Counsel", "Finance")
        release = submit(events=(make_event(),))
        for person in (counsel(), finance()):
            with (
                counting("freeze_release") as frozen,
                counting("freeze_event") as frozen_event,
                counting("findings_in", place=checks) as checked,
            ):
                transitions.approve(release, by=person, at=SEVEN)
            assert frozen.call_count == 1
            assert frozen_event.call_count == 1
        assert checked.call_count == 1
        assert release.state == State.APPROVED

    def test_approving_for_another_instant_freezes_once(self) -> None:
        release = submit(go_live_at=SEVEN)
        with travel(SEVEN + HOUR), counting("freeze_release") as frozen:
            transitions.approve(
                release, by=counsel(), at=SEVEN + HOUR, opens=SEVEN + 2 * HOUR
            )
        assert frozen.call_count == 1
        assert publication_of(release).live_from == SEVEN + 2 * HOUR

    def test_resuming_freezes_once(self) -> None:
        release = schedule(live_from=SEVEN + HOUR, approved_at=SEVEN)
        with travel(SEVEN):
            transitions.hold(release, by=counsel(), at=SEVEN)
        with travel(SEVEN), counting("freeze_release") as frozen:
            transitions.resume(release, by=counsel(), at=SEVEN, opens=SEVEN + HOUR)
        assert frozen.call_count == 1

    def test_submitting_freezes_once(self) -> None:
        release = make_release(source="")
        findings = load_context(release, at=SEVEN).findings
        answers = {finding.check.id: "Seen." for finding in findings}
        with counting("freeze_release") as frozen:
            transitions.submit(release, by=author(), at=SEVEN, waive=answers)
        assert frozen.call_count == 1

    def test_takes_nothing_from_before_its_lock(self) -> None:
        contact = make_contact()
        release = submit(contacts=(contact,))
        context = ReleaseContext(release, at=SEVEN)
        assert "555 0142" in context.page.text
        Contact.objects.update(phones="+1 617 555 0199")
        with travel(SEVEN):
            transitions.approve(release, by=counsel(), at=SEVEN)
        assert "555 0199" in publication_of(release).document


class APage(DeskTestCase):
    """One freeze a request."""

    def setUp(self) -> None:
        clock = travel(SEVEN)
        clock.__enter__()
        self.addCleanup(clock.__exit__, None, None, None)

    def frozen_by(self, path: str) -> int:
        """How often the request froze a release."""
        with counting("freeze_release") as frozen:
            assert self.client.get(path).status_code == 200
        return int(frozen.call_count)

    def test_the_workspace_freezes_its_release_once(self) -> None:
        self.sign_in_as("Counsel")
        release = submit()
        assert self.frozen_by(change_path(release)) == 1

    def test_the_page_to_approve_on_freezes_it_once(self) -> None:
        require("Counsel", "Finance")
        release = submit()
        transitions.approve(release, by=finance(), at=SEVEN)
        self.sign_in_as("Counsel")
        assert self.frozen_by(action_path(release, "approve")) == 1

    def test_each_row_of_the_dashboard_freezes_its_release_once(self) -> None:
        require("Counsel", "Finance")
        for number in range(3):
            release = submit(headline=f"R{number}", go_live_at=SEVEN + HOUR)
            transitions.approve(release, by=finance(), at=SEVEN)
        self.sign_in_as("Counsel")
        assert self.frozen_by(reverse("admin:index")) == 3


class ManyContexts(TestCase):
    """They are loaded for all releases at once."""

    def filled(self, count: int) -> list[Release]:
        """Return submitted releases, each with parts and one of two approvals."""
        releases = []
        for number in range(count):
            release = submit(
                headline=f"R{number} of {count}",
                contacts=(make_contact(), make_contact()),
                disclaimers=(
                    make_disclaimer(approved_by=counsel(), approved_at=SEVEN),
                ),
                events=(make_event(),),
            )
            transitions.approve(release, by=finance(), at=SEVEN)
            releases.append(release)
        return releases

    def test_tell_whose_approval_they_need_in_the_same_few_queries(self) -> None:
        require("Counsel", "Finance")
        costs = []
        for count in (1, 4):
            keys = [release.pk for release in self.filled(count)]
            approver = Approver(counsel(), at=SEVEN)
            rows = Release.objects.filter(pk__in=keys).select_related("category")
            with CaptureQueriesContext(connection) as queries:
                contexts = load_contexts(rows, at=SEVEN)
                assert all(approvals.open_to(approver, context) for context in contexts)
            costs.append(len(queries))
        assert costs[0] == costs[1]

    def test_say_the_same_as_each_by_itself(self) -> None:
        require("Counsel", "Finance")
        for many in load_contexts(self.filled(2), at=SEVEN):
            single = load_context(many.release, at=SEVEN)
            assert many.basis.full_digest == single.basis.full_digest
            assert many.editors == single.editors
            assert many.approvals == single.approvals


class TheDashboardAndApproving(DeskTestCase):
    """They ask one question, so that they cannot disagree."""

    def setUp(self) -> None:
        clock = travel(SEVEN)
        clock.__enter__()
        self.addCleanup(clock.__exit__, None, None, None)

    def has_task(self) -> bool:
        """Whether the dashboard asks for this person's approval."""
        tasks = self.client.get(reverse("admin:index")).context["dashboard"].tasks
        return any(task.action and task.action.name == "approve" for task in tasks)

    def test_agree_after_an_edit_that_no_journal_knows_of(self) -> None:
        require("Counsel", "Finance")
        me = self.sign_in_as("Counsel")
        release = submit(contacts=(make_contact(),))
        transitions.approve(release, by=me, at=SEVEN)
        assert not self.has_task()
        with self.assertRaisesMessage(transitions.NotAllowed, "already approved"):
            transitions.approve(release, by=me, at=SEVEN)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE releases_contact SET phones = '+1 617 555 0199'")
        assert self.has_task()
        transitions.approve(release, by=me, at=SEVEN)
        assert not self.has_task()

    def test_agree_that_authors_do_not_ratify(self) -> None:
        me = self.sign_in_as("Finance")
        release = make_release()
        transitions.note_edit(release, by=me)
        transitions.publish_in_emergency(
            release, by=counsel(), at=SEVEN, reason="It is out."
        )
        dashboard = self.client.get(reverse("admin:index")).context["dashboard"]
        assert not dashboard.tasks
        approval = load_context(release, at=SEVEN).emergency_approval
        assert approval
        with self.assertRaisesMessage(transitions.NotAllowed, "someone else must"):
            transitions.ratify(release, by=me, at=SEVEN, seen=approval.full_digest)
