"""Labels of contact lines: their audience, and the company whose desk it is."""

from __future__ import annotations

import re

from releases.intake.parser import vocabulary
from releases.intake.parser.names import is_person, is_title
from releases.intake.parser.reading import Audience

_INVESTORS = re.compile(rf"(?i){vocabulary.patterns('contacts', 'investors')}")
_MEDIA = re.compile(rf"(?i){vocabulary.patterns('contacts', 'media')}")
_PUBLIC = re.compile(rf"(?i){vocabulary.patterns('contacts', 'public')}")
_WORDS = vocabulary.patterns("contacts", "words")
_TONGUES = vocabulary.patterns("contacts", "tongues")
_IN_TONGUE = re.compile(rf"(?i)\((?:{_TONGUES})\)")
_CONTACT = vocabulary.patterns("contacts", "contact")
_FOR_WORDS = vocabulary.patterns("contacts", "for")
REGION = rf"(?:{vocabulary.patterns('contacts', 'region')}|{vocabulary.alternatives('regions', 'countries')})"
_ALONE = re.compile(
    rf"(?i)(?:{vocabulary.patterns('contacts', 'alone')}|{vocabulary.patterns('contacts', 'roles')})"
)
LABEL = re.compile(
    rf"(?P<who>(?:(?:{_FOR_WORDS})\s)?(?:(?:{_WORDS})(?:\s?(?:and|or|&|/|,)\s?|\s))*(?:(?:{_WORDS})(?!\w))?\s?"
    rf"(?:(?:{_CONTACT})(?:\s(?:and|or|&)\s(?:{_CONTACT}))?(?:[\s(,–-]{{1,3}}(?:(?:in|for)\s)?(?:the\s)?{REGION}\)?(?=\s?:))?)?)"
    rf"(?P<verb>,?\s?(?:(?:please|may|should|can)\s)*(?:contact|call|e-?mail|reach)\b)?(?:\s?\((?:(?:{_WORDS}|\s|and|&)+|{_TONGUES})\))?\s?(?P<colon>:|–|-(?!\w))?\s?",
    re.IGNORECASE,
)
# A title that the words of labels could make: Financial Analyst.
_POST = re.compile(r"(?i)(?:\w+ ){1,3}(?:analyst|representative|officer)")
_ASK = (
    r"(?i)(?:for|to obtain|please direct|if you require|if you have|should you|direct|please contact|please address)\s(?:any\s)?"
    r"(?:more|further|additional|all|any|press|media|investor|other|questions|general)?[^.:@\d]{0,90}?"
    r"(?:information|details|cop(?:y|ies)|enquir\w+|inquir\w+|questions|queries|requests|contacts?)\b"
)
_LEADIN = re.compile(
    rf"{_ASK}[^.:@\d]{{0,60}}?\b(?:contact|call|e-?mail|reach)\b(?:\s(?:us|the following|one of the following|our|either|any of the following))?(?:\sat|\spersons?)?\s?:?\s*"
)
_LEADIN_COLON = re.compile(rf"{_ASK}[^.:@\d]{{0,60}}?(?:\s?[:.–-]\s*|\s*$)")
_REQUEST = re.compile(rf"(?i)(?:{vocabulary.patterns('contacts', 'request')})\s*")
_COMPANY_LABEL = re.compile(
    rf"(?P<org>[A-Z0-9][\w&.,!’' -]{{1,45}}?)\s(?P<who>(?:(?:{_WORDS})(?:\s?(?:and|&|/)\s?|\s))*(?:(?:{_WORDS})\s)?(?:contacts?|enquiries|inquiries)|(?:investor|media|press|public)(?:\s(?:and|&)\s(?:investor|media|public))?\srelations)\s?(?P<colon>:)?",
    re.IGNORECASE,
)
# Whose contacts they are: “Investor Relations for Tarn Ridge”.
_DESK_FOR = re.compile(
    r"(?P<who>[A-Z][\w /&]{4,40}?)\s(?:for|at)\s(?:the\s)?[A-Z][\w&.’' -]{2,40}?\s?:?"
)
_QUALIFIERS = frozenset(vocabulary.words("contacts", "qualifiers"))
_FOR = re.compile(r"(?i)(?:on behalf of|for|at)\s(?P<who>[^.:;]{3,60}):")
_OWN = re.compile(rf"(?i)(?:{vocabulary.patterns('contacts', 'own')})\b")
_WHO = re.compile(
    r"(?i)\b(?:investors?|media|press|journalists?|analysts?|enquiries|inquiries|information|details|shareholders?|questions|contacts?|the company|release|publication|board)\b"
)


def audience_of(words: str, *, label: bool) -> Audience | None:
    """Return the audience that a label or a title implies."""
    if _INVESTORS.search(words):
        return "investors"
    if _MEDIA.search(words) or (label and _PUBLIC.search(words)):
        return "media"
    return None


def is_own_desk(words: str) -> bool:
    """Return whether a label is of the issuer's own desk, or of those who speak a language."""
    return _OWN.match(words) is not None or _IN_TONGUE.search(words) is not None


def label_of(text: str) -> tuple[str, str, str | None] | None:
    """Return a line's contact label, the rest of the line, and the company it names."""
    text = text.strip("/* ")
    if is_label_word(text.rstrip(" :")):
        return text.rstrip(" :"), "", None
    for pattern in (_LEADIN, _LEADIN_COLON, _REQUEST, LABEL):
        label_and_rest = _labelled(pattern, text)
        if label_and_rest:
            return *label_and_rest, None
    match = _FOR.fullmatch(text)
    if match:
        org = match["who"] if not _WHO.search(match["who"]) else None
        return match["who"], "", org
    match = _COMPANY_LABEL.match(text)
    rest = text[match.end() :].strip() if match else ""
    if match and (not rest or match["colon"]) and _could_be_firm(match):
        qualified = _QUALIFIERS.issuperset(match["org"].lower().split())
        return match["who"], rest, None if qualified else match["org"]
    match = _DESK_FOR.fullmatch(text)
    whole = label_of(match["who"]) if match else None
    return (whole[0], "", None) if whole and not any(whole[1:]) else None


def _labelled(pattern: re.Pattern[str], text: str) -> tuple[str, str] | None:
    """Return the label that a pattern finds at the start of a line, and the rest."""
    match = pattern.match(text)
    words = match.group().strip(" :-–") if match else ""
    if match is None or len(words) < 2 or _POST.fullmatch(text):
        return None
    rest = text[match.end() :].strip()
    if pattern is not LABEL:
        return words, rest
    if not match["who"].strip() or (rest and not (match["colon"] or match["verb"])):
        return None
    bare = re.fullmatch(f"(?i)(?:{_CONTACT}|usa?|uk|u.s.|germany|china|japan)", words)
    return None if bare and not is_label_word(words) else (words, rest)


def _could_be_firm(label: re.Match[str]) -> bool:
    """Return whether the words before a label may name a firm: no title, no person.

    Nobody is their own investor contact: a name before those words is a firm.
    """
    words, desk = label["org"], label["who"].casefold()
    person = is_person(words) and not desk.endswith(("contact", "contacts"))
    reach = words.casefold() in {"email", "e-mail", "phone"}
    return not ("," in words or is_title(words) or person or reach)


def goes_on(word: str) -> bool:
    """Return whether a word ends a label and begins none: relations, contacts."""
    return re.fullmatch(f"(?i)(?:{_CONTACT})", word) is not None


def is_label_word(words: str) -> bool:
    """Return whether words are a label alone: Contact, Investors, Dealer Manager."""
    return _ALONE.fullmatch(words) is not None
