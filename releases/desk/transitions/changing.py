"""Change what is public: open it for correction, or withdraw it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal, TypedDict, Unpack

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk import approvals, bundles
from releases.desk.edit_log import note_edit
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.scheduling import time_in_utc
from releases.desk.transitions.claim import IS_GONE, RESET, claim, lock
from releases.desk.versions import (
    events_of_its_own,
    is_live,
    public_version,
    scheduled_versions,
)
from releases.models import (
    Event,
    JournalAction,
    NoticeKind,
    Publication,
    Release,
    State,
)
from releases.models.record.kinds import Notice
from releases.record import journal, publishing
from releases.record.authorization import Authorization, Ground
from releases.record.clock import read_clock
from releases.record.freeze import freeze_cancellation, freeze_withdrawal
from releases.record.frozen_pages import FrozenPage
from releases.record.published import published_release
from releases.translation import in_english

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
    # The instant at which it went public is none for the correction.
    passed = {"go_live_at": None} if release.state == State.APPROVED else {}
    claim(
        release,
        {State.APPROVED} | open_states,
        _("“%(release)s” is already open for changes."),
        state=State.DRAFT,
        notice=notice.strip(),
        notice_kind=kind,
        **passed,
        **RESET,
    )
    approvals.end_round(release, at=at)
    note_edit(release, by=by, detail="the public notice")
    journal.write(
        JournalAction.OPEN_FOR_CORRECTION,
        subject_of_release(release),
        by=by,
        detail=f"{in_english(NoticeKind(kind).label)}: {notice}",
        facts={"notice_kind": kind},
    )


class WithdrawalAnswers(TypedDict, total=False):
    """What becomes of that which goes along with a withdrawn release.

    `later`: versions that are scheduled are called off, or kept, and take the notice's
    place at their instant. `events`: the public events that only this release names are
    cancelled at the notice's instant, or kept.
    """

    later: Literal["call off", "keep"] | None
    events: Literal["cancel", "keep"] | None


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
    **answers: Unpack[WithdrawalAnswers],
) -> publishing.PublishResult:
    """Put a notice in the release's place now.

    `sealed` hides the withdrawn text from the public, while the record keeps it; give
    the notice a `headline` of its own where the release's must not be read either.
    Raises NotAllowed if there are scheduled versions or public events of its own and
    `answers` doesn't say what becomes of them.
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
    scheduled, own_events = scheduled_versions(release), events_of_its_own(release)
    _require_answers(scheduled, own_events, answers)
    later, events = answers.get("later"), answers.get("events")
    cancelled = own_events if events == "cancel" else []
    page = freeze_withdrawal(
        published_release(public).document,
        address=release.address,
        reason=reason.strip(),
        kind=kind,
        sealed=sealed,
        headline=headline.strip(),
        events=[event.slug for event in cancelled],
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
        [page, *_cancellations(cancelled, by=by)],
        at=None,
        by=by,
        notice=Notice.WITHDRAWAL,
        authorization=Authorization(ground=Ground.WITHDRAWAL, release=release.pk),
    )
    if keeps_scheduled:
        bundles.republish_bundles(outcome.called_off, by=by)
    else:
        bundles.republish_other_languages(
            outcome.called_off, but=[release.address], by=by
        )
    bundles.republish_shared_events(outcome.called_off, by=by)
    journal.write(
        JournalAction.WITHDRAW,
        subject_of_release(release),
        by=by,
        digest=page.digest,
        detail=f"{in_english(NoticeKind(kind).label)}{', sealed' if sealed else ''}: "
        f"{reason}{f'; what was scheduled: {later}' if scheduled else ''}"
        f"{f'; its events: {events}' if own_events else ''}",
        facts={
            "notice_kind": kind,
            "sealed": sealed,
            "scheduled": later if scheduled else None,
            "events": events if own_events else None,
        },
    )
    return outcome


def _require_answers(
    scheduled: Sequence[Publication],
    own_events: Sequence[Event],
    answers: WithdrawalAnswers,
) -> None:
    """Raise NotAllowed if a question is open."""
    if scheduled and answers.get("later") is None:
        raise NotAllowed(
            _(
                "A version is scheduled for %(time)s. Choose whether it is called off, or "
                "replaces the notice then."
            )
            % {"time": time_in_utc(scheduled[0].live_from)}
        )
    if own_events and answers.get("events") is None:
        raise NotAllowed(
            _("Choose whether %(events)s is cancelled or stays announced.")
            % {"events": ", ".join(f"“{event}”" for event in own_events)}
        )


def _cancellations(events: Iterable[Event], *, by: User) -> list[FrozenPage]:
    """Cancel the events at the desk, and return their pages as cancelled."""
    pages = []
    for event in events:
        Event.objects.filter(pk=event.pk).update(cancelled=True)
        public = Publication.objects.events().at_address(event.slug)
        page = freeze_cancellation(public.live(at=read_clock()).get())
        journal.write(
            JournalAction.CANCEL_EVENT,
            f"event:{event.pk}",
            by=by,
            digest=page.digest,
            detail=str(event),
        )
        pages.append(page)
    return pages
