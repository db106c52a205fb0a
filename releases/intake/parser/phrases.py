"""Set phrases of press releases: headings, notices, captions."""

from __future__ import annotations

import re
from typing import Literal

from releases.intake.parser import vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.memory import remembered
from releases.intake.parser.names import is_company
from releases.text.links import strip_markdown

Legal = Literal[
    "forward",
    "offer",
    "abuse",
    "service",
    "solicitation",
    "adviser",
    "translation",
    "trademark",
    "other",
]

_ABOUT = re.compile(rf"(?i)(?:{vocabulary.patterns('sections', 'about')})\s?[:.]?")
# A name in a heading: with the stops of its legal form and a bracket.
_NAMED = r"(?:[^.:;!?()]|\([^()]*\)|\.(?=[a-z])|\b(?:[A-Z]|Inc|Ltd|Corp|Co|plc|L\.P|S\.A|N\.V|St)\.)"
_ABOUT_RUN = re.compile(
    rf"(?P<head>(?:About|ABOUT|Über|À propos d[eu’']|Acerca de|Sobre)\s{_NAMED}{{2,70}}?|[A-Z][\w&’' -]{{1,50}}\sin brief)"
    r"(?::\s+|:(?=[A-Z])|\s[-–—]{1,2}\s+)(?=[A-Z“\"\d])"
)
# “About Tarn Ridge Tarn Ridge is”, “About TarnTarn is”: the name again begins the text.
_ABOUT_AGAIN = re.compile(
    rf"(?i)(?P<head>about\s(?P<name>(?!the\b|our\b)[\w&'’-]{{2,30}}?){_NAMED}{{0,70}}?)"
    r"(?:(?=(?-i:The\s)?(?P=name)\b)|\s(?=(?P=name)\b(?:[^.]|\.(?=,|\s[a-z])){0,90}?\s(?:is|are|was|has|offers|provides|develops|operates|specializes)\s))"
)
# “ABOUT TARN Based in”, “About TarnFounded in”: a heading in capitals, or a word that
# begins a sentence.
_ABOUT_THEN = re.compile(
    rf"(?P<head>ABOUT\s[A-Z0-9&.,’' -]{{2,60}}?)\s?(?=[A-Z][a-z])"
    rf"|About\s{_NAMED}{{2,70}}?(?:\s|(?<=[a-z.]))(?=(?:Founded|Headquartered|Established|Incorporated|Based|Named|With|At|Since|As|We|Our|The)\s(?!of\b))"
)
_ON_STATEMENTS = re.compile(r"(?i)about (?:our |these )?forward[- ]?looking\b")
_LEGAL_WORDS = vocabulary.patterns("sections", "legal")
_LEGAL_HEAD = re.compile(rf"(?i)(?:.{{0,90}}\b)?(?:{_LEGAL_WORDS})\b.{{0,140}}")
_OPENS = (
    r"(?=(?:This|These|The|Certain|Statements?|Some|Except|In|All|Any|It|Various|Matters|As|With"
    r"|To|Forward|Safe|Information|Actual|A(?=\s)|Our|We|Such|No|Neither)\b)"
)
_HEAD = rf"(?i:(?P<head>[^.:;]{{0,70}}\b(?:{_LEGAL_WORDS})[^.:;]{{0,110}}?))"
_LEGAL_RUNS = (
    re.compile(rf"{_HEAD}\s?:\s+(?=\S)"),
    re.compile(rf"{_HEAD}(?:\.\s+|\s[-–—]{{1,2}}\s+){_OPENS}"),
    re.compile(
        rf"{_HEAD}(?:(?:\s+|(?<=[a-z])|(?=[A-Z][a-z]))(?!Statement|Information\s[A-Z])|(?<=tatements)\s?){_OPENS}"
    ),
)
_FORWARD = re.compile(rf"(?i)(?:{vocabulary.patterns('sections', 'forward')})")
_AMOUNT = re.compile(r"[$€£¥]\s?\d|\d\s?(?:%|percent\b|per cent\b)")
_STATEMENTS = re.compile(
    r"(?i)(?:forward[-‐‑– ]?\s?looking|cautionary)[\s”\"’]{1,3}(?:and other\s)?(?:statements?|information|notes?)|safe[- ]harbou?r|private securities litigation"  # noqa: RUF001
)
_NOTICE_KINDS: tuple[Legal, ...] = (
    "service",
    "abuse",
    "adviser",
    "offer",
    "solicitation",
    "translation",
)
_NOTICES: tuple[tuple[Legal, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?i)(?:{vocabulary.patterns('sections', kind)})"))
    for kind in _NOTICE_KINDS
)
_ADDS = re.compile(rf"(?i)(?:{vocabulary.patterns('sections', 'adds')})")
_OFFER_GOES_ON = re.compile(
    rf"(?i)(?:{vocabulary.patterns('sections', 'offer_goes_on')})"
)
_GOES_ON = re.compile(rf"(?i)(?:{vocabulary.patterns('sections', 'goes_on')})")
_STATEMENT_OPENS = re.compile(
    rf"(?i)^.{{0,40}}?\b(?:{vocabulary.patterns('sections', 'opens')})\b"
)
_TRADEMARK = re.compile(
    r"(?i)^.{0,160}(?:is an?|are|may be|®|™)[^.]{0,60}(?:registered )?(?:(?:trade|service) ?marks?|brand names?)\b|^(?:©|copyright|\(c\))[^.]{0,40}\d{4}|all rights reserved|^all trade ?marks used"
)


