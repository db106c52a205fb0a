"""What a block after the dateline could be, and what speaks for it, by its own form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from releases.intake.parser import phrases, vocabulary
from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.front.banners import is_control, is_date_line, is_wire
from releases.intake.parser.names import is_company
from releases.intake.parser.sections.closing import tells_of_company, tells_what
from releases.text.links import strip_markdown

_SIGNED = re.compile(
    r"(?i)(?:(?:on|in) behalf of|for and on behalf of|by order of|signed\b|yours (?:faithfully|sincerely|truly)|sincerely,|best regards|kind regards|/s/|mit freundlichen grüßen)"
)
MORE = re.compile(
    r"(?i)(?:for (?:more|further|additional) information|to learn more)\b.{0,80}\b(?:visit|see|go to)\b"
)
SHORT_NOTICE, _SHORT_BEFORE = 200, 260
_LEAST_RUN_IN = 20
_SHORT_HEAD, _FRAGMENT = 80, 60
_RESTRICTS = re.compile(
    r"(?i)not (?:for|intended for) (?:release|distribution|publication|dissemination)"
)
# What a company did, or what is offered, is no part of what a company is.
_TELLS = re.compile(
    r"(?i)[^.]{0,150}\b(?:today|announce[sd]?|(?:is|are) pleased)\b|the offering\b|(?:a|the) registration statement\b|important safety information\b"
)
_CONTACTS = re.compile(
    r"(?i)(?:[\w &]{0,30}\b)?(?:contacts?(?: information)?|social media(?: links)?)\s?:?"
)
# What a reader could do: call somebody, follow the company elsewhere.
_ASKS = re.compile(
    rf"(?i)(?:(?:{vocabulary.patterns('contacts', 'follow')})|(?:twitter|facebook|linked ?in|instagram|you ?tube)$|stay connected\b|(?:for (?:more|further|additional) information\b.{{0,60}},? )(?:please )?(?:contact|call|e-?mail)\b)"
)
FOR_EDITORS = re.compile(
    r"(?i)(?:notes? (?:to|for) (?:the )?editors?|editors?['’]s? notes?|notes? aux (?:r[ée]dactions?|r[ée]dacteurs)|hinweise? (?:für|an) (?:die )?redaktion(?:en)?|notas? (?:para|a) (?:los |las )?(?:editores|redacciones))\s?:?"
)
# “TARN RIDGE: weirs for a wet world”
_SLOGAN = re.compile(r"(?P<name>[A-Z][\w&.’' -]{1,30}?)\s?[:–—]\s[^.:\d@]{8,60}")
_ABOUT_WORD = re.compile(r"(?i)about\s")
_LINK = re.compile(r"https?://[^/\s]+/\S{2,}")
_LISTS = re.compile(r"(?:[:;,]|\b(?:and|or))$")
_NOTE = re.compile(
    r"\[\d{1,2}\]\s|\d{1,2}\s(?=[“\"]?[A-Z][^.;:]{8})|(?i:qualified persons?(?: statement)?\s?[:–—-])|(?i:(?:foot|end)notes?|references?|sources?)\s?:?$"
)
# “This announcement has been authorised for release by the Board.”
_AUTHORISED = re.compile(
    r"(?i)this (?:announcement|report|(?:asx |press |news )?release) (?:has been|was|is) (?:authori[sz]ed|approved)\b"
    r"|(?:(?:announcement|release) )?(?:authori[sz]ed|approved) (?:for (?:\w+ ){0,3}(?:release|lodg\w+|publication)|by (?:the )?board)\b"
)
# A line of the listing's codes: “Euronext Paris - ISIN: FR0000999577 - Mnémo: TRN”
_CODES = re.compile(r"\bISIN\b[^.]{0,20}\b[A-Z]{2}[A-Z0-9]{9}\d\b(?!.*\.$)")
_HIDDEN = re.compile(r"(?i)\[e-?mail\W{0,3}protected\]")
_FOOTNOTE = re.compile(r"\(?\[?(?:\d{1,2}[)\]]|[*†‡¹²³])")


class Contender:
    """A block with what it could be, whatever stands before it."""

    def __init__(self, block: Block, following: Block | None, before: Block | None):
        self.block = block
        self.text = text = strip_markdown(block.flat)
        self.following = following
        self.before = before
        self.about_at = phrases.about_run_in(text)
        self.adds = phrases.adds_to_notice(text)
        self.restricts = _RESTRICTS.match(text) is not None
        opens = (block.kind == "text" and not self.adds) or self.restricts
        self.kind = phrases.legal_kind(text) if opens else None
        self.legal_at = phrases.legal_run_in(text)

    def moves(self) -> Iterator[str]:
        """Yield what the block could do, by its own form."""
        yield from ("body", "about", "legal")
        if self.block.kind == "item" and self.restricts:
            yield "notice"
        if self.block.kind != "text":
            return
        text, following = self.text, self.following
        if following and self.heads_about and following.kind != "table":
            yield "about_head"
        elif following and self.heads_notice and following.kind == "text":
            yield "legal_head"
        elif self.about_at and len(text) - self.about_at > _LEAST_RUN_IN:
            yield "about_run"
        elif self.legal_at and len(text) - self.legal_at > _LEAST_RUN_IN + 10:
            yield "legal_run"
        elif self.kind or self.adds:
            yield "notice"

    @property
    def heads_about(self) -> bool:
        """Return whether it heads an About section, by its words or as the name of whom."""
        after = strip_markdown(self.following.flat) if self.following else ""
        name = len(self.text) < _SHORT_HEAD and after.startswith(f"{self.text} ")
        owner = after.startswith("The Company ") and is_company(self.text)
        owner = owner or FOR_EDITORS.fullmatch(self.text) is not None
        name = name or self._is_name_and_slogan(after)
        whose = (name and tells_what(after)) or (owner and tells_of_company(after))
        wires = is_wire(_ABOUT_WORD.sub("", self.text))
        return (phrases.about_heading(self.text) and not wires) or whose

    def _is_name_and_slogan(self, after: str) -> bool:
        """Return whether it is a name with a slogan, and the name stands soon below."""
        name = _SLOGAN.fullmatch(self.text)
        return name is not None and name["name"].lower() in after[:120].lower()

    @property
    def heads_notice(self) -> bool:
        """Return whether it heads a notice, and is not one itself."""
        whole = (
            self.kind in {"service", "abuse", "offer"} and len(self.text) > _SHORT_HEAD
        )
        return not whole and (phrases.legal_heading(self.text) or self._is_above_notice)

    @property
    def _is_above_notice(self) -> bool:
        """Return whether it is any heading of a paragraph that is a notice by its words."""
        below = self.following
        kind = phrases.legal_kind(strip_markdown(below.flat)) if below else None
        return kind in {"forward", "solicitation"} and self.is_next_heading

    @cached_property
    def features(self) -> tuple[str, ...]:
        """Return the names of what speaks for or against going on with a section."""
        return tuple(name for name, holds in _FEATURES if holds(self))

    @property
    def is_next_heading(self) -> bool:
        """Return whether it heads what follows; words before a list only introduce it."""
        following = self.following
        leads = self.text.endswith(":") and following and following.kind == "item"
        notice = self.kind == "offer" and not phrases.legal_heading(self.text)
        return not (leads or notice) and phrases.is_heading(self.block, following)

    @property
    def is_above_day(self) -> bool:
        """Return whether it is a short line, a place's, directly above one of a date."""
        text, below = self.text, self.following
        short = (
            len(text) < _FRAGMENT and not is_finished(text) and len(text.split()) < 6
        )
        return bool(
            short and below and len(below.text) < 40 and is_date_line(below.text)
        )

    @property
    def introduces(self) -> bool:
        """Return whether it introduces other lines that are no list."""
        following = self.following
        listed = following is None or following.kind != "text"
        return self.text.endswith(":") and len(self.text) < 140 and not listed

    @property
    def adjoins(self) -> bool:
        """Return whether it is a short line directly below another."""
        if self.block.gap or self.before is None:
            return False
        return len(self.text) < SHORT_NOTICE and len(self.before.flat) < _SHORT_BEFORE


