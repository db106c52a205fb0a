"""Contacts as vCards 4.0 (RFC 6350)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from urllib.parse import quote

from releases.models.record.kinds import Audience
from releases.record.documents import ContactEntry, ProfileDocument, ReleaseDocument
from releases.text.phones import e164, phones_in
from releases.text.public_paths import CONTACTS, MAX_PART

MEDIA_TYPE = "text/vcard"
# How long a line may be in bytes, its end not counted (3.2).
MAX_LINE = 75
_ESCAPED = re.compile(r"[\\,;]")
_LINE_ENDS = re.compile("\r\n|\r|\n")
# Nothing but letters, spaces and line ends (3.3).
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def vcard(
    contact: ContactEntry,
    *,
    issuer: str,
    root: str,
    path: str,
    since: dt.datetime | None = None,
) -> bytes:
    """Return a contact of the issuer as a vCard; without a name, it is the organization's.

    `root` is the origin of the site's URLs, without a slash at its end, `path` that of the
    vCard. `since` is when it became what it is, if that is known.
    """
    properties = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        *_properties(contact, issuer),
        f"URL:{root}{CONTACTS}",
        f"SOURCE:{root}{quote(path)}",
    ]
    if since is not None:
        properties.append(f"REV:{since.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")
    properties.append("END:VCARD")
    return b"".join(_folded(line) + b"\r\n" for line in properties)


def contact_numbers(document: ReleaseDocument | ProfileDocument) -> range:
    """Return the numbers of the contacts that have a vCard: their places, from 1."""
    return range(1, min(len(document.contacts), MAX_PART) + 1)


def _properties(contact: ContactEntry, issuer: str) -> Iterator[str]:
    """Yield the properties of the contact, as lines that are not folded."""
    organization = contact.organization or issuer
    audience = str(Audience(contact.audience).label)
    yield f"UID:urn:uuid:{uuid.UUID(contact.ref)}"
    yield f"KIND:{'individual' if contact.name else 'org'}"
    yield f"FN:{_value(contact.name or organization or audience)}"
    if contact.name:
        # Which part is the family's name, nobody has said.
        yield f"N:;{_value(contact.name)};;;"
    if organization:
        yield f"ORG:{_value(organization)}"
    if contact.title:
        yield f"TITLE:{_value(contact.title)}"
    yield f"ROLE:{_value(audience)}"
    for line in contact.phones:
        yield _telephone(line)
    for address in contact.emails:
        yield f"EMAIL;TYPE=work:{_value(address)}"


def _telephone(line: str) -> str:
    """Return a line as a number to dial (RFC 3966), or as text if it says more than that."""
    phones = list(phones_in(line))
    number = e164(phones[0].text) if len(phones) == 1 else None
    if number is None or re.search(r"(?i)e?xt\b|x\s?\d|#", line):
        return f"TEL;VALUE=text;TYPE=work:{_value(line)}"
    return f'TEL;VALUE=uri;TYPE="work,voice":tel:{number}'


def _value(text: str) -> str:
    """Return a text as a value (3.4): its separators and line ends are escaped."""
    escaped = _ESCAPED.sub(r"\\\g<0>", _CONTROLS.sub("", text))
    return _LINE_ENDS.sub(r"\\n", escaped)


def _folded(line: str) -> bytes:
    """Return a line with its continuations (3.2), which part no character."""
    content = line.encode()
    lines = []
    limit = MAX_LINE
    while len(content) > limit:
        end = limit
        while content[end] & 0xC0 == 0x80:
            end -= 1
        lines.append(content[:end])
        content = content[end:]
        limit = MAX_LINE - 1
    return b"\r\n ".join([*lines, content])