# The owners of trademarks, named at length; a line on one mark belongs to the text.
_LONG_MARK = 45
_LONGEST_OPENING, _FEW = 600, 3
_MARKS = re.compile(
    r"(?i)trade ?marks?\b.{0,60}\b(?:respective|owners?|holders?|subsidiaries)\b|\b(?:(?:trade|service) ?marks of|brand names for)\b"
    r"|\btrade ?mark of [^.]{2,60}\b(?:Inc|Corp|Corporation|Ltd|Limited|LLC|plc|AG|SE|GmbH|S\.A|N\.V|ASA|A/S|Oyj?|Co)\b"
)
_FACT = re.compile(
    r"@|https?://|www\.|:\s\S|^\d{1,2}\s[A-Z][a-z]{2}|\d{3}[ .)-]{1,2}\d{4}|^[A-Z][a-z]+ \d{1,2}(?:,|\s[A-Z])"
)


_UNIT = re.compile(
    r"(?i)\(?(?:unaudited\b|(?:(?:all )?(?:amounts|dollars|figures|shares) (?:below )?(?:are )?|us |[$€£] ?)?(?:expressed |stated |shown )?in (?:thousands|millions|billions|us\b|u\.s\.))"
)
_STATEMENTS_OF = re.compile(
    r"(?i)(?:(?:unaudited|audited|condensed|consolidated|interim|summary|selected|combined)\s){0,4}"
    r"(?:statements? of (?:operations|income|earnings|cash flows|financial)|income statements?|balance sheets?"
    r"|financial (?:statements?|highlights|data|summary|information|results))\b.{0,60}"
)
_SAYS = re.compile(r"\s(?:are|is|may|contains?|includes?|will|were|has|have|does)\s")
_CLUTTER = re.compile(rf"(?i)(?:{vocabulary.patterns('sections', 'clutter')})")


# What a company did today, or a name with its listing, begins news and no notice.
_TELLS_NEWS = re.compile(
    r"^(?:[^.(]{2,70}\([A-Za-z][\w .&-]{1,30}:\s?[A-Z][A-Z. ]{0,6}\)|[^.]{2,90}\btoday (?:announced|reported)\b)"
    # “This announcement is made by the Company pursuant to Rule 13.09”
    r"|^This announcement is (?:made|issued) (?:by .{2,200}? )?(?:pursuant to|under|in accordance with) (?:Rules?|Chapter)\s\d"
    r"|^The [Bb]oard\b[^.]{0,120}? (?:wish(?:es)? to|is pleased to|hereby) (?:announce|inform)s?\b"
)


