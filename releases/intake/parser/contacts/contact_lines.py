"""One line of a contact block: everything that it mentions, in its order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from releases.intake.parser import vocabulary
from releases.intake.parser.contacts.best_cuts import is_boutique
from releases.intake.parser.contacts.contact_labels import (
    REGION,
    audience_of,
    label_of,
)
from releases.intake.parser.contacts.pieces import bare, pieces_of
from releases.intake.parser.memory import remembered
from releases.intake.parser.mentions import emails_in, phones_in, urls_in
from releases.intake.parser.names import FORM, is_company, is_person, names_company
from releases.intake.parser.reading import Audience
from releases.text.dates import MONTH
from releases.text.links import strip_markdown

# label, person, title, org, other, note, aside, both, another, phone, fax, email, url
Kind = str
# Between two columns of a table, the second of which has a heading of its own.
COLUMN = "\f"
REACH = frozenset(["phone", "email"])
_PHONE_WORDS = re.compile(
    rf"(?i)(?<![\w@])(?:{vocabulary.patterns('contacts', 'phone')})(?<!Press Office)\s?(?:no|nr|numbers?)?(?:\s?#)?[.:]*(?:\s?:)?\s*(?=[:|,;/(+\d]|$)"
)
_FAX = re.compile(r"(?i)(?:fax|facsimile|\bf)\s?[.:)]*\s?$")
_FAX_BEHIND = re.compile(r"(?i)\s?\((?:fax|f)\)")
_PHONE_LABEL = re.compile(
    r"(?i)\b(toll[- ]free|mobile|cell|direct|office|fax|international|domestic|u\.?s\.?(?: and canada)?|uk|north america)\b[^\d]{0,24}$"
)
_OFFICE = re.compile(
    r"(?i)(?:relations|communications?|affairs|\w*kommunikation|comunicaci[óo]n)(?: (?:office|department|dept\.?|division|group|team))?$|^relations?\s"
)
_TEN = re.compile(r"(?<![\w.-])([2-9]\d\d)([2-9]\d\d)(\d{4})(?![\w-])")
# A firm named in a sentence: Harbour Finance AB is the Certified Adviser.
ADVISER = re.compile(
    r"^(?:The Company[’']s )?(?P<org>[A-Z][\w&.’' -]{3,60}?)\s(?P<role>(?:is|acts as)\s(?:the\s)?(?:[\w&.’' -]{2,40}[’']s?\s)?(?:Certified|Nominated) Advis[eo]r\b[^.:@]{0,60})\.?\s?"
)
# A firm and a colon before its person: Harbour Finance AB: Per Holm, CFO.
_FIRM_BEFORE = re.compile(
    rf"^(?P<org>[A-Z][\w&.,’' -]{{2,60}}?\s(?:{FORM})\b\.?):\s(?=[A-Z])"
)
_BEFORE_COLON = re.compile(r"(?P<org>[A-Z][^:@\d]{2,60}?):\s(?=[A-Z])")
_NAME_END = re.compile(r"\s?[,/;(]\s?|\s(?:[-–]|and|or)\s|\s(?=[+(\d])")
# An address before its person in a request: e-mail ir@… or call Anna Vik at 212 …
_EMAIL_BEFORE = re.compile(
    r"(?P<mail>[\w.+-]+@[\w.-]+\w),?\s(?:or|and)\s(?P<who>(?:call|contact)\s[A-Z][^@:]{3,60}?\d[\d() .-]{6,}\d)"
)
_HIDDEN = re.compile(r"(?i)\[e-?mail\W{0,3}protected\]")
_NAMED_BY = re.compile(rf"(?i)^(?:{vocabulary.patterns('contacts', 'named_by')})\s?:\s")
_FOR_COMPANY = re.compile(rf"(?i:for)\s?:\s+(?=[A-Z][^:]{{2,60}}\b(?i:{FORM})\b\.?$)")
# A letterhead's date beside its number.
_DAY = re.compile(rf"^{MONTH} \d{{1,2}}, \d{{4}}(?=\s\(?\d{{3}})")
# A label that asks in a sentence: journalists may call Anna Vik.
_MAY_CALL = rf"(?:the )?(?i:{vocabulary.patterns('contacts', 'words')})(?: \w+)? (?:may|should|can|could|please|are asked to) (?:contact|call|e-?mail|reach)\b"
_CALLS_WITHIN = re.compile(r"(?i)\b(?:contact|call|reach|e-?mail)\b")
_CALLS = re.compile(r"(?i)\b(?:contact|call|reach|e-?mail)$")
# Where a label begins inside a line.
_LABEL_WITHIN = re.compile(
    rf"[,;]?\s(?:and|or|while)\s(?={_MAY_CALL})|;\s(?={_MAY_CALL})"
    r"|(?<!\bfor)(?<!\band)\s(?=CONTACTS?:\s)|;\s(?=\([A-Z][\w /&]{1,30}\)\s[A-Z]|[A-Z][\w /&.-]{1,30}(?:\s\([\w ]{3,20}\))?:\s[A-Z])"
    r"|(?<=\.)\s(?=For\s(?:\w+\s){0,2}(?:investors?|media|press|further|more|analysts?)\b)"
    r"|(?<![&/])(?<!\band)\s(?=(?:Investors?|Media|Press|Company|Corporate|Analysts?)(?:\s(?:and|&)\s(?:Investors?|Media))?"
    r"(?:\sRelations)?(?:\s(?:Contacts?|Inquiries|Enquiries):\s|:\s+[A-Z]))"
)
# The audience in brackets before a name: (Media) Anna Vik. An office abroad: Europe: Anna Vik.
_AUDIENCE_FIRST = re.compile(r"\((?P<who>[A-Z][\w /&]{1,30})\)\s(?=[A-Z])")
_ABROAD = re.compile(rf"^(?:(?i:in|for)\s)?(?:the\s)?(?i:{REGION})\.?:\s(?=[A-Z])")
# A desk as its company's: Tallow's investor relations department.
_DESK_OF = re.compile(
    rf"\b(?:(?i:the company[’']s|its|our)|(?P<org>[A-Z][\w&. -]{{1,40}}?)[’']s?)\s(?P<desk>(?:(?i:{vocabulary.patterns('contacts', 'words')})(?:\s(?:and|&)\s|\s)){{1,4}}(?i:{vocabulary.alternatives('offices', 'departments')}|relations)\b)"
)
# An extension beside a name, of a number on another line.
_EXTENSION = re.compile(r"(?<=[a-z]),?\s(?:ext|x)\.?\s?\d{1,5}(?=\s?\(|$)")
# The line that a copy drew below a heading, on the heading's own line.
_UNDERLINE = re.compile(r"\s-(?:\s?-{3,})+\s")
# Allergan , Inc.: a blank that a copy left where a link ended.
_LOOSE_COMMA = re.compile(r"(?<=\w) (?=,)")
_ANOTHER = re.compile(r"\W*(?i:or|and)\W*$|(?:or|OR|Or)[:,]?\s+(?=[A-Z])")
_BOTH = re.compile(
    r"(?i)(?:both|all) (?:of|at|with)\s(?P<org>.+?)(?:,? (?:for|on behalf of) .*)?(?:,? web ?site:?)?/?$"
)
_SOURCE = re.compile(r"(?i)(?:data)?source:?\s[A-Z][^:@\d]+$")
# A number by which a company is registered.
_REGISTERED = re.compile(
    rf"\b(?:{vocabulary.patterns('contacts', 'register')})[\s:.-]{{0,3}}$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that a contact line names; `label` says which number or whose desk.

    `firm` is what a label is if it is no label: the name of a firm for relations.
    """

    kind: Kind
    text: str
    label: str | None = None
    audience: Audience | None = None
    firm: str | None = None


