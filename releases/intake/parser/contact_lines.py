"""One line of a contact block: its label, its numbers, its names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from releases.intake.parser.names import (
    bare_name,
    is_company,
    is_firm,
    is_person,
    is_title,
)
from releases.intake.parser.reading import Audience
from releases.text.links import emails_in, plain, urls_in
from releases.text.phones import phones_in

_INVESTORS = re.compile(
    r"(?i)\binvest(?:ors?|ment)\b|\bIR\b|shareholders?|stockholders?|analysts?|financial community"
)
_MEDIA = re.compile(r"(?i)\bmedia\b|\bpress\b|journalists?|newsroom|reporters?")
_PUBLIC = re.compile(
    r"(?i)public relations|\bPR\b|corporate communications?|\bnews\b|communications"
)
_WORDS = (
    r"investors?|investments?|media|press|financial|company|corporate|agency|analysts?|ir|pr|public|news|editorial|trade|business"
    r"|shareholders?|stockholders?|institutional|retail|general|sales|u\.?s\.?|us|usa|uk|european?|europe|asia|germany|china|japan|local|global|primary|main"
    r"|community|journalists?|reporters?|communications?|relations|affairs|relation"
)
_CONTACT = r"contact information|(?:further|more|additional) information|contact details|contact persons?|relations contacts?|contacts?|inquir(?:y|ies)|enquir(?:y|ies)|relations?|relations contacts?|queries|questions|information|contact information|contact details|contact persons?|team"
LABEL = re.compile(
    rf"(?P<who>(?:for\s|for\sthe\s|contacts?\s)?(?:(?:{_WORDS})(?:\s?(?:and|or|&|/|,)\s?|\s))*(?:{_WORDS})?\s?"
    rf"(?:(?:{_CONTACT})(?:\s(?:and|or|&)\s(?:{_CONTACT}))?)?)"
    rf"(?P<verb>,?\s?(?:(?:please|may|should|can)\s)*(?:contact|call|e-?mail|reach)\b)?(?:\s?\((?:{_WORDS}|\s|and|&)+\))?\s?(?P<colon>:|–|-)?\s?",
    re.IGNORECASE,
)
_ASK = (
    r"(?i)(?:for|to obtain|please direct|if you require|if you have|should you|direct|please contact|please address)\s(?:any\s)?"
    r"(?:more|further|additional|all|any|press|media|investor|other|questions|general)?[^.:@\d]{0,90}?"
    r"(?:information|details|enquir\w+|inquir\w+|questions|queries|requests|contacts?)\b"
)
_LEADIN = re.compile(
    rf"{_ASK}[^.:@\d]{{0,60}}?\b(?:contact|call|e-?mail|reach)\b(?:\s(?:us|the following|one of the following|our|either|any of the following))?(?:\sat|\spersons?)?\s?:?\s*"
)
_LEADIN_COLON = re.compile(rf"{_ASK}[^.:@\d]{{0,60}}?(?:\s?[:.–-]\s*|\s*$)")
_COMPANY_LABEL = re.compile(
    rf"(?P<org>[A-Z0-9][\w&.,’' -]{{1,45}}?)\s(?P<who>(?:(?:{_WORDS})(?:\s?(?:and|&|/)\s?|\s))*(?:(?:{_WORDS})\s)?(?:contacts?|enquiries|inquiries)|(?:investor|media|press|public)(?:\s(?:and|&)\s(?:investor|media|public))?\srelations)\s?:?",
    re.IGNORECASE,
)
_PHONE_WORDS = re.compile(
    r"(?i)(?<![\w@])(?:tel(?:ephone)?|phone|ph|direct(?: line| dial)?|office|mobile|mob|cell(?:ular)?|toll[- ]free|main|switchboard|work|home|landline"
    r"|t|p|m|o|d|c|e|w|dial|voice|fax|facsimile|f|e-?mail(?: address)?|internet|web ?site|web|www|at|or|call|and|hotline)\s?(?:no)?(?:\s?#)?[.:]*\s*(?=[:|,;/(+\d]|$)"
)
_FAX = re.compile(r"(?i)(?:fax|facsimile|\bf)\s?[.:)]*\s?$")
_PHONE_LABEL = re.compile(
    r"(?i)\b(toll[- ]free|mobile|cell|direct|office|fax|international|domestic|u\.?s\.?(?: and canada)?|uk|north america)\b[^\d]{0,24}$"
)
_ADDRESS = re.compile(
    r"(?i)\b(?:street|avenue|road|suite|floor|blvd|boulevard|drive|lane|square|plaza|p\.?o\.? box|parkway|highway|strasse|straße|\d{5}(?:-\d{4})?$|[a-z]\d[a-z] \d[a-z]\d)\b"
)
_PIECES = re.compile(
    r"\s*(?:,(?!\s?(?:Inc|Ltd|LLC|L\.L\.C|LLP|L\.P|LP|Corp|Co|Ph\.?D|M\.?D|CFA|CPA|MBA|J\.?D|Jr|Sr|Esq|P\.?Eng|N\.?V|S\.?A)\b)|;|\||\t|\s[-–—/]\s|\s--\s|(?<=\))\s(?=\())\s*"
)
_FOR = re.compile(r"(?i)(?:on behalf of|for)\s(?P<who>[^.:;]{3,60}):")
_WHO = re.compile(
    r"(?i)\b(?:investors?|media|press|journalists?|analysts?|enquiries|inquiries|information|details|shareholders?|questions|contacts?)\b"
)
_OFFICE = re.compile(r"(?i)(?:relations|communications|affairs)$")
_ROLE = re.compile(
    r"(?i)(?:nomad|nominated advis\w+|(?:joint |sole |corporate |co-)?(?:broker|bookrunner)|joint|certified advis|financial advis\w+|financial pr\b|sponsor|lead manager|listing sponsor|liquidity)"
)
_PAREN_AUDIENCE = re.compile(
    r"\((?:for )?(?:investors?|media|press|analysts?|investor relations|media relations|ir)(?:[ /&and]*(?:investors?|media|press|analysts?))?(?: contacts?| relations)?\)",
    re.IGNORECASE,
)


_FITS: tuple[tuple[Callable[[str], object], str], ...] = (
    (is_company, "org"),
    (_ROLE.match, "note"),
    (is_person, "person"),
    (is_title, "title"),
    (is_firm, "org"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one line of a contact block says; pieces are its remaining words in order."""

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


