"""From whom mails to readers are, and which published contact answers readers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings

from releases.record.documents import ContactEntry, ProfileDocument
from releases.text.email_addresses import InvalidAddress, read_address

INVESTORS = "investors"


def issuer_name(issuer: ProfileDocument) -> str:
    """Return the issuer's name in one line, or the site's host where it has none."""
    return " ".join(issuer.name.split()) or str(settings.IRSITE_DOMAIN)


def sender(name: str) -> str:
    """Return IRSITE_MAIL_FROM for a header, with this name where it has none."""
    own_name, address = parseaddr(settings.IRSITE_MAIL_FROM)
    return str(Address(display_name=own_name or name, addr_spec=address))


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
