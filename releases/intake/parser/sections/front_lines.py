"""What a line above the first paragraph looks like, by its own form and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from releases.intake.parser import phrases, vocabulary
from releases.intake.parser.blocks import Block, is_finished
from releases.intake.parser.contacts.contact_details import has_phone
from releases.intake.parser.contacts.contact_labels import label_of
from releases.intake.parser.front.banners import (
    SERVICE_MARK,
    is_address,
    is_control,
    is_date_line,
    is_label,
    is_listed_name,
    is_name_definition,
    is_site,
    is_stamped,
)
from releases.intake.parser.front.title_lines import DASHED, VERB
from releases.intake.parser.mentions import dates_in, urls_in
from releases.intake.parser.names import is_company, is_known_title, is_person
from releases.intake.parser.tables.values import is_value

LINE, _LONG, _SLOGAN, _RUNNING = 140, 170, 400, 12
SENTENCE, LEAD_IN, LEAD, _STEM, _NAME, _KIND, _TITLE = 40, 50, 1200, 5, 4, 5, 5
_SENTENCES = re.compile(
    r"(?:[a-z]{3}|\d{4})\.\s[A-Z“\"]|\([A-Za-z /]{2,30}:\s?[A-Z][A-Z. ]{0,7}\)"
)
_DEAR = re.compile(
    r"(?i)(?:dear\s|sehr geehrte|mesdames, messieurs|estimados|(?:what|who|when|where|why)\s?:)"
)
NUMBER = re.compile(r"(?i)rns number\b|(?:dgap|eqs)-[a-z-]{2,12}: [^/]{2,60} / ")
EXHIBIT = re.compile(r"(?i)(?:exhibit|ex-?)\s?(?:no\.? ?)?99")
_CATEGORY = re.compile(rf"(?i)(?:{vocabulary.patterns('masthead', 'categories')})")
GOES_ON = re.compile(
    r"(?i)(?:(?:un)?audited\s|for the |for (?:half|full|financial)|in respect of|(?:three|six|nine|twelve) months|(?:half[- ])?year ended|results for|(?:interim|final|annual) results for)"
)
OF_SITE = re.compile(rf"(?i)\b(?:{vocabulary.patterns('masthead', 'of_sites')})")
SUMMARY = re.compile(rf"(?i)(?:{vocabulary.patterns('masthead', 'summaries')})\s?:?$")
PERIOD = re.compile(r"(?i)for the .{3,40}\bended\b")
BODY_HEAD = re.compile(
    r"(?i)(?:(?:key|main|group|unaudited) )?(?:(?:financial|operational|operating|business|corporate|recent|period|strategic|(?:and|&)) ?){0,4}(?:summary(?: of (?:the )?results)?|highlights|(?:salient )?features|key points|overview|key figures)\s?:?"
    r"|(?:the )?(?:(?:non-)?executive )?(?:chair(?:man|woman|person)?|chief executive(?: officer)?|ceo|managing director|president)[’']?s? (?:statement|report|review|comments?)|(?:statement|letter|message) (?:by|from|of) the \w+(?: \w+)?(?:,? [^.:]{4,40})?"
    rf"|(?:{vocabulary.patterns('titles', 'body_heads')})\s?:?"
)
_FIGURES = re.compile(r"[-+−$€£]?\(?\d[\d.,:%()+− -]*(?:p|pence|c|cents|x|k|m|bn)?")  # noqa: RUF001
_CHANGE = re.compile(r"(?:[\d.,]+ )?[-+−▲▼] ?\d[\d.,]*%? ?\(?[-+−]?[\d.,]+ ?%\)?")  # noqa: RUF001
_PRICE = re.compile(r"\d[.,]\d\d\b.{0,12}[-+−]\d[\d.,]* ?%")  # noqa: RUF001
# A verb that titles leave out: “This announcement is made by …”.
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has been|have been|wish(?:es)? to|refers?|ist|sind|wurden?|est|sont|ont|es|son|fueron)\b"
)
_YEAR_LAST = re.compile(r",?\s(?:19|20)\d\d$")
_AFTER_NAME = re.compile(r"(?:\s[-–—]|:)\s")
_LATIN_ENDS = "\u0250"
_COMPANY_ENDS = re.compile(
    r"(?i)\b(?:Inc|Ltd|Corp|Co|Bhd|L\.P|L\.L\.C|S\.A|N\.V|B\.V|S\.p\.A|C\.V|S\.L|U\.S|plc|a\.m|p\.m)\.$"
)
_BRACKETED = re.compile(r"\(.*\)|\[[^\[\]]*\][*]*")
_BRACKETS = re.compile(r"\s\([^()]{2,80}\)")


def forms(block: Block, text: str) -> Iterator[str]:
    """Yield what a block is by its layout."""
    if block.kind == "mark" or not text or _is_wires_own(text):
        yield "mark"
    elif block.kind != "text":
        yield block.kind
    if block.level:
        yield "heading"
    if is_statement(block):
        yield "statement"


def is_statement(block: Block) -> bool:
    """Return whether a block is a table of figures: two in each of two rows at least."""
    return sum(1 for row in block.rows if sum(map(is_value, row)) > 1) > 1


def _is_wires_own(text: str) -> bool:
    """Return whether a line is the wire's on its pictures: a link to them, or in brackets."""
    own = text.startswith("(") or "://" in text
    return own and phrases.is_clutter(text)


