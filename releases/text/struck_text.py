"""Marks with which plain text strikes words out: ~~so~~, {--so--}, [-so-], s̶o̶, [s]so[/s]."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

Kind = Literal["struck", "comment", "unsure"]

# No mark reaches past its paragraph. A space inside one is the author's tilde.
_UP_TO = r"(?:(?!\n[ \t]*\n).){0,2000}?"
# Each mark by what it ends with, so that no text without that is searched for it.
_MARKS = {
    "~~}": r"\{~~(?P<old>(?:(?!\n[ \t]*\n|~>|\{~).){0,2000})~>(?P<new>{up_to})~~\}",
    "--}": r"\{--(?P<cut>{up_to})--\}",
    "<<}": r"\{>>(?P<remark>{up_to})<<\}",
    "++}": r"\{\+\+(?P<kept>{up_to})\+\+\}",
    "==}": r"\{==(?P<marked>{up_to})==\}",
    "-]": r"\[-(?=\S)(?P<worded>{up_to})(?<=\S)-\]",
    "+}": r"\{\+(?=[^\s+])(?P<added>{up_to})(?<=[^\s+])\+\}",
    "~~": r"(?<![~\\])~~(?=[^\s~])(?P<tilde>{up_to})(?<=[^\s~])~~(?!~)",
    "[/": r"\[(?P<code>s|strike|del)\](?P<coded>{up_to})\[/(?P=code)\]",
    "</": r"<(?P<tag>s|strike|del)(?:\s[^<>]{0,300})?>(?P<tagged>{up_to})</(?P=tag)>",
    "-->": r"<!--(?P<hidden>(?:(?!-->).){0,2000})-->",
    "\u0336": r"(?P<lined>(?:[^\s\u0300-\u036f=<>∈]\u0336|(?<=\u0336)[ \u00a0](?=.\u0336))+)",
}
_KEPT, _REMARKS = {"kept", "marked", "added"}, {"remark", "hidden"}
_GONE = ("cut", "worded", "tilde", "coded", "tagged", "lined")
_UNSURE = re.compile(
    r"(?<![\w~/\\])~(?=[^\s~/])[^~\n]{1,200}(?<=[^\s~])~(?![\w~])|~~(?=[^\s~])[^\n]{0,60}"
    r"|\S{1,40}(?:\^[HW]){1,}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StruckWords:
    """Words that a mark strikes out, at their line; `unsure` are left in the text."""

    kind: Kind
    words: str
    line: int


def without_struck(text: str) -> tuple[str, list[StruckWords]]:
    """Return a text without its struck words and the marks of changes; its lines stay.

    Remarks of reviewers go too. What may be such a mark and may be none stays.
    """
    struck: list[StruckWords] = []
    pieces: list[str] = []
    at = 0
    marks = _pattern(frozenset(end for end in _MARKS if end in text))
    for mark in marks.finditer(text) if marks else ():
        kind, gone, put = _read(mark)
        line = text.count("\n", 0, mark.start()) + 1
        if gone and gone.strip():
            struck.append(StruckWords(kind=kind, words=_one_line(gone), line=line))
        breaks = "\n" * (mark[0].count("\n") - put.count("\n"))
        at = _append(pieces, text, at, mark, put + breaks)
    cleaned = "".join([*pieces, text[at:]])
    for mark in _UNSURE.finditer(cleaned):
        line = cleaned.count("\n", 0, mark.start()) + 1
        struck.append(StruckWords(kind="unsure", words=_one_line(mark[0]), line=line))
    return cleaned, struck


def _append(
    pieces: list[str], text: str, at: int, mark: re.Match[str], put: str
) -> int:
    """Add the text up to a mark, and what stays of it; return where to go on.

    In a table the columns stay where they are; elsewhere no wider space is left than was.
    """
    start, end = mark.span()
    around = text[max(0, start - 2) : start], text[end : end + 2]
    pieces.append(text[at:start])
    if any(side in {"  ", "\t"} or "\t" in side for side in around):
        pieces.append(put.ljust(end - start) if "\n" not in mark[0] else put)
        return end
    pieces.append(put)
    is_spaced = around[0][-1:] in {"", " ", "\n"} and around[1][:1] == " "
    return end + (is_spaced and not put)


@cache
def _pattern(ends: frozenset[str]) -> re.Pattern[str] | None:
    """Return what finds the marks with these ends; None for no mark."""
    marks = [
        mark.replace("{up_to}", _UP_TO) for end, mark in _MARKS.items() if end in ends
    ]
    return re.compile("|".join(marks), re.DOTALL | re.IGNORECASE) if marks else None


def _read(mark: re.Match[str]) -> tuple[Kind, str, str]:
    """Return what a mark does with words, which go, and which stay."""
    words = {
        name: group for name, group in mark.groupdict().items() if group is not None
    }
    if "old" in words:
        return "struck", words["old"], words["new"]
    for name in _KEPT & words.keys():
        return "struck", "", words[name]
    for name in _REMARKS & words.keys():
        return "comment", words[name], ""
    gone = next(words[name] for name in _GONE if name in words)
    return "struck", gone.replace("\u0336", ""), ""


def _one_line(words: str) -> str:
    return " ".join(words.split())