# A sentence that only says where a notice can be read is no notice.
_POINTS = ("Please ", "See ", "For ")


def is_clutter(text: str) -> bool:
    """Return whether a line is the wire's own: a link to the original or to a logo."""
    return len(text) < 300 and _CLUTTER.match(text) is not None


def tells_news(text: str) -> bool:
    """Return whether a paragraph begins with what a company did, or why it announces."""
    return _TELLS_NEWS.search(text[:420]) is not None


def is_attachments(text: str) -> bool:
    """Return whether a line heads the list of attached files."""
    return re.fullmatch(r"(?i)attachments?:?", text) is not None


def is_short_heading(text: str) -> bool:
    """Return whether a text is short enough for a heading and is no sentence."""
    return 2 < len(text) <= 170 and (
        not text.endswith((".", ";", ","))
        or text.endswith(
            ("Inc.", "Ltd.", "Corp.", "Co.", "S.A.", "N.V.", "1995.", "A.S.")
        )
    )


_BRACKET = re.compile(r"\([^()]*\)")


def about_heading(text: str) -> bool:
    """Return whether a whole line is the heading of an About section."""
    text = strip_markdown(text)
    if len(text) > 130 or not text[:1].isupper() or ": " in _BRACKET.sub("", text):
        return False
    return _ABOUT.fullmatch(text) is not None and _ON_STATEMENTS.match(text) is None


def about_run_in(text: str) -> int:
    """Return where the text of an About section begins after a run-in heading."""
    match = None if _ON_STATEMENTS.match(text) else _ABOUT_RUN.match(text)
    if match or text[:1] != "A" or _ON_STATEMENTS.match(text):
        return match.end() if match else 0
    ends = (m.end() for m in (_ABOUT_AGAIN.match(text), _ABOUT_THEN.match(text)) if m)
    return min(ends, default=0)


def legal_heading(text: str) -> bool:
    """Return whether a whole line is the heading of a legal section."""
    text = strip_markdown(text)
    if text.startswith(("“", '"', *_POINTS)) or _LEGAL_HEAD.fullmatch(text) is None:
        return False
    if _SAYS.search(text):
        return False
    return is_short_heading(text) and len(text.split()) <= 22


def legal_run_in(text: str) -> int:
    """Return where the text of a legal section begins after a run-in heading."""
    if text.startswith(_POINTS):
        return 0
    for pattern in _LEGAL_RUNS:
        match = pattern.match(text[:320])
        if match and len(match["head"].split()) <= 18 and _is_head(match["head"]):
            return match.end()
    return 0


def _is_head(words: str) -> bool:
    if words.count("(") > words.count(")"):
        return False
    long_words = [word for word in words.split() if len(word) > 4]
    titled = all(not word[0].islower() for word in long_words)
    return bool(long_words) and (titled or len(words.split()) <= _FEW)


@remembered
def legal_kind(text: str) -> Legal | None:
    """Return which legal notice a paragraph opens, if any."""
    start = text[:420]
    if _TELLS_NEWS.search(start):
        return None
    for kind, pattern in _NOTICES:
        if pattern.search(start):
            return kind
    if len(text) > _LONG_MARK and is_trademark(text) and _tells_whose(text):
        return "trademark"
    return "forward" if _opens_statement(text) and not _gives_amounts(text) else None


def adds_to_notice(text: str) -> bool:
    """Return whether a line belongs to the notice above it: who answers for the content."""
    return _ADDS.match(text) is not None


def is_guidance(text: str) -> bool:
    """Return whether a paragraph gives amounts, and reads like a notice without being one.

    Guidance is news: only words about statements as such are a notice.
    """
    return _opens_statement(text) and _gives_amounts(text)


def _opens_statement(text: str) -> bool:
    if len(text) < 60 and legal_heading(text):
        return False
    return (
        _FORWARD.search(_opening_of(text)) is not None
        and _STATEMENT_OPENS.search(text[:420]) is not None
        and not text.startswith(("“", '"'))
    )


