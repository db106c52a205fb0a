"""Two people at once, on real connections: one is refused, and nothing slips through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User

from releases.desk import transitions
from releases.models import Approval, Contact, Publication, Release
from releases.record import publishing
from releases.record.clock import read_clock
from tests.builders import (
    author,
    counsel,
    full_digest_of,
    make_contact,
    make_user,
    submit,
)
from tests.desk.test_approvals import finance, require
from tests.record.test_publishing import Racing

DAY = dt.timedelta(days=1)
Act = Callable[[Release], object]


class TwoAtOnce(Racing):
    """Each on a connection of their own, from the same starting shot."""

    roles: tuple[str, ...] = ()

    def setUp(self) -> None:
        require(*self.roles)
        self.at = read_clock()
        self.carl, self.fay, self.ada = counsel(), finance(), author()
        self.cleo = make_user("cleo", groups=("Counsel",))
        self.contact = make_contact()
        tomorrow = self.at.replace(microsecond=0) + DAY
        self.release = submit(contacts=(self.contact,), go_live_at=tomorrow)
        super().setUp()

    def outcome(self, act: Callable[[], Any]) -> Any:
        """Return the result of an act; a refusal is one too."""

        def attempt() -> Any:
            try:
                return act()
            except transitions.NotAllowed as refusal:
                return refusal

        return super().outcome(attempt)

    def together(self, *acts: Act) -> list[transitions.NotAllowed]:
        """Do them at once; the refusals."""

        def run_act(n: int) -> object:
            return acts[n](Release.objects.get(pk=self.release.pk))

        outcomes = self.at_once(run_act, people=len(acts))
        assert not [
            error for error in outcomes if isinstance(error, publishing.TooLate)
        ]
        return [
            error for error in outcomes if isinstance(error, transitions.NotAllowed)
        ]

    def count(self, model: Any) -> int:
        """Return how many rows there are now."""
        return int(self.alone(model.objects.count))

    def approval(self, by: User, seen: str | None = None) -> Act:
        """Return the act of approving by this person."""
        return lambda release: transitions.approve(
            release, by=by, at=self.at, seen=seen
        )


class WithoutAPolicy(TwoAtOnce):
    """One approval is enough."""

    def test_of_two_approvals_one_puts_it_on_the_record(self) -> None:
        refusals = self.together(self.approval(self.carl), self.approval(self.cleo))
        assert len(refusals) == 1
        assert self.count(Publication) == self.count(Approval) == 1

    def test_an_edit_at_the_same_moment_is_approved_by_nobody(self) -> None:
        seen = full_digest_of(self.release)
        number = "+1 617 555 0199"
        refusals = self.together(
            self.approval(self.carl, seen),
            lambda _: Contact.objects.filter(pk=self.contact.pk).update(phones=number),
        )
        documents = self.alone(
            lambda: list(Publication.objects.values_list("document", flat=True))
        )
        assert len(documents) == 1 - len(refusals)
        assert number not in "".join(documents)

    def test_calling_off_and_holding_at_once_end_in_one_of_the_two(self) -> None:
        self.together(self.approval(self.carl))
        refusals = self.together(
            lambda release: transitions.hold(release, by=self.carl, at=self.at),
            lambda release: transitions.call_off(release, by=self.ada, at=self.at),
        )
        assert len(refusals) <= 1
        state = self.alone(lambda: Release.objects.get().state)
        assert state in {"held", "draft"}
        assert not self.alone(lambda: Publication.objects.not_called_off().exists())


class WithTwoRoles(TwoAtOnce):
    """Counsel and finance."""

    roles = ("Counsel", "Finance")

    def test_two_of_one_role_do_not_make_up_for_the_other(self) -> None:
        refusals = self.together(self.approval(self.carl), self.approval(self.cleo))
        assert len(refusals) == 1
        assert not self.count(Publication)

    def test_two_roles_at_once_are_both_taken(self) -> None:
        assert not self.together(self.approval(self.carl), self.approval(self.fay))
        assert self.count(Publication) == 1
