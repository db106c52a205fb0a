"""Facts set as labels and values, such as “Date:”, “Time:” and “Location:”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from releases.intake.parser import vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.dates.dating import without_dates
from releases.text.links import strip_markdown

_KINDS = list(vocabulary.subject("event_labels")["en"])
_ANY = re.compile(
    "|".join(
        f"(?P<{kind}>{vocabulary.patterns('event_labels', kind)})" for kind in _KINDS
    ),
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:^|(?<=[\s(;,|]))(?P<label>[A-Za-z][A-Za-z./&' -]{1,44}?(?:\s?\([A-Za-z .&/-]{1,30}\))?\s?(?:#|No\.)?)(?:\s?:|(?<=#))\s*(?=\S|$)"
)

# A label that isn't known doesn't end a record: “Session Category: Therapeutics”.
_ANY_LABEL = re.compile(r"[A-Z][A-Za-z/&-]*(?: [A-Za-z/&-]+){0,3}:\s\S.{0,120}$")
_LONGEST = 700
# So many kinds of label make a line a talk, though it begins with other words.
_FEWEST = 3


@dataclass(slots=True)
class Field:
    """One label with its value."""

    key: str
    label: str
    value: str
    line: int

    @property
    def printed(self) -> str:
        """Return label and value as in the text."""
        joint = " " if self.label.endswith("#") else ": "
        return f"{self.label}{joint}{self.value}".replace("# ", "#")


@dataclass(slots=True)
class Record:
    """Fields that belong together, with the heading before them."""

    fields: list[Field] = field(default_factory=list)
    heading: str = ""
    blocks: list[Block] = field(default_factory=list)

    def keys(self) -> set[str]:
        """Return the kinds of field that there are."""
        return {field.key for field in self.fields}

    def get(self, key: str) -> str | None:
        """Return the first value of a kind."""
        return next(
            (field.value for field in self.fields if field.key == key and field.value),
            None,
        )


def key_of(label: str) -> str | None:
    """Return the kind of event field that a label announces, if any."""
    bare = re.sub(r"\s*\([^()]*\)", "", label).strip(" #:").strip()
    match = _ANY.fullmatch(bare)
    return match.lastgroup if match else None


def _fields_of_talk(text: str, line: int) -> list[Field]:
    """Return the facts of a talk told on one line, and the words before its first label.

    “Clinical Abstract 389 Title: Ash in Clay Presenter: A. Wick Time: May 3, 4:30 p.m.”
    """
    first = next((m for m in _LABEL.finditer(text) if key_of(m["label"])), None)
    fields = fields_in(text[first.start() :], line) if first else []
    keys = {field.key for field in fields}
    if (
        first is None
        or len(keys) < _FEWEST
        or not ("title" in keys and keys & {"date", "time"})
    ):
        return []
    before = text[: first.start()].strip(" :")
    return [Field(key="session", label="Session", value=before, line=line), *fields]


def fields_in(text: str, line: int) -> list[Field]:
    """Return the labelled facts of a line; empty if it begins with other words."""
    labels: list[tuple[int, int, str, str]] = []
    for match in _LABEL.finditer(text) if ":" in text or "#" in text else ():
        label = match["label"].strip()
        key = key_of(label)
        if key in {None, "dial"} and labels:
            label, key = _last_words(label, key)
        if key is None or (not labels and not _may_begin(text[: match.start()])):
            if not labels:
                return []
            continue
        start = match.start() + match["label"].rfind(label)
        labels.append((start, match.end(), key, label))
    if not labels:
        return []
    bounds = [start for start, *_ in labels[1:]] + [len(text)]
    return [
        Field(key=key, label=label, value=text[end:stop].strip(" ;,|"), line=line)
        for (_, end, key, label), stop in zip(labels, bounds, strict=True)
    ]


def _may_begin(before: str) -> bool:
    """Return whether only a mark, or a day and time alone, is before the first label."""
    return len(before) < 4 or not re.search(r"\w", without_dates(before))


def _last_words(label: str, key: str | None) -> tuple[str, str | None]:
    """Return the known label that ends a stretch of words, “Clay Abstract Number”.

    Any words before “number” could be a dial-in's: another kind of label is surer.
    """
    words = label.split(" ")
    tails = [" ".join(words[-size:]) for size in (3, 2, 1) if len(words) >= size]
    known = [(tail, kind) for tail in tails if (kind := key_of(tail))]
    surer = [(tail, kind) for tail, kind in known if kind != "dial"]
    if key is None:
        return next(iter([*surer, *known]), (label, None))
    return next(iter(surer), (label, key))


def lines_of_block(block: Block) -> Iterator[tuple[int, str]]:
    """Return a block's lines; a table of two columns as labels and values."""
    if block.kind == "table":
        for number, row in zip(block.row_lines, block.rows, strict=True):
            cells = [cell for cell in row if cell]
            if len(cells) == 2:
                yield number, f"{cells[0].rstrip(':')}: {cells[1]}"
            else:
                yield number, " ".join(cells)
        return
    for line in strip_markdown(block.text).split("\n"):
        yield block.first, line.strip()


def records_in(blocks: Sequence[Block]) -> list[Record]:
    """Return the records of a text, each with its blocks."""
    reader = _Records()
    for block in blocks:
        for line, text in lines_of_block(block):
            reader.read(block, line, text)
    return [
        record
        for record in reader.records
        if len(record.fields) >= 2 and record.keys() & {"date", "time"}
    ]


class _Records:
    """Collects fields into the record that each belongs to."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.open: Record | None = None
        self.heading = ""

    def read(self, block: Block, line: int, text: str) -> None:
        fields = fields_in(text, line) if len(text) < _LONGEST else []
        if not fields and text.count(":") >= _FEWEST and len(text) < _LONGEST:
            fields = _fields_of_talk(text, line)
            self.open = None if fields else self.open
        if not fields and self.open is not None and _ANY_LABEL.match(text):
            return
        if not fields:
            self.open = None if text else self.open
            self.heading = text if len(text) < 400 else ""
            return
        for fact in fields:
            if self.open is None or _begins(self.open, fact, block):
                self.open = Record(heading=self.heading)
                self.records.append(self.open)
            self.open.fields.append(fact)
            if block not in self.open.blocks[-1:]:
                self.open.blocks.append(block)


def _begins(record: Record, field: Field, block: Block) -> bool:
    """Return whether a field starts another record."""
    keys = record.keys()
    day_first = record.fields and record.fields[0].key == "date" and "title" not in keys
    if field.key == "title" and ("title" in keys or (len(keys) > 1 and not day_first)):
        return True
    if field.key == "date" and "date" in keys and keys & {"time", "place", "title"}:
        return True
    inside = block in record.blocks or not record.blocks
    return (
        field.key == "reference"
        and "reference" in keys
        and "date" in keys
        and not inside
    )
