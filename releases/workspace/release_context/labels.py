"""Where a release stands, in a word and a sentence, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from releases.desk import approvals
from releases.desk.checks import Level
from releases.models import Publication, State
from releases.workspace.release_context.clock import both
from releases.workspace.release_context.context import WorkspaceContext

SEND_BACK_FIRST = "It cannot be edited now. To change it, send it back first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A word, a sentence, and what to do to change the release."""

    word: str
    sentence: str
    to_change: str = ""


def state_of(context: WorkspaceContext) -> Standing:
    """Where it stands."""
    return TELLS[State(context.release.state)](context)


def next_for(context: WorkspaceContext) -> str:
    """What this person can do next, or what it waits for."""
    release = context.release
    if context.emergency_approval:
        return _to_ratify(context)
    if release.state == State.DRAFT:
        return _with_a_draft(context)
    if release.state == State.SUBMITTED:
        return _with_a_submitted_one(context)
    if release.state == State.HELD:
        return (
            "An approver lets it go on for a later instant, or it is sent back."
            if context.may_approve
            else "It waits for an approver to let it go on."
        )
    if release.state == State.CLEARED:
        return "When the newswire has crossed, record it: that opens it."
    return ""


def _to_ratify(context: WorkspaceContext) -> str:
    first = context.emergency_approval
    assert first is not None
    assert context.release.ratify_by is not None
    late = " That has passed." if context.release.ratify_by <= context.at else ""
    who = (
        "Somebody else must approve it"
        if first.by_id == context.by.pk or not context.may_approve
        else "Approve it, or correct or withdraw it,"
    )
    return (
        f"{first.by} published it in an emergency, alone. {who} "
        f"by {both(context.release.ratify_by)}.{late}"
    )


def _with_a_draft(context: WorkspaceContext) -> str:
    blocks = [one for one in context.unanswered if one.check.level is Level.BLOCK]
    if blocks:
        found = sum(len(one.findings) for one in blocks)
        return (
            f"{_counted(found, 'thing')} must be put right before it can be submitted."
        )
    if context.unanswered:
        found = sum(len(one.findings) for one in context.unanswered)
        return f"{_counted(found, 'finding')} to put right, or to answer on submitting."
    if not context.may("submit_release"):
        return "Its authors have it."
    if any(one.settled_at is None for one in context.comments):
        return "Settle the comments below, then press “Submit for approval”."
    return "Nothing stands against it: press “Submit for approval”, beside Save."


def _with_a_submitted_one(context: WorkspaceContext) -> str:
    if not context.refusal:
        passed = (
            " Its instant has passed: choose another with it."
            if context.missed_its_instant
            else ""
        )
        return f"It waits for you: read it, then approve it or send it back.{passed}"
    names = [
        role.name if role else "somebody who did not write it"
        for role in approvals.missing_roles(context)
    ]
    waits = f"It waits for the approval of {' and '.join(names)}."
    return f"{context.refusal} {waits}" if context.may_approve else waits


def _draft(context: WorkspaceContext) -> Standing:
    if context.live is None:
        return Standing(word="Draft", sentence="Nothing of it is public.")
    shown = both(context.live.live_from)
    return Standing(
        word="Being corrected",
        sentence=f"A draft. Readers still see the version of {shown}.",
    )


def _submitted(context: WorkspaceContext) -> Standing:
    return Standing(
        word="Waiting for approval",
        sentence=f"Submitted by {context.release.submitted_by}.",
        to_change=SEND_BACK_FIRST,
    )


def _cleared(context: WorkspaceContext) -> Standing:
    return Standing(
        word="Approved, waits for the wire",
        sentence="It opens once somebody records that the newswire has crossed.",
        to_change=SEND_BACK_FIRST,
    )


def _held(context: WorkspaceContext) -> Standing:
    by, since = context.release.held_by, context.release.held_at
    assert since is not None
    return Standing(
        word="Held",
        sentence=f"By {by}, since {both(since)}. Nothing of it opens.",
        to_change=SEND_BACK_FIRST,
    )


def _approved(context: WorkspaceContext) -> Standing:
    if context.scheduled:
        return Standing(
            word="Scheduled",
            sentence="Approved. It opens by itself: nobody need do anything."
            + _until_then(context),
            to_change="It cannot be edited now. To change it, call it off first.",
        )
    assert context.live is not None
    return Standing(
        word="Public",
        sentence=_public_since(context.live),
        to_change="It cannot be edited now. To change it, open it for correction.",
    )


def _withdrawn(context: WorkspaceContext) -> Standing:
    return Standing(word="Withdrawn", sentence="Readers find a notice in its place.")


TELLS: dict[State, Callable[[WorkspaceContext], Standing]] = {
    State.DRAFT: _draft,
    State.SUBMITTED: _submitted,
    State.CLEARED: _cleared,
    State.HELD: _held,
    State.APPROVED: _approved,
    State.WITHDRAWN: _withdrawn,
}


def _until_then(context: WorkspaceContext) -> str:
    if context.is_withdrawn:
        return " Until then readers find the notice of its withdrawal."
    return " Until then readers see the present version." if context.live else ""


def _public_since(live: Publication) -> str:
    since = f"Since {both(live.live_from)}."
    if not live.imported:
        return since
    day = live.dated.astimezone(timezone.get_current_timezone())
    return f"{since} Imported: first published elsewhere on {day:%-d %B %Y}."


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
