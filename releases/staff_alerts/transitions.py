"""What became of a release: sent back, approved, held. As the journal has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from releases.desk.authors import load_authorships
from releases.desk.last_transition import SENTENCES
from releases.models import JournalAction, JournalEntry
from releases.readers.models import MailingKind
from releases.staff_alerts.alert import StaffAlert, StaffMessage, release_url
from releases.staff_alerts.staff import Staff

# How many of the journal's latest entries are looked at: more than a week has.
RECENT_ENTRIES = 10_000
_RELEASE = "release:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """The latest transition of a release, and the account of who pressed the button."""

    seq: int
    at: dt.datetime
    action: str
    subject: str
    by: int | None

    @property
    def release(self) -> int:
        """The key of the release."""
        return int(self.subject.removeprefix(_RELEASE))


def latest_transitions() -> list[Transition]:
    """Return the latest transition of each release among the journal's recent entries."""
    newest = newest_entry()
    rows = JournalEntry.objects.filter(
        seq__gt=newest - RECENT_ENTRIES, action__in=SENTENCES
    ).order_by("seq")
    latest = {
        subject: Transition(seq=seq, at=at, action=action, subject=subject, by=by)
        for seq, at, action, subject, by in rows.values_list(
            "seq", "at", "action", "subject", "user_id"
        )
    }
    return list(latest.values())


def newest_entry() -> int:
    """Return the number of the journal's latest entry; 0 if there is none."""
    numbers = JournalEntry.objects.order_by("-seq").values_list("seq", flat=True)
    return numbers.first() or 0


def transition_alerts() -> Iterator[StaffAlert]:
    """Yield an alert for each release that was sent back, approved or held last.

    Whoever did it is not told.
    """
    for transition in latest_transitions():
        rule = _ALERTS.get(transition.action)
        if rule is not None:
            kind, find_recipients, write_message = rule
            yield StaffAlert(
                key=f"{kind.value}:{transition.release}:{transition.seq}",
                kind=kind,
                opens=transition.at,
                release=transition.release,
                find_recipients=partial(_without_actor, find_recipients, transition),
                write_message=partial(write_message, transition.release),
            )


def authors_of(staff: Staff, subject: str) -> frozenset[int]:
    """Return the accounts of who edited or submitted the release, and can get mail."""
    return staff.among(load_authorships([subject])[subject].authors)


def _without_actor(
    find_recipients: Callable[[Staff, str], frozenset[int]],
    transition: Transition,
    staff: Staff,
) -> frozenset[int]:
    recipients = find_recipients(staff, transition.subject)
    return frozenset(pk for pk in recipients if pk != transition.by)


def _authors_and_approvers(staff: Staff, subject: str) -> frozenset[int]:
    return authors_of(staff, subject) | staff.approver_ids


def _sent_back(release: int) -> StaffMessage:
    return StaffMessage(
        subject=_("Your release was sent back"),
        sentences=(
            _("Release %(number)s at the desk was sent back. The desk has the reason.")
            % {"number": release},
        ),
        url=release_url(release),
    )


def _approved(release: int) -> StaffMessage:
    return StaffMessage(
        subject=_("Your release was approved"),
        sentences=(
            _("Release %(number)s at the desk has the approvals that it needs.")
            % {"number": release},
        ),
        url=release_url(release),
    )


def _held(release: int) -> StaffMessage:
    return StaffMessage(
        subject=_("A release was put on hold"),
        sentences=(
            _(
                "Release %(number)s at the desk is on hold. It will not be published "
                "until an approver resumes it."
            )
            % {"number": release},
        ),
        url=release_url(release),
    )


_ALERTS: dict[
    str,
    tuple[
        MailingKind,
        Callable[[Staff, str], frozenset[int]],
        Callable[[int], StaffMessage],
    ],
] = {
    JournalAction.SEND_BACK: (MailingKind.SENT_BACK, authors_of, _sent_back),
    JournalAction.APPROVE: (MailingKind.APPROVED, authors_of, _approved),
    JournalAction.HOLD: (MailingKind.HELD, _authors_and_approvers, _held),
}
