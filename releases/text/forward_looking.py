"""Forward-looking phrases in English texts.

Only phrases with hardly any other meaning are listed: people stop reading a check
that finds something in every release.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Plans to report or to meet are routine: nobody trades on them.
_ROUTINE = (
    r"\s(?:host|hold|webcast|participate|present|report|announce|release|publish|issue"
    r"|attend|discuss|speak|last|file\s(?:its\s)?(?:Form|10-|annual|quarterly|proxy))\b"
)
_FORWARD = re.compile(
    rf"""
      \bforward-looking\sstatements?\b
    | \b(?:expects|anticipates|foresees)\b(?!\sto\b)(?:\s\w+){{1,3}}
    | \b(?:expects|anticipates|intends|plans|aims)\sto\b(?!{_ROUTINE})\s\w+
    | \b[Ww]e\s(?:now\s|currently\s|also\s|still\s|continue\sto\s)?(?:expect|anticipate|intend|forecast|foresee)\b(?!\sto{_ROUTINE})(?:\s\w+){{1,2}}
    | \b[Ww]e\s(?:now\s|currently\s|also\s|still\s)?(?:plan|aim)\sto\b(?!{_ROUTINE})\s\w+
    | \b(?:is|are|was|were)\s(?:now\s|currently\s|not\s)?(?:expected|anticipated|forecast|projected)\sto\b(?!{_ROUTINE})\s\w+
    | \b(?:is|are)\s(?:now\s)?(?:on\strack|likely)\sto\s\w+
    | \b(?:[Ff]inancial|[Rr]evenue|[Ee]arnings|[Ff]ull[- ][Yy]ear|[Aa]nnual|20\d\d)\s(?:[Gg]uidance|[Oo]utlook)\b
    | \b(?:[Rr]ais|[Rr]eaffirm|[Ll]ower|[Nn]arrow|[Uu]pdat|[Ii]ssu|[Pp]rovid|[Ww]ithdr[ae]w)\w*\s(?:its\s)?(?:[\w-]+\s){{0,3}}(?:[Gg]uidance|[Oo]utlook)\b
    """,
    re.VERBOSE,
)
# Regulators' guidance is not the company's outlook.
_REGULATORY_GUIDANCE = re.compile(
    r"\b(?:FDA|EMA|agency|draft|final|regulatory|SEC|accounting|tax)\s(?:\w+\s)?guidance\b",
    re.IGNORECASE,
)


def forward_looking_phrases(text: str) -> Iterator[str]:
    """Yield every forward-looking phrase of an English text."""
    for match in _FORWARD.finditer(text):
        around = text[max(0, match.start() - 12) : match.end()]
        if not _REGULATORY_GUIDANCE.search(around):
            yield match.group()
