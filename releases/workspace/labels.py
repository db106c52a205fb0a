"""The status of a release in a word and a sentence, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.desk import approvals
from releases.desk.checks import Level
from releases.desk.languages import waits_for_wire
from releases.models import Publication, State
from releases.translation import language_name
from releases.workspace.clock import time_in_both_zones
from releases.workspace.context import WorkspaceContext
from releases.workspace.outdated import outdated_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The status in a word, a sentence, and what to do to change the release."""

    word: str
    sentence: str
    how_to_change: str = ""
    is_alert: bool = False
    # Of its label: "waiting" for somebody, "good", "stopped", or none.
    tone: str = ""


def status_of(context: WorkspaceContext) -> Status:
    """Return the release's status."""
    return STATUSES[State(context.release.state)](context)


def next_step(context: WorkspaceContext) -> str:
    """Return what this person can do next, or what the release waits for."""
    if context.emergency_approval:
        return _to_ratify(context)
    step = NEXT_STEPS.get(State(context.release.state))
    return step(context) if step else ""


def _to_ratify(context: WorkspaceContext) -> str:
    first = context.emergency_approval
    deadline = context.release.ratify_by
    assert first is not None
    assert deadline is not None
    values = {"person": first.by, "time": time_in_both_zones(deadline)}
    if first.by_id == context.by.pk or not context.may_approve:
        sentence = _(
            "%(person)s published it alone in an emergency. Someone else must approve it "
            "by %(time)s."
        )
    else:
        sentence = _(
            "%(person)s published it alone in an emergency. Approve it by %(time)s, or "
            "correct or withdraw it."
        )
    if deadline <= context.at:
        return f"{sentence % values} {_('That deadline has passed.')}"
    return sentence % values


def _with_draft(context: WorkspaceContext) -> str:
    findings = sum(len(result.findings) for result in context.unanswered)
    blockers = sum(
        len(result.findings)
        for result in context.unanswered
        if result.check.level is Level.BLOCK
    )
    if blockers:
        return ngettext(
            "Fix %(count)s problem before you submit it.",
            "Fix %(count)s problems before you submit it.",
            blockers,
        ) % {"count": blockers}
    if findings:
        return ngettext(
            "%(count)s finding to fix, or to answer when you submit it.",
            "%(count)s findings to fix, or to answer when you submit it.",
            findings,
        ) % {"count": findings}
    if not context.may("submit_release"):
        return _("Its authors are working on it.")
    if any(comment.is_open for comment in context.comments):
        return _("Resolve the comments below, then press “Submit for approval”.")
    return _("No problems found. Press “Submit for approval”, next to Save.")


def _with_submitted(context: WorkspaceContext) -> str:
    if not context.refusal:
        if context.missed_its_instant:
            return _(
                "Needs your approval. Read it, then approve it and choose a new time: its "
                "time has passed."
            )
        return _("Needs your approval. Read it, then approve it or send it back.")
    roles = [
        role.name if role else _("a second person")
        for role in approvals.missing_roles(context)
    ]
    waiting = _("Waiting for the approval of %(roles)s.") % {
        "roles": get_text_list(roles, _("and"))
    }
    return f"{context.refusal} {waiting}" if context.may_approve else waiting


def _with_held(context: WorkspaceContext) -> str:
    if context.needs_approval_again:
        changed = _("It changed after its approval, so it can't be resumed.")
        if context.refusal:
            return f"{changed} {_with_submitted(context)}"
        return f"{changed} {_('Approve it again, or send it back.')}"
    if context.may_approve:
        return _("Resume it, or return it to the author.")
    return _("Waiting for an approver to resume it.")


def _with_cleared(context: WorkspaceContext) -> str:
    if approvals.missing_roles(context):
        return _(
            "It changed after its approval, so it will not publish. Hold it and approve "
            "it again, or send it back."
        )
    if waits_for_wire(context.release):
        return _("When the newswire has crossed, record it: that publishes it.")
    if context.awaited_languages:
        return _(
            "Approve its other languages: the last approval publishes all of them."
        )
    return _("It waits for nothing any more. Hold it, then resume it, to publish it.")


NEXT_STEPS: dict[State, Callable[[WorkspaceContext], str]] = {
    State.DRAFT: _with_draft,
    State.SUBMITTED: _with_submitted,
    State.HELD: _with_held,
    State.CLEARED: _with_cleared,
}