def audience_of(words: str, *, label: bool) -> Audience | None:
    """For whom a contact is, by the words of a label or of a title."""
    if _INVESTORS.search(words):
        return "investors"
    if _MEDIA.search(words) or (label and _PUBLIC.search(words)):
        return "media"
    return None


def label_of(text: str) -> tuple[str, str, str | None] | None:
    """A line's contact label, the rest of the line and the company that it names."""
    text = text.strip("/* ")
    for pattern in (_LEADIN, _LEADIN_COLON, LABEL):
        match = pattern.match(text)
        words = match.group().strip(" :-–") if match else ""
        if not match or len(words) < 2:
            continue
        if pattern is LABEL and not match["who"].strip():
            continue
        rest = text[match.end() :].strip()
        if pattern is LABEL and rest and not (match["colon"] or match["verb"]):
            continue
        if (
            pattern is LABEL
            and re.fullmatch(f"(?i)(?:{_CONTACT}|us|uk|u.s.)", words)
            and not _is_label_word(words)
        ):
            continue
        return words, rest, None
    match = _FOR.fullmatch(text)
    if match:
        org = match["who"] if not _WHO.search(match["who"]) else None
        return match["who"], "", org
    match = _COMPANY_LABEL.fullmatch(text)
    if match and not _LEADIN.match(text) and _could_be_firm(match["org"]):
        return match["who"], "", match["org"]
    return None


def _could_be_firm(words: str) -> bool:
    """Whether the words before a label may name a firm: no title, no person."""
    return not ("," in words or is_title(words) or is_person(words))


def _is_label_word(words: str) -> bool:
    return (
        re.fullmatch(
            r"(?i)contacts?|inquir(?:y|ies)|enquir(?:y|ies)|contact (?:information|details|persons?)|queries|(?:further|more|additional) information",
            words,
        )
        is not None
    )


def facts_of(line: str, issuer: str | None) -> Facts:
    """Everything that one line says."""
    line = plain(line).strip("/* ")
    found = label_of(line)
    label, rest, org = found or ("", line, None)
    audience = audience_of(label, label=True) if label else None
    bracket = _PAREN_AUDIENCE.search(rest)
    aside = audience_of(bracket.group(), label=True) if bracket else None
    if bracket:
        rest = f"{rest[: bracket.start()]}, {rest[bracket.end() :]}"
    phones, faxes, rest = _phones(rest)
    emails = emails_in(rest)
    for mail in emails:
        rest = rest.replace(mail, " , ", 1)
    urls = urls_in(rest)
    for url in urls:
        rest = rest.replace(url, " , ", 1)
    rest = _PHONE_WORDS.sub(" , ", rest) if phones or emails or urls or faxes else rest
    pieces = tuple(_kinds(rest, issuer))
    return Facts(
        audience=audience, labelled=bool(label), label_org=org, phones=tuple(phones),
        faxes=tuple(faxes), emails=tuple(emails), urls=tuple(urls), pieces=pieces, aside=aside,
        office=label if label == line and _OFFICE.search(label) else None,
    )  # fmt: skip


