"""Decode the bytes of a text file, or of an HTML page."""

from __future__ import annotations

import codecs
import re

from releases.intake.exceptions import IntakeError
from releases.text.translatable import Message, gettext_noop

MAX_TEXT_BYTES = 2_000_000

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", gettext_noop("a PDF")),
    (b"PK\x03\x04", gettext_noop("a Word or ZIP file")),
    (b"\xd0\xcf\x11\xe0", gettext_noop("an old Word file")),
    (b"{\\rtf", gettext_noop("a rich-text file")),
    (b"\x89PNG", gettext_noop("an image")),
    (b"\xff\xd8\xff", gettext_noop("an image")),
    (b"GIF8", gettext_noop("an image")),
    (b"\x1f\x8b", gettext_noop("a compressed file")),
)
_CHARSET = re.compile(
    rb"""(?i)<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})"""
)
# The WHATWG encoding standard gives these labels another encoding.
_ENCODING_ALIASES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252"}
_ENCODING_ALIASES |= {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "utf-16": "utf-8",
    "utf-7": "utf-8",
}
_NOT_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape"}
_EMPTY = gettext_noop("This is empty. Give the text of a release.")
_MAX_CONTROL_SHARE = 0.02


def decode_text(data: bytes) -> str:
    """Return the text of a file in any common encoding.

    Raises IntakeError if it is empty, too large, or no text.
    """
    if not data.strip():
        raise IntakeError(_EMPTY)
    if len(data) > MAX_TEXT_BYTES:
        raise IntakeError(
            gettext_noop(
                "This is larger than %(size)d MB. Give only the text of one release."
            ),
            size=MAX_TEXT_BYTES // 1_000_000,
        )
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise IntakeError(
                gettext_noop("This is %(kind)s. Save it as plain text first."),
                kind=Message(name),
            )
    text = _decode(data)
    if is_binary(text):
        raise IntakeError(
            gettext_noop("This is not text. Save the release as plain text first.")
        )
    if not text.strip("\ufeff \t\r\n\x0b\x0c\u00a0\u200b"):
        raise IntakeError(_EMPTY)
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError as error:
                raise IntakeError(
                    gettext_noop(
                        "This %(encoding)s text is damaged. Save it again as UTF-8."
                    ),
                    encoding=encoding.upper().removesuffix("-SIG"),
                ) from error
    if b"\x00" in data:
        raise IntakeError(
            gettext_noop(
                "This is not text. Save the release as plain text in UTF-8 first."
            )
        )
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def is_binary(text: str) -> bool:
    """Return whether a decoded file has NULs or many control characters."""
    if "\x00" in text:
        return True
    head = text[:20_000]
    controls = sum(1 for c in head if c < " " and c not in "\t\r\n\x0b\x0c\x1a\x1b")
    high_controls = sum(1 for c in head if "\x7f" <= c <= "\x9f")
    return controls + high_controls > max(3, len(head) * _MAX_CONTROL_SHARE)


def decode_html(data: bytes) -> str:
    """Decode an HTML page by its byte order mark or declared encoding, or by trying."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    declared = _declared_encoding(data[:4096])
    for encoding in filter(None, [declared, "utf-8"]):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(declared or "cp1252", "replace")


def _declared_encoding(head: bytes) -> str | None:
    match = _CHARSET.search(head)
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    name = _ENCODING_ALIASES.get(name, name)
    try:
        b"".decode(name)
        encoding = codecs.lookup(name).name
    except (LookupError, UnicodeError):
        return None
    return None if encoding in _NOT_CHARSETS else encoding
