"""From the bytes of a file to its text."""

from __future__ import annotations

import codecs

MOST_BYTES = 2_000_000

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "a rich-text file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
)
_MOST_CONTROLS = 0.02


class Unreadable(Exception):
    """What was given is no text; the message is one line that says what to do."""


def decode(data: bytes) -> str:
    """The text of a file, whatever its encoding; Unreadable if it is no text."""
    if not data.strip():
        raise Unreadable("It is empty: give a file with the text of a release.")
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise Unreadable(f"It is larger than {most} MB: give the text of one release.")
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(f"It is {name}: save it as plain text first.")
    text = _text(data)
    if is_binary(text):
        raise Unreadable("It is not text: save the release as plain text first.")
    if not text.strip("\ufeff \t\r\n\x0b\x0c\u00a0\u200b"):
        raise Unreadable("It is empty: give a file with the text of a release.")
    return text


def _text(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError as error:
                name = encoding.upper().removesuffix("-SIG")
                message = f"It is broken {name} text: save it again as UTF-8."
                raise Unreadable(message) from error
    if b"\x00" in data:
        raise Unreadable("It is not text: save the release as plain text in UTF-8.")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def is_binary(text: str) -> bool:
    """Whether a text holds what no writer types."""
    if "\x00" in text:
        return True
    head = text[:20_000]
    controls = sum(1 for c in head if c < " " and c not in "\t\r\n\x0b\x0c\x1a\x1b")
    unseen = sum(1 for c in head if "\x7f" <= c <= "\x9f")
    return controls + unseen > max(3, len(head) * _MOST_CONTROLS)