def _is_running(words: Sequence[str]) -> bool:
    """Return whether words are running text: many, and most of them in small letters."""
    small = sum(1 for word in words if word[0].islower())
    return len(words) >= _RUNNING and small * 2 >= len(words)


def is_titled(text: str) -> bool:
    """Return whether most longer words begin with a capital, as a title's do."""
    long = [word for word in text.split() if len(word) > 3]
    capital = sum(1 for word in long if not word[0].islower())
    return bool(long) and capital * 10 >= len(long) * 6


def _is_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does, and not with “Inc.” or a colon."""
    if len(text) < SENTENCE or text.endswith(":") or _COMPANY_ENDS.search(text):
        return False
    return is_finished(text)


def names_kind(text: str) -> bool:
    """Return whether a line only names a kind of notice, perhaps with whose it is.

    As in “Tarn plc - Final Results 2020”.
    """
    name, _, rest = _AFTER_NAME.sub("\n", text, count=1).partition("\n")
    kind = _YEAR_LAST.sub("", rest) if is_company(name) else text
    return _CATEGORY.fullmatch(kind) is not None


def without_service(text: str) -> str:
    """Return a title without the service's name before it; "" if there is none."""
    mark = SERVICE_MARK.match(text)
    return text[mark.end() :].casefold() if mark else ""


def wrapped_again(texts: Sequence[str]) -> set[int]:
    """Return the lines that are together one line above: a title, wrapped below."""
    return {
        index
        for end in range(2, len(texts) + 1)
        for start in range(max(1, end - 3), end - 1)
        if " ".join(texts[start:end]) in texts[:start]
        for index in range(start, end)
    }


def content_words(text: str) -> set[str]:
    """Return the beginnings of the longer words of a text: what it is about."""
    return {word[:_STEM] for word in re.findall(r"[^\W\d_]{4,}", text.casefold())}


def last_match(pattern: re.Pattern[str], texts: Sequence[str]) -> int:
    """Return the last of the first lines that a pattern matches; 0 if none."""
    return max((i for i, text in enumerate(texts) if pattern.match(text)), default=0)


def _tells_day(text: str) -> bool:
    """Return whether a sentence tells what will be on some day."""
    return (
        _is_sentence(text)
        and " will " in text
        and next(dates_in(text), None) is not None
    )


def is_figures(text: str) -> bool:
    """Return whether a line is only figures, such as those of a quote or a counter."""
    return _FIGURES.fullmatch(text) is not None and not has_phone(text)


def is_change(text: str) -> bool:
    """Return whether a line gives by how much a price changed: +28.05 (+0.72%)."""
    return _CHANGE.fullmatch(text) is not None


def is_price(text: str) -> bool:
    """Return whether a line gives a price with its change: TLW 12.40 +1.2% Aug 12."""
    price = len(text) < LEAD_IN and _PRICE.search(text) is not None
    return price and VERB.search(text) is None