def _opening_of(text: str) -> str:
    """Return the first words of a paragraph, to the end of a long first sentence."""
    return text[: min(max(300, text.find(". ")), _LONGEST_OPENING)]


def _gives_amounts(text: str) -> bool:
    return _AMOUNT.search(text) is not None and _STATEMENTS.search(text) is None


def continues_statement(text: str) -> bool:
    """Return whether a paragraph may belong to the forward-looking statement before it."""
    return _GOES_ON.search(text) is not None


def continues_offer(text: str) -> bool:
    """Return whether a paragraph may belong to the notice on offers before it."""
    return _OFFER_GOES_ON.search(text) is not None


def is_trademark(text: str) -> bool:
    """Return whether a paragraph only names the owner of trademarks or rights."""
    return len(text) < 700 and _TRADEMARK.search(text) is not None


def _tells_whose(text: str) -> bool:
    """Return whether a text is about the owners of trademarks at length."""
    return not text.startswith("©") and _MARKS.search(text) is not None


def is_caption(text: str) -> bool:
    """Return whether a line in capitals is above a statement of figures."""
    return len(text) < 110 and text.isupper() and not text.endswith(".")


def heads_statements(text: str) -> bool:
    """Return whether a line is the title of financial statements, or their company's name."""
    titled = _STATEMENTS_OF.fullmatch(text) is not None
    return len(text) < 110 and (titled or (text.isupper() and is_company(text)))


def is_unit(text: str) -> bool:
    """Return whether a line gives the unit of the figures below it."""
    return len(text) < 110 and _UNIT.match(text) is not None


# Below a picture: “Figure 1. Revenue by quarter”.
_LETTER = re.compile(r"[^\W\d_]")
_CAPTION = re.compile(r"(?i)(?:figure|fig\.|chart|graph)\s\d")


def is_heading(block: Block, following: Block | None) -> bool:
    """Return whether a paragraph is a heading of what follows it."""
    text = strip_markdown(block.flat)
    if block.kind != "text" or following is None or following.kind == "mark":
        return False
    if not _may_head(text) or _FACT.search(text) or _CAPTION.match(text):
        return False
    if (
        following.kind == "text"
        and len(following.flat) < 60
        and not _both_capitals(text, following)
        and not _leads_in(following)
    ):
        return False
    if block.gap and following.gap and len(text) < 90 and not text.endswith(":"):
        return True
    return _reads_as_heading(text, leads_into_list=following.kind == "item")


def _may_head(text: str) -> bool:
    """Return whether a text is short, and neither begins nor ends as a sentence's part.

    A figure alone heads nothing.
    """
    if len(text) > 120 or len(text.split()) > 16 or not _LETTER.search(text):
        return False
    begins = text[:1]
    return not (
        text.endswith((".", ";", ",", " at", " of", " the", " to"))
        or begins.islower()
        or begins in "“\"('*•"
    )


def _leads_in(block: Block) -> bool:
    """Return whether a short paragraph leads into what follows: “Under the policy:”."""
    text = strip_markdown(block.flat)
    return text.endswith(":") and not _reads_as_heading(text, leads_into_list=True)


def _reads_as_heading(text: str, *, leads_into_list: bool) -> bool:
    """Return whether the words are a heading's: mostly capitalised, or few.

    “For 2026 the Company expects:” leads into its list; “Key Dates:” heads it.
    """
    words = [word for word in text.split() if len(word) > 3]
    if text.endswith(":") and leads_into_list:
        return not any(word[0].islower() for word in words)
    capital = sum(1 for word in words if not word[0].islower())
    return capital * 10 >= len(words) * 6 or len(text.split()) <= 6


def _both_capitals(text: str, following: Block) -> bool:
    """Return whether two titles of statements, both in capitals, follow each other."""
    return text.isupper() or (following.gap and len(following.flat) >= 25)
