"""The line that names the source of a release, whole, cut over two lines or below its label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Block
from releases.intake.parser.names import is_company
from releases.intake.parser.reading import Quote
from releases.text.links import strip_markdown

# “SOURCE Tarn plc”, and with its contacts; in a stamp: “May 3, 2019 | Source: Tarn”.
_SOURCE = re.compile(
    r"(?:(?:DATA)?SOURCE|Source)(?:\s*:\s*|\s+)(?P<who>\S.{1,120})"
    r"|(?:DATA)?SOURCE:?\s(?P<with_contacts>\S.{1,80}?)\s+/?CONTACTS?\s?:.*"
    r"|[^|]{6,40}\|\s?Source:\s(?P<stamped>[^|]{2,80})"
)
_SOURCE_ALONE = re.compile(r"(?:SOURCE|Source)\s*:?")
_TAIL = re.compile(r"\s+/?(?:CONTACT|Contacts?|Web site|Company News On-Call)\s*:")


def is_source_line(text: str) -> bool:
    """Return whether a line names the source, and nobody to ask or the day of a stamp."""
    match = _SOURCE.fullmatch(text)
    return match is not None and not (_TAIL.search(text) or match["stamped"])


def is_source_label(text: str) -> bool:
    """Return whether a line is only the label of the source."""
    return _SOURCE_ALONE.fullmatch(text) is not None


def source_of(block: Block) -> Quote | None:
    """Return who a line names as the source, or None if it is no such line."""
    match = _SOURCE.fullmatch(strip_markdown(block.flat))
    name = next(filter(None, match.groups())) if match else ""
    name = _TAIL.split(name)[0].strip()
    return Quote(text=name, lines=block.lines) if name else None


def sources_in(blocks: Sequence[Block]) -> Iterator[Quote]:
    """Yield whom lines name as the source, on the line itself or below its label."""
    for block, below in zip(blocks, [*blocks[1:], None], strict=False):
        named = source_of(block)
        if named:
            yield named
        elif below and is_source_label(block.flat) and is_company(below.flat):
            yield below.quote


def with_whole_sources(blocks: Sequence[Block], issuer: str | None) -> Iterator[Block]:
    """Yield the blocks, a source line joined with the next if both name the issuer."""
    joined = False
    for block, below in zip(blocks, [*blocks[1:], None], strict=False):
        if joined:
            joined = False
            continue
        if below and issuer and (source := source_of(block)) and not below.gap:
            whole = f"{source.text} {below.flat}".casefold()
            joined = whole == issuer.casefold()
        if below and joined:
            text = f"{block.flat} {below.flat}"
            yield replace(block, text=text, last=below.last)
        else:
            yield block
