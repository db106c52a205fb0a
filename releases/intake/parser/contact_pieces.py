"""The words of a contact line, classified: person, title, organisation, note."""

from __future__ import annotations

import re
from collections.abc import Callable

from releases.intake.parser.names import (
    comparable_name,
    firm_in,
    is_company,
    is_firm,
    is_person,
    is_title,
)

_ADDRESS = re.compile(
    r"(?i)\b(?:street|avenue|road|suite|floor|blvd|boulevard|drive|lane|square|plaza|p\.?o\.? box|parkway|highway|strasse|straße|\d{5}(?:-\d{4})?$|[a-z]\d[a-z] \d[a-z]\d)\b"
)
_PIECES = re.compile(
    r"\s*(?:,(?!\s?(?:Inc|Ltd|LLC|L\.L\.C|LLP|L\.P|LP|Corp|Co|Ph\.?D|M\.?D|CFA|CPA|MBA|J\.?D|Jr|Sr|Esq|P\.?Eng|N\.?V|S\.?A)\b)|;|\||\t|\s[-–—/]\s|\s--\s|(?<=\))\s(?=\())\s*"
)
_TOWN = re.compile(
    r"\b[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{1,20}){0,2}, (?:[A-Z]{2}|[A-Z][a-z]{3,12}(?: [A-Z][a-z]{3,12})?),? \d{5}(?:-\d{4})?\b"
)
_INSIDE = re.compile(r"\([^()]{3,90}\)")
_ROLE = re.compile(
    r"(?i)(?:nomad|nominated advis\w+|(?:joint |sole |corporate |co-)?(?:broker|bookrunner)|joint|certified advis|financial advis\w+|(?:financial )?pr\b|sponsor|lead manager|listing sponsor|liquidity)"
)
_FITS: tuple[tuple[Callable[[str], object], str], ...] = (
    (is_company, "org"),
    (_ROLE.match, "note"),
    (is_person, "person"),
    (is_title, "title"),
    (is_firm, "org"),
)


def pieces_of(text: str, issuer: str | None) -> list[tuple[str, str]]:
    """Return the words between commas and dashes, each with its kind."""
    house = firm_in(text)
    if house:
        text = text.replace(house.group(), house.group().replace(",", "\0"))
    for whole in (_TOWN, _INSIDE):
        text = whole.sub(lambda match: match.group().replace(",", "\0"), text)
    kinds: list[tuple[str, str]] = []
    for part in _PIECES.split(text):
        piece = part.replace("\0", ",")
        words = (
            piece.strip(" ,.:;()*/-–—|")
            if not is_company(piece.strip())
            else piece.strip(" ,:;*/|")
        )
        words = re.sub(r"\s(?:at|on|by|or|and|via)$", "", _closed(words, piece))
        if words and not re.fullmatch(
            r"(?i)or|and|at|by|on|by phone|by e-?mail|contact|tel|phone|e-?mail|toll[- ]free|web|(?:company )?website|internet|fax|ext|cell|office|mobile|direct|please|e|t|m|p|o|w",
            words,
        ):
            own = issuer is not None and _names(words, issuer)
            divided = _seated(words) or (None if own else _divided(words, issuer))
            kinds += divided or _split_persons(words, _kind(words, issuer))
    return _retitled(kinds)


def _closed(words: str, piece: str) -> str:
    if words.count("(") > words.count(")") and ")" in piece:
        return words + ")"
    return words


_BRACKETED = re.compile(r"(?P<org>.{3,70}?)\s*\((?P<role>[^()]{2,90})\)")
_NAMED = re.compile(
    r"(?P<name>(?:[A-Z][\w.'’-]+\s){1,2}?[A-Z][\w'’-]+)\s(?P<title>(?:Head|Chief|Director|Vice|Senior|Investor|Media|President|CEO|CFO|COO|Group|Manager|Executive|Managing|Chairman|Finance|VP|SVP|EVP|Corporate|Global|General)\b.{0,80})"
)
_FORMED = re.compile(
    r"(?P<org>.{3,70}?\b(?:Inc\.?|LLC|Ltd\.?|Corp\.|LLP|plc|GmbH|AG|L\.P\.))\s(?P<name>[A-Z].{3,90})"
)
_HOUSED = re.compile(r"(?P<title>\D{3,80}?)\s(?P<seat>\d{1,5}\s[A-Z].{3,80})")
_HEADED = re.compile(
    r"(?P<title>(?:Investor|Media|Public|Corporate) (?:Relations|Communications|Affairs))\s(?P<name>[A-Z].{3,40})"
)
_OF = re.compile(r"(?P<title>.{3,60}?)\s(?:of|at|for)\s(?P<org>[A-Z].{2,70})")


