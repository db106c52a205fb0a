"""Who was invited to the desk and has no password yet: the link is mailed to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from releases.desk.invitation_tokens import invitation_path
from releases.desk.journal_subjects import subject_of_user
from releases.models import JournalAction, JournalEntry
from releases.readers.models import MailingKind
from releases.staff_alerts.alert import StaffAlert, StaffMessage
from releases.staff_alerts.staff import Staff


def invitation_alerts(*, at: dt.datetime) -> Iterator[StaffAlert]:
    """Yield an alert for the latest invitation of each account without a password.

    The link is made when its mail is written, so it is stored nowhere.
    """
    since = at - dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    users = User.objects.filter(
        is_active=True, is_staff=True, password__startswith=UNUSABLE_PASSWORD_PREFIX
    ).exclude(email="")
    by_subject = {subject_of_user(user): user for user in users}
    invitations = JournalEntry.objects.filter(
        subject__in=by_subject, action=JournalAction.INVITE, at__gt=since, at__lte=at
    )
    latest = {entry.subject: entry for entry in invitations.order_by("seq")}
    for subject, entry in latest.items():
        user = by_subject[subject]
        yield StaffAlert(
            key=f"invited:{entry.seq}",
            kind=MailingKind.DESK_ACCESS,
            opens=entry.at,
            find_recipients=partial(_invited, user.pk),
            write_message=partial(_message, user),
        )


def _invited(account: int, staff: Staff) -> frozenset[int]:
    return staff.among([account])


def _message(user: User) -> StaffMessage:
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    return StaffMessage(
        subject=_("You are invited to the desk of %(site)s")
        % {"site": settings.IRSITE_DOMAIN},
        sentences=(
            _("Your username is %(name)s. Choose your password at the address below.")
            % {"name": user.get_username()},
            _("It works once, within %(days)d days. Pass this mail on to nobody.")
            % {"days": days},
        ),
        url=settings.IRSITE_URL + invitation_path(user),
    )
