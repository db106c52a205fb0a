"""Who must approve, what their approval covers, and what voids it."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import Group, User
from django.db.models.signals import post_save
from django.test import TestCase

import pytest

from releases.desk import approvals, transitions
from releases.desk.context import load_context
from releases.models import (
    Absence,
    Approval,
    Category,
    Comment,
    Contact,
    JournalEntry,
    Publication,
    Release,
    RequiredApproval,
    State,
)
from releases.text.highlighting import Anchor
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_contact,
    make_release,
    make_user,
    publication_of,
    submit,
)
from tests.clock import SECOND, travel

HOUR = dt.timedelta(hours=1)


def finance() -> User:
    """Fay, who approves figures."""
    user = User.objects.filter(username="fay").first()
    return user or make_user("fay", groups=("Finance",))


def require(*roles: str, category: str = "financial-results") -> None:
    """Require the approval of these roles in a category."""
    for role in roles:
        RequiredApproval.objects.create(
            category=Category.objects.get(slug=category),
            role=Group.objects.get(name=role),
        )


class UnderAPolicy(TestCase):
    """Results want counsel and finance."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        require("Counsel", "Finance")
        cls.release = submit()

    def test_one_of_two_puts_nothing_before_the_public(self) -> None:
        assert transitions.approve(self.release, by=counsel(), at=SEVEN) is None
        assert not Publication.objects.exists()
        assert self.release.state == State.SUBMITTED
        assert (
            "still needs Finance"
            in JournalEntry.objects.get(action="approve in part").detail
        )

    def test_with_the_last_of_them_it_goes_on_the_record(self) -> None:
        transitions.approve(self.release, by=counsel(), at=SEVEN)
        outcome = transitions.approve(self.release, by=finance(), at=SEVEN)
        assert outcome is not None
        assert self.release.state == State.APPROVED
        documents = set(Approval.objects.values_list("document", flat=True))
        assert documents == {publication_of(self.release).document}

    def test_one_person_does_not_approve_for_two_roles(self) -> None:
        both = make_user(groups=("Counsel", "Finance"))
        transitions.approve(self.release, by=both, at=SEVEN)
        with pytest.raises(
            transitions.NotAllowed, match="Someone else must approve it now"
        ):
            transitions.approve(self.release, by=both, at=SEVEN)

    def test_a_role_is_filled_once(self) -> None:
        transitions.approve(self.release, by=counsel(), at=SEVEN)
        other = make_user(groups=("Counsel",))
        with pytest.raises(transitions.NotAllowed, match="approval of Finance"):
            transitions.approve(self.release, by=other, at=SEVEN)

    def test_an_author_does_not_slip_in_after_the_first_approval(self) -> None:
        writes_and_counts = make_user(groups=("Finance",))
        release = make_release(headline="Another")
        transitions.note_edit(release, by=writes_and_counts)
        submit(release)
        transitions.approve(release, by=counsel(), at=SEVEN)
        with pytest.raises(transitions.NotAllowed, match="omeone else must approve"):
            transitions.approve(release, by=writes_and_counts, at=SEVEN)

    def test_an_author_under_another_name_is_the_same_person(self) -> None:
        writes_and_counts = make_user(groups=("Finance",))
        release = make_release(headline="Another")
        transitions.note_edit(release, by=writes_and_counts)
        User.objects.filter(pk=writes_and_counts.pk).update(username="married")
        submit(release)
        renamed = User.objects.get(pk=writes_and_counts.pk)
        with pytest.raises(transitions.NotAllowed, match="omeone else must approve"):
            transitions.approve(release, by=renamed, at=SEVEN)

    def test_who_may_not_approve_approves_for_nobody(self) -> None:
        with pytest.raises(transitions.NotAllowed, match="Only approvers can"):
            transitions.approve(self.release, by=make_user(), at=SEVEN)

    def test_without_a_policy_one_other_person_is_enough(self) -> None:
        release = submit(
            headline="A Site", category=Category.objects.get(slug="corporate")
        )
        transitions.approve(release, by=finance(), at=SEVEN)
        assert release.state == State.APPROVED


class AnApproval(TestCase):
    """It is of what was read, and of nothing else."""

    contact: Contact
    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        require("Counsel", "Finance")
        cls.contact = make_contact()
        cls.release = submit(
            contacts=(cls.contact,), go_live_at=SEVEN + dt.timedelta(days=9)
        )
        with travel(SEVEN):
            transitions.approve(cls.release, by=counsel(), at=SEVEN)

    def valid(self) -> int:
        return len(approvals.valid_approvals(load_context(self.release, at=SEVEN)))

    def test_it_stands_while_nothing_changes(self) -> None:
        assert self.valid() == 1

    def test_an_edit_past_every_form_voids_it(self) -> None:
        for change in (
            {"body": "<p>Revenue fell.</p>"},
            {"go_live_at": SEVEN + dt.timedelta(days=8)},
            {"after_wire": True},
            {"headline": "Another"},
        ):
            with self.subTest(change=change):
                before = Release.objects.filter(pk=self.release.pk).values(*change)[0]
                Release.objects.filter(pk=self.release.pk).update(**change)
                assert self.valid() == 0
                Release.objects.filter(pk=self.release.pk).update(**before)
                assert self.valid() == 1

    def test_a_contacts_new_number_voids_it_and_the_other_role_is_not_enough(
        self,
    ) -> None:
        self.contact.phones = "+1 617 555 0199"
        self.contact.save()
        assert self.valid() == 0
        with travel(SEVEN):
            assert transitions.approve(self.release, by=finance(), at=SEVEN) is None
        assert not Publication.objects.exists()

    def test_what_is_saved_while_the_last_one_is_given_does_not_go_out(self) -> None:
        def save_contact(**kwargs: object) -> None:
            Contact.objects.update(phones="+1 617 555 0199")

        post_save.connect(save_contact, sender=Approval)
        self.addCleanup(post_save.disconnect, save_contact, sender=Approval)
        with travel(SEVEN):
            transitions.approve(self.release, by=finance(), at=SEVEN)
        assert Contact.objects.get().phones == "+1 617 555 0199"
        assert "555 0199" not in publication_of(self.release).document

    def test_sent_back_it_must_be_given_again(self) -> None:
        transitions.send_back(
            self.release,
            by=finance(),
            at=SEVEN,
            reason="See below.",
            remarks=[
                transitions.Remark(anchor=Anchor("Revenue grew"), text="By how much?")
            ],
        )
        assert Comment.objects.get().passage == "Revenue grew"
        submit(self.release)
        assert self.valid() == 0
        with travel(SEVEN):
            transitions.approve(self.release, by=counsel(), at=SEVEN)
        assert self.valid() == 1


