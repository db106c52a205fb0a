"""Set the words of a page apart from the titles and datelines on whose lines they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.dates.dating import first_time
from releases.intake.parser.front.banners import (
    is_control,
    is_date_line,
    is_label,
    is_site,
    is_wire,
)
from releases.intake.parser.front.dateline import (
    WIRE_NAME,
    dateline_opening,
    dateline_within,
)
from releases.intake.parser.front.title_lines import dangles
from releases.intake.parser.mentions import dates_in
from releases.intake.parser.names import is_company
from releases.text.links import strip_markdown

_HEAD, _STAMP, _COUNTERS, _FEWEST, _TITLE, _PROSE = 25, 8, 5, 3, 5, 120
_LANGUAGE = re.compile("Français|Deutsch|Español|Italiano|English|In English")
# Who passed a text on: “(MENAFN - PR Newswire) DULUTH, …”.
_CARRIER = re.compile(
    rf"\((?:[\w.]{{2,20}} [-–] )?(?:{WIRE_NAME})(?: [-–] [\w. ]{{2,20}})?\)\s(?=[A-Z])"
)
# What a filing prints before a headline on its line.
_WRAPPER = re.compile(
    r"(?:(?:EX-|(?i:exhibit )(?:no\. ?)?)99[.\d()]*\s|\[(?:GRAPHIC|LOGO|IMAGE|PHOTO)[^\]]{0,20}\]\s)+(?=\S+(?: \S+){4})"
)
_BARS = re.compile(r"(?:\s?\|)+\s?")


def set_page_words_apart(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, every dateline a block's start, above it a page's words apart."""
    top = [part for block in blocks[:_HEAD] for part in _own_lines(block)]
    blocks = [*top, *blocks[_HEAD:]]
    texts = [strip_markdown(block.flat) for block in top]
    starts = {index: _after_title(texts, index) for index in range(len(top))}
    glued = next((index for index, start in starts.items() if start), None)
    for index, block in enumerate(top):
        if block.kind not in {"text", "item"} or (glued and index < glued):
            continue
        opening = dateline_opening(index, block)
        if opening is not None and (opening.wire or opening.printed_date):
            return [*_cleared(blocks[:index]), *blocks[index:]]
        text = texts[index]
        start = starts[index] or _within(text)
        if start:
            parts = [text[:start].rstrip(), text[start:]]
            title, news = (replace(block, kind="text", text=part) for part in parts)
            above = _cleared([*blocks[:index], title])
            return [*above, replace(news, gap=True), *blocks[index + 1 :]]
    prose = (i for i, text in enumerate(texts) if _is_prose(text))
    start = next(prose, 0)
    return [*_cleared(blocks[:start]), *blocks[start:]]


def _is_prose(text: str) -> bool:
    """Return whether a paragraph is long, and ends as a sentence does."""
    return len(text) > _PROSE and is_finished(text)


def _own_lines(block: Block) -> Iterator[Block]:
    """Yield a block at the top, an item's lines, who carried the text and a filing's words apart."""
    if block.kind == "item" and "\n" in block.text:
        first, *rest = block.text.split("\n")
        yield replace(block, text=first)
        for text in rest:
            yield replace(block, kind="text", text=text, marker="")
        return
    carrier = _CARRIER.match(block.text) or _WRAPPER.match(block.text)
    if carrier and block.kind == "text":
        yield replace(block, text=carrier.group().strip())
        block = replace(block, text=block.text[carrier.end() :])
    yield block


def _within(text: str) -> int:
    """Return where the dateline begins after a headline on its line; 0 if nowhere."""
    within = dateline_within(text)
    return within.starts if within else 0


def _after_title(texts: Sequence[str], index: int) -> int:
    """Return where a dateline begins after a title that stands above, too; 0 if nowhere."""
    text = texts[index]
    for title in texts[:index]:
        if len(title.split()) < _TITLE or not text.startswith(f"{title} "):
            continue
        block = Block(kind="text", text=text[len(title) + 1 :], first=1, last=1)
        if not is_company(title) and dateline_opening(0, block):
            return len(title) + 1
    return 0


def _cleared(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks above a dateline, a page's words around a title set apart."""
    for block in blocks:
        flat = strip_markdown(block.flat)
        if block.kind != "text" or is_date_line(flat):
            yield block
            continue
        for part in _cells(flat) or [block.text]:
            words = part.split()
            first, last = _counters(words), _stamp(words)
            cuts = (words[:first], words[first:last], words[last:])
            whole = first == 0 and last == len(words)
            for text in [part] if whole else (" ".join(cut) for cut in cuts if cut):
                yield replace(block, text=text)


def _cells(text: str) -> list[str]:
    """Return the cells between bars if one of them is a control or a date of the page; else []."""
    cells = [cell.strip() for cell in _BARS.split(text)]
    own = any(is_label(cell) or is_date_line(cell) for cell in cells)
    return [cell for cell in cells if cell] if own and len(cells) >= _FEWEST else []


def _counters(words: Sequence[str]) -> int:
    """Return how many words before a title count its readers: 203 0 Comments."""
    ends = range(min(_COUNTERS, len(words) - _FEWEST), 0, -1)
    return next((i for i in ends if _counts(" ".join(words[:i]))), 0)


def _counts(words: str) -> bool:
    """Return whether words are a number and a control of a page."""
    return words[:1].isdigit() and is_control(words)


def _stamp(words: Sequence[str]) -> int:
    """Return how many words come before what a page printed after a title."""
    ends = range(max(_FEWEST, len(words) - _STAMP), len(words))
    return next((i for i in ends if _is_stamp(words[:i], words[i:])), len(words))


def _is_stamp(title: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether words are a day with its hour, another language, or a site."""
    text = " ".join(words)
    if _LANGUAGE.fullmatch(text) or is_site(text) or is_wire(text):
        return True
    apart = not (
        text[0].islower() or title[-1].endswith((",", ":")) or dangles(title[-1])
    )
    opens = text[0].isdigit() or any(day.start == 0 for day in dates_in(text))
    return apart and opens and is_date_line(text) and first_time(text) is not None
