"""Previews for people without an account: signed, expiring, revocable, journalled.

The address is signed with the site's key, so that the table alone makes none. Whoever
follows it sees a button; only pressing that opens the preview, so that a mail scanner
which fetches every link opens nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction

from releases.desk.policy import subject
from releases.desk.refusal import NotAllowed
from releases.models import PreviewLink, Release
from releases.record import journal

PERMISSION = "releases.share_preview"
LONGEST = dt.timedelta(days=14)
SALT = "releases.desk.sharing"


@transaction.atomic
def share(
    release: Release, *, by: User, at: dt.datetime, whom: str, expires_at: dt.datetime
) -> PreviewLink:
    """Make a link for one reader; it opens the release as it then stands."""
    if not by.has_perm(PERMISSION):
        raise NotAllowed("You may not share a preview.")
    if not whom.strip():
        raise NotAllowed("Say who will read it: the journal names them.")
    if not at < expires_at <= at + LONGEST:
        raise NotAllowed("Let it expire within the next fourteen days.")
    link = PreviewLink.objects.create(
        release=release,
        whom=whom.strip(),
        made_by=by,
        made_at=at,
        expires_at=expires_at,
    )
    journal.write(
        "share a preview",
        subject(release),
        by=by.get_username(),
        detail=f"with {link.whom}, until {expires_at.isoformat()}",
    )
    return link


@transaction.atomic
def revoke(link: PreviewLink, *, by: User, at: dt.datetime) -> None:
    """The link leads nowhere from now on."""
    if not by.has_perm(PERMISSION):
        raise NotAllowed("You may not revoke a preview.")
    revoked = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_by=by, revoked_at=at
    )
    if not revoked:
        raise NotAllowed("This link is revoked already.")
    link.refresh_from_db()
    journal.write(
        "revoke a preview",
        subject(link.release),
        by=by.get_username(),
        detail=f"of {link.whom}",
    )


def token_of(link: PreviewLink) -> str:
    """The part of its address that nobody can make up."""
    return signing.dumps(link.ref.hex, salt=SALT)


def link_at(token: str, *, at: dt.datetime) -> PreviewLink | None:
    """The link of this address, while it opens; None tells nothing of why not."""
    try:
        ref = uuid.UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    link = PreviewLink.objects.select_related("release").filter(ref=ref).first()
    return link if link and link.opens(at=at) else None


def note_opening(link: PreviewLink, *, origin: str) -> None:
    """Its reader has opened the preview: the journal says who, and from where."""
    journal.write(
        "open a preview",
        subject(link.release),
        by=f"guest: {link.whom}"[:150],
        detail=f"from {origin}" if origin else "",
    )
