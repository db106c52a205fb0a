"""Tell from English words that a release reports results or a dividend."""

from __future__ import annotations

import re
from collections.abc import Iterator

_REPORTED = re.compile(
    r"\b(?:results|earnings)\b|\b(?:quarter|Q[1-4]|half|full[- ]year|fiscal)\b.*"
    r"\b(?:income|revenues?|sales|profit|loss)\b"
    r"|\b(?:income|revenues?|sales|profit|loss)\b.*\b(?:quarter|Q[1-4]|half|fiscal)\b",
    re.IGNORECASE,
)
# Not results of trials or votes, and not only the date of the results.
_OTHER = re.compile(
    r"\b(?:to|will)\s(?:\w+\s)?(?:report|announce|release|publish|issue|host|hold|webcast"
    r"|discuss|present|review)\b|\b(?:dates?|schedules?d?|calls?|webcast|conference"
    r"|invitation|topline|top-line|trials?|study|phase|clinical|meeting|voting|tender"
    r"|offer|election)\b",
    re.IGNORECASE,
)


def reports_results(headline: str) -> bool:
    """Return whether a headline gives financial results, not only their date."""
    return bool(_REPORTED.search(headline)) and not _OTHER.search(headline)


_DIVIDEND = (
    r"\b(?:dividends?|(?:cash|stock|share|special|quarterly|monthly|annual)\sdistributions?"
    r"|distributions?\s(?:of\s[$€£\d]|per\s(?:unit|share)|to\s(?:share|unit)holders))"
)
_DECLARES = re.compile(
    r"\b(?:declar|announc|initiat|increas|rais|approv|resum|pay)(?:e|es|s|ing)?\b"
    rf".{{0,80}}{_DIVIDEND}|{_DIVIDEND}.{{0,40}}\b(?:declared|increased?|approved)\b",
    re.IGNORECASE,
)
_OF_RECORD = re.compile(
    rf"\b(?:declare[sd]?|approve[sd]?|authori[sz]e[sd]?)\b.{{0,200}}{_DIVIDEND}"
    r".{0,400}\bof\srecord\b",
    re.IGNORECASE | re.DOTALL,
)


def declares_dividend(headline: str, paragraphs: Iterator[str]) -> bool:
    """Return whether the release declares a dividend or distribution.

    The headline says so, or a paragraph names the amount with its record date.
    """
    return bool(_DECLARES.search(headline)) or any(
        _OF_RECORD.search(words) for words in paragraphs
    )