class ADeputy(TestCase):
    """Somebody who stands in for a colleague who is away."""

    release: Release
    away: Absence

    @classmethod
    def setUpTestData(cls) -> None:
        require("Counsel", "Finance")
        cls.release = submit()
        cls.away = Absence.objects.create(
            person=counsel(), deputy=make_user("dora"), starts=SEVEN, ends=SEVEN + HOUR
        )

    def test_approves_in_their_role_and_the_journal_says_for_whom(self) -> None:
        transitions.approve(self.release, by=self.away.deputy, at=SEVEN)
        given = Approval.objects.get()
        assert str(given.role) == "Counsel"
        assert given.standing_in_for == counsel()
        assert "for carl" in JournalEntry.objects.get(action="approve in part").detail

    def test_not_before_and_not_after(self) -> None:
        for at in (SEVEN - SECOND, SEVEN + HOUR):
            with pytest.raises(transitions.NotAllowed, match="Only approvers can"):
                transitions.approve(self.release, by=self.away.deputy, at=at)

    def test_who_has_a_role_of_their_own_fills_that_first(self) -> None:
        self.away.deputy.groups.add(Group.objects.get(name="Finance"))
        transitions.approve(self.release, by=self.away.deputy, at=SEVEN)
        assert Approval.objects.get().standing_in_for is None

    def test_without_a_policy_they_stand_in_too(self) -> None:
        release = submit(headline="B", category=Category.objects.get(slug="corporate"))
        transitions.approve(release, by=self.away.deputy, at=SEVEN)
        assert Approval.objects.get().standing_in_for == counsel()

    def test_who_has_left_approves_nothing(self) -> None:
        self.away.deputy.is_active = False
        self.away.deputy.save()
        with pytest.raises(transitions.NotAllowed, match="Only approvers can"):
            transitions.approve(self.release, by=self.away.deputy, at=SEVEN)

    def test_for_one_who_may_not_approve_either_gives_nothing(self) -> None:
        Absence.objects.all().delete()
        Absence.objects.create(
            person=author(), deputy=self.away.deputy, starts=SEVEN, ends=SEVEN + HOUR
        )
        with pytest.raises(transitions.NotAllowed, match="Only approvers can"):
            transitions.approve(self.release, by=self.away.deputy, at=SEVEN)


class AnInstantThatHasPassed(TestCase):
    """Approving too late asks for another instant."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        cls.release = submit(go_live_at=SEVEN)

    def test_is_refused_with_the_choice(self) -> None:
        with (
            travel(SEVEN + SECOND),
            pytest.raises(
                transitions.NotAllowed, match=r"a new one, or publish it now"
            ),
        ):
            transitions.approve(self.release, by=counsel(), at=SEVEN + SECOND)
        assert not Approval.objects.exists()

    def test_may_be_now(self) -> None:
        with travel(SEVEN + SECOND):
            transitions.approve(self.release, by=counsel(), at=SEVEN, opens="now")
        assert publication_of(self.release).live_from == SEVEN + 2 * SECOND

    def test_may_be_later(self) -> None:
        with travel(SEVEN + SECOND):
            transitions.approve(
                self.release, by=counsel(), at=SEVEN, opens=SEVEN + HOUR
            )
        assert publication_of(self.release).live_from == SEVEN + HOUR

    def test_is_not_moved_forward(self) -> None:
        release = submit(headline="B", go_live_at=SEVEN + HOUR)
        for opens in (SEVEN + HOUR - SECOND, transitions.NOW):
            with (
                travel(SEVEN + SECOND),
                pytest.raises(
                    transitions.NotAllowed, match="can't be moved to an earlier"
                ),
            ):
                transitions.approve(release, by=counsel(), at=SEVEN, opens=opens)

    def test_leaves_the_others_their_approval(self) -> None:
        require("Counsel", "Finance", "Administrators")
        with travel(SEVEN - HOUR):
            transitions.approve(self.release, by=counsel(), at=SEVEN - HOUR)
        with travel(SEVEN + SECOND):
            with pytest.raises(transitions.NotAllowed, match="leaves them enough time"):
                transitions.approve(self.release, by=finance(), at=SEVEN, opens="now")
            transitions.approve(
                self.release, by=finance(), at=SEVEN, opens=SEVEN + HOUR
            )
            admin = make_user(groups=("Administrators",))
            transitions.approve(self.release, by=admin, at=SEVEN)
        assert publication_of(self.release).live_from == SEVEN + HOUR
