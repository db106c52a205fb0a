"""What happened around a release, recorded as it happens: notices, filings, comments.

None of it changes a word that was approved, so it may be recorded in any state.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from releases.desk.approvals.four_eyes import subject
from releases.desk.exceptions import NotAllowed
from releases.models import Comment, ExchangeNotice, Listing, Release
from releases.models.desk.release import validate_accession
from releases.record import journal


@transaction.atomic
def notify_exchange(
    release: Release,
    listing: Listing,
    *,
    by: User,
    at: dt.datetime,
    given_at: dt.datetime,
    reference: str,
) -> ExchangeNotice:
    """Record that an exchange has its notice; a second time puts the first right."""
    if given_at > at:
        raise NotAllowed("The notice is still to be given: record it when it was.")
    notice, _ = ExchangeNotice.objects.update_or_create(
        release=release,
        listing=listing,
        defaults={"given_at": given_at, "reference": reference.strip(), "by": by},
    )
    journal.write(
        "exchange notice",
        subject(release),
        by=by.get_username(),
        detail=f"{listing}, at {given_at.isoformat()}"
        + (f", reference {notice.reference}" if notice.reference else ""),
    )
    return notice


@transaction.atomic
def record_filing(
    release: Release, *, by: User, at: dt.datetime, number: str, filed_at: dt.datetime
) -> None:
    """Record the 8-K that it was furnished with: its accession number and time."""
    if filed_at > at:
        raise NotAllowed("It is not filed yet: record the time at which it was.")
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
        "filing",
        subject(release),
        by=by.get_username(),
        detail=f"{number}, at {filed_at.isoformat()}",
    )


@transaction.atomic
def comment(
    release: Release, *, by: User, at: dt.datetime, text: str, passage: str = ""
) -> Comment:
    """Say what should change, pinned to the words it is about."""
    if not text.strip():
        raise NotAllowed("Say what should change.")
    made = Comment.objects.create(
        release=release, by=by, at=at, passage=passage.strip(), text=text.strip()
    )
    journal.write("comment", subject(release), by=by.get_username(), detail=text)
    return made


@transaction.atomic
def settle(remark: Comment, *, by: User, at: dt.datetime) -> None:
    """The comment is dealt with."""
    settled = Comment.objects.filter(pk=remark.pk, settled_at=None).update(
        settled_by=by, settled_at=at
    )
    if not settled:
        raise NotAllowed("This comment is settled already.")
    remark.refresh_from_db()
    journal.write(
        "settle a comment",
        subject(remark.release),
        by=by.get_username(),
        detail=remark.text,
    )
