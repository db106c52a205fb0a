"""What a line above the first paragraph looks like, by its own form and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from releases.intake.parser import phrases
from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.contacts.contact_labels import label_of
from releases.intake.parser.front.banners import (
    is_address,
    is_date_line,
    is_label,
    is_listed_name,
    is_name_definition,
)
from releases.intake.parser.front.title_lines import DASHED, VERB
from releases.intake.parser.mentions import dates_in, urls_in
from releases.intake.parser.names import is_company, is_known_title, is_person

LINE, _LONG, _SLOGAN, _RUNNING = 140, 170, 400, 12
SENTENCE, LEAD_IN = 40, 50
_RESTRICTION = re.compile(
    r"(?i)/?\s?(?:not for (?:release|publication|distribution|dissemination)|this (?:news release|press release|announcement|document) is (?:not )?(?:intended )?for (?:distribution|release|publication)|nicht zur (?:verteilung|veröffentlichung)|ne pas (?:diffuser|distribuer)|no (?:publicar|distribuir))\b"
)
_SENTENCES = re.compile(
    r"[a-z]{3}\.\s[A-Z“\"]|\([A-Za-z /]{2,30}:\s?[A-Z][A-Z. ]{0,7}\)"
)
_DEAR = re.compile(
    r"(?i)(?:dear\s|sehr geehrte|mesdames, messieurs|estimados|(?:what|who|when|where|why)\s?:)"
)
_SERVICE_MARK = re.compile(r"(?i)(?:dgap|eqs|eans|pta|gnw)-[a-z-]{2,12}: ")
_COMPANY_ENDS = re.compile(r"(?:Inc|Ltd|Corp|Co|L\.P|S\.A|N\.V|U\.S|plc|a\.m|p\.m)\.$")


def forms(block: Block, text: str) -> Iterator[str]:
    """Yield what a block is by its layout."""
    if block.kind == "mark" or not text:
        yield "mark"
    elif block.kind != "text":
        yield block.kind
    if block.level:
        yield "heading"


def _is_running(words: Sequence[str]) -> bool:
    """Return whether words are running text: many, and most of them in small letters."""
    small = sum(1 for word in words if word[0].islower())
    return len(words) >= _RUNNING and small * 2 >= len(words)


def _is_titled(text: str) -> bool:
    """Return whether most longer words begin with a capital, as a title's do."""
    long = [word for word in text.split() if len(word) > 3]
    capital = sum(1 for word in long if not word[0].islower())
    return bool(long) and capital * 10 >= len(long) * 6


def _is_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does, and not with “Inc.” or a colon."""
    if len(text) < SENTENCE or text.endswith(":") or _COMPANY_ENDS.search(text):
        return False
    return is_finished(text)


def without_service(text: str) -> str:
    """Return a title without the service's name before it; "" if there is none."""
    mark = _SERVICE_MARK.match(text)
    return text[mark.end() :].casefold() if mark else ""


def _tells_day(text: str) -> bool:
    """Return whether a sentence tells what will be on some day."""
    return (
        _is_sentence(text)
        and " will " in text
        and next(dates_in(text), None) is not None
    )


def _is_prose(text: str) -> bool:
    """Return whether a text is a paragraph: long, of two sentences, or running text."""
    if not _is_sentence(text):
        return False
    return (
        len(text) > _LONG
        or _SENTENCES.search(text) is not None
        or _is_running(text.split())
    )


def leads_in(text: str) -> bool:
    """Return whether a line introduces the lines below it."""
    return text.endswith(":") and len(text) > LEAD_IN


def _is_bare_label(text: str) -> bool:
    """Return whether a line is only a contact's label, with nothing after it."""
    label = label_of(text) if len(text) < LINE else None
    return label is not None and not label[1]


MASTHEAD: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("banner", is_label),
    ("listed", lambda text: len(text) < 90 and is_listed_name(text)),
    ("defined", is_name_definition),
    ("company", lambda text: is_company(text) and len(text.split()) <= 6),
    ("person", lambda text: is_person(text) and len(text.split()) <= 4),
    ("label", _is_bare_label),
    ("job", lambda text: len(text) < LEAD_IN and is_known_title(text)),
    ("address", lambda text: len(text) < LINE and is_address(text)),
    ("link", lambda text: urls_in(text[:12]) and not VERB.search(text)),
    ("bracketed", lambda text: text.startswith("(") and text.endswith(")")),
    ("restriction", _RESTRICTION.match),
    ("dear", _DEAR.match),
)
WORDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("short", lambda text: len(text.split()) < 2),
    ("long", lambda text: len(text) > _LONG),
    ("very_long", lambda text: len(text) > _SLOGAN),
    ("sentence", _is_sentence),
    ("prose", _is_prose),
    ("leads_in", leads_in),
    ("colon", lambda text: text.endswith(":")),
    ("verb", lambda text: len(text) < _SLOGAN and VERB.search(text, 1)),
    ("capitals", lambda text: len(text.split()) > 2 and text.isupper()),
    ("titled", _is_titled),
    ("told_day", _tells_day),
    ("dashed", DASHED.fullmatch),
    ("small", lambda text: text[:1].islower()),
)
UNDATED: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("date_line", is_date_line),
    ("notice", lambda text: phrases.legal_kind(text) is not None),
)
