"""Scheduled, held, corrected, withdrawn, in every order: what always holds.

People attempt transitions in any order, while the clock moves and somebody edits past
every form. Each succeeds or is refused; whichever it is, these promises hold.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.test import TestCase, override_settings

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from releases.desk import transitions
from releases.desk.checks import Level
from releases.desk.context import load_context
from releases.models import (
    Approval,
    Contact,
    Publication,
    Release,
    State,
)
from releases.record.verification import WALKS, walk
from tests.builders import (
    SEVEN,
    check_answers,
    full_digest_of,
    make_contact,
    make_event,
    make_release,
)
from tests.builders import author as ada
from tests.builders import counsel as carl
from tests.clock import SECOND, travel
from tests.desk.other_doors import OtherDoors
from tests.desk.test_approvals import finance as fay
from tests.desk.test_approvals import require
from tests.desk.transition_attempts import Opens
from tests.examples import REPEATABLE, examples

MINUTE = 60 * SECOND
AHEAD = [SECOND, 3 * SECOND, MINUTE, 10 * MINUTE, 60 * MINUTE]
STEPS = [SECOND / 3, SECOND, 3 * SECOND, MINUTE, 20 * MINUTE]
PEOPLE = (ada, carl, fay)
people = st.sampled_from(PEOPLE)
opens = st.none() | st.just("now") | st.sampled_from(AHEAD)


class DeskMachine(OtherDoors, RuleBasedStateMachine):
    """One release, three people, a contact whose number changes, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.words = map(str, itertools.count(1))
        self.shown: dict[dt.datetime, list[tuple[int, str]]] = {}
        self.example = transaction.atomic()
        self.example.__enter__()

    @initialize(
        roles=st.lists(st.sampled_from(["Counsel", "Finance"]), unique=True),
        with_event=st.booleans(),
    )
    def a_draft_and_a_policy(self, roles: list[str], with_event: bool) -> None:  # noqa: FBT001 - hypothesis gives it by position
        """None, one or two roles must approve."""
        self.people = [person() for person in PEOPLE]
        self.contact = make_contact()
        events = (make_event(),) if with_event else ()
        self.release = make_release(contacts=(self.contact,), events=events)
        self.roles = set(roles)
        require(*roles)
        self.prepare_other_doors()

    @rule(by=people, ahead=opens, after_wire=st.booleans())
    def edit(self, by: Any, ahead: Opens, after_wire: bool) -> None:  # noqa: FBT001
        """Somebody types, as far as a form would let them."""
        self.release.refresh_from_db()
        if self.release.state != State.DRAFT:
            return
        with travel(self.now):
            self.release.body = f"<p>Revenue grew by {next(self.words)} per cent.</p>"
            self.release.go_live_at = self.instant(ahead)
            self.release.after_wire = after_wire
            self.release.save()
            transitions.note_edit(self.release, by=by())
        self.editors.add(by().username)

    @rule()
    def somebody_edits_past_every_form(self) -> None:
        """Edit the body by SQL: nothing may be published that nobody approved."""
        body = f"<p>Unapproved {next(self.words)}.</p>"
        Release.objects.filter(pk=self.release.pk).update(body=body)

    @rule()
    def the_contacts_number_changes(self) -> None:
        """Edit a part of the release, which its approval covers."""
        number = f"+1 617 555 01{int(next(self.words)) % 90 + 10}"
        Contact.objects.filter(pk=self.contact.pk).update(phones=number)

    @rule(by=people)
    def submit(self, by: Any) -> None:
        """Waive the errors and submit the release."""
        with self.attempt():
            given = check_answers(self.release, at=self.now)
            errors, warnings = given[Level.ERROR], given[Level.WARNING]
            transitions.waive(self.release, by=carl(), at=self.now, answers=errors)
            transitions.submit(self.release, by=by(), at=self.now, waive=warnings)

    @rule(by=people, when=opens, calls_off=st.booleans(), blind=st.booleans())
    def approve(self, by: Any, when: Opens, calls_off: bool, blind: bool) -> None:  # noqa: FBT001
        """Approve the release, having read it or not."""
        with self.attempt():
            seen = None if blind else full_digest_of(self.release)
            transitions.approve(
                self.release,
                by=by(),
                at=self.now,
                seen=seen,
                waive=check_answers(self.release, at=self.now)[Level.ERROR],
                opens=self.publication_time(when),
                calls_off=calls_off,
            )
            assert by().username not in self.editors

    @rule(by=people)
    def send_back(self, by: Any) -> None:
        """Send the release back."""
        with self.attempt():
            transitions.send_back(self.release, by=by(), at=self.now, reason="No.")

    @rule(by=people)
    def hold(self, by: Any) -> None:
        """Hold the release."""
        with self.attempt():
            transitions.hold(self.release, by=by(), at=self.now)

    @rule(by=people, when=opens, calls_off=st.booleans())
    def resume(self, by: Any, when: Opens, calls_off: bool) -> None:  # noqa: FBT001
        """Resume the release."""
        with self.attempt():
            transitions.resume(
                self.release,
                by=by(),
                at=self.now,
                waive=check_answers(self.release, at=self.now)[Level.ERROR],
                opens=self.publication_time(when) or "now",
                calls_off=calls_off,
            )

    @rule(by=people)
    def call_off(self, by: Any) -> None:
        """Call the release off."""
        with self.attempt():
            transitions.call_off(self.release, by=by(), at=self.now)

    @rule(by=people, kind=st.sampled_from(["correction", "replacement"]))
    def correct(self, by: Any, kind: Any) -> None:
        """Correct the release."""
        with self.attempt():
            transitions.correct(
                self.release, by=by(), at=self.now, notice="A slip.", kind=kind
            )
            self.editors.add(by().username)

    @rule(
        by=people,
        kind=st.sampled_from(["withdrawal", "disregard"]),
        sealed=st.booleans(),
        later=st.sampled_from([None, "call off", "keep"]),
    )
    def withdraw(self, by: Any, kind: Any, sealed: bool, later: Any) -> None:  # noqa: FBT001
        """Withdraw the release."""
        with self.attempt():
            transitions.withdraw(
                self.release,
                by=by(),
                at=self.now,
                reason="In error.",
                kind=kind,
                sealed=sealed,
                later=later,
            )

    @rule(by=people, calls_off=st.booleans())
    def publish_in_emergency(self, by: Any, calls_off: bool) -> None:  # noqa: FBT001
        """Publish the release in an emergency."""
        with self.attempt():
            transitions.publish_in_emergency(
                self.release,
                by=by(),
                at=self.now,
                reason="It leaked.",
                calls_off=calls_off,
            )

    @rule(by=people)
    def ratify(self, by: Any) -> None:
        """Approve afterwards what was published in an emergency."""
        first = load_context(self.release, at=SEVEN).emergency_approval
        seen = first.full_digest if first else ""
        with self.attempt():
            transitions.ratify(self.release, by=by(), at=self.now, seen=seen)
            assert first is not None
            assert first.by != by()

    @rule(by=people)
    def the_wire_crosses(self, by: Any) -> None:
        """Record that the newswire has sent the release."""
        with self.attempt():
            transitions.record_wire_crossing(
                self.release, by=by(), at=self.now, crossed_at=self.now
            )

    @rule(step=st.sampled_from(STEPS))
    @precondition(lambda self: self.now < SEVEN + dt.timedelta(days=2))
    def time_passes(self, step: dt.timedelta) -> None:
        """Let a moment pass, or twenty minutes."""
        self.now += step

    @invariant()
    def what_was_read_stays_what_was_read(self) -> None:
        """At every instant that was looked at, and at this one."""
        self.shown[self.now] = self.public_versions(self.now)
        for at, versions in self.shown.items():
            assert self.public_versions(at) == versions

    @invariant()
    def only_what_was_approved_is_on_the_record(self) -> None:
        """By everybody whom the policy names, or in a journalled emergency."""
        for row in Publication.objects.releases().exclude(notice="withdrawal"):
            if row.imported:
                continue
            given = Approval.objects.filter(
                Q(ended_at=None) | Q(ended_at__gte=row.recorded_at),
                document=row.document,
                at__lte=row.recorded_at,
            )
            roles = {str(approval.role) for approval in given}
            people = {approval.by for approval in given}
            emergency = any(approval.emergency for approval in given)
            enough = roles >= self.roles and len(people) >= max(1, len(self.roles))
            assert emergency or enough, row

    @invariant()
    def the_desk_knows_where_the_release_stands(self) -> None:
        """Its state is what the record bears out."""
        release = Release.objects.get(pk=self.release.pk)
        chain = transitions.versions_of(release)
        if release.state == State.APPROVED:
            assert chain
        if release.state == State.WITHDRAWN:
            assert chain[0].notice == "withdrawal"
        if release.state in {State.HELD, State.CLEARED, State.SUBMITTED}:
            assert not release.approvals.filter(ended_at=None, emergency=True).exists()
        assert bool(release.address) >= bool(chain)

    def teardown(self) -> None:
        """Verify that the record proves all of it, and forget the example."""
        try:
            with travel(self.now):
                for step in WALKS:
                    assert walk(step)[1].named == []
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)


@pytest.mark.slow
@override_settings(SECRET_KEY="k" * 50, SECRET_KEY_IS_LASTING=True)
class EveryOrder(TestCase):
    """Of buttons, edits and hours."""

    def test_keeps_every_promise(self) -> None:
        run_state_machine_as_test(
            DeskMachine,
            settings=settings(
                max_examples=examples(7),
                stateful_step_count=30,
                deadline=None,
                database=None,
                phases=[Phase.generate],  # making a failure smaller takes minutes
                derandomize=REPEATABLE,
                suppress_health_check=list(HealthCheck),
            ),
        )
