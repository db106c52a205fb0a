"""Previews for people without an account: signed, expiring, revocable, journalled.

The address is signed with the site's secret key, so that reading the table isn't enough
to make one. Following it shows a button, and only that opens the preview, so that a mail
scanner which fetches every link opens nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.read_log import is_fully_public
from releases.models import JournalEntry, PreviewLink, Release
from releases.record import journal

PERMISSION = "releases.share_preview"
MAX_LIFETIME = dt.timedelta(days=14)
SALT = "releases.desk.sharing"
OPEN, TAKE = "open a preview", "take a file of a preview"
# Each opening is journalled, and the journal is written one entry at a time: nobody who
# has an address must be able to keep the staff from writing there.
AN_HOUR = dt.timedelta(hours=1)
MAX_OPENINGS_PER_HOUR = 60
# How many openings a page shows; older ones are in the journal.
OPENINGS_SHOWN = 500
DETAIL = re.compile(r"link (\d+), from ([^;]*)(?:; (.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One use of a link: when, from where, and for which file, if for one."""

    link: int
    at: dt.datetime
    origin: str
    file: str = ""

    @property
    def detail(self) -> str:
        """The detail of its journal entry."""
        file = f"; {self.file}" if self.file else ""
        return f"link {self.link}, from {self.origin}{file}"

    @classmethod
    def from_entry(cls, entry: JournalEntry) -> Opening | None:
        """Return the opening that a journal entry records."""
        match = DETAIL.fullmatch(entry.detail)
        if match is None:
            return None
        link, origin, file = match.groups(default="")
        return cls(link=int(link), at=entry.at, origin=origin, file=file)


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
        "share a preview",
        subject_of_release(release),
        by=by.get_username(),
        detail=f"with {link.whom}, until {expires_at.isoformat()}",
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
        "revoke a preview",
        subject_of_release(link.release),
        by=by.get_username(),
        detail=f"of {link.whom}",
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


def note_opening(
    link: PreviewLink,
    *,
    at: dt.datetime,
    origin: str,
    digest: str,
    file: str = "",
) -> None:
    """Journal that the reader is shown the page with this digest, or sent a file.

    Raises NotAllowed if the link was used too often within the hour.
    """
    if _uses_of(link).filter(at__gt=at - AN_HOUR).count() >= MAX_OPENINGS_PER_HOUR:
        raise NotAllowed(
            _(
                "This preview was opened too often in the last hour. Try again in an "
                "hour, or ask the person who sent you the link."
            )
        )
    journal.write(
        TAKE if file else OPEN,
        subject_of_release(link.release),
        by=_guest_name(link),
        digest=digest,
        detail=Opening(link=link.pk, at=at, origin=origin, file=file).detail,
    )


def openings_by_link(release: Release) -> dict[int, list[Opening]]:
    """Return the uses of a release's links, by the link's key, the latest first."""
    entries = JournalEntry.objects.filter(
        subject=subject_of_release(release), action__in=[OPEN, TAKE]
    )
    openings: dict[int, list[Opening]] = {}
    for opening in map(Opening.from_entry, entries[:OPENINGS_SHOWN]):
        if opening:
            openings.setdefault(opening.link, []).append(opening)
    return openings


def _uses_of(link: PreviewLink) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(
        subject=subject_of_release(link.release),
        action__in=[OPEN, TAKE],
        detail__startswith=f"link {link.pk}, ",
    )


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
