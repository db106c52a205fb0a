"""One line of a contact block: its label, numbers, addresses and names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from releases.intake.parser import vocabulary
from releases.intake.parser.contact_labels import audience_of, label_of
from releases.intake.parser.contact_pieces import pieces_of
from releases.intake.parser.mentions import emails_in, phones_in, urls_in
from releases.intake.parser.names import FORM
from releases.intake.parser.reading import Audience
from releases.text.links import strip_markdown

_PHONE_WORDS = re.compile(
    rf"(?i)(?<![\w@])(?:{vocabulary.patterns('contacts', 'phone')})\s?(?:no)?(?:\s?#)?[.:]*(?:\s?:)?\s*(?=[:|,;/(+\d]|$)"
)
_FAX = re.compile(r"(?i)(?:fax|facsimile|\bf)\s?[.:)]*\s?$")
_FAX_BEHIND = re.compile(r"(?i)\s?\((?:fax|f)\)")
_PHONE_LABEL = re.compile(
    r"(?i)\b(toll[- ]free|mobile|cell|direct|office|fax|international|domestic|u\.?s\.?(?: and canada)?|uk|north america)\b[^\d]{0,24}$"
)
_OFFICE = re.compile(r"(?i)(?:relations|communications|affairs)$")
_TEN = re.compile(r"(?<![\w.-])([2-9]\d\d)([2-9]\d\d)(\d{4})(?![\w-])")
# A firm named in a sentence: Harbour Finance AB is the Certified Adviser.
ADVISER = re.compile(
    r"^(?:The Company[’']s )?(?P<org>[A-Z][\w&.’' -]{3,60}?)\s(?P<role>(?:is|acts as)\s(?:the\s)?(?:[\w&.’' -]{2,40}[’']s?\s)?(?:Certified|Nominated) Advis[eo]r\b[^.:@]{0,60})\.?\s?"
)
# A firm and a colon before its person: Harbour Finance AB: Per Holm, CFO.
_FIRM_BEFORE = re.compile(
    rf"^(?P<org>[A-Z][\w&.,’' -]{{2,60}}?\s(?:{FORM})\b\.?):\s(?=[A-Z])"
)
_HIDDEN = re.compile(r"(?i)\[e-?mail\W{0,3}protected\]")
_NAMED_BY = re.compile(r"(?i)^(?:contact )?(?:name|title|position)\s?:\s")
_PAREN_AUDIENCE = re.compile(
    r"\((?:for )?(?:investors?|media|press|analysts?|investor relations|media relations|ir)(?:[ /&and]*(?:investors?|media|press|analysts?))?(?: contacts?| relations)?\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """The contents of one contact line; `pieces` are its remaining words in order."""

    audience: Audience | None = None
    labelled: bool = False
    label_org: str | None = None
    phones: tuple[tuple[str, str | None], ...] = ()
    faxes: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    pieces: tuple[tuple[str, str], ...] = ()
    aside: Audience | None = None
    office: str | None = None


def facts_of(line: str, issuer: str | None) -> LineFacts:
    """Parse one contact line."""
    line = _HIDDEN.sub(" ", _NAMED_BY.sub("", strip_markdown(line).strip("/* ")))
    line = ADVISER.sub(r"\g<org> (\g<role>), ", line)
    line = _FIRM_BEFORE.sub(r"\g<org>, ", line)
    label_match = label_of(line)
    label, rest, org = label_match or ("", line, None)
    audience = audience_of(label, label=True) if label else None
    bracket = _PAREN_AUDIENCE.search(rest)
    aside = audience_of(bracket.group(), label=True) if bracket else None
    if bracket:
        rest = f"{rest[: bracket.start()]}, {rest[bracket.end() :]}"
    phones, faxes, rest = _phones(_unbroken(rest))
    emails = emails_in(rest)
    for mail in emails:
        rest = rest.replace(mail, " , ", 1)
    urls = urls_in(rest)
    for url in urls:
        rest = rest.replace(url, " , ", 1)
    rest = _PHONE_WORDS.sub(" , ", rest) if phones or emails or urls or faxes else rest
    pieces = tuple(pieces_of(rest, issuer))
    return LineFacts(
        audience=audience, labelled=bool(label), label_org=org, phones=tuple(phones),
        faxes=tuple(faxes), emails=tuple(emails), urls=tuple(urls), pieces=pieces, aside=aside,
        office=label if label == line and _OFFICE.search(label) else None,
    )  # fmt: skip


def _unbroken(text: str) -> str:
    """Return the text with ten digits in a row written as a telephone number."""
    return _TEN.sub(r"\1-\2-\3", text)


def _phones(text: str) -> tuple[list[tuple[str, str | None]], list[str], str]:
    phones: list[tuple[str, str | None]] = []
    faxes: list[str] = []
    rest, last = [], 0
    for phone in phones_in(text):
        before = text[last : phone.start]
        if _FAX.search(before) or _FAX_BEHIND.match(text, phone.end):
            faxes.append(phone.text)
        else:
            named = _PHONE_LABEL.search(before)
            phones.append((phone.text, named.group(1) if named else None))
        rest.append(before)
        last = phone.end
    return phones, faxes, " , ".join([*rest, text[last:]])
