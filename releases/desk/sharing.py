"""Previews for people without an account: signed, expiring, revocable, journalled.

The address is signed with the site's key, so that the table alone makes none. Whoever
follows it sees a button; only pressing that opens the preview, so that a mail scanner
which fetches every link opens nothing.
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
from django.utils.translation import ngettext

from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.read_log import is_fully_public
from releases.models import JournalEntry, PreviewLink, Release
from releases.record import journal

PERMISSION = "releases.share_preview"
LONGEST = dt.timedelta(days=14)
SALT = "releases.desk.sharing"
OPEN, TAKE = "open a preview", "take a file of a preview"
# Each opening is journalled, and the journal is written one entry at a time: whoever
# holds an address cannot keep the desk from writing there.
AN_HOUR = dt.timedelta(hours=1)
MOST_AN_HOUR = 60
# Older openings are in the journal; a page shows these.
LATEST = 500
TOLD = re.compile(r"link (\d+), from ([^;]*)(?:; (.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One time that a link was used: when, from where, and for which file if for one."""

    link: int
    at: dt.datetime
    origin: str
    file: str = ""

    @property
    def detail(self) -> str:
        """What the journal says of it, beside who and when."""
        file = f"; {self.file}" if self.file else ""
        return f"link {self.link}, from {self.origin}{file}"

    @classmethod
    def told_by(cls, entry: JournalEntry) -> Opening | None:
        """The opening that an entry of the journal tells of."""
        found = TOLD.fullmatch(entry.detail)
        if found is None:
            return None
        link, origin, file = found.groups(default="")
        return cls(link=int(link), at=entry.at, origin=origin, file=file)


@transaction.atomic
def share(
    release: Release, *, by: User, at: dt.datetime, whom: str, expires_at: dt.datetime
) -> PreviewLink:
    """Make a link for one reader; it opens the release as it then stands."""
    if not by.has_perm(PERMISSION):
        raise NotAllowed("You may not share a preview.")
    if not whom.strip():
        raise NotAllowed("Say who will read it: the journal names them.")
    if is_fully_public(release):
        raise NotAllowed(f"“{release}” is public: give them the address of its page.")
    if not at < expires_at <= at + LONGEST:
        raise NotAllowed(
            ngettext(
                "Choose an expiry time within the next %(days)d day.",
                "Choose an expiry time within the next %(days)d days.",
                LONGEST.days,
            )
            % {"days": LONGEST.days}
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
        subject_of_release(link.release),
        by=by.get_username(),
        detail=f"of {link.whom}",
    )


def token_of(link: PreviewLink) -> str:
    """The part of its address that nobody can make up."""
    return _signer().sign(link.ref.hex)


def link_at(token: str, *, at: dt.datetime) -> PreviewLink | None:
    """The link of this address, while it opens; None tells nothing of why not.

    The table is asked even for an address that nobody signed: a wrong one takes as
    long as one that has expired.
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
    """Its reader is shown what has this digest, or given a file: the journal says so.

    Refused where the link was used too often within the hour; then nothing is shown.
    """
    if _used(link).filter(at__gt=at - AN_HOUR).count() >= MOST_AN_HOUR:
        raise NotAllowed(
            "This preview was opened very often within the last hour. Please try again "
            "in an hour, or ask whoever sent you the link."
        )
    journal.write(
        TAKE if file else OPEN,
        subject_of_release(link.release),
        by=_guest(link),
        digest=digest,
        detail=Opening(link=link.pk, at=at, origin=origin, file=file).detail,
    )


def openings(release: Release) -> dict[int, list[Opening]]:
    """When the links of a release were used, by link, the latest first."""
    entries = JournalEntry.objects.filter(
        subject=subject_of_release(release), action__in=[OPEN, TAKE]
    )
    found: dict[int, list[Opening]] = {}
    for opening in map(Opening.told_by, entries[:LATEST]):
        if opening:
            found.setdefault(opening.link, []).append(opening)
    return found


def _used(link: PreviewLink) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(
        subject=subject_of_release(link.release),
        action__in=[OPEN, TAKE],
        detail__startswith=f"link {link.pk}, ",
    )


def _guest(link: PreviewLink) -> str:
    return f"guest: {link.whom}"[:150]


def _ref_in(token: str) -> uuid.UUID:
    """The link that an address was signed for; one that is nobody's where it was not."""
    try:
        return uuid.UUID(_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return uuid.uuid4()


def _signer() -> signing.Signer:
    # A full stop is kept whole by whatever turns addresses in messages into links.
    return signing.Signer(salt=SALT, sep=".")
