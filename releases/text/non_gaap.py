"""Non-GAAP and non-IFRS measures, as English texts name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A quick test: most paragraphs have none of these.
_MAY_BE = re.compile(r"GAAP|IFRS|EBIT|djusted|FFO|ash\s[Ff]low|urrency|perations|ore\s")
_MEASURE = re.compile(
    r"""
      \b[Nn]on-(?:GAAP|IFRS)\s(?:[a-z-]+\s){0,3}(?:income|earnings|loss|profit|margins?|EPS|expenses?|measures?|results|revenues?)\b
    | (?<![\w-])(?:[Aa]djusted\s)?EBIT(?:DA(?:[RX])?)(?![\w-])
    | \b[Aa]djusted\s(?:diluted\s|basic\s|net\s|gross\s|operating\s|pre-?tax\s|EBIT\s?){0,2}(?:income|earnings|loss|profit|margins?|EPS|EBIT|expenses?|revenues?|free\scash\sflow)\b(?!\s(?:for|of)\s(?:age|sex|inflation))
    | \b[Ff]ree\s[Cc]ash\s[Ff]low\b
    | \b(?:[Aa]djusted\s)?[Ff]unds\s[Ff]rom\s[Oo]perations\b | \bA?FFO\b
    | \b[Cc]onstant[- ][Cc]urrency\b
    | \b[Cc]ore\s(?:EPS|earnings|operating\s(?:income|profit))\b
    """,
    re.VERBOSE,
)
_DENIED = re.compile(
    r"\b(?:no|not|without|rather than)\s(?:\w+\s){0,4}$", re.IGNORECASE
)


def non_gaap_measures_in(text: str) -> Iterator[str]:
    """Yield every non-GAAP or non-IFRS measure that an English text names."""
    if not _MAY_BE.search(text):
        return
    for match in _MEASURE.finditer(text):
        if not _DENIED.search(text, max(0, match.start() - 80), match.start()):
            yield match.group()