@dataclass(frozen=True, eq=False)
class ContactLine:
    """The mentions of one line in order, and those that passes ask for by their kind."""

    mentions: tuple[Mention, ...]

    def _texts(self, kind: Kind) -> tuple[str, ...]:
        return tuple(m.text for m in self.mentions if m.kind == kind)

    @cached_property
    def phones(self) -> tuple[str, ...]:
        return self._texts("phone")

    @cached_property
    def emails(self) -> tuple[str, ...]:
        return self._texts("email")

    @cached_property
    def urls(self) -> tuple[str, ...]:
        return self._texts("url")

    @cached_property
    def faxes(self) -> tuple[str, ...]:
        return self._texts("fax")

    @cached_property
    def label(self) -> Mention | None:
        """Return the label that the line begins with."""
        first = self.mentions[0] if self.mentions else None
        return first if first and first.kind == "label" else None

    @cached_property
    def pieces(self) -> tuple[tuple[str, str], ...]:
        """Return the words that are no label and no number, each with its kind."""
        named = {"person", "title", "org", "other", "note"}
        return tuple((m.kind, m.text) for m in self.mentions if m.kind in named)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a contact block, and whether a blank line is above it."""

    number: int
    gap: bool
    facts: ContactLine
    text: str = ""


@remembered
def facts_of(line: str, issuer: str | None) -> ContactLine:
    """Parse one contact line."""
    return ContactLine(
        tuple(_mentions(_LOOSE_COMMA.sub("", _UNDERLINE.sub(" ", line)), issuer))
    )


def _mentions(line: str, issuer: str | None) -> Iterator[Mention]:
    if line == COLUMN:
        yield Mention("another", line)
        return
    for part in _LABEL_WITHIN.split(line):
        if _SOURCE.match(part):
            yield Mention("note", part)
        else:
            yield from _after_label(part, issuer)


def _after_label(line: str, issuer: str | None) -> Iterator[Mention]:
    """Yield the label that a line, or a part of it, begins with, and what follows."""
    line = _HIDDEN.sub(" ", _NAMED_BY.sub("", strip_markdown(line).strip("/* ")))
    line = _DAY.sub(" ", _FOR_COMPANY.sub("", line))
    another = _ANOTHER.match(line)
    if another:
        yield Mention("another", another.group())
        line = line[another.end() :]
    line = ADVISER.sub(r"\g<org> (\g<role>), ", line)
    line = _FIRM_BEFORE.sub(r"\g<org>, ", line)
    own = _BEFORE_COLON.match(line)
    if own and names_company(own["org"], issuer):
        line = f"{own['org']}, {line[own.end() :]}"
    elif own and _heads_people(line, own):
        yield Mention("org", own["org"])
        line = line[own.end() :]
    first = _AUDIENCE_FIRST.match(line)
    if first and audience_of(first["who"], label=True):
        line = f"{first['who']}: {line[first.end() :]}"
    line = _EMAIL_BEFORE.sub(r", \g<who>, \g<mail>", line)
    label_parts = label_of(line) or _before_comma(line)
    if label_parts:
        whole, (label, line, org) = line, label_parts
        office = not line and _OFFICE.search(label) is not None
        firm = whole if office and org and is_boutique(whole) else None
        if firm and org and not whole.endswith(":") and not names_company(org, issuer):
            org = firm
        whose = "office" if office and not org else org
        yield Mention("label", label, whose, audience_of(label, label=True), firm)
        within = _AUDIENCE_FIRST.match(line) or _is_labelled(line)
        if line and label_parts[1:] == (line, None) and within:
            yield from _after_label(line, issuer)
            return
    line = _EXTENSION.sub("", _ABROAD.sub("", _DESK_OF.sub(r"\g<org>, \g<desk>", line)))
    yield from _named_and_numbered(_TEN.sub(r"\1-\2-\3", line), issuer)


def _heads_people(line: str, own: re.Match[str]) -> bool:
    """Return whether what looks like a name is a firm's, as a colon and a person follow it."""
    after = _NAME_END.split(line[own.end() :], maxsplit=1)[0]
    return is_person(own["org"]) and is_person(after)


