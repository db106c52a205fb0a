"""Leftovers of drafting: placeholders, draft marks, comments and tracked changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_UNIT = r"(?:%|percent\b|per\scent\b|million\b|billion\b|basis\spoints\b)"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)"
)
_TO_DO = (
    r"insert|tbd|tbc|tk|tktk|pending|ntd|note\sto\sdraft(?:er)?|drafting\snote|placeholder"
    r"|to\scome|to\sbe\s(?:added|agreed|confirmed|completed|determined|inserted|updated)"
)
_BLANK = (
    r"date|month|name|number|amount|quote|link|url|ticker|city|company\sname|x{2,}"
    r"|x+(?:,x{3})*\.x+"
)
# A quick test: most passages have none of these.
_MAY_BE_BLANK = re.compile(r"[\[●■#{<_]|\?\?|%%|\(\s*insert|lorem", re.IGNORECASE)
_MAY_BE_FIGURE = re.compile(
    r"[Xx]{2}|[Xx]\.[Xx]|[$€£¥]\s?[Xx]|\b202?[Xx]|\b[A-Z][a-z]+ X\b"
)
_PLACEHOLDER = re.compile(
    rf"""
      (?<!\w)\[\s*(?:{_TO_DO})\b[^\[\]\n]{{0,200}}(?:\](?!\w)|$)
    | (?<!\w)\[\s*(?:{_BLANK})\s*\](?!\w)
    | \[(?=\s{{0,5}}[●•■▪_?])[●•■▪\s_?]{{1,40}}\]
    | (?P<box>\[\s*\])
    | \(\s*insert\s[^()\n]{{1,100}}\) | <\s*(?:insert\s|tbd\b|date>|name>)[^<>\n]{{0,100}}>?
    | [$€£¥]\s?[●■] | [●■]\s?{_UNIT}
    | [$€£¥]\s?\#+(?:[.,]\#+)* | (?<![\w\#])\#+(?:\.\#+)?\s?%
    | \{{\{{[^{{}}\n]{{1,80}}\}}\}} | <<[^<>\n]{{1,80}}>> | \$\{{\w{{1,60}}\}} | %%\w{{1,60}}%%
    | \blorem\sipsum\b
    | \?{{3,}}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FIGURE = re.compile(
    rf"""
      (?<![\w.])[$€£¥]?(?:X{{2,3}}(?:,XXX)*\.X{{1,2}}|X\.XX|x{{2,3}}\.x{{1,2}})(?!\.?\w)
    | [$€£¥]\s?[Xx]{{1,3}}(?:,[Xx]{{3}})*(?:\.[Xx]{{1,2}}(?!\w)|\s?{_UNIT})
    | [$€£¥]\s?(?P<sum>[Xx]{{2,}}(?:,[Xx]{{3}})*)(?!\w)
    | (?<![\w.])[Xx]\.[Xx]\s?{_UNIT} | (?<!\w)[Xx]{{2,}}\s?{_UNIT}
    | \b{_MONTH}\s(?:XX|xx|X)\b | \b20[Xx]{{2}}\b | \b202[Xx]\b
    | (?<![\w-])(?P<run>X{{4,}})(?!\w)
    """,
    re.VERBOSE,
)
# Words that stand for a blank only as words of their own, and in capitals.
_WORD = re.compile(
    r"(?<![\w@:$#&./-])(?<!: )(?P<word>TK(?:\s?TK)+|TK|TBD|FIXME|TODO(?=:))(?![\w&/-])"
)
# TK also means tyrosine or thymidine kinase.
_KINASE = re.compile(
    r"\s(?:activity|cells?|deficiency|domains?|family|genes?|inhibitors?|inhibition"
    r"|mutations?|receptors?)\b"
)
# With the capitals that follow it: PENDING LARRY QUOTE.
_PENDING = re.compile(r"(?<![\w-])PENDING(?![\w-])(?:[ ][A-Z]{2,30}\b){0,6}")
_PATENT = re.compile(r"PATENTS?(?:\s|-)$")