def _is_stamp(text: str) -> bool:
    """Return whether a line is a page's stamp, with words that tell nothing."""
    return is_stamped(text) and VERB.search(text) is None


def echoes(texts: Sequence[str]) -> set[int]:
    """Return the lines that hold a title alone on a line below: “Tarn Opens - Site”."""
    titles = {i: text for i, text in enumerate(texts) if len(text.split()) >= _TITLE}
    return {
        index
        for index, text in enumerate(texts)
        for at, title in titles.items()
        if at > index
        and (text.startswith(f"{title} ") or text.endswith(f" {title}"))
        # Not the first line of that title, set on two lines below.
        and f"{title} {''.join(texts[at + 1 : at + 2])}" not in text
    }


def is_formed_in(text: str, texts: Sequence[str]) -> bool:
    """Return whether a name has its legal form in a text: Tarn Banks, “Tarn Banks Inc”."""
    names = (t[t.find(text) :] for t in texts if text in t and t != text)
    return any(is_company(" ".join(n.split()[: text.count(" ") + 2])) for n in names)


def is_latin(text: str) -> bool:
    """Return whether most letters of a text are of the Latin script."""
    letters = [char for char in text if char.isalpha()]
    return sum(1 for char in letters if char < _LATIN_ENDS) * 2 >= len(letters)


def is_prose(text: str) -> bool:
    """Return whether a text is a paragraph: long, of two sentences, or running text.

    A long one may introduce the lines below it with its last words.
    """
    if text.endswith(":") and len(text) > _LONG:
        return _SENTENCES.search(text) is not None
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


def is_companys_label(text: str) -> bool:
    """Return whether a line is a company's name and a kind of text: TARN LTD ANNOUNCEMENT."""
    if len(text) > _SLOGAN:
        return False
    words = _BRACKETS.sub("", text).split()
    return any(
        is_label(" ".join(words[-size:])) and is_company(" ".join(words[:-size]))
        for size in range(1, min(_KIND, len(words) - 1))
    )


def is_person_or_title(text: str) -> bool:
    """Return whether a line is only somebody's name, or somebody's job title."""
    return (is_person(text) and len(text.split()) <= _NAME) or is_known_title(text)


def _is_bare_label(text: str) -> bool:
    """Return whether a line is only a contact's label, with nothing after it."""
    label = label_of(text) if len(text) < LINE else None
    return label is not None and not label[1]


MASTHEAD: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("banner", lambda text: is_label(text) or is_companys_label(text)),
    ("control", is_control),
    ("listed", lambda text: len(text) < 90 and is_listed_name(text)),
    ("defined", is_name_definition),
    ("figures", lambda text: is_figures(text) or is_price(text)),
    ("company", lambda text: is_company(text) and len(text.split()) <= 6),
    ("person", lambda text: is_person_or_title(text) and len(text.split()) <= 6),
    ("label", _is_bare_label),
    ("address", lambda text: len(text) < LINE and is_address(text)),
    (
        "link",
        lambda text: is_site(text) or (urls_in(text[:12]) and not VERB.search(text)),
    ),
    ("bracketed", _BRACKETED.fullmatch),
    ("dear", _DEAR.match),
)
WORDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("short", lambda text: len(text.split()) < 2),
    ("long", lambda text: len(text) > _LONG),
    ("very_long", lambda text: len(text) > _SLOGAN),
    ("sentence", _is_sentence),
    ("prose", is_prose),
    ("leads_in", leads_in),
    ("colon", lambda text: text.endswith(":")),
    ("verb", lambda text: len(text) < _SLOGAN and VERB.search(text, 1)),
    ("capitals", lambda text: len(text.split()) > 2 and text.isupper()),
    ("titled", is_titled),
    ("told_day", _tells_day),
    ("clause", lambda text: _is_sentence(text) and _CLAUSE.search(text)),
    ("dashed", DASHED.fullmatch),
    ("small", lambda text: text[:1].islower()),
)
UNDATED: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("date_line", lambda text: is_date_line(text) or _is_stamp(text)),
    ("about", phrases.about_heading),
    ("notice", lambda text: phrases.legal_kind(text) is not None),
)
