"""Keys in addresses: whoever reads one could use it, so no log has any.

They open previews that were shared with an outsider, and what a reader may do by a link
in a mail, or set the password of a new account.
"""

from __future__ import annotations

import re

MASK = "..."


def _encodings(character: str) -> str:
    """Return a pattern for a character as it is, and percent-encoded once or more often."""
    codes = "|".join({f"{ord(c):x}" for c in (character.lower(), character.upper())})
    return rf"(?:{re.escape(character)}|%(?:25)*(?:{codes}))"


def _word(word: str) -> str:
    return "".join(map(_encodings, word))


_SLASH = rf"(?:{_encodings('/')}|{_encodings(chr(92))})"
_DOT = _encodings(".")
# Pages beside readers' keys that have none.
_ASKED = rf"{_word('asked')}{_SLASH}?(?![^\s\"'<>?&])"
# What leads to the key, wherever it stands: `/preview/`, `//Preview//`, `=%2Fpreview%2F`.
_LEAD = (
    rf"(?P<lead>(?:{_SLASH}|(?<![\w-]))"
    rf"(?:(?:{_word('preview')}|{_word('invitation')}){_SLASH}+|{_word('alerts')}{_SLASH}+(?!{_ASKED})))"
)
# A key by its own form, for an address that was mistyped: of a preview, a UUID and a
# signature; of a reader, a small number and a code (`releases.readers.keys`).
_PREVIEW_KEY = rf"[0-9a-f]{{32}}{_DOT}[\w-]+"
_READER_KEY = r"(?<![\w-])AA[A-D][\w-]{25}(?:[\w-]{6})?(?![\w-])"
_IN_PATH = re.compile(rf"(?is){_LEAD}.+")
_IN_TEXT = re.compile(rf"(?i){_LEAD}[^\s\"'<>]+")
_ALONE = re.compile(rf"(?i:{_PREVIEW_KEY})|{_READER_KEY}")


def mask_path(path: str) -> str:
    """Return a path or an address without what follows `/preview/`, `/alerts/` or `/invitation/`."""
    return _ALONE.sub(MASK, _IN_PATH.sub(rf"\g<lead>{MASK}", path))


def mask_keys(text: str) -> str:
    """Return a text of several words without the keys of the addresses in it."""
    return _ALONE.sub(MASK, _IN_TEXT.sub(rf"\g<lead>{MASK}", text))
