"""Preview keys in addresses: whoever reads one could open the preview, so no log has any."""

from __future__ import annotations

import re

MASK = "..."


def _encodings(character: str) -> str:
    """Return a pattern for a character as it is, and percent-encoded once or more often."""
    codes = "|".join({f"{ord(c):x}" for c in (character.lower(), character.upper())})
    return rf"(?:{re.escape(character)}|%(?:25)*(?:{codes}))"


_SLASH = rf"(?:{_encodings('/')}|{_encodings(chr(92))})"
_DOT = _encodings(".")
_PREVIEW = "".join(map(_encodings, "preview"))
# What leads to the key, wherever it stands: `/preview/`, `//Preview//`, `=%2Fpreview%2F`.
_LEAD = rf"(?P<lead>(?:{_SLASH}|(?<![\w-])){_PREVIEW}{_SLASH}+)"
# The key by its own form, a UUID and a signature, for an address that was mistyped.
_KEY = rf"[0-9a-f]{{32}}{_DOT}[\w-]+"
_IN_PATH = re.compile(rf"(?is){_LEAD}.+")
_IN_TEXT = re.compile(rf"(?i){_LEAD}[^\s\"'<>]+")
_ALONE = re.compile(rf"(?i){_KEY}")


def mask_path(path: str) -> str:
    """Return a path or an address without what follows `/preview/`."""
    return _ALONE.sub(MASK, _IN_PATH.sub(rf"\g<lead>{MASK}", path))


def mask_preview_keys(text: str) -> str:
    """Return a text of several words without the preview keys of the addresses in it."""
    return _ALONE.sub(MASK, _IN_TEXT.sub(rf"\g<lead>{MASK}", text))
