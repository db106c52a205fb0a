"""Change what is public: open it for correction, or withdraw it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk import approvals, bundles
from releases.desk.edit_log import note_edit
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.scheduling import time_in_utc
from releases.desk.transitions.claim import IS_GONE, RESET, claim, lock
from releases.desk.versions import is_live, public_version, scheduled_versions
from releases.models import NoticeKind, Release, State
from releases.models.record.kinds import Notice
from releases.record import journal, publishing
from releases.record.freeze import freeze_withdrawal
from releases.record.published import published_release

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
    """Open a public release for correction; `notice` tells the public why.

    A replacement tells readers to stop using the earlier version. Called again for an
    open correction, it only changes the notice. Raises NotAllowed for a release that is
    not public.
    """
    if not notice.strip():
        raise NotAllowed(_("Tell the public in a sentence what is corrected."))
    if not is_live(release):
        raise NotAllowed(
            _("“%(release)s” isn't public yet. To change it, call it off.")
            % {"release": release}
        )
    open_states = {State.DRAFT} if release.notice else set()
    claim(
        release,
        {State.APPROVED} | open_states,
        _("“%(release)s” is already open for changes."),
        state=State.DRAFT,
        notice=notice.strip(),
        notice_kind=kind,
        **RESET,
    )
    approvals.end_round(release, at=at)
    note_edit(release, by=by, detail="the public notice")
    journal.write(
        "open for correction",
        subject_of_release(release),
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
) -> publishing.PublishResult:
    """Put a notice in the release's place now.

    `sealed` hides the withdrawn text from the public, while the record keeps it; give
    the notice a `headline` of its own where the release's must not be read either.
    `later` says what becomes of versions that are scheduled: they are called off, or
    kept, and take the notice's place at their instant. Raises NotAllowed if there are
    any and `later` is None.
    """
    if not by.has_perm(WITHDRAW):
        raise NotAllowed(_("Only counsel can withdraw a release."))
    if not reason.strip():
        raise NotAllowed(_("Tell the public in a sentence why it is withdrawn."))
    public = public_version(release)
    if public is None:
        raise NotAllowed(
            _("“%(release)s” isn't public yet: call it off instead.")
            % {"release": release}
        )
    scheduled = scheduled_versions(release)
    if scheduled and later is None:
        raise NotAllowed(
            _(
                "A version is scheduled for %(time)s. Choose whether it is called off, or "
                "replaces the notice then."
            )
            % {"time": time_in_utc(scheduled[0].live_from)}
        )
    username = by.get_username()
    page = freeze_withdrawal(
        published_release(public).document,
        address=release.address,
        reason=reason.strip(),
        kind=kind,
        sealed=sealed,
        headline=headline.strip(),
    )
    is_withdrawn = _("“%(release)s” is already withdrawn.")
    keeps_scheduled = bool(scheduled) and later == "keep"
    if keeps_scheduled:
        if public.notice == Notice.WITHDRAWAL:
            raise NotAllowed(is_withdrawn % {"release": release})
        lock(release, set(State), IS_GONE)
    else:
        claim(
            release,
            set(State) - {State.WITHDRAWN},
            is_withdrawn,
            state=State.WITHDRAWN,
            notice=reason.strip(),
            notice_kind=kind,
            **RESET,
        )
        approvals.end_round(release, at=at)
    outcome = bundles.publish_bundle(
        [page], at=None, by=username, notice=Notice.WITHDRAWAL
    )
    if keeps_scheduled:
        bundles.republish_bundles(outcome.called_off, by=username)
    bundles.republish_shared_events(outcome.called_off, by=username)
    journal.write(
        "withdraw",
        subject_of_release(release),
        by=username,
        digest=page.digest,
        detail=f"{NoticeKind(kind).label}{', sealed' if sealed else ''}: {reason}"
        + (f"; what was scheduled: {later}" if scheduled else ""),
    )
    return outcome
