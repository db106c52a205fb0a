"""What happened to a release elsewhere, recorded afterwards: notices and filings.

None of it changes anything that was approved, so it can be recorded in any state.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.models import ExchangeNotice, JournalAction, Listing, Release
from releases.models.desk.release import validate_accession
from releases.record import journal


@transaction.atomic
def record_exchange_notice(
    release: Release,
    listing: Listing,
    *,
    by: User,
    at: dt.datetime,
    given_at: dt.datetime,
    reference: str,
) -> ExchangeNotice:
    """Record that an exchange was notified; recorded again, it is corrected.

    Raises NotAllowed for a notice in the future.
    """
    if given_at > at:
        raise NotAllowed(_("Enter a time in the past: when the notice was given."))
    notice, _created = ExchangeNotice.objects.update_or_create(
        release=release,
        listing=listing,
        defaults={"given_at": given_at, "reference": reference.strip(), "by": by},
    )
    journal.write(
        JournalAction.RECORD_NOTICE,
        subject_of_release(release),
        by=by,
        detail=f"{listing}, at {given_at.isoformat()}"
        + (f", reference {notice.reference}" if notice.reference else ""),
        facts={
            "listing": listing.pk,
            "given_at": given_at.isoformat(),
            "reference": notice.reference,
        },
    )
    return notice


@transaction.atomic
def record_filing(
    release: Release, *, by: User, at: dt.datetime, number: str, filed_at: dt.datetime
) -> None:
    """Record the Form 8-K: its accession number, and when the SEC accepted it.

    Raises NotAllowed for a filing in the future, and for what is no accession number.
    """
    if filed_at > at:
        raise NotAllowed(_("Enter a time in the past: when the SEC accepted it."))
    number = number.strip()
    try:
        validate_accession(number)
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from None
    Release.objects.filter(pk=release.pk).update(
        filing_number=number, filed_at=filed_at
    )
    release.refresh_from_db()
    journal.write(
        JournalAction.RECORD_FILING,
        subject_of_release(release),
        by=by,
        detail=f"{number}, at {filed_at.isoformat()}",
        facts={"number": number, "filed_at": filed_at.isoformat()},
    )