def _draft(context: WorkspaceContext) -> Status:
    if context.live is None:
        return Status(word=_("Draft"), sentence=_("Not public."))
    return Status(
        word=_("Being corrected"),
        sentence=_("A draft. Readers still see the version of %(time)s.")
        % {"time": time_in_both_zones(context.live.live_from)},
    )


def _submitted(context: WorkspaceContext) -> Status:
    return Status(
        word=_("Waiting for approval"),
        tone="waiting",
        sentence=_("Submitted by %(person)s.")
        % {"person": context.release.submitted_by},
        how_to_change=_("To change it, send it back first."),
    )


def _cleared(context: WorkspaceContext) -> Status:
    how_to_change = _("To change it, send it back first.")
    if waits_for_wire(context.release):
        return Status(
            word=_("Approved, waiting for the wire"),
            tone="waiting",
            sentence=_("It will publish once the wire crossing is recorded."),
            how_to_change=how_to_change,
        )
    names = [language_name(other.language) for other in context.awaited_languages]
    return Status(
        word=_("Approved, waiting"),
        tone="waiting",
        sentence=_("It will publish together with: %(languages)s.")
        % {"languages": ", ".join(names)}
        if names
        else _("It will not publish by itself."),
        how_to_change=how_to_change,
    )


def _held(context: WorkspaceContext) -> Status:
    held_at, instant = context.release.held_at, context.release.go_live_at
    assert held_at is not None
    sentence = _("Held by %(person)s since %(time)s. It will not publish.") % {
        "person": context.release.held_by,
        "time": time_in_both_zones(held_at),
    }
    if instant:
        planned = _("It was scheduled for %(time)s.")
        sentence = f"{sentence} {planned % {'time': time_in_both_zones(instant)}}"
    return Status(
        word=_("Held"),
        tone="stopped",
        sentence=sentence,
        how_to_change=_("To change it, send it back first."),
    )


def _approved(context: WorkspaceContext) -> Status:
    if context.scheduled:
        if context.outdated:
            return Status(
                word=_("Scheduled, but outdated"),
                tone="stopped",
                sentence=outdated_message(context.outdated),
                how_to_change=_("To change it, call it off first."),
                is_alert=True,
            )
        return Status(
            word=_("Scheduled"),
            tone="good",
            sentence=_scheduled_sentence(context),
            how_to_change=_("To change it, call it off first."),
        )
    assert context.live is not None
    return Status(
        word=_("Public"),
        tone="good",
        sentence=_public_since(context.live, first=context.chain[-1]),
        how_to_change=_("To change it, open it for correction."),
    )


def _withdrawn(context: WorkspaceContext) -> Status:
    return Status(
        word=_("Withdrawn"),
        tone="stopped",
        sentence=_("Readers see a notice in its place."),
    )


STATUSES: dict[State, Callable[[WorkspaceContext], Status]] = {
    State.DRAFT: _draft,
    State.SUBMITTED: _submitted,
    State.CLEARED: _cleared,
    State.HELD: _held,
    State.APPROVED: _approved,
    State.WITHDRAWN: _withdrawn,
}


def _scheduled_sentence(context: WorkspaceContext) -> str:
    sentence = _("Approved. It will publish automatically.")
    if context.is_withdrawn:
        return f"{sentence} {_('Until then readers see the notice of withdrawal.')}"
    if context.live:
        return f"{sentence} {_('Until then readers see the current version.')}"
    return sentence


def _public_since(live: Publication, *, first: Publication) -> str:
    """Return since when it has been public, and since when in its present version."""
    if first.imported:
        day = first.dated.astimezone(timezone.get_current_timezone())
        sentence = _(
            "Imported: first published elsewhere on %(date)s. Here since %(time)s."
        ) % {
            "date": date_format(day, "j F Y"),
            "time": time_in_both_zones(first.live_from),
        }
    else:
        sentence = _("Public since %(time)s.") % {
            "time": time_in_both_zones(first.live_from)
        }
    if live == first:
        return sentence
    present = _("This version since %(time)s.") % {
        "time": time_in_both_zones(live.live_from)
    }
    return f"{sentence} {present}"
