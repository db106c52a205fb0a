"""Characters that nobody sees: of no width, turning the direction of writing, or controls.

They are legitimate where a script needs them: joiners in Arabic or Indic words and in
emoji, and marks of direction in a text that is written from right to left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_ANY = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_SPACES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Marks and isolates; embeddings and overrides reach past the words that they are set on.
_LEGITIMATE_DIRECTION = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")
_JOINERS = {"\u200c", "\u200d"}
# Arabic, Syriac, NKo, Indic, Myanmar, Khmer, Mongolian: letters that join or change form.
_JOINING = re.compile(
    "[\u0600-\u07ff\u0840-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefe]"
)
_EMOJI = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_FLAG = "\U0001f3f4"
_FLAG_TAG = re.compile("[\U000e0020-\U000e007f]")
_RTL_LETTER = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]"
)
_RTL_LANGUAGES = {
    *("ar", "arc", "ckb", "dv", "fa", "ha-arab", "he", "iw", "ji", "ks", "ku-arab"),
    *("nqo", "ps", "sd", "syr", "ug", "ur", "yi"),
}


@dataclass(frozen=True, slots=True)
class InvisibleCharacter:
    """A character that nobody sees, at its place in a text."""

    place: int
    character: str

    @property
    def name(self) -> str:
        """Its Unicode name and number: zero width space (U+200B)."""
        name = unicodedata.name(self.character, "control character").lower()
        return f"{name} (U+{ord(self.character):04X})"

    @property
    def turns_direction(self) -> bool:
        """Whether it changes the order in which letters are shown."""
        return _DIRECTION.match(self.character) is not None


def is_right_to_left(language: str) -> bool:
    """Return whether a language (BCP 47) is written from right to left."""
    tag = language.lower()
    return tag.partition("-")[0] in _RTL_LANGUAGES or bool(
        re.search(r"-(?:arab|hebr|syrc|thaa|nkoo)\b", tag)
    )


def invisible_in(text: str, *, language: str = "") -> Iterator[InvisibleCharacter]:
    """Yield every invisible character that the script around it doesn't need.

    `language` is the text's; a line of mostly right-to-left letters counts as such.
    """
    if not _ANY.search(text):
        return
    rtl = is_right_to_left(language)
    for match in _ANY.finditer(text):
        place = match.start()
        if not _is_legitimate(text, place, rtl=rtl or _is_rtl_line(text, place)):
            yield InvisibleCharacter(place, match[0])


def without_invisible(text: str, *, language: str = "") -> str:
    """Return the text without such characters; a space in place of a control."""
    pieces: list[str] = []
    last = 0
    for found in invisible_in(text, language=language):
        space = " " if _SPACES.match(found.character) else ""
        pieces += [text[last : found.place], space]
        last = found.place + 1
    return "".join([*pieces, text[last:]]) if pieces else text


def _is_legitimate(text: str, place: int, *, rtl: bool) -> bool:
    character = text[place]
    before = text[place - 1] if place else ""
    after = text[place + 1 : place + 2]
    if character in _JOINERS:
        joins = _JOINING.match(before) or _JOINING.match(after)
        return bool(joins or (_EMOJI.match(before) and _EMOJI.match(after)))
    if _FLAG_TAG.match(character):
        return before == _FLAG or bool(_FLAG_TAG.match(before))
    return rtl and _LEGITIMATE_DIRECTION.match(character) is not None


def _is_rtl_line(text: str, place: int) -> bool:
    """Return whether most letters of the line around a place run from right to left."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)][:2_000]
    letters = sum(character.isalpha() for character in line)
    return 2 * len(_RTL_LETTER.findall(line)) > letters > 0