def _before_comma(line: str) -> tuple[str, str, str | None] | None:
    """Return the label that a comma parts from its person, the rest, and the company."""
    head, _, rest = line.partition(", ")
    label = label_of(head) if is_person(rest.partition(",")[0]) else None
    return (label[0], rest, label[2]) if label and not label[1] else None


def _is_labelled(words: str) -> bool:
    """Return whether words after a label are another: of somebody's desk, or “For more, contact:”."""
    label = label_of(words) if ":" in words or _CALLS_WITHIN.search(words) else None
    if label and label[1] and _CALLS.search(label[0]):
        return True
    return (
        label is not None
        and ":" in words
        and bool(label[2] if label[1] else words.endswith(":"))
    )


def _named_and_numbered(line: str, issuer: str | None) -> Iterator[Mention]:
    """Yield the words, numbers and addresses of a line in order."""
    last = 0
    reach = _reach(line, issuer)
    for start, end, mention in reach:
        yield from _named(line[last:start], issuer, numbered=True)
        yield mention
        last = end
    yield from _named(line[last:], issuer, numbered=bool(reach))


def _reach(line: str, issuer: str | None) -> list[tuple[int, int, Mention]]:
    """Return the numbers and addresses of a line with their spans, in order."""
    found: list[tuple[int, int, Mention]] = []
    last = 0
    for phone in phones_in(line):
        before = line[last : phone.start]
        behind = _FAX_BEHIND.match(line, phone.end)
        last = behind.end() if behind else phone.end
        if _REGISTERED.search(before):
            continue
        if _FAX.search(before) or behind:
            found.append((phone.start, last, Mention("fax", phone.text)))
        else:
            named = _PHONE_LABEL.search(before)
            label = named.group(1) if named else None
            found.append((phone.start, last, Mention("phone", phone.text, label)))
    # Harbour.com Group Limited
    urls = [] if is_company(line) or line == issuer else urls_in(line)
    for kind, texts in (("email", emails_in(line)), ("url", urls)):
        at = 0
        for text in texts:
            start = line.find(text, at)
            at = start + len(text)
            if not any(a <= start < b for a, b, _ in found):
                found.append((start, at, Mention(kind, text)))
    return sorted(found, key=lambda item: item[0])


def _named(words: str, issuer: str | None, *, numbered: bool) -> Iterator[Mention]:
    """Yield the names in words without a number."""
    words = _PHONE_WORDS.sub(" , ", words) if numbered else words
    both = _BOTH.search(words)
    for kind, text in pieces_of(words[: both.start()] if both else words, issuer):
        heard = audience_of(text, label=True) if kind in {"aside", "label"} else None
        yield Mention(kind, text, None, heard)
    if both:
        yield Mention("both", bare(both["org"]))
