"""Previews for people without an account: signed, expiring, revocable, journalled.

The address is signed with the site's secret key, so that reading the table isn't enough
to make one. Following it shows a button, and only that opens the preview, so that a mail
scanner which fetches every link opens nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.read_log import is_fully_public
from releases.models import JournalAction, PreviewLink, PreviewOpening, Release
from releases.record import audit_author, journal

PERMISSION = "releases.share_preview"
MAX_LIFETIME = dt.timedelta(days=14)
SALT = "releases.desk.sharing"
# Each opening is journalled, and the journal is written one entry at a time: nobody who
# has an address must be able to keep the staff from writing there.
AN_HOUR = dt.timedelta(hours=1)
MAX_OPENINGS_PER_HOUR = 60
# How many openings a page shows; the export has them all.
OPENINGS_SHOWN = 500


@transaction.atomic
def share_preview(
    release: Release, *, by: User, at: dt.datetime, whom: str, expires_at: dt.datetime
) -> PreviewLink:
    """Make a link for one reader, which shows the release as it is when opened.

    Raises NotAllowed for a release that is public, and for too long a lifetime.
    """
    if not by.has_perm(PERMISSION):
        raise NotAllowed(_("You don't have permission to share previews."))
    if not whom.strip():
        raise NotAllowed(_("Enter who will read it: the journal records that."))
    if is_fully_public(release):
        raise NotAllowed(
            _("“%(release)s” is public. Send the address of its page instead.")
            % {"release": release}
        )
    if not at < expires_at <= at + MAX_LIFETIME:
        raise NotAllowed(
            ngettext(
                "Choose an expiry time within the next %(days)d day.",
                "Choose an expiry time within the next %(days)d days.",
                MAX_LIFETIME.days,
            )
            % {"days": MAX_LIFETIME.days}
        )
    link = PreviewLink.objects.create(
        release=release,
        whom=whom.strip(),
        made_by=by,
        made_at=at,
        expires_at=expires_at,
    )
    journal.write(
        JournalAction.SHARE_PREVIEW,
        subject_of_release(release),
        by=by,
        detail=f"with {link.whom}, until {expires_at.isoformat()}",
        facts={"link": link.pk, "expires_at": expires_at.isoformat()},
    )
    return link


@transaction.atomic
def revoke_preview(link: PreviewLink, *, by: User, at: dt.datetime) -> None:
    """Make the link stop working now. Raises NotAllowed if it already has."""
    if not by.has_perm(PERMISSION):
        raise NotAllowed(_("You don't have permission to revoke previews."))
    revoked = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_by=by, revoked_at=at
    )
    if not revoked:
        raise NotAllowed(_("This link is already revoked."))
    link.refresh_from_db()
    journal.write(
        JournalAction.REVOKE_PREVIEW,
        subject_of_release(link.release),
        by=by,
        detail=f"of {link.whom}",
        facts={"link": link.pk},
    )


def token_of(link: PreviewLink) -> str:
    """Return the signed part of the link's address."""
    return _signer().sign(link.ref.hex)


def find_link(token: str, *, at: dt.datetime) -> PreviewLink | None:
    """Return the link of this address while it works; None doesn't tell why it doesn't.

    The table is queried even for an address that nobody signed, so that a wrong address
    takes as long as one that has expired.
    """
    links = PreviewLink.objects.select_related("release", "made_by")
    link = links.filter(ref=_ref_in(token)).first()
    return link if link and link.opens(at=at) else None


@transaction.atomic
def note_opening(
    link: PreviewLink,
    *,
    at: dt.datetime,
    origin: str,
    digest: str,
    file: str = "",
) -> None:
    """Record and journal that the reader sees the page with this digest, or gets a file.

    Raises NotAllowed if the link was used too often within the hour.
    """
    if link.openings.filter(at__gt=at - AN_HOUR).count() >= MAX_OPENINGS_PER_HOUR:
        raise NotAllowed(
            _(
                "This preview was opened too often in the last hour. Try again in an "
                "hour, or ask the person who sent you the link."
            )
        )
    guest = _guest_name(link)
    # Named here, so that nobody asks the session who the reader is.
    with audit_author.acting_as(by=guest, origin=origin):
        PreviewOpening.objects.create(link=link, at=at, origin=origin, file=file)
    action = JournalAction.OPEN_PREVIEW
    if file:
        action = JournalAction.DOWNLOAD_FROM_PREVIEW
    journal.write(
        action,
        subject_of_release(link.release),
        by=guest,
        digest=digest,
        detail=f"link {link.pk}, from {origin}{f'; {file}' if file else ''}",
        facts={"link": link.pk, "origin": origin, "file": file},
    )


def openings_by_link(release: Release) -> dict[int, list[PreviewOpening]]:
    """Return the uses of a release's links, by the link's key, the latest first."""
    latest = PreviewOpening.objects.filter(link__release=release)[:OPENINGS_SHOWN]
    openings: dict[int, list[PreviewOpening]] = {}
    for opening in latest:
        openings.setdefault(opening.link_id, []).append(opening)
    return openings


def _guest_name(link: PreviewLink) -> str:
    return f"guest: {link.whom}"[:150]


def _ref_in(token: str) -> uuid.UUID:
    """Return the reference that was signed; a random one for a wrong signature."""
    try:
        return uuid.UUID(_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return uuid.uuid4()


def _signer() -> signing.Signer:
    # Programs that make links of the addresses in messages leave a full stop in them.
    return signing.Signer(salt=SALT, sep=".")
