"""security.txt (RFC 9116): whom to tell of a weakness of the site."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from releases.record.documents import rfc3339
from releases.record.representation import (
    Lookup,
    NotDisclosed,
    Representation,
    WriteContext,
    site,
)
from releases.text.public_paths import SECURITY_TXT


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityContact:
    """The URIs of the fields, each in order of preference, and until when they hold."""

    contacts: tuple[str, ...]
    expires: dt.datetime
    encryption: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()


def read(lookup: Lookup) -> SecurityContact:
    """Return the contact of the settings. Raises NotDisclosed."""
    expires = settings.IRSITE_SECURITY_EXPIRES
    if not settings.IRSITE_SECURITY_CONTACT or expires is None:
        raise NotDisclosed
    return SecurityContact(
        contacts=tuple(settings.IRSITE_SECURITY_CONTACT),
        expires=expires,
        encryption=tuple(settings.IRSITE_SECURITY_ENCRYPTION),
        policies=tuple(settings.IRSITE_SECURITY_POLICY),
    )


def write(contact: SecurityContact, context: WriteContext) -> bytes:
    """Return the file, not signed: HTTPS says whose it is."""
    fields = [
        *(("Contact", uri) for uri in contact.contacts),
        ("Expires", rfc3339(contact.expires)),
        *(("Encryption", uri) for uri in contact.encryption),
        *(("Policy", uri) for uri in contact.policies),
        ("Canonical", context.root + SECURITY_TXT),
    ]
    return "".join(f"{name}: {value}\n" for name, value in fields).encode()


REPRESENTATION = Representation(
    name="security",
    of=site(read, by=()),
    path=SECURITY_TXT,
    media_type="text/plain",
    write=write,
    indexed=False,
)
