"""A release as one person finds it at one moment; each question is asked once."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from django.contrib.auth.models import User

from releases.desk import approvals, check_results, checks, transitions
from releases.desk.approval_basis import ApprovalBasis
from releases.desk.approvals import Seat, four_eyes
from releases.desk.check_results import CheckResult
from releases.desk.checks import Level
from releases.desk.exceptions import NotAllowed
from releases.models import (
    Approval,
    Comment,
    ExchangeNotice,
    Issuer,
    Listing,
    Publication,
    Release,
    State,
    Waiver,
)
from releases.models.record.kinds import Notice
from releases.record.clock import MARGIN, read_clock
from releases.record.documents import ReleaseDocument

ON_RECORD = {State.APPROVED, State.WITHDRAWN}


class Situation:
    """The release, who looks at it, and what the desk and the record say of it.

    `at` is the desk's clock, `now` the record's, which decides what is public.
    """

    def __init__(self, release: Release, by: User, *, at: dt.datetime) -> None:
        self.release = release
        self.by = by
        self.at = at

    def may(self, *permissions: str) -> bool:
        """Whether this person has one of the permissions."""
        return any(self.by.has_perm(f"releases.{one}") for one in permissions)

    @cached_property
    def now(self) -> dt.datetime:
        """The record's time."""
        return read_clock()

    @cached_property
    def chain(self) -> list[Publication]:
        """What stands of it on the record, the latest first."""
        return transitions.chain(self.release)

    @cached_property
    def live(self) -> Publication | None:
        """The version that the public reads."""
        return next((one for one in self.chain if one.live_from <= self.now), None)

    @cached_property
    def to_come(self) -> list[Publication]:
        """The versions that are scheduled, the latest first."""
        return [one for one in self.chain if one.live_from > self.now]

    @cached_property
    def shows_notice(self) -> bool:
        """Whether readers find a notice in its place."""
        return self.live is not None and self.live.notice == Notice.WITHDRAWAL

    @property
    def waits(self) -> bool:
        """Whether what stands at the desk has still to go on the record."""
        return self.release.state not in ON_RECORD

    @property
    def opens(self) -> dt.datetime | None:
        """The instant that comes next for it; None where it has none of its own."""
        if self.release.state == State.APPROVED and self.to_come:
            return self.to_come[0].live_from
        return self.release.go_live_at if self.waits else None

    @property
    def passed(self) -> bool:
        """Whether its instant has come before its approval."""
        instant = self.release.go_live_at
        return self.waits and instant is not None and instant - self.now < MARGIN

    @cached_property
    def reading(self) -> ApprovalBasis:
        """All that an approval covers."""
        return transitions.basis_of(self.release)

    @property
    def document(self) -> ReleaseDocument:
        """The release as approving would freeze it."""
        document = self.reading.page.document
        assert isinstance(document, ReleaseDocument)
        return document

    @cached_property
    def verdicts(self) -> list[CheckResult]:
        """What the checks say."""
        return check_results.verdicts(self.release, at=self.at)

    @cached_property
    def outstanding(self) -> list[CheckResult]:
        """Of that, what has still to be answered."""
        return [verdict for verdict in self.verdicts if verdict.waiver is None]

    @cached_property
    def waivers(self) -> list[Waiver]:
        """The answers that stand, each with who gave it."""
        standing = [one.waiver.pk for one in self.verdicts if one.waiver]
        return list(self.release.waivers.filter(pk__in=standing).select_related("by"))

    @property
    def errors(self) -> list[CheckResult]:
        """Of that, what stands against approving it."""
        return [one for one in self.outstanding if one.check.level is not Level.WARNING]

    @cached_property
    def tasks(self) -> tuple[checks.Task, ...]:
        """What is to be done around it."""
        return checks.tasks(self.release, at=self.at)

    @cached_property
    def approvals(self) -> list[Approval]:
        """Every approval of it, the latest first."""
        given = self.release.approvals.select_related("role", "by", "standing_in_for")
        return list(given.order_by("-at", "-pk"))

    @cached_property
    def standing(self) -> list[Approval]:
        """Those of what it says now."""
        return approvals.standing(self.release, self.reading)

    @cached_property
    def may_approve(self) -> bool:
        """Whether this person may approve releases, of themselves or for another."""
        return approvals.may_approve(self.by, at=self.at)

    @cached_property
    def seat(self) -> Seat | None:
        """What this person's approval would count as; None where it would not."""
        return self._seat_or_refusal[0]

    @property
    def refusal(self) -> str:
        """Why this person may not approve it; empty where they may."""
        return self._seat_or_refusal[1]

    @cached_property
    def _seat_or_refusal(self) -> tuple[Seat | None, str]:
        try:
            four_eyes.approves_alone(self.release, self.by)
            approvals.demand(self.by, at=self.at, what="approve this")
            seat = approvals.seat(self.release, self.reading, by=self.by, at=self.at)
        except NotAllowed as refusal:
            return None, str(refusal)
        return seat, ""

    @cached_property
    def to_ratify(self) -> Approval | None:
        """What was published in an emergency and waits for a second person."""
        return approvals.to_ratify(self.release)

    @cached_property
    def comments(self) -> list[Comment]:
        """What was said of it, the oldest first."""
        return list(self.release.comments.select_related("by", "settled_by"))

    @cached_property
    def listings(self) -> list[Listing]:
        """The exchanges that its issuer's shares trade on."""
        issuer = Issuer.objects.order_by("pk").first()
        return list(issuer.listings.all()) if issuer else []

    @cached_property
    def notices(self) -> dict[int, ExchangeNotice]:
        """The exchange notices that are recorded, by the listing."""
        return {one.listing_id: one for one in self.release.exchange_notices.all()}
