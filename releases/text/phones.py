"""Telephone numbers in running text, as printed and in E.164."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

_GAP = r"[ \u00a0.\-–\u2010\u2011/·]{0,3}"
_EXTENSION = r"(?i:,?\s?(?:ext(?:ension|n)?\.?|x\.?|\#)\s?:?\s?\d{1,6}(?!\d))?"
# With the code of a country in Asia, but no plus: 886-3-555-0101.
_UNSIGNED = (
    r"(?:886-\d{1,3}-\d{3,4}-?\d{3,4}|(?:85[23]|65)-\d{4}-\d{4}"
    r"|(?:8[126]|6[0236]|9[01]|97[12])-\d{1,4}-\d{3,4}-\d{4})"
)
_NUMBER = re.compile(
    rf"""
    (?:(?<![\w$€£%./:@#=-])|(?<=[A-Za-z]:))
    (?:
      (?:\(?\+|00|011[ -])\s?\(?\d{{1,4}}\)?(?:{_GAP}\(?\d{{1,5}}\)?){{1,2}}(?:{_GAP}\d{{1,5}}){{0,4}}
    | {_UNSIGNED}
    | (?:1{_GAP})?\(\d{{3}}\){_GAP}\d{{3}}{_GAP}\d{{4}}
    | \(\d{{2,4}}\)\s?\d{{3,4}}[ -]\d{{4}}
    | (?:1[ .\-–]{{1,2}})?\d{{3}}[ .\-–\u2010\u2011/]{{1,3}}\d{{3}}[ .\-–\u2010\u2011]{{1,3}}\d{{4}}
    | 1?-?8(?:00|33|44|55|66|77|88)-(?=[0-9-]*[A-Z])[A-Z0-9]{{1,7}}(?:-[A-Z0-9]{{1,7}}){{0,2}}
    | \(?0\d{{1,4}}\)?(?:{_GAP}\d{{2,5}}){{1,4}}
    )
    (?![\d%])(?!,\d)(?!\.\d)
    {_EXTENSION}
    """,
    re.VERBOSE,
)
_UNSIGNED_ONLY = re.compile(_UNSIGNED)
_DIGIT = re.compile(r"\d")
# Before a stroke, so many digits are a whole number, fewer the code of its area.
_NEXT = re.compile(r"(?<=\d{3})/(?=\+|0\d{2})")
_STROKE, _WHOLE = re.compile(r"\s?/"), 10
# Of an address in the United States.
_ZIP = re.compile(r"\d{5}-\d{4}")
_NANP = ("CA", "US")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPhone:
    """A telephone number at its position in a text."""

    start: int
    end: int
    text: str


def phones_in(text: str) -> Iterator[PrintedPhone]:
    """Yield every telephone number in a text, in order."""
    at = 0
    apart = _NEXT.sub(";", text) if "/" in text else text
    while match := _NUMBER.search(apart, at):
        written = _first_of(match.group().rstrip(" .-–(/"))
        at = match.start() + len(written)
        bare = re.split(r"(?i)e?xt|x|#", written)[0]
        digits = len(_DIGIT.findall(bare))
        letters = any(c.isupper() for c in bare)
        if not letters and not 7 <= digits <= 17:
            continue
        if _ZIP.fullmatch(written):
            continue
        if bare.startswith("0") and not bare.startswith("00") and digits < 9:
            continue
        yield PrintedPhone(start=match.start(), end=at, text=written)


def _first_of(written: str) -> str:
    """Return the first of numbers that a stroke joins: 020 7946 0142 / 43."""
    for stroke in _STROKE.finditer(written):
        first = written[: stroke.start()]
        if len(_DIGIT.findall(first)) >= _WHOLE:
            return first
    return written


def e164(written: str, *, region: str | None = None) -> str | None:
    """Return the number in E.164, or None if no country that is tried allows it.

    `region` (ISO 3166) is tried first, then Canada and the United States.
    """
    text = re.sub(r"\(0\)", "", written)
    text = re.sub(r"^(?:00|011[ -])\s?", "+", text)
    if re.match(r"\([2-9]\d{1,2}\)\s?\d{4}", text) or _UNSIGNED_ONLY.fullmatch(text):
        text = f"+{text}"
    for country in (region, *_NANP):
        try:
            number = phonenumbers.parse(text, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(
                number, phonenumbers.PhoneNumberFormat.E164
            )
    return None