_FEATURES = (
    ("heading", lambda c: c.is_next_heading),
    ("introduces", lambda c: c.introduces),
    ("cut_heading", lambda c: len(c.text) < 60 and phrases.legal_heading(c.text)),
    ("unit", lambda c: phrases.is_unit(c.text)),
    ("caption", lambda c: phrases.is_caption(c.text)),
    (
        "signed",
        lambda c: _SIGNED.match(c.text) or _AUTHORISED.match(c.text) or c.is_above_day,
    ),
    ("codes", lambda c: len(c.text) < SHORT_NOTICE and _CODES.search(c.text)),
    (
        "fragment",
        lambda c: (
            c.block.gap
            and len(c.text) < _FRAGMENT
            and not (is_finished(c.text) or MORE.match(c.text))
        ),
    ),
    ("asks", lambda c: _ASKS.match(c.text)),
    ("control", lambda c: len(c.text) < _FRAGMENT and is_control(c.text)),
    ("trademark", lambda c: phrases.is_trademark(c.text)),
    ("more", lambda c: MORE.match(c.text)),
    ("adds", lambda c: c.adds),
    ("goes_on", lambda c: phrases.continues_statement(c.text)),
    ("goes_on_offer", lambda c: phrases.continues_offer(c.text)),
    (
        "listed",
        lambda c: c.block.kind == "item" and c.before and _LISTS.search(c.before.flat),
    ),
    ("tells", lambda c: _TELLS.match(c.text)),
    ("news", lambda c: phrases.tells_news(c.text)),
    (
        "reach",
        lambda c: (
            not c.adds
            and len(c.text) < SHORT_NOTICE
            and ("@" in c.text or _HIDDEN.search(c.text))
        ),
    ),
    ("note", lambda c: _NOTE.match(c.text)),
    ("contacts", lambda c: _CONTACTS.fullmatch(c.text)),
    ("link", lambda c: _LINK.fullmatch(c.text)),
    ("footnote", lambda c: _FOOTNOTE.match(c.block.marker or c.text)),
)
