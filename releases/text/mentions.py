"""People who are named in a comment: @ada."""

from __future__ import annotations

import re

_NAMED = re.compile(r"(?<![\w.])@(?P<name>[\w.+-]{1,150})")


def named_in(text: str) -> list[str]:
    """Return the usernames after an @ in the text, in lower case, each once."""
    names = (found["name"].rstrip(".-").lower() for found in _NAMED.finditer(text))
    return list(dict.fromkeys(filter(None, names)))
