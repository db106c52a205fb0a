"""Split lines that were joined when a page was copied without its line breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from releases.intake.parser.front.banners import is_control
from releases.intake.parser.lines import Line
from releases.intake.parser.reading import Doubt
from releases.text.dates import MONTH
from releases.text.translatable import Message, gettext_noop

_MAIL = r"[A-Za-z][\w.+-]{0,40}@"
_OFFICE = (
    r"President|Officer|Director|Manager|Relations|Chairman|Communications|Partner|Treasurer|Secretary"
    r"|Counsel|Advis[eo]r|Associate|Analyst|CEO|CFO|COO|CTO|CMO|SVP|EVP|VP|IR"
)
_LABEL = (
    r"E-?mail|Tel|Telephone|Phone|Office|Mobile|Cell|Direct|Fax|Website|Web|Investors?|Media|Press"
    r"|Investor Relations|Media Relations|Company Contact|Conference ID|Passcode|Toll[- ]Free|International|Domestic"
)
_FIELD = r"(?:Date(?:/Time)?|Time|When|Where|Email|(?:Session |Poster |Abstract )?Title|Speaker|Presenter|Location|Room|Venue|Abstract Number|Poster Number|Session)"
_INNER = re.compile(r"\b[A-Z][\w’'-]{0,30}[a-z]{2}[A-Z]\w{0,40}")
_CAMEL = re.compile(r"\b[A-Z][\w’'-]{0,30}[a-z]{2}(?=[A-Z])")
_PREFIX = re.compile(r"(?:Mc|Mac|De|La|Le|Di|Van|Fitz)$")
# Each ends where a line does; nothing in running text looks like these.
_CERTAIN = re.compile(
    rf"[-. ]\d{{4}}(?=[A-Z][A-Za-z]|{_MAIL})|/(?:investors?|ir|contact)(?={_MAIL})|(?:ext\.?|x)\s?\d{{1,5}}(?={_MAIL}|[A-Z][a-z])"
    rf"|\.(?:com|org|net|co\.uk)(?=[A-Z][a-z]|\d{{3}}[-. ]|\(\d|\+\d)|\b(?:Inc|Ltd|Corp|LLC|plc)\.?(?=\d|\([\d+])"
    rf"|\b(?:Inc\.|LLC|Ltd\.|Corp\.)(?=[A-Z][a-z]|{_MAIL})|[a-z]{{3}}(?=\(\d{{3}}\) ?\d{{3}}-)|(?<!Company Websi)[a-z]{{2}}(?=www\.|https?://)"
    rf"|[a-z](?=\d{{3}}[.-]\d{{3}}[.-]\d{{4}})|[\w)”](?={_FIELD}:\s)"
    rf"|\b(?:{_OFFICE})(?={_MAIL})|\b(?:[Cc]ontacts?|Inquiries|Enquiries)(?=[A-Z][a-z])|\bContact Details(?=[A-Z])|[a-z](?=\d{{10}}{_MAIL})|(?:\d{{10}}|\d[ -]\d\d)(?={_MAIL})"
    rf"|[A-Za-z\d](?=(?:Tel|Phone|Telephone|Mobile|Fax|E-?[Mm]ail)\.?:\s)|[a-z\d](?=e-mail:\s)|\d(?=email:\s)|@[\w.-]{{2,40}}?\.[a-z]{{2,3}}(?=[A-Z][a-z])"
    r"|[-—_]{20}\s(?=[A-Z])|[\w.]\s(?=[-—_]{20})"
)
# Likely only beside a certain one.
_LIKELY = re.compile(
    rf"[a-z.](?=(?:Chief|President|Vice|Director|Senior|Executive|Head|Managing|{_OFFICE}|{_LABEL})\b)"
    rf"|\b(?:{_OFFICE})(?=[A-Z][A-Za-z])|(?<=\d{{2}})\d(?=[A-Z][a-z]{{2}})|\b(?:Inc|Ltd|Corp|LLC|plc|PLC)(?=[A-Z][a-z])"
)
# A notice's company and its date, in texts of any length.
_DATED = re.compile(rf"\b(?i:PLC|Limited|Ltd)(?=\d{{1,2}} {MONTH} \d{{4}}(?:\s|[A-Z]))")
# The date, who is called what, and a title that ends with its period.
_DAY = rf"\d{{1,2}} {MONTH} \d{{4}}"
_GLUED_HEAD = re.compile(
    rf"{_DAY}(?P<day>\s?)(?:[A-Z][^.()]{{2,60}}?(?:\([^()]{{3,80}}\)(?P<named>\s)|\bPL(?P<form>C)(?=[A-Z][a-z])))?"
    rf"(?:[A-Z][^.()]{{5,60}}?\b(?:for|to)\b[^.()]{{5,60}}?{_DAY}(?P<titled>\s)(?=[A-Z]))?"
)
_COLON = re.compile(
    rf"(?<=[a-z]):(?={_MAIL}|(?!www\.)[a-z][\w-]{{1,30}}\.(?:com|org|net)\b|www\.|[A-Z][a-z]+ |\+?\d|\()"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{0,400}$")
_LONGEST = 1500


def split_joined_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Doubt]]:
    """Return the lines, joined ones split, and a doubt for each of those.

    Each part keeps the number of its line.
    """
    counts = _count_mixed_words(lines)
    split: list[Line] = []
    doubts: list[Doubt] = []
    for line in lines:
        cuts = [] if is_control(line.text) else _cuts(line.text, counts)
        if not cuts:
            split.append(line)
            continue
        doubts.append(_split_doubt(line, cuts))
        for start, stop in pairwise([0, *cuts, len(line.text)]):
            text = _COLON.sub(": ", line.text[start:stop]).strip()
            split.append(replace(line, text=text, raw=text))
    return split, doubts


def _split_doubt(line: Line, cuts: Sequence[int]) -> Doubt:
    before, after = line.text[: cuts[0]].split(), line.text[cuts[0] :].split()
    assumed = Message(
        gettext_noop("Split into %(count)d lines that had run together."),
        {"count": len(cuts) + 1},
    )
    return Doubt(line=line.number, saw=before[-1] + after[0], assumed=assumed)


def _count_mixed_words(lines: Sequence[Line]) -> Counter[str]:
    """Count each word that has a capital inside it."""
    return Counter(word for line in lines for word in _INNER.findall(line.text))


def _cuts(text: str, counts: Counter[str]) -> list[int]:
    """Return where to split a line: nowhere without a certain sign."""
    certain = {
        cut for match in _DATED.finditer(text) for cut in _head_cuts(text, match)
    }
    if len(text) > _LONGEST:
        return sorted(certain)
    certain |= {match.end() for match in _CERTAIN.finditer(text)}
    if not certain:
        return []
    likely = {match.end() for match in _LIKELY.finditer(text)}
    likely |= {m.end() for m in _CAMEL.finditer(text) if _is_cut(text, m, counts)}
    inside = {cut for cut in likely - certain if _ADDRESS.search(text, 0, cut)}
    return sorted(certain | (likely - inside))


def _head_cuts(text: str, company: re.Match[str]) -> Iterator[int]:
    """Yield where the lines of a notice's head end that stand in one line."""
    yield company.end()
    head = _GLUED_HEAD.match(text, company.end())
    if head:
        yield from (
            head.end(part) for part in head.groupdict() if head[part] is not None
        )


def _is_cut(text: str, match: re.Match[str], counts: Counter[str]) -> bool:
    """Return whether a capital inside a word begins another: the word is unique here."""
    whole = _INNER.match(text, match.start())
    once = whole is not None and counts[whole.group()] == 1
    return once and not _PREFIX.search(match.group())
