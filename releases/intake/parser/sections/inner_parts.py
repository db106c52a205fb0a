"""Paragraphs in which another part of the release begins after a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from releases.intake.parser import phrases
from releases.intake.parser.blocks import Block

_SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+(?=[A-ZÀ-Þ])")
_ABOUT_WORD = re.compile(r"(?:About|ABOUT|Über|À propos|Acerca de|Sobre)\s")
# “18 July 2013 This announcement has been prepared by the Company and reviewed”
_PREPARED = re.compile(
    r"\S\s+(?=This (?:announcement|document|(?:press |news )?release) (?:has been|was) (?:prepared|reviewed) by\b)"
)
# “… in Duluth. This press release contains forward-looking statements”
_STATES = re.compile(
    r"[.!?][”\"’)]*\s*(?=(?:(?i:This (?:announcement|communication|(?:press |news )?release) (?:is (?:neither|not) an offer|does not constitute|shall not constitute))|This (?:announcement|document|(?:press |news )?release) (?:may )?contains?|(?:Certain|The) statements (?:contained )?in this (?:announcement|document|(?:press |news )?release)|Except for (?:the |any )?historical information)\b)"
)
# No paragraph is so long that does not hold most of a release.
_VERY_LONG = 1200
_FEW = 4
# “… in Duluth. SOURCE Tarn Ridge”, “… to update them. CONTACT: Ann Ash, 218-555-0101”
_SOURCE = re.compile(
    r"(?<=[.!?])\s+(?=(?:DATA)?SOURCE:?\s[A-Z][^:;]{2,80}?(?:$|\s/?CONTACTS?:\s))"
)
_CONTACT = re.compile(r"(?<=[.!?])\s+(?=/?CONTACTS?:\s)")
# A regulatory service's end mark, with its code of the announcement.
_END_AND_CODE = re.compile(r"(?<=[.!?])\s+END(?:\s+[A-Z]{15})?$")


# Below “CAUTIONARY NOTE ON FORWARD-LOOKING”: “STATEMENTS This release contains”
_HEAD_GOES_ON = re.compile(
    r"(?i:statements?|information|disclaimers?|notices?|notes?|harbou?r)\s(?=(?:This|These|The|Certain|Except|Some|Any|All|Statements)\s[a-z])"
)

_LAST_WORD = re.compile(r"(?i)(?:statements?|information|notes?|harbou?r):?")


def with_whole_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with a notice's heading joined where a line's width cut it.

    Its last word may be alone on the next line: “Forward-Looking”, “Statements”.
    """
    out = _with_last_words(blocks)
    blocks = list(out)
    for at, (head, below) in enumerate(pairwise(blocks)):
        cut = below.kind == "text" and not below.gap and _HEAD_GOES_ON.match(below.text)
        whole = f"{head.text} {cut.group().strip()}" if cut else ""
        headed = phrases.legal_heading(head.flat) or phrases.legal_heading(whole)
        if cut and head.kind == "text" and headed:
            out[at] = replace(head, text=whole)
            out[at + 1] = replace(below, text=below.text[cut.end() :])
    return out


def _with_last_words(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with a notice's heading joined with its last word from the next line."""
    out: list[Block] = []
    for block in blocks:
        head = out[-1] if out else None
        if head and _is_last_word(head, block):
            out[-1] = replace(head, text=f"{head.flat} {block.flat}", last=block.last)
        else:
            out.append(block)
    return out


def _is_last_word(head: Block, block: Block) -> bool:
    """Return whether a word alone on its line ends the heading of a notice above it."""
    alone = block.kind == head.kind == "text" and not block.gap
    if not alone or "@" in head.flat or len(head.flat.split()) > _FEW:
        return False
    whole = phrases.legal_heading(f"{head.flat} {block.flat}")
    return whole and _LAST_WORD.fullmatch(block.flat) is not None


def inner_parts(block: Block) -> list[Block]:
    """Return the parts of a paragraph that holds several; the paragraph if it is one.

    Parts begin with the words of a forward-looking statement, with an About section, “… would be unlawful. About Tarn Ridge Tarn Ridge
    makes weirs”, with a sponsor's notice, with one on an offer inside a very long
    paragraph, and with a regulatory service's end mark.
    """
    if block.kind != "text":
        return [block]
    text = block.text
    end = _END_AND_CODE.search(text)
    stop = end.start() if end else len(text)
    bounds = [0, *_cuts(text[:stop]), stop]
    if end is None and len(bounds) == 2:
        return [block]
    parts = [
        replace(block, text=text[a:b].rstrip(), gap=block.gap or a > 0)
        for a, b in pairwise(bounds)
    ]
    mark = [replace(block, kind="mark", text=end.group().strip())] if end else []
    return [*parts, *mark]


def _cuts(text: str) -> list[int]:
    """Return where a notice begins, and an About section."""
    starts = [match.end() for match in _SENTENCE_END.finditer(text)]
    abouts = (at for at in starts if _ABOUT_WORD.match(text, at))
    about = next((at for at in abouts if phrases.about_run_in(text[at:])), len(text))
    sponsor = _PREPARED.search(text)
    notice = sponsor.end() if sponsor else len(text)
    states = _STATES.search(text)
    if states and sponsor is None and not _is_notice(text[: states.end()]):
        notice = states.end()
    if len(text) > _VERY_LONG and notice == len(text):
        inside = (at for at in starts if len(text) // 3 < at < about)
        notice = next((at for at in inside if _opens_offer(text[at:])), notice)
    tailed = "CONTACT" in text or "SOURCE" in text
    tails = (p.search(text) for p in (_CONTACT, _SOURCE)) if tailed else iter(())
    ends = {tail.end() for tail in tails if tail}
    return sorted({at for at in (notice, about) if at < len(text)} | ends)


def _is_notice(text: str) -> bool:
    """Return whether the sentences before a notice in its paragraph could belong to it."""
    return (
        phrases.legal_kind(text) is not None
        or phrases.legal_run_in(text) > 0
        or phrases.continues_statement(text)
        or "statement" in text
    )


def _opens_offer(text: str) -> bool:
    """Return whether a sentence opens a notice on an offer by its own words."""
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0]
    return phrases.legal_kind(sentence) == "offer"
