"""The publication that a mail is about, and whether it may be read at this moment.

A mailing names it by its id and its digest: where the record alone was restored from a
backup, another publication may have got the id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import Enum, auto

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from releases.models import Publication
from releases.models.record.kinds import Notice
from releases.readers.models import Mailing, MailingKind

# A door of the desk commits 250 ms before its instant (`record.clock.COMMIT`), so whoever
# looked less than this ago knows of every end that has come.
LOOK_AGAIN_AFTER = 0.2


def publications_of(mailing: Mailing) -> QuerySet[Publication]:
    """Return the publication that the mailing is about, or none if it is not there.

    Mailings from before the digest was kept name it by its id alone.
    """
    rows = Publication.objects.filter(pk=mailing.publication or 0)
    return rows.filter(digest=mailing.digest) if mailing.digest else rows


def is_about(mailing: Mailing, publication: int, digest: str) -> bool:
    """Return whether the mailing is about the publication with this id and this digest."""
    return mailing.publication == publication and mailing.digest in {digest, ""}


def titles_of(mailings: list[Mailing], *, at: dt.datetime) -> dict[int, str]:
    """Return the titles of what the mailings are about, by the mailings' ids.

    Only of what has been public by `at`, whatever a restored backup of one database says.
    """
    publications = Publication.objects.disclosed(at=at).filter(
        pk__in={each.publication for each in mailings if each.publication is not None}
    )
    titles = {
        pk: (digest, headline)
        for pk, digest, headline in publications.values_list("pk", "digest", "headline")
    }
    return {
        mailing.pk: titles[mailing.publication][1]
        for mailing in mailings
        if mailing.publication in titles
        and is_about(mailing, mailing.publication, titles[mailing.publication][0])
    }


def version_of(mailing: Mailing) -> str:
    """Return what the mailing tells: a first publication, a notice, or a reminder."""
    if mailing.kind == MailingKind.REMINDER:
        return str(MailingKind.REMINDER.label)
    label = str(Notice(mailing.notice).label)
    if mailing.number == 1:
        return label
    return _("%(notice)s, version %(number)s") % {
        "notice": label if mailing.notice else _("Update"),
        "number": mailing.number,
    }


class Standing(Enum):
    """Three answers: who takes "not yet" for "no longer" loses the mails for good."""

    NOT_YET = auto()
    STANDS = auto()
    NO_LONGER = auto()


class PublicationWatch:
    """Remembers for 200 ms from when and until when each publication is live.

    `monotonic` is a clock in seconds that is never set.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        # (read at, live from, live until) by the publication's id and digest.
        self._read: dict[
            tuple[int | None, str], tuple[float, dt.datetime, dt.datetime | None]
        ] = {}

    def standing(self, mailing: Mailing, *, at: dt.datetime) -> Standing:
        """Return whether the public may read what the mailing is about at `at`.

        What is not there is gone for good: the record was restored from a backup. A
        mailing that is about no publication stands.
        """
        if mailing.publication is None:
            return Standing.STANDS
        now = self._monotonic()
        name = mailing.publication, mailing.digest
        read_at, live_from, live_until = self._read.get(
            name, (now - 2 * LOOK_AGAIN_AFTER, at, None)
        )
        if now - read_at > LOOK_AGAIN_AFTER:
            rows = publications_of(mailing)
            interval = rows.values_list("live_from", "live_until").first()
            if interval is None:
                return Standing.NO_LONGER
            live_from, live_until = interval
            self._read[name] = now, live_from, live_until
        if live_until is not None and live_until <= at:
            return Standing.NO_LONGER
        return Standing.STANDS if live_from <= at else Standing.NOT_YET
