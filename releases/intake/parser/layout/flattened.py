"""Split a release that lost all its line breaks, by how its parts begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from releases.intake.parser import vocabulary
from releases.intake.parser.contacts.flat_contacts import (
    contact_cuts,
    reach_ends,
    widened,
)
from releases.intake.parser.issuers.company_names import name_before
from releases.intake.parser.issuers.listings import listings_in_bracket
from releases.intake.parser.layout.flat_heads import first_sentence, head_cuts
from releases.intake.parser.layout.flat_lists import list_cuts
from releases.intake.parser.layout.flat_pages import first_head, join_pages, page_cuts
from releases.intake.parser.lines import Line
from releases.intake.parser.phrases import legal_kind, legal_run_in
from releases.intake.parser.reading import Doubt
from releases.text.translatable import Message, gettext_noop

_NO_BREAKS = Message(gettext_noop("a release without line breaks"))
_GUESSED = Message(gettext_noop("Where its parts begin was guessed."))
_SHORTEST, _SHORTEST_ALONE, _REGION = 900, 250, 900
_ENDED = r"(?<=[\w.)”’\"/]\s)"
_ABOUT = re.compile(
    rf"{_ENDED}(?=(?:About|ABOUT|Über|À propos d[eu’']|Acerca de|Sobre)\s?(?:[Tt]he\s)?[A-Z0-9][^.]{{1,80}}\s|(?:Company|Corporate|COMPANY|CORPORATE) (?:Profile|Overview|PROFILE|OVERVIEW)\s[A-Z])"
)
_LONGEST_NAME, _LONGEST_LINE, _TAIL_LINES = 9, 60, 400
_OPENS = frozenset(
    ["The", "We", "At", "With", "Based", "Founded", "Headquartered", "Our", "In"]
)
_MAY_BE_LEGAL = re.compile(
    r"(?i)forward[- ]looking|safe harbor|provided by rns|inside information|responsib|constitute an offer|not for (?:distribution|release)|intended for distribution"
)
_MARK = re.compile(r"[^.]{2,120}(?:®|™|\b(?:is|are) )[^.]{0,60}\btrade ?marks? of\b")
_SENTENCE = re.compile(
    r"(?<!\bCo)(?<!\bDr)(?<!\bNo)[.!?][”\"’)]{0,2}\s+(?=[A-Z“\"/])|/\s+(?=[A-Z])"
)
_FOR = r"(?:(?:Investors?|INVESTORS?|Media|MEDIA|Press|Company|Corporate|Analysts?|News|Public)(?:\s(?:and|&|/|AND)\s(?:Investors?|Media|Analysts?|Press|MEDIA))?\s(?:[Rr]elations\s)?)?"
_LABEL = rf"{_FOR}(?:[Cc]ontacts?|CONTACTS?|[Ii]nquiries|[Ee]nquiries)(?:\s(?:Details|Information|details|information))?\s?:"
_LEAD_IN = r"(?:For|FOR) (?:(?:further|more|additional|any|FURTHER|MORE)\s)?(?:information|INFORMATION|enquiries|inquiries|[Ii]nvestors|[Mm]edia)[^.:]{0,60}:|(?:For )?(?:Investors?|Media|Press|Analysts?)(?: (?:and|&) (?:Investors?|Media|Analysts?))?(?: Relations)?(?: [Cc]ontacts?)?:|(?:Investor|Public|Media) Relations Contacts?\b|Please contact for additional information:|Contacts?(?= [A-Z][a-z]+ [A-Z][a-z]+,? )"
_ALONE = vocabulary.patterns("contacts", "alone")
_CONTACT = re.compile(
    rf"(?:^|(?<=\|)|{_ENDED})(?=(?:{_LABEL}|{_LEAD_IN}|(?i:{_ALONE})\s?:))"
)
_TAIL = re.compile(
    rf"{_ENDED}(?=(?:SOURCE|Source):?\s[A-Z]|/Web site:|\(END\)|Logo - http|To view the original|View source version|# ?# ?#|-\s?(?:END|Ends)\s?-)"
)
_FORMED = r"(?:[A-Z][\w&.’'-]*,?\s){1,4}?(?:Inc\.|Inc\b|LLC|Ltd\.?|Corp\.|Corporation|L\.P\.|plc|AG|N\.V\.|Partners|Associates|Advisors,? LLC)"
_FIRM_FIRST = re.compile(rf"(?<=[.)”’\"]\s)(?=(?:{_FORMED})\s(?:{_LABEL}))")


def split_flattened(lines: Sequence[Line]) -> tuple[list[Line], list[Doubt]]:
    """Return the lines, one that has most of the release split where its parts begin.

    That is a guess: the second value is a doubt that says so.
    """
    lines = join_pages(lines)
    flat = _flat(lines)
    parts = _parts(flat.text) if flat else []
    if flat is None or len(parts) == 1:
        return list(lines), []
    split: list[Line] = []
    for line in lines:
        if line is not flat:
            split.append(line)
            continue
        for gap, part in parts:
            split += [replace(line, text="", raw="")] if gap else []
            split.append(replace(line, text=part, raw=part))
    return split, [Doubt(line=flat.number, saw=_NO_BREAKS, assumed=_GUESSED)]


def _flat(lines: Sequence[Line]) -> Line | None:
    """Return the line that has more than half of all words, or None."""
    longest = max(lines, key=lambda line: len(line.text), default=None)
    whole = sum(len(line.text) for line in lines)
    if longest is None or len(longest.text) * 10 < whole * 6:
        return None
    alone = len(longest.text) == whole
    if len(longest.text) < (_SHORTEST_ALONE if alone else _SHORTEST):
        return None
    return longest


def _parts(text: str) -> list[tuple[bool, str]]:
    """Return the parts, each with whether a paragraph begins there."""
    start = first_sentence(text) or first_head(text)
    paragraphs = {start, *_section_cuts(text, start)}
    bars = _bar_cuts(text) | _bar_cuts(text[:start], always=True)
    soft = {at for at in bars if at not in paragraphs}
    soft |= list_cuts(text, start)
    paragraphs |= head_cuts(text, start) | set(page_cuts(text, start))
    issuer = _issuer(text)
    begins = {m.end() for m in _FIRM_FIRST.finditer(text, start)}
    begins |= {widened(text, m.end()) for m in _CONTACT.finditer(text)}
    if not any(begin > start for begin in begins):
        begins |= _last_people(text, start)
    above = 0
    for begin in sorted(begins):
        joined, above = begin - above < _LONGEST_LINE, begin
        stop = min([p for p in paragraphs if p > begin] + [begin + _REGION])
        if begin < start:  # the headline follows the last number or address
            ends = [at for at in reach_ends(text, begin, start) if at <= stop]
            stop = max(ends, default=begin)
        notices = {
            at
            for at in reach_ends(text, max(begin, start), stop)
            if _opens_legal(text, at)
        }
        paragraphs |= notices
        stop = min({stop, *notices})
        soft |= contact_cuts(text, begin, stop, issuer)
        (soft if joined or begin < start else paragraphs).add(begin)
    bounds = sorted({0, *paragraphs, *soft, len(text)})
    parts = [
        (a in paragraphs or a == 0, text[a:b].strip("| ")) for a, b in pairwise(bounds)
    ]
    return [(gap, part) for gap, part in parts if part]


def _last_people(text: str, start: int) -> set[int]:
    """Return where people begin after the last sentence, with no label before them."""
    tail = max(start, len(text) - _TAIL_LINES)
    numbered = min(reach_ends(f"{text} A", tail, len(text) + 2), default=0)
    begin = max((m.end() for m in _SENTENCE.finditer(text, start, numbered)), default=0)
    words = re.findall(r"[A-Za-zÀ-ž]+", text[begin:numbered])
    small = sum(1 for word in words if word.islower())
    return {begin} if begin and small * 3 < len(words) < _REGION // 20 else set()


def _bar_cuts(text: str, *, always: bool = False) -> set[int]:
    """Return where a bar stands outside brackets: a cell or a line ended there."""
    cuts: set[int] = set()
    depth = 0
    for at, char in enumerate(text):
        depth = max(0, depth + (char == "(") - (char == ")"))
        if char == "|" and not depth:
            cuts.add(at + 1)
    return cuts if always or len(cuts) * 40 < len(text) else set()


def _section_cuts(text: str, start: int) -> set[int]:
    """Return where About sections, notices and the tail begin, and end their headings."""
    cuts = {match.end() for match in _TAIL.finditer(text, start)}
    for match in _ABOUT.finditer(text, start):
        end = _about_end(text, match.end())
        cuts |= {match.end(), end} if end else set()
    for match in _SENTENCE.finditer(text, start):
        begin = match.end()
        head = legal_run_in(text[begin : begin + 320])
        if head:
            cuts |= {begin, begin + head}
        elif _opens_legal(text, begin):
            cuts.add(begin)
    return cuts


def _opens_legal(text: str, at: int) -> bool:
    """Return whether a legal notice begins at a place, or who owns a mark is told."""
    ahead = text[at : at + 420].lstrip()
    if _MARK.match(ahead):
        return True
    return (
        _MAY_BE_LEGAL.search(ahead[:160]) is not None and legal_kind(ahead) is not None
    )


def _about_end(text: str, start: int) -> int:
    """Return where an About heading ends: its company's name is repeated after it."""
    first, *words = text[start : start + 160].split(" ")[: _LONGEST_NAME + 1]
    below = text[start : start + 500].casefold()
    best = 0
    for size in range(1, len(words)):
        name = " ".join(words[:size]).casefold().rstrip(",:.")
        key = words[0].casefold().rstrip(":").removesuffix("’s")
        again = words[size].casefold().strip('“"').startswith(key)
        if again and all(not word[:1].islower() for word in words[:size]):
            best = size - (size > 1 and words[size - 1] in _OPENS)
            break
        if words[size - 1].endswith(":"):
            best = size
            break
        if name in below[len(first) + 1 + len(name) :]:
            best = size
    best = best or _until_article(words)
    if not best or words[best - 1].islower():
        return 0
    return start + len(" ".join([first, *words[:best]]))


def _until_article(words: Sequence[str]) -> int:
    """Return how many words stand before one that begins a sentence."""
    return next((i for i, w in enumerate(words) if i and w in _OPENS), 0)


def _issuer(text: str) -> str:
    """Return the company before the first bracket with a listing, without its form."""
    for match in re.finditer(r"\(([^()]{3,80})\)", text[:4000]):
        if listings_in_bracket(match[1]):
            name = name_before(text[: match.start()])
            return re.sub(
                r",? (?:Inc|Ltd|Corp|Corporation|Company|AG|plc|LLC|SE)\b\.?$", "", name
            )
    return ""
