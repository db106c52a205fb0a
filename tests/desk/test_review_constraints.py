"""The constraints on approvals, absences, comments, notices and previews."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group

from releases.models import (
    Absence,
    Approval,
    Category,
    Comment,
    ExchangeNotice,
    Listing,
    PreviewLink,
    Release,
    RequiredApproval,
    Waiver,
)
from tests.builders import SEVEN, make_issuer, make_release, make_user
from tests.clock import SECOND
from tests.record.rows import refused
from tests.test_constraints import ConstraintTestCase


class ADeskRow(ConstraintTestCase):
    """What is values of a release at the desk is values whole, once, by somebody."""

    def setUp(self) -> None:
        self.release = make_release()
        self.person = make_user()
        self.role = Group.objects.get(name="Counsel")

    def test_who_and_when_are_told_together(self) -> None:
        rest: dict[str, Any] = {"release": self.release, "by": self.person, "at": SEVEN}
        link: dict[str, Any] = {
            "release": self.release,
            "whom": "Uma",
            "made_by": self.person,
            "made_at": SEVEN,
            "expires_at": SEVEN + SECOND,
        }
        for half in (self.person, None):
            at = None if half else SEVEN
            self.assert_broken(
                "release_hold_names_who_and_when",
                Release(headline="A", held_by=half, held_at=at),
            )
            self.assert_broken(
                "comment_is_resolved_by_somebody_at_some_time",
                Comment(text="No", resolved_by=half, resolved_at=at, **rest),
            )
            self.assert_broken(
                "preview_link_is_revoked_by_somebody_at_some_time",
                PreviewLink(revoked_by=half, revoked_at=at, **link),
            )
        self.assert_broken("comment_says_something", Comment(text="", **rest))
        self.assert_broken(
            "preview_link_names_its_reader", PreviewLink(**link | {"whom": ""})
        )
        self.assert_broken(
            "preview_link_expires_after_it_was_made",
            PreviewLink(**link | {"expires_at": SEVEN}),
        )

    def test_nobody_stands_in_for_themselves_or_for_no_time(self) -> None:
        away: dict[str, Any] = {"person": self.person, "starts": SEVEN}
        self.assert_broken(
            "absence_has_another_person_as_deputy",
            Absence(deputy=self.person, ends=SEVEN + SECOND, **away),
        )
        self.assert_broken(
            "absence_ends_after_it_starts",
            Absence(deputy=make_user(), ends=SEVEN, **away),
        )
        self.assert_broken(
            "approval_stands_in_for_somebody_else",
            Approval(
                release=self.release,
                by=self.person,
                standing_in_for=self.person,
                at=SEVEN,
            ),
        )

    def test_a_release_is_no_translation_of_itself(self) -> None:
        self.release.translation_of = self.release
        with refused("release_is_no_translation_of_itself"):
            self.release.save()

    def test_it_is_not_there_twice(self) -> None:
        listing = Listing.objects.get(issuer=make_issuer())
        values: dict[str, Any] = {
            "release": self.release,
            "by": self.person,
            "at": SEVEN,
        }
        rows = {
            "category_requires_a_role_once": RequiredApproval(
                category=Category.objects.get(slug="dividends"), role=self.role
            ),
            "approval_is_given_once_by_each_person": Approval(
                full_digest="a", **values
            ),
            "waiver_answers_a_finding_once": Waiver(check_id="text.x", **values),
            "exchange_notice_is_given_once_for_each_listing": ExchangeNotice(
                release=self.release, listing=listing, given_at=SEVEN
            ),
        }
        for name, row in rows.items():
            row.save()
            self.assert_duplicate(name, row)

    def test_a_reply_is_settled_with_what_it_replies_to(self) -> None:
        given = {"release": self.release, "by": self.person, "at": SEVEN, "text": "A"}
        comment = Comment.objects.create(**given)
        for more in (
            {"passage": "Revenue"},
            {"resolved_by": self.person, "resolved_at": SEVEN},
        ):
            reply = Comment(reply_to=comment, **given, **more)
            self.assert_broken("reply_has_no_passage_and_is_not_resolved", reply)

    def test_two_people_do_not_approve_the_same_words_for_one_role(self) -> None:
        values: dict[str, Any] = {
            "release": self.release,
            "full_digest": "a",
            "at": SEVEN,
        }
        Approval.objects.create(by=self.person, role=self.role, **values)
        second = Approval(by=make_user(), role=self.role, **values)
        self.assert_duplicate("approval_is_given_once_for_each_role", second)


class AnAbsence(ConstraintTestCase):
    """From its first moment to just before its last."""

    def test_it_covers_its_own_time(self) -> None:
        away = Absence(
            person=make_user(),
            deputy=make_user(),
            starts=SEVEN,
            ends=SEVEN + dt.timedelta(days=1),
        )
        assert away.covers(away.starts)
        assert not away.covers(away.ends)
        assert not away.covers(SEVEN - SECOND)
