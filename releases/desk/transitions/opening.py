"""The one way onto the record for a release that has its approvals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction

from releases.desk import approvals, bundles
from releases.desk.approval_basis import ApprovalBasis, basis_of, scheduled
from releases.desk.approvals.four_eyes import subject
from releases.desk.exceptions import NotAllowed
from releases.desk.scheduling import instant_of, new_address, new_events
from releases.desk.transitions.claim import claim
from releases.models import Disclaimer, Release, State
from releases.models.record.kinds import Kind, Notice
from releases.record import journal, publishing
from releases.record.clock import MARGIN, read_clock

WAITING = {State.DRAFT, State.SUBMITTED, State.CLEARED, State.HELD}


def put_or_clear(
    release: Release,
    reading: ApprovalBasis,
    *,
    by: User,
    at: dt.datetime,
    calls_off: bool,
) -> publishing.Outcome | None:
    """Put what was read on the record; None where it waits for the wire first."""
    if release.after_wire and release.wire_crossed_at is None:
        claim(
            release,
            WAITING,
            "has changed",
            state=State.CLEARED,
            approved_by=by,
            approved_at=at,
            held_by=None,
            held_at=None,
        )
        return None
    return put_on_record(release, reading, by=by, at=at, calls_off=calls_off)


def put_on_record(
    release: Release,
    reading: ApprovalBasis,
    *,
    by: User,
    at: dt.datetime,
    calls_off: bool,
) -> publishing.Outcome:
    """Put what was read on the record with its new events, for the release's instant.

    The very pages whose approvals were counted go out. Made anew here they could hold
    what a colleague has saved since.
    """
    instant = instant_of(release)
    address = release.address or new_address(release, instant)
    page = replace(reading.page, address=address)
    events = new_events(list(reading.events), instant)
    later = [one for one in scheduled(release) if one.live_from >= instant]
    if later and not calls_off:
        raise NotAllowed(
            f"A version is scheduled for {later[-1].live_from:%d %B %Y %H:%M:%S} UTC, "
            "and would never go public: say that it is called off, or choose an "
            "instant after it."
        )
    name = by.get_username()
    called_off = publishing.clear(Kind.RELEASE, address, at=instant, by=name)
    outcome = bundles.put(
        [page, *events],
        at=instant,
        by=name,
        notice=Notice.CORRECTION if release.notice else Notice.NONE,
    )
    bundles.give_back(called_off, by=name)
    settle(release, address, approved_by=by, approved_at=at)
    return outcome


def settle(release: Release, address: str, **approved: object) -> None:
    """The release is on the record: its address and its wordings are settled."""
    claim(
        release,
        WAITING,
        "has changed",
        state=State.APPROVED,
        address=address,
        slug=address.partition("/")[2],
        held_by=None,
        held_at=None,
        **approved,
    )
    Disclaimer.objects.filter(releasedisclaimer__release=release).update(in_use=True)


@transaction.atomic
def wire_crossed(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    crossed_at: dt.datetime,
    order: str = "",
) -> publishing.Outcome | None:
    """Record that the newswire has sent it; what waited for that opens.

    It opens at its own instant if that is still to come, and in the next second if not.
    Where its approvals no longer stand, the crossing is recorded and nothing opens.
    """
    if crossed_at > at:
        raise NotAllowed("The wire has not crossed yet: give the time when it did.")
    claim(
        release,
        set(State),
        "is gone",
        wire_crossed_at=crossed_at,
        wire_order=order.strip() or release.wire_order,
    )
    journal.write(
        "wire crossed",
        subject(release),
        by=by.get_username(),
        detail=f"at {crossed_at.isoformat()}"
        + (f", order {release.wire_order}" if release.wire_order else ""),
    )
    if release.state != State.CLEARED:
        return None
    publishing.enter()
    reading = basis_of(release)
    if approvals.wanting(release, reading):
        return None
    approver = release.approved_by
    assert approver is not None
    passed = release.go_live_at and release.go_live_at - read_clock() < MARGIN
    if passed:
        claim(release, {State.CLEARED}, "has changed", go_live_at=None)
    outcome = put_on_record(release, reading, by=approver, at=at, calls_off=False)
    journal.write(
        "open after the wire",
        subject(release),
        by=by.get_username(),
        digest=outcome.publications[0].digest,
        detail=f"for {outcome.live_from.isoformat()}",
    )
    return outcome