def _seated(words: str) -> list[tuple[str, str]] | None:
    """Split a firm's full name from a person of it, without a comma between."""
    match = _FORMED.fullmatch(words)
    if match is None:
        return None
    if is_person(match["name"]):
        return [("org", match["org"]), ("person", match["name"])]
    named = _NAMED.fullmatch(match["name"])
    if named is None or not is_person(named["name"]):
        return None
    office = [("person", named["name"]), ("title", named["title"])]
    return [("org", match["org"]), *office]


_Kinds = list[tuple[str, str]]


def _bracketed(words: str) -> _Kinds | None:
    """Split a firm from its role in brackets, or a person from their title there."""
    match = _BRACKETED.fullmatch(words)
    if match is None:
        return None
    name, role = match["org"], match["role"]
    advises = _ROLE.match(role) or re.search(
        r"(?i)advis|broker|\bPR\b|relations|communications", role
    )
    if is_person(name) and is_title(role) and not _ROLE.match(role):
        return [("person", name), ("title", role)]
    return [("org", name), ("note", role)] if advises or is_firm(name) else None


def _officed(words: str) -> _Kinds | None:
    """Split a person from the title after the name, without a comma between."""
    if is_company(words):
        return None
    match = _NAMED.fullmatch(words)
    if match and is_person(match["name"]):
        return [("person", match["name"]), ("title", match["title"])]
    parts = words.split()
    for size in range(min(4, len(parts) - 1), 1, -1):
        name, office = " ".join(parts[:size]), " ".join(parts[size:])
        if is_person(name) and is_title(office) and not is_person(words):
            return [("person", name), ("title", office)]
    return None


def _headed(words: str) -> _Kinds | None:
    """Split a person from the title before the name."""
    match = _HEADED.fullmatch(words)
    if match and is_person(match["name"]):
        return [("title", match["title"]), ("person", match["name"])]
    return None


def _housed(words: str) -> _Kinds | None:
    """Split a title from the street after it, without a comma between."""
    match = _HOUSED.fullmatch(words)
    if match and is_title(match["title"]) and _ADDRESS.search(match["seat"]):
        return [("title", match["title"]), ("note", match["seat"])]
    return None


def _divided(words: str, issuer: str | None) -> _Kinds | None:
    """Split words that name two things."""
    division = _bracketed(words) or _officed(words) or _headed(words) or _housed(words)
    match = None if division else _OF.fullmatch(words)
    if match is None:
        return division
    if is_person(match["title"]) and is_firm(match["org"]):
        return [("person", match["title"]), ("org", match["org"])]
    if is_title(match["title"]) and (
        is_company(match["org"]) or match["org"] == issuer
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
    """Return whether the words are an address or another aside, not a name."""
    if words[0].isdigit() or words[0].islower() or words[0] == "@":
        return True
    numbered = any(c.isdigit() for c in words)
    return numbered and _ADDRESS.search(words) is not None and not is_firm(words)


def _names(words: str, company: str) -> bool:
    """Return whether the words name the company or one of its departments."""
    bare, low = comparable_name(company), words.lower()
    return bool(bare) and (
        low == bare or low.startswith((bare + " ", bare + ",", company.lower()))
    )


_REGION = re.compile(
    r"(?i)(?:(?:north|south|latin) america|(?:the )?americas|europe|emea|apac|asia(?:[ -]pacific)?|africa|middle east|uk|u\.?s\.?a?|canada|dach|nordics|international)(?:\s(?:and|&)\s\w+)?"
)


def _retitled(kinds: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join titles that a comma had split."""
    joined: list[tuple[str, str]] = []
    for kind, words in kinds:
        titled = kind == "title" or _REGION.fullmatch(words)
        if joined and joined[-1][0] == "title" and titled:
            joined[-1] = ("title", f"{joined[-1][1]}, {words}")
        else:
            joined.append((kind, words))
    return joined
