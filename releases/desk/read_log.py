"""Who read what is not public: the journal knows."""

from __future__ import annotations

from django.contrib.auth.models import User

from releases.desk.approval_basis import chain
from releases.desk.approvals.four_eyes import subject
from releases.models import Release, State
from releases.record import journal
from releases.record.clock import read_clock

SETTLED = {State.APPROVED, State.WITHDRAWN}


def note_reading(release: Release, *, by: User, of: str) -> None:
    """Note that somebody read it, unless all that they saw is public already.

    `of` says which page showed it. Once an hour for each person and page.
    """
    if not is_public(release):
        journal.note_reading(subject(release), by=by.get_username(), detail=of)


def is_public(release: Release) -> bool:
    """Whether the desk shows nothing of it that readers do not see by now.

    A draft of a correction is not, though an earlier version is out.
    """
    latest = next(iter(chain(release)), None)
    out = latest is not None and latest.live_from <= read_clock()
    return out and release.state in SETTLED
