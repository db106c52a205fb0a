"""A mail as a template: written once for all its readers, then joined for each of them.

The texts are quoted-printable (RFC 2045, 6.7), in lines of ASCII that no mail system has to
change. What is personal is a slot: in a text it stands alone between soft line breaks,
since an encoder may break a line in the middle of it.
"""

from __future__ import annotations

import binascii
import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum

_NONCE = secrets.token_hex(8)
_SLOT = re.compile(rf"\{{([a-z_]+)\.{_NONCE}\}}")
_SOFT_BREAK = b"=\r\n"
_SUBJECT = re.compile(rb"(?:\A|\r\n)Subject: ")


class Slot(StrEnum):
    """What differs from reader to reader."""

    MAILBOX = "mailbox"
    DATE = "date"
    MESSAGE_ID = "message_id"
    FIRST_MESSAGE_ID = "first_message_id"
    LEAVE_KEY = "leave_key"
    CHOICES_KEY = "choices_key"
    CONFIRM_KEY = "confirm_key"
    DATA_KEY = "data_key"

    @property
    def mark(self) -> str:
        """What stands for it in a text; no text of anybody's has it."""
        return f"{{{self.value}.{_NONCE}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a mail: its media type with parameters, and its text, which may have slots.

    With a `filename`, in ASCII, it is an attachment (RFC 2183).
    """

    media_type: str
    text: str
    filename: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTemplate:
    """A mail of which all but the slots is written; `pieces` alternate with slots.

    Dots are stuffed (RFC 5321, 4.5.2): no value of a slot begins with one.
    """

    pieces: tuple[bytes, ...]
    slots: tuple[Slot, ...]

    def write(self, values: Mapping[Slot, str]) -> bytes:
        """Return the mail for one reader."""
        written = [self.pieces[0]]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            written.append(values[slot].encode("ascii"))
            written.append(piece)
        return b"".join(written)

    def as_test(self) -> MailTemplate:
        """Return the same mail, whose subject says that it is a test."""
        pieces = list(self.pieces)
        index = next(i for i, piece in enumerate(pieces) if _SUBJECT.search(piece))
        pieces[index] = _SUBJECT.sub(rb"\g<0>[Test] ", pieces[index], count=1)
        return MailTemplate(pieces=tuple(pieces), slots=self.slots)


def mail_template(
    *,
    headers: Sequence[tuple[str, str]],
    alternatives: Sequence[Part],
    attachments: Sequence[Part] = (),
) -> MailTemplate:
    """Return the template of a mail with these headers, whose values may have slots.

    Readers choose among the `alternatives`, the best one last (RFC 2046, 5.1.4). Raises
    ValueError for a line break in a header.
    """
    texts = [_text_part(part) for part in alternatives]
    body = texts[0] if len(texts) == 1 else _multipart("alternative", texts)
    if attachments:
        body = _multipart("mixed", [body, *(_text_part(part) for part in attachments)])
    head = b"".join(_header(name, value) for name, value in headers)
    whole = head + b"MIME-Version: 1.0\r\n" + body
    whole = whole.replace(b"\r\n.", b"\r\n..")
    # The text between slots, and the slots' names, in turn.
    parts = re.split(_SLOT.pattern.encode(), whole)
    return MailTemplate(
        pieces=tuple(parts[::2]),
        slots=tuple(Slot(name.decode()) for name in parts[1::2]),
    )


def rfc5322_date(at: dt.datetime) -> str:
    """Return a date for a header, in UTC (RFC 5322, 3.3)."""
    return format_datetime(at.astimezone(dt.UTC))


def _header(name: str, value: str) -> bytes:
    """Return a header; one with slots is not folded, since it has links and ids only."""
    if _SLOT.search(value):
        return f"{name}: {value}\r\n".encode("ascii")
    message = EmailMessage(policy=SMTP)
    message[name] = value
    written = message.as_bytes().removesuffix(b"\r\n")
    # Some programs show nothing where the first line has the name alone.
    return written.replace(f"{name}:\r\n ".encode(), f"{name}: ".encode(), 1)


def _multipart(subtype: str, parts: Sequence[bytes]) -> bytes:
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()[:24]
    boundary = f"=_{digest}"  # no quoted-printable text has "=_" (RFC 2045, 6.7)
    opened = "".join(
        [f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n']
    ).encode()
    delimiter = f"--{boundary}\r\n".encode()
    ended = f"--{boundary}--\r\n".encode()
    return opened + b"".join(delimiter + part + b"\r\n" for part in parts) + ended


def _text_part(part: Part) -> bytes:
    disposition = f'Content-Disposition: attachment; filename="{part.filename}"\r\n'
    return (
        f"Content-Type: {part.media_type}\r\n{disposition if part.filename else ''}"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode("ascii") + quoted_printable(part.text)


def quoted_printable(text: str) -> bytes:
    """Return the text in UTF-8 as quoted-printable, its slots alone on their lines."""
    lines = re.sub(r"\r\n|\r|\n", "\r\n", text)
    parts = _SLOT.split(lines)
    written = [_encoded(parts[0])]
    for name, following in zip(parts[1::2], parts[2::2], strict=True):
        written.append(_SOFT_BREAK + Slot(name).mark.encode() + _SOFT_BREAK)
        written.append(_encoded(following))
    return b"".join(written) + b"\r\n"


def _encoded(text: str) -> bytes:
    encoded = binascii.b2a_qp(text.encode(), istext=True)
    # Where the text has no line break, soft ones lack their carriage return.
    encoded = re.sub(rb"(?<!\r)\n", b"\r\n", encoded)
    last = encoded.rpartition(b"\n")[2]
    # The soft break before a slot needs a place in the line of 76 characters.
    return encoded + _SOFT_BREAK if len(last) > 75 else encoded
