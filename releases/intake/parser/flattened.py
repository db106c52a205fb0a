"""Split a release that lost all its line breaks, by how its parts begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from releases.intake.parser import vocabulary
from releases.intake.parser.dateline import dateline_within
from releases.intake.parser.issuers import name_before
from releases.intake.parser.lines import Line
from releases.intake.parser.listings import listings_in_bracket
from releases.intake.parser.phrases import legal_kind
from releases.intake.parser.reading import Doubt
from releases.text.dates import dates_in
from releases.text.links import emails_in
from releases.text.phones import phones_in
from releases.text.times import times_in
from releases.text.translatable import Message, gettext_noop

_NO_BREAKS = Message(gettext_noop("a release without line breaks"))
_GUESSED = Message(gettext_noop("Where its parts begin was guessed."))
_SHORTEST, _HEAD, _REGION = 900, 1200, 900
_ENDED = r"(?<=[\w.)”’\"/]\s)"
_ABOUT = re.compile(
    rf"{_ENDED}(?=(?:About|ABOUT)\s(?:[Tt]he\s)?[A-Z0-9][^.]{{1,80}}\s)"
)
_LONGEST_NAME = 9
_LEGAL_WORDS = r"(?:Statements?|STATEMENTS?|Note|Language|Information|INFORMATION|1995|Harbor|HARBOR|Disclosures?|Disclaimer|DISCLAIMER|Notice|NOTICE)"
_LEGAL_OPENS = r"(?:This|These|All|Certain|Statements|Some|Any|The|In|Except|Various|To|Information|Matters|Our|We|As|It|Actual|No|With|Forward)"
_LEGAL = re.compile(
    rf"{_ENDED}(?=(?:Safe Harbor|SAFE HARBOR|Forward[- ]Looking|FORWARD[- ]LOOKING|Cautionary|CAUTIONARY|Disclaimer|DISCLAIMER|Important (?:Notice|Information))\b[A-Za-z ,’-]{{0,110}}?"
    rf"(?:{_LEGAL_WORDS}|(?<=laimer))(?: [A-Z]+ 1995)?[:.]?\s{_LEGAL_OPENS}\s)"
)
_LEGAL_HEAD = re.compile(
    rf"(?:Safe|SAFE|Forward|FORWARD|Cautionary|CAUTIONARY|Disclaimer|DISCLAIMER|Important)\b[A-Za-z ,’-]{{0,110}}?(?:{_LEGAL_WORDS}|(?<=laimer))(?: [A-Z]+ 1995)?[:.]?(?=\s{_LEGAL_OPENS}\s)"
)
_MAY_BE_LEGAL = re.compile(
    r"(?i)forward[- ]looking|safe harbor|provided by rns|constitute an offer|not for (?:distribution|release)|intended for distribution"
)
_SENTENCE = re.compile(r"[.!?][”\"’)]{0,2}\s+(?=[A-Z“\"/])|/\s+(?=[A-Z])")
_FOR = r"(?:(?:Investors?|INVESTORS?|Media|MEDIA|Press|Company|Corporate|Analysts?|News|Public)(?:\s(?:and|&|/|AND)\s(?:Investors?|Media|Analysts?|Press|MEDIA))?\s(?:[Rr]elations\s)?)?"
_LABEL = rf"{_FOR}(?:[Cc]ontacts?|CONTACTS?|[Ii]nquiries|[Ee]nquiries)(?:\s(?:Details|Information|details|information))?\s?:"
_LEAD_IN = r"(?:For|FOR) (?:(?:further|more|additional|any|FURTHER|MORE)\s)?(?:information|INFORMATION|enquiries|inquiries|[Ii]nvestors|[Mm]edia)[^.:]{0,60}:|(?:For )?(?:Investors?|Media|Press|Analysts?)(?: (?:and|&) (?:Investors?|Media|Analysts?))?(?: Relations)?(?: [Cc]ontacts?)?:|(?:Investor|Public|Media) Relations Contacts?\b|Please contact for additional information:|Contacts?(?= [A-Z][a-z]+ [A-Z][a-z]+,? )"
_CONTACT = re.compile(rf"(?:^|{_ENDED})(?=(?:{_LABEL}|{_LEAD_IN}))")
_CONTACT_LABEL = re.compile(rf"(?:{_LABEL}|{_LEAD_IN})")
_TAIL = re.compile(
    rf"{_ENDED}(?=(?:SOURCE|Source):?\s[A-Z]|/Web site:|\(END\)|Logo - http|To view the original|View source version|# ?# ?#|-\s?(?:END|Ends)\s?-)"
)
_MASTHEAD = re.compile(
    r"(?<!THIS )(?<!this )(?<!This )\b(?:PRESS RELEASE ANNOUNCING [A-Z ]{3,40}\.|FOR IMMEDIATE RELEASE|For Immediate Release|NEWS RELEASE|News Release|PRESS RELEASE|Press Release|Press release|Media Release|MEDIA RELEASE|Company announcement|Business Editors(?:/[\w ]+){0,3}|RNS Number : \w{4,6})(?=\s|:|$)"
)
_DECK = re.compile(r"(?:^|\s)(?=[–—-]\s[A-Z])|(?<=\s[–—-])\s(?=[A-Z][a-z]+ ?[A-Z]?)")
_RESTRICTED = re.compile(r"\s(?=/(?:THIS|NOT|This|Not)\b)")
_UNDER = re.compile(r"(?i)\b(?:ended|ending|on|of|to|for|until|from|and)\s?(?:the)?$")
_OFFICE = r"(?:President|Director|Officer|Manager|Relations|Communications|CFO|CEO|Marketing|Affairs|Strategy|Finance|Partner|Secretary|Treasurer|Executive)"
_FORMED = r"(?:[A-Z][\w&.’'-]*,?\s){1,4}?(?:Inc\.|Inc\b|LLC|Ltd\.?|Corp\.|Corporation|L\.P\.|plc|AG|N\.V\.|Partners|Associates|Advisors,? LLC)"
_FIRM_FIRST = re.compile(rf"(?<=[.)”’\"]\s)(?=(?:{_FORMED})\s(?:{_LABEL}))")
_TITLE_TO_FIRM = re.compile(rf"{_OFFICE}\s(?={_FORMED}[\s,(]|{_FORMED}$)")
_WIRES = re.compile(rf"(?<=\w\s)(?:{vocabulary.alternatives('wires')})\s(?=[A-Z])")


def split_flattened(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines; split one that has most of the release where its parts begin."""
    flat = _flat(lines)
    for line in lines:
        if line is not flat:
            yield line
            continue
        for gap, part in _parts(line.text):
            if gap:
                yield replace(line, text="", raw="")
            yield replace(line, text=part, raw=part)


