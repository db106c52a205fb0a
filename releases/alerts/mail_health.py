"""Whether the mail system takes mails: noted by couriers, shown to staff."""

from __future__ import annotations

import datetime as dt

from releases.readers.models import OutboxState


def mail_down_since() -> dt.datetime | None:
    """Return since when the mail system takes no mail; None if it does."""
    return OutboxState.objects.values_list("mail_down_since", flat=True).first()


class MailHealth:
    """What one courier has noted; it writes only what has changed."""

    def __init__(self) -> None:
        # Whether it has noted that mails go. Another courier may have noted before that
        # none does.
        self._is_working = False

    def note_down(self, *, since: dt.datetime) -> None:
        """Note that the mail system takes no mail, unless that is known."""
        self._is_working = False
        known = OutboxState.objects.filter(mail_down_since__isnull=True)
        known.update(mail_down_since=since)

    def note_working(self) -> None:
        """Note that a mail was answered."""
        if not self._is_working:
            self._is_working = True
            down = OutboxState.objects.filter(mail_down_since__isnull=False)
            down.update(mail_down_since=None)
