"""Which published contact answers readers, by mail."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from releases.record.documents import ContactEntry
from releases.text.email_addresses import InvalidAddress, read_address

INVESTORS = "investors"


def reply_address(
    contacts: Iterable[ContactEntry], *, audience: str = INVESTORS
) -> str:
    """Return the mailbox of the first contact for the audience whom mail can reach.

    Without one it is a contact for investors, then any other; empty if there is none.
    """
    by_audience = sorted(
        contacts,
        key=lambda contact: (
            contact.audience != audience,
            contact.audience != INVESTORS,
        ),
    )
    for address in (address for contact in by_audience for address in contact.emails):
        with contextlib.suppress(InvalidAddress):
            return read_address(address).mailbox
    return ""
