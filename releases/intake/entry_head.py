"""How the files begin in which an old site keeps entries below settings of theirs."""

from __future__ import annotations

import json
import re
from typing import Any

_LONGEST = 50_000
FENCED = re.compile(
    r"\ufeff?\s{0,99}(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<settings>(?:(?!(?P=fence)).*\r?\n)*?)"
    r"(?:(?P=fence)|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
# A release may begin with a rule and “Contact: …”: only names that sites use are settings.
_SETTING = re.compile(
    r"(?im)^[ \t]*[\"']?(?:title|date|draft|layout|published?|slug|categor(?:y|ies)|tags?|status"
    r"|permalink|publish_?date|expiry_?date|type|template|url|aliases|visibility|password"
    r"|excerpt|lastmod|weight|author)[\"']?[ \t]*[:=]"
)
_JSON_START = re.compile(r'\ufeff?\s{0,99}\{\s*"[A-Za-z]\w*"\s*:')
_MOVABLE_TYPE = re.compile(
    r"\ufeff?\s{0,99}(?:(?:AUTHOR|TITLE|BASENAME|STATUS|DATE|ALLOW COMMENTS|ALLOW PINGS|UNIQUE URL"
    r"|CONVERT BREAKS|PRIMARY CATEGORY|CATEGORY|TAGS|NO ENTRY)[ ]?:.*\r?\n){2,40}-----\s*\n"
)


def has_front_matter(text: str) -> bool:
    """Return whether a text begins with settings in YAML, TOML or JSON."""
    if _JSON_START.match(text):
        return json_settings(text) is not None
    fenced = FENCED.match(text[:_LONGEST])
    return fenced is not None and _SETTING.search(fenced["settings"]) is not None


def json_settings(text: str) -> tuple[Any, str] | None:
    """Return JSON settings and the text after them; None if it begins with none."""
    if not _JSON_START.match(text):
        return None
    start = text.index("{")
    try:
        settings, end = json.JSONDecoder().raw_decode(text[: start + _LONGEST], start)
    except (ValueError, RecursionError):
        return None
    return settings, text[end:]


def is_movable_type(text: str) -> bool:
    """Return whether a text begins as the first entry of a Movable Type export."""
    return _MOVABLE_TYPE.match(text[:20_000]) is not None


def is_entry_text(text: str) -> bool:
    """Return whether a text is of an old site's entries, with their settings."""
    return is_movable_type(text) or has_front_matter(text)