def _phones(text: str) -> tuple[list[tuple[str, str | None]], list[str], str]:
    phones: list[tuple[str, str | None]] = []
    faxes: list[str] = []
    rest, last = [], 0
    for phone in phones_in(text):
        before = text[last : phone.start]
        if _FAX.search(before):
            faxes.append(phone.text)
        else:
            named = _PHONE_LABEL.search(before)
            phones.append((phone.text, named.group(1) if named else None))
        rest.append(before)
        last = phone.end
    return phones, faxes, " , ".join([*rest, text[last:]])


def _kinds(text: str, issuer: str | None) -> list[tuple[str, str]]:
    kinds: list[tuple[str, str]] = []
    for piece in _PIECES.split(text):
        words = (
            piece.strip(" ,.:;()*/-–—|")
            if not is_company(piece.strip())
            else piece.strip(" ,:;*/|")
        )
        words = re.sub(r"\s(?:at|on|by|or|and|via)$", "", _closed(words, piece))
        if words and not re.fullmatch(
            r"(?i)or|and|at|by|on|by phone|by e-?mail|contact|tel|phone|e-?mail|toll[- ]free|web|website|internet|fax|ext|cell|office|mobile|direct|please|e|t|m|p|o|w",
            words,
        ):
            kinds += _divided(words, issuer) or _split_persons(
                words, _kind(words, issuer)
            )
    return _retitled(kinds)


def _closed(words: str, piece: str) -> str:
    if words.count("(") > words.count(")") and ")" in piece:
        return words + ")"
    return words


_BRACKETED = re.compile(r"(?P<org>.{3,70}?)\s*\((?P<role>[^()]{3,90})\)")
_NAMED = re.compile(
    r"(?P<name>(?:[A-Z][\w.'’-]+\s){1,2}[A-Z][\w'’-]+)\s(?P<title>(?:Head|Chief|Director|Vice|Senior|Investor|Media|President|CEO|CFO|COO|Group|Manager|Executive|Managing|Chairman|Finance|VP|SVP|EVP|Corporate|Global|General)\b.{0,80})"
)
_OF = re.compile(r"(?P<title>.{3,60}?)\s(?:of|at|for)\s(?P<org>[A-Z].{2,70})")


def _divided(words: str, issuer: str | None) -> list[tuple[str, str]] | None:
    """A firm with its role in brackets; a title with the company it is held in."""
    match = _BRACKETED.fullmatch(words)
    if match and (
        _ROLE.match(match["role"])
        or re.search(r"(?i)advis|broker|\bPR\b", match["role"])
    ):
        return [("org", match["org"]), ("note", match["role"])]
    if match and is_person(match["org"]) and is_title(match["role"]):
        return [("person", match["org"]), ("title", match["role"])]
    if match and is_firm(match["org"]):
        return [("org", match["org"]), ("note", match["role"])]
    match = _NAMED.fullmatch(words)
    if match and is_person(match["name"]):
        return [("person", match["name"]), ("title", match["title"])]
    match = _OF.fullmatch(words)
    if (
        match
        and is_title(match["title"])
        and (is_company(match["org"]) or match["org"] == issuer)
    ):
        return [("title", match["title"]), ("org", match["org"])]
    return None


def _split_persons(words: str, kind: str) -> list[tuple[str, str]]:
    parts = re.split(r"\s(?:and|&|or)\s|\s?/\s?", words)
    if kind != "person" and len(parts) > 1 and all(is_person(part) for part in parts):
        return [("person", part) for part in parts]
    return [(kind, words)]


def _kind(words: str, issuer: str | None) -> str:
    if issuer and _names(words, issuer):
        return "org"
    if _is_note(words):
        return "title" if is_title(words) and not words[0].isdigit() else "note"
    return next((kind for fits, kind in _FITS if fits(words)), "other")


def _is_note(words: str) -> bool:
    """Whether words are an address or another aside rather than a name."""
    if words[0].isdigit() or words[0].islower():
        return True
    numbered = any(c.isdigit() for c in words)
    return numbered and _ADDRESS.search(words) is not None and not is_firm(words)


def _names(words: str, company: str) -> bool:
    """Whether words name a company, or a department of it."""
    bare, low = bare_name(company), words.lower()
    return bool(bare) and (
        low == bare or low.startswith((bare + " ", bare + ",", company.lower()))
    )


def _retitled(kinds: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Titles that a comma had cut are whole again."""
    joined: list[tuple[str, str]] = []
    for kind, words in kinds:
        if joined and joined[-1][0] == "title" and kind == "title":
            joined[-1] = ("title", f"{joined[-1][1]}, {words}")
        else:
            joined.append((kind, words))
    return joined
