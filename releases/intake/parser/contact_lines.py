"""One line of a contact block: its label, its numbers, its names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from releases.intake.parser.contact_labels import audience_of, label_of
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

_PHONE_WORDS = re.compile(
    r"(?i)(?<![\w@])(?:tel(?:ephone)?|phone|ph|direct(?: line| dial)?|office|mobile|mob|cell(?:ular)?|toll[- ]free|main|switchboard|work|home|landline"
    r"|t|p|m|o|d|c|e|w|dial|voice|fax|facsimile|f|e-?mail(?: address)?|internet|web ?site|web|www|at|or|call|and|hotline)\s?(?:no)?(?:\s?#)?[.:]*\s*(?=[:|,;/(+\d]|$)"
)
_FAX = re.compile(r"(?i)(?:fax|facsimile|\bf)\s?[.:)]*\s?$")
_FAX_BEHIND = re.compile(r"(?i)\s?\((?:fax|f)\)")
_PHONE_LABEL = re.compile(
    r"(?i)\b(toll[- ]free|mobile|cell|direct|office|fax|international|domestic|u\.?s\.?(?: and canada)?|uk|north america)\b[^\d]{0,24}$"
)
_ADDRESS = re.compile(
    r"(?i)\b(?:street|avenue|road|suite|floor|blvd|boulevard|drive|lane|square|plaza|p\.?o\.? box|parkway|highway|strasse|straße|\d{5}(?:-\d{4})?$|[a-z]\d[a-z] \d[a-z]\d)\b"
)
_PIECES = re.compile(
    r"\s*(?:,(?!\s?(?:Inc|Ltd|LLC|L\.L\.C|LLP|L\.P|LP|Corp|Co|Ph\.?D|M\.?D|CFA|CPA|MBA|J\.?D|Jr|Sr|Esq|P\.?Eng|N\.?V|S\.?A)\b)|;|\||\t|\s[-–—/]\s|\s--\s|(?<=\))\s(?=\())\s*"
)
_OFFICE = re.compile(r"(?i)(?:relations|communications|affairs)$")
_ROLE = re.compile(
    r"(?i)(?:nomad|nominated advis\w+|(?:joint |sole |corporate |co-)?(?:broker|bookrunner)|joint|certified advis|financial advis\w+|financial pr\b|sponsor|lead manager|listing sponsor|liquidity)"
)
_HIDDEN = re.compile(r"(?i)\[e-?mail\W{0,3}protected\]")
_NAMED_BY = re.compile(r"(?i)^(?:contact )?(?:name|title|position)\s?:\s")
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


def facts_of(line: str, issuer: str | None) -> Facts:
    """Everything that one line says."""
    line = _HIDDEN.sub(" ", _NAMED_BY.sub("", plain(line).strip("/* ")))
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
        if _FAX.search(before) or _FAX_BEHIND.match(text, phone.end):
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
            own = issuer is not None and _names(words, issuer)
            divided = None if own else _divided(words, issuer)
            kinds += divided or _split_persons(words, _kind(words, issuer))
    return _retitled(kinds)


def _closed(words: str, piece: str) -> str:
    if words.count("(") > words.count(")") and ")" in piece:
        return words + ")"
    return words


_BRACKETED = re.compile(r"(?P<org>.{3,70}?)\s*\((?P<role>[^()]{3,90})\)")
_NAMED = re.compile(
    r"(?P<name>(?:[A-Z][\w.'’-]+\s){1,2}?[A-Z][\w'’-]+)\s(?P<title>(?:Head|Chief|Director|Vice|Senior|Investor|Media|President|CEO|CFO|COO|Group|Manager|Executive|Managing|Chairman|Finance|VP|SVP|EVP|Corporate|Global|General)\b.{0,80})"
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
    match = None if is_company(words) else _NAMED.fullmatch(words)
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
