"""Answer what checks found, in writing; transitions refuse while one is unanswered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk.check_results import CheckResult
from releases.desk.checks import Level
from releases.desk.context import ReleaseContext, load_context
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.models import JournalAction, Release, Waiver
from releases.record import journal

PERMISSION = "releases.waive_check"


def require_answers(
    context: ReleaseContext,
    *,
    by: User,
    answers: Mapping[str, str],
    include_warnings: bool,
) -> None:
    """Record these answers, by the check's id; refuse while a check has none.

    Warnings are the author's to answer: who approves need not.
    """
    unanswered = []
    for result in context.unanswered:
        if result.check.level is Level.WARNING and not include_warnings:
            continue
        if result.check.id in answers:
            _waive(context, result, by=by, reason=answers[result.check.id])
        else:
            unanswered.append(result)
    if unanswered:
        raise NotAllowed(" ".join(result.message for result in unanswered))


@transaction.atomic
def waive(
    release: Release, *, by: User, at: dt.datetime, answers: Mapping[str, str]
) -> None:
    """Answer checks by their id, in any state of the release.

    Counsel overrides an error on a draft, so that its author can submit it. Raises
    NotAllowed if a check found nothing or is already answered.
    """
    record_answers(load_context(release, at=at), by=by, answers=answers)


def record_answers(
    context: ReleaseContext, *, by: User, answers: Mapping[str, str]
) -> None:
    """Record answers to checks by their id.

    Raises NotAllowed if a check found nothing or is already answered.
    """
    results = {result.check.id: result for result in context.unanswered}
    for check_id, reason in answers.items():
        if check_id not in results:
            raise NotAllowed(
                _(
                    "The check %(check)s found nothing to answer. Reload the page to see "
                    "what changed."
                )
                % {"check": check_id}
            )
        _waive(context, results[check_id], by=by, reason=reason)


def waive_all(context: ReleaseContext, *, by: User, reason: str) -> None:
    """Waive everything that can be waived, for one reason.

    Raises NotAllowed if a check blocks.
    """
    blocking = []
    for result in context.results:
        if result.check.level is Level.BLOCK:
            blocking.append(result)
        elif result.waiver is None:
            _record(context, result, by=by, reason=f"Emergency: {reason}")
    if blocking:
        raise NotAllowed(" ".join(result.message for result in blocking))


def _waive(
    context: ReleaseContext, result: CheckResult, *, by: User, reason: str
) -> None:
    level = result.check.level
    refusal = ""
    if level is Level.BLOCK:
        refusal = _("This can't be overridden.")
    elif level is Level.ERROR and not by.has_perm(PERMISSION):
        refusal = _("Only counsel can override this.")
    elif level is Level.ERROR and not reason.strip():
        refusal = _("Give a reason to override this.")
    if refusal:
        raise NotAllowed(f"{result.message} {refusal}")
    _record(context, result, by=by, reason=reason.strip())


def _record(
    context: ReleaseContext, result: CheckResult, *, by: User, reason: str
) -> None:
    waiver = Waiver.objects.create(
        release=context.release,
        check_id=result.check.id,
        covers=result.digest,
        found=result.english_message,
        reason=reason,
        by=by,
        at=context.at,
    )
    action = JournalAction.ANSWER_WARNING
    if result.check.level is Level.ERROR:
        action = JournalAction.OVERRIDE_CHECK
    journal.write(
        action,
        subject_of_release(context.release),
        by=by,
        digest=result.digest,
        detail=f"{result.check.id}: {result.english_message} Reason: {reason or 'seen'}",
        facts={"check": result.check.id, "waiver": waiver.pk},
    )
