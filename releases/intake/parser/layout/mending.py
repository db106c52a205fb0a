"""Undo what happened to a text before it came: wrong decoding, and a mail around it."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from releases.intake.parser.lines import Line
from releases.intake.parser.reading import Doubt, Lines, Quote
from releases.text.translatable import Message, gettext_noop

# UTF-8 read as Windows-1252: two to four characters that were one.
_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_CP1252 = bytes(b for b in range(0x80, 0xA0) if b not in _UNDEFINED).decode("cp1252")
_MOJIBAKE = re.compile(rf"[\u00c2-\u00f4][\u0080-\u00bf{_CP1252}]{{1,3}}")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2})+")
_SOFT = re.compile(r"=$")
_MENDED = gettext_noop("Mended to “%(words)s”.")
_WRONGLY = gettext_noop("characters decoded wrongly before: “%(words)s”")
_HEADER = re.compile(
    r"(?i)(?:from|von|de|sent|gesendet|date|datum|to|an|[aà]|cc|bcc|subject|betreff|objet|importance|attachments?|reply-to|message-id)\s?:\s.*"
)
_MAIL = re.compile(r"(?i)(?:from|von|de|to|an)\s?:\s.*\S@\S")
_FORWARDED = re.compile(
    r"(?i)-{2,}\s?(?:original message|forwarded message|weitergeleitete nachricht|message transf[ée]r[ée]).*|begin forwarded message:"
)
_CONFIDENTIAL = re.compile(
    r"(?i)(?:this|the information in this) e-?mail\b|(?:if )?you are not the intended|confidentiality notice|sent from my (?:iphone|ipad|mobile)"
)
_GREETING = re.compile(
    r"(?i)(?:hi|hello|dear|hallo|bonjour|thanks|thank you|regards|best|cheers|mit freundlichen|viele gr[üu]ße)\b.{0,60}"
)
_AROUND = Message(gettext_noop("the lines of an e-mail around the release"))
_LEFT_OUT = Message(
    gettext_noop("Left out. Check that nothing of the release is missing.")
)
_FEWEST_HEADERS, _FEWEST_QUOTED, _TOP = 3, 3, 14


@dataclass(slots=True)
class Mended:
    """The lines of a release, what was left out around them, and doubts."""

    lines: list[Line]
    left_out: list[Quote] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def mend(lines: Sequence[Line]) -> Mended:
    """Return the lines decoded as they were written, without an e-mail around them."""
    mended = Mended(lines=list(lines))
    if sum(1 for line in lines if _SOFT.search(line.text)) and any(
        _decoded(m.group()) for line in lines for m in _QUOTED.finditer(line.text)
    ):
        mended.lines = list(_unquoted(mended.lines))
    mended.lines = [_decode_line(line, mended.doubts) for line in mended.lines]
    _leave_mail(mended)
    return mended


def _unquoted(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of quoted-printable text, soft line breaks undone."""
    waiting: Line | None = None
    for line in lines:
        if waiting is not None:
            raw = waiting.raw[:-1] + line.raw
            line = replace(waiting, raw=raw, text=" ".join(raw.split()))  # noqa: PLW2901
        waiting = line if _SOFT.search(line.text) else None
        if waiting is None:
            yield line
    if waiting is not None:
        yield waiting


def _decoded(code: str) -> str | None:
    """Return what quoted-printable codes say in UTF-8, or None if they say nothing."""
    try:
        words = quopri.decodestring(code.encode("ascii")).decode("utf-8")
    except (UnicodeError, ValueError):
        return None
    return words if words.isprintable() and not words.isascii() else None


def _repaired(broken: str) -> str | None:
    """Return the character that was decoded wrongly, or None if it is none."""
    for codec in ("cp1252", "latin-1"):
        try:
            words = broken.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
        if len(words) < len(broken) and (words.isprintable() or words.isspace()):
            return words
    return None


def _decode_line(line: Line, doubts: list[Doubt]) -> Line:
    """Return a line with its wrongly decoded characters mended, and doubt it."""
    if line.raw.isascii() and "=" not in line.raw:
        return line
    raw = _MOJIBAKE.sub(lambda m: _mended_run(m.group()), line.raw)
    raw = _QUOTED.sub(lambda m: _decoded(m.group()) or m.group(), raw)
    if raw == line.raw:
        return line
    text = " ".join(raw.split())
    before, after = _first_difference(line.text, text)
    saw = Message(_WRONGLY, {"words": before})
    doubts.append(
        Doubt(line=line.number, saw=saw, assumed=Message(_MENDED, {"words": after}))
    )
    return replace(line, raw=raw, text=text)


def _mended_run(broken: str) -> str:
    """Return a run of characters mended as far as it can be."""
    for size in range(len(broken), 1, -1):
        words = _repaired(broken[:size])
        if words is not None:
            return words + broken[size:]
    return broken


def _first_difference(before: str, after: str) -> tuple[str, str]:
    """Return the words around the first change, as they were and as they are."""
    for one, other in zip(before.split(), after.split(), strict=False):
        if one != other:
            return one, other
    return before[:40], after[:40]


def _leave_mail(mended: Mended) -> None:
    """Take the release out of the e-mail in which it was forwarded, if it was."""
    top = [line for line in mended.lines if line.text][:_TOP]
    headers = [line for line in top if _HEADER.fullmatch(line.text)]
    if len(headers) < _FEWEST_HEADERS or not any(_MAIL.match(h.text) for h in headers):
        return
    quoted = [line for line in mended.lines if line.text.startswith(">")]
    if len(quoted) >= _FEWEST_QUOTED:
        kept = [_without_mark(line) for line in quoted]
    else:
        kept = [
            line for line in _below(mended.lines) if not _CONFIDENTIAL.search(line.text)
        ]
    numbers = {line.number for line in kept}
    outside = [
        line for line in mended.lines if line.text and line.number not in numbers
    ]
    mended.left_out += [
        Quote(text=line.text, lines=Lines(first=line.number, last=line.number))
        for line in outside
    ]
    mended.lines = kept
    if outside:
        mended.doubts.append(
            Doubt(line=outside[0].number, saw=_AROUND, assumed=_LEFT_OUT)
        )


def _without_mark(line: Line) -> Line:
    raw = re.sub(r"^\s{0,3}(?:>\s?)+", "", line.raw)
    return replace(line, raw=raw, text=" ".join(raw.split()))


def _below(lines: Sequence[Line]) -> list[Line]:
    """Return the lines below the last header of the mail, and the greeting there."""
    last = (
        max(
            i
            for i, line in enumerate(lines)
            if _HEADER.fullmatch(line.text) or _FORWARDED.fullmatch(line.text)
        )
        if lines
        else 0
    )
    rest = list(lines[last + 1 :])
    while rest and (not rest[0].text or _GREETING.fullmatch(rest[0].text)):
        rest.pop(0)
    return rest