_MAY_BE_MARK = re.compile(r"DRAFT|CONFIDENTIAL|EMBARGO|NOT\sFOR")
_DRAFT_MARK = re.compile(
    r"""
      ^[^\w\n]*DRAFT(?=\s*(?:$|[-–—:#(\[]|v\.?\s?\d|\d|as\sof\b|of\s\d|NOT\b|CONFIDENTIAL\b))[^\n]*
    | ^[^\w\n]*(?:STRICTLY\s)?(?:PRIVATE\s(?:AND|&)\s)?CONFIDENTIAL[^\w\n]*$
    | ^[^\w\n]*(?:CONFIDENTIAL|PRELIMINARY)\sDRAFT\b[^\n]*
    | ^[^\w\n]*PRIVILEGED\s(?:AND|&)\sCONFIDENTIAL\b[^\n]*
    | \bEMBARGOED\s(?:UNTIL|TILL|TO|FOR)\b[^\n]*
    | ^[^\w\n]*(?:UNDER\s)?EMBARGO(?:ED)?\b(?:\s?:|\sUNTIL\b)[^\n]*
    | \bNOT\sFOR\s(?:RELEASE|PUBLICATION)\s(?:BEFORE|UNTIL)\b[^\n]*
    """,
    re.VERBOSE | re.MULTILINE,
)
_TRACKED = re.compile(
    r"""
      \bComment(?:ed)?\s\[[A-Z]{1,4}\d{1,4}(?:R\d{1,4})?\]:?
    | ^(?:Formatted|Deleted|Field\sCode\sChanged|Style\sDefinition)(?:\s\[[^\]\n]{1,60}\])?:\s
    | \{\+\+.{0,200}?\+\+\} | \{--.{0,200}?--\} | \{>>.{0,200}?<<\} | \{~~.{0,200}?~~\}
    """,
    re.VERBOSE | re.MULTILINE,
)
_REVISED = re.compile(
    r"<(ins|del|s|strike)(?:\s[^<>]*)?>(.{0,2000}?)</\1\s*>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """A leftover at its position in the text."""

    start: int
    text: str


def placeholders_in(text: str, *, symbols: Collection[str] = ()) -> Iterator[Leftover]:
    """Yield every placeholder in order, without overlaps.

    `symbols` are the issuer's ticker symbols, which may look like placeholders.
    """
    leftovers = [*_blanks(text), *_figures(text, symbols), *_words(text, symbols)]
    end = 0
    for leftover in sorted(
        leftovers, key=lambda leftover: (leftover.start, -len(leftover.text))
    ):
        if leftover.start >= end:
            yield leftover
            end = leftover.start + len(leftover.text)


def draft_marks_in(text: str) -> Iterator[Leftover]:
    """Yield lines that mark a draft or an embargo; agencies' copies have them."""
    if _MAY_BE_MARK.search(text):
        yield from _all(_DRAFT_MARK, text)


def tracked_changes_in(text: str) -> Iterator[Leftover]:
    """Yield the marks that a word processor prints for comments and tracked changes."""
    return _all(_TRACKED, text)


def revision_marks_in(markup: str) -> list[str]:
    """Return the words that markup shows as inserted or deleted."""
    struck = (_TAG.sub("", match[2]).strip() for match in _REVISED.finditer(markup))
    return [words for words in struck if words]


def _all(pattern: re.Pattern[str], text: str) -> Iterator[Leftover]:
    for match in pattern.finditer(text):
        yield Leftover(start=match.start(), text=match.group().strip())


def _blanks(text: str) -> Iterator[Leftover]:
    if not _MAY_BE_BLANK.search(text):
        return
    # A form with ticked boxes has empty ones too.
    form = "[x]" in text.lower()
    for match in _PLACEHOLDER.finditer(text):
        if not (form and match["box"]):
            yield Leftover(start=match.start(), text=match.group())
    for line in re.finditer(r"[^\n\t]+", text):
        if re.search(r"\w", line.group().replace("_", "")):
            for rule in re.finditer(r"_{3,}", line.group()):
                yield Leftover(start=line.start() + rule.start(), text=rule.group())


def _figures(text: str, symbols: Collection[str]) -> Iterator[Leftover]:
    if not _MAY_BE_FIGURE.search(text):
        return
    for match in _FIGURE.finditer(text):
        if (match["sum"] or match["run"]) not in symbols:
            yield Leftover(start=match.start(), text=match.group())


def _words(text: str, symbols: Collection[str]) -> Iterator[Leftover]:
    defined = "(TK)" in text and re.search(r"[a-z]\s\(TK\)", text)
    for match in _WORD.finditer(text):
        word = match["word"]
        abbreviation = word == "TK" and (defined or _KINASE.match(text, match.end()))
        if word not in symbols and not abbreviation:
            yield Leftover(start=match.start(), text=word)
    for match in _PENDING.finditer(text):
        starts = text.rfind("\n", 0, match.start()) + 1
        ends = text.find("\n", match.end())
        line = text[starts : ends if ends >= 0 else len(text)]
        opens = not text[starts : match.start()].strip(" \t-–—*([")
        patent = _PATENT.search(text, max(starts, match.start() - 9), match.start())
        if not patent and (opens or line.upper() != line):
            yield Leftover(start=match.start(), text=match.group())
