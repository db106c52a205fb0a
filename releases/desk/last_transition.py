"""The latest transition of a release as the journal has it, in a sentence.

It is what people are sentence who press a button that they, or a colleague, pressed before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.versions import public_version, scheduled_versions
from releases.models import JournalAction, JournalEntry, Release, State
from releases.record.clock import read_clock

# What the journal calls each transition, and how it is sentence.
SENTENCES = {
    JournalAction.SUBMIT: gettext_lazy(
        "%(person)s submitted it for approval at %(time)s."
    ),
    JournalAction.APPROVE: gettext_lazy("%(person)s approved it at %(time)s."),
    JournalAction.APPROVE_IN_PART: gettext_lazy(
        "%(person)s approved it at %(time)s. Other approvals are still needed."
    ),
    JournalAction.SEND_BACK: gettext_lazy("%(person)s sent it back at %(time)s."),
    JournalAction.HOLD: gettext_lazy(
        "%(person)s put it on hold at %(time)s. It will not publish until an approver "
        "resumes it."
    ),
    JournalAction.RESUME: gettext_lazy("%(person)s resumed it at %(time)s."),
    JournalAction.CALL_OFF: gettext_lazy("%(person)s called it off at %(time)s."),
    JournalAction.PUBLISH_AFTER_WIRE: gettext_lazy(
        "%(person)s recorded the wire crossing at %(time)s."
    ),
    JournalAction.OPEN_FOR_CORRECTION: gettext_lazy(
        "%(person)s opened it for correction at %(time)s."
    ),
    JournalAction.WITHDRAW: gettext_lazy("%(person)s withdrew it at %(time)s."),
    JournalAction.PUBLISH_IN_EMERGENCY: gettext_lazy(
        "%(person)s published it in an emergency, at %(time)s."
    ),
    JournalAction.RATIFY: gettext_lazy(
        "%(person)s approved it afterwards, at %(time)s."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTransition:
    """The journal's name of a transition, and what happened, to tell a person who presses too late."""

    action: str
    sentence: str


def last_transition(release: Release) -> LastTransition | None:
    """Return the release's latest transition; None if it never had one."""
    entry = (
        JournalEntry.objects.filter(
            subject=subject_of_release(release), action__in=SENTENCES
        )
        .order_by("-seq")
        .first()
    )
    if entry is None:
        return None
    sentence = SENTENCES[JournalAction(entry.action)] % {
        "person": entry.by,
        "time": time_of_day(entry.at),
    }
    return LastTransition(
        action=entry.action, sentence=f"{_publication(release)}{sentence}".strip()
    )


def refusal_with_facts(release: Release, refusal: StrOrPromise) -> NotAllowed:
    """Return the refusal of a transition that comes too late, with what happened.

    `refusal` may name %(release)s.
    """
    last = last_transition(release)
    facts = f" {last.sentence}" if last else ""
    return NotAllowed(f"{refusal % {'release': release}}{facts}")


def time_of_day(moment: dt.datetime) -> str:
    """Format a moment in the company's zone, with its date unless that is today."""
    local = timezone.localtime(moment)
    if local.date() == timezone.localtime(read_clock()).date():
        return date_format(local, "H:i:s T")
    return date_format(local, "H:i:s T, j F Y")


def _publication(release: Release) -> str:
    """Return when it was, or will be, published, if it is approved now."""
    row = Release.objects.get(pk=release.pk)
    if row.state != State.APPROVED:
        return ""
    if scheduled := scheduled_versions(row):
        sentence = _("It publishes at %(time)s.")
        return sentence % {"time": time_of_day(scheduled[0].live_from)} + " "
    if public := public_version(row):
        sentence = _("Published at %(time)s.")
        return sentence % {"time": time_of_day(public.live_from)} + " "
    return ""
