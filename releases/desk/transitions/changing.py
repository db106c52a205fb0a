"""What may become of a release that is public: put right, or taken back."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction

from releases.desk import approvals, bundles
from releases.desk.approval_basis import is_live, scheduled, stands
from releases.desk.approvals.four_eyes import note_edit, subject
from releases.desk.exceptions import NotAllowed
from releases.desk.transitions.claim import AFRESH, claim, lock
from releases.models import NoticeKind, Release, State
from releases.models.record.kinds import Notice
from releases.record import journal, publishing
from releases.record.published import published_release
from releases.record.refreeze import freeze_withdrawal

WITHDRAW = "releases.withdraw_release"


@transaction.atomic
def correct(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    notice: str,
    kind: Literal["correction", "replacement"] = "correction",
) -> None:
    """Open a published release for correction; `notice` tells the public why.

    A replacement says that the earlier version is to be used no more.
    """
    if not notice.strip():
        raise NotAllowed("Say in a sentence, for the public, what is corrected.")
    if not is_live(release):
        raise NotAllowed(
            f"“{release}” is not public. Call it off to change it before its instant."
        )
    # A correction that is open already only gets another notice.
    open_already = {State.DRAFT} if release.notice else set()
    claim(
        release,
        {State.APPROVED} | open_already,
        "is being changed already",
        state=State.DRAFT,
        notice=notice.strip(),
        notice_kind=kind,
        **AFRESH,
    )
    approvals.end(release, at=at)
    note_edit(release, by=by, detail="the public notice")
    journal.write(
        "open for correction",
        subject(release),
        by=by.get_username(),
        detail=f"{NoticeKind(kind).label}: {notice}",
    )


@transaction.atomic
def withdraw(
    release: Release,
    *,
    by: User,
    at: dt.datetime,
    reason: str,
    kind: Literal["withdrawal", "disregard"] = "withdrawal",
    sealed: bool = False,
    headline: str = "",
    later: Literal["call off", "keep"] | None = None,
) -> publishing.Outcome:
    """Put a notice in the release's place now.

    `sealed` hides the withdrawn text from the public, while the record keeps it; give
    the notice a `headline` of its own where that of the release must not be read.
    `later` must say what becomes of versions that are scheduled, where there are any:
    they are called off, or kept to take the notice's place at their instant.
    """
    if not by.has_perm(WITHDRAW):
        raise NotAllowed("Only counsel may withdraw a release.")
    if not reason.strip():
        raise NotAllowed("Say in a sentence, for the public, why it is withdrawn.")
    public = stands(release)
    if public is None:
        raise NotAllowed(f"“{release}” is not public: call it off instead.")
    to_come = scheduled(release)
    if to_come and later is None:
        raise NotAllowed(
            f"A version is scheduled for {to_come[0].live_from:%d %B %Y %H:%M:%S} UTC: "
            "say whether it is called off, or takes the notice's place then."
        )
    name = by.get_username()
    page = freeze_withdrawal(
        published_release(public).document,
        address=release.address,
        reason=reason.strip(),
        kind=kind,
        sealed=sealed,
        headline=headline.strip(),
    )
    keeps = bool(to_come) and later == "keep"
    if keeps:
        if public.notice == Notice.WITHDRAWAL:
            raise NotAllowed(f"“{release}” is withdrawn already: its notice stands.")
        lock(release, set(State), "is gone")
    else:
        claim(
            release,
            set(State) - {State.WITHDRAWN},
            "is withdrawn already",
            state=State.WITHDRAWN,
            notice=reason.strip(),
            notice_kind=kind,
            **AFRESH,
        )
        approvals.end(release, at=at)
    outcome = bundles.put([page], at=None, by=name, notice=Notice.WITHDRAWAL)
    if keeps:
        bundles.put_again(outcome.called_off, by=name)
    bundles.give_back(outcome.called_off, by=name)
    journal.write(
        "withdraw",
        subject(release),
        by=name,
        digest=page.digest,
        detail=f"{NoticeKind(kind).label}{', sealed' if sealed else ''}: {reason}"
        + (f"; what was scheduled: {later}" if to_come else ""),
    )
    return outcome