def flattened_doubts(lines: Sequence[Line]) -> list[Doubt]:
    """Return a doubt if a release was split up."""
    flat = _flat(lines)
    if flat is None or len(_parts(flat.text)) == 1:
        return []
    return [Doubt(line=flat.number, saw=_NO_BREAKS, assumed=_GUESSED)]


def _flat(lines: Sequence[Line]) -> Line | None:
    """Return the line that has more than half of all words, or None."""
    longest = max(lines, key=lambda line: len(line.text), default=None)
    whole = sum(len(line.text) for line in lines)
    if longest is None or len(longest.text) < max(_SHORTEST, whole * 6 // 10):
        return None
    return longest


def _parts(text: str) -> list[tuple[bool, str]]:
    """Return the parts, each with whether a paragraph begins there."""
    opening = dateline_within(text)
    start = opening.starts if opening else 0
    paragraphs = {start, *_section_cuts(text, start)}
    soft = {at for at in _bar_cuts(text) if at not in paragraphs}
    if start:
        soft |= _head_cuts(text, start)
    begins = {m.end() for m in _FIRM_FIRST.finditer(text, start)}
    for begin in begins | {m.end() for m in _CONTACT.finditer(text)}:
        stop = min([p for p in paragraphs if p > begin] + [begin + _REGION])
        if begin < start:  # the headline follows the last number or address
            ends = [at for at in _reach_ends(text, begin, stop) if at <= start]
            stop = max(ends, default=begin)
        soft |= _contact_cuts(text, begin, stop)
        paragraphs |= {begin} if begin > start else set()
    bounds = sorted({0, *paragraphs, *soft, len(text)})
    parts = [
        (a in paragraphs or a == 0, text[a:b].strip("| ")) for a, b in pairwise(bounds)
    ]
    return [(gap, part) for gap, part in parts if part]


def _bar_cuts(text: str) -> set[int]:
    """Return where a bar stands outside brackets: a cell or a line ended there."""
    cuts: set[int] = set()
    depth = 0
    for at, char in enumerate(text):
        depth = max(0, depth + (char == "(") - (char == ")"))
        if char == "|" and not depth:
            cuts.add(at + 1)
    return cuts if len(cuts) * 40 < len(text) else set()


def _section_cuts(text: str, start: int) -> set[int]:
    """Return where About sections, notices and the tail begin, and end their headings."""
    cuts = {match.end() for match in _TAIL.finditer(text, start)}
    for match in _LEGAL.finditer(text, start):
        head = _LEGAL_HEAD.match(text, match.end())
        cuts |= {match.end(), head.end()} if head else set()
    for match in _ABOUT.finditer(text, start):
        end = _about_end(text, match.end())
        cuts |= {match.end(), end} if end else set()
    for match in _SENTENCE.finditer(text, start):
        ahead = text[match.end() : match.end() + 420]
        if _MAY_BE_LEGAL.search(ahead[:160]) and legal_kind(ahead):
            cuts.add(match.end())
    return cuts


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
            best = size
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
    opens = {
        "The",
        "We",
        "At",
        "With",
        "Based",
        "Founded",
        "Headquartered",
        "Our",
        "In",
    }
    return next((i for i, w in enumerate(words) if i and w in opens), 0)


def _head_cuts(text: str, start: int) -> set[int]:
    """Return where lines of the masthead, the headline and the deck begin."""
    head = text[:start]
    cuts = {at for match in _MASTHEAD.finditer(head) for at in match.span()}
    cuts |= {match.end() for match in _WIRES.finditer(head[:300])}
    dashes = [match.start() for match in _DECK.finditer(head) if match.start() > 12]
    cuts |= set(dashes) if len(dashes) > 1 else set()
    cuts |= {match.end() for match in _RESTRICTED.finditer(head)}
    for date in dates_in(head):
        before = head[max(0, date.start - 20) : date.start].rstrip()
        if date.year is None or _UNDER.search(before):
            continue
        clock = next((t for t in times_in(head[date.end : date.end + 24])), None)
        cuts |= {date.start, date.end + (clock.end if clock and clock.start < 5 else 0)}
    for at in _reach_ends(head, 0, start):
        cuts.add(at)
    return cuts


def _reach_ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Yield where a number or address ends and another line begins with a capital."""
    ends = [phone.end for phone in phones_in(text[start:stop])]
    at = 0
    for email in emails_in(text[start:stop]):
        at = text.index(email, start + at) - start + len(email)
        ends.append(at)
    ends += [m.end() for m in re.finditer(r"(?:www\.|https?://)\S+", text[start:stop])]
    for end in ends:
        if re.match(
            r"\s(?!x\d|[Ee]xt)(?:[A-Z][a-z“]|[A-Z]{2,}\s|The\s|3M)",
            text[start + end : start + end + 6],
        ):
            yield start + end


def _contact_cuts(text: str, start: int, stop: int) -> set[int]:
    """Return where the lines of a contact block begin."""
    region = text[start:stop]
    cuts = set(_reach_ends(text, start, stop))
    for label in _CONTACT_LABEL.finditer(region):
        cuts |= {start + label.start(), start + label.end()}
    cuts |= {start + match.end() for match in _TITLE_TO_FIRM.finditer(region)}
    issuer = _issuer(text)
    if issuer:
        named = re.compile(rf"(?<=[a-z.,)]\s)(?={re.escape(issuer)}\b)")
        cuts |= {start + match.end() for match in named.finditer(region)}
        after = re.compile(
            rf"\b{re.escape(issuer)}(?:,? (?:Inc|Ltd|Corp|AG|plc|Corporation|Company)\b\.?)?(?=\s[A-Z(+])"
        )
        cuts |= {start + match.end() for match in after.finditer(region)}
    return cuts


def _issuer(text: str) -> str:
    """Return the company before the first bracket with a listing, without its form."""
    for match in re.finditer(r"\(([^()]{3,80})\)", text[:4000]):
        if listings_in_bracket(match[1]):
            name = name_before(text[: match.start()])
            return re.sub(
                r",? (?:Inc|Ltd|Corp|Corporation|Company|AG|plc|LLC|SE)\b\.?$", "", name
            )
    return ""
