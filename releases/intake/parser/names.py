"""Tell the names of people, organisations and offices from one another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from releases.intake.parser import vocabulary

FORM = vocabulary.patterns("names", "forms")
_COMPANY = re.compile(
    rf"(?:\b(?:{FORM})\b\.?(?:\s[IVX]{{1,4}})?[)\"”]?,?$|\((?:publ|UK)\))"
)
_FIRM = re.compile(rf"\b(?:{vocabulary.patterns('names', 'firms')})\b")
# “A/S Tarn Rederi”: a form that stands first.
_FORM_FIRST = re.compile(
    r"(?:A/S|PT|P\.T\.|OJSC|PJSC|OAO|PAO|JSC)\s[A-Z][\w. -]{2,50}$"
)
# Firms that are called as people are.
_HOUSES = re.compile(rf"\b(?:{vocabulary.patterns('names', 'houses')})\b")
_AGENCY = re.compile(rf"(?i)\b(?:{vocabulary.patterns('names', 'agencies')})\b")
# A word that is nobody's: the director's.
_WORD = re.compile(r"\b\w+\b(?![’']s\b)")
_TITLES = frozenset(
    [*vocabulary.words("offices", "core"), *vocabulary.words("offices", "rank")]
)
_FIELD = re.compile(
    r"(?i)(?:global |corporate |group |external |strategic |and |& |/ ?|, |vice president,? )*"
    r"(?:investor|public|media|press|corporate|shareholder|external|capital markets|financial"
    r"|marketing|government|business|strategic)?(?: (?:&|and) (?:investor|public|media|corporate|external|external))?\s?"
    r"(?:relations?|communications?|affairs|development|finance|strategy|marketing|planning|treasury|ir|pr)"
    r"(?:,? (?:&|and)?\s?(?:(?:investor|public|media|corporate|external|government)\s)?"
    r"(?:relations?|communications?|affairs|development|strategy|finance|marketing|sustainability))*"
)
_DEGREE = rf"(?:{vocabulary.patterns('names', 'degrees')})"
_HONORIFIC = rf"(?:(?:{vocabulary.patterns('names', 'honorifics')})\.?\s)*"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_PARTICLE = rf"(?:{vocabulary.patterns('names', 'particles')})"
_PERSON = re.compile(
    rf"{_HONORIFIC}{_CAPITAL}[\w.'’`-]{{0,24}}"
    rf"(?:\s(?:{_PARTICLE}\s){{0,2}}(?:\(?[“\"'(]?{_CAPITAL}[\w'’`.-]{{0,24}}[)”\"']?\)?)){{1,3}}"
    rf"(?:,?\s{_DEGREE}){{0,5}}"
)
_STRANGERS = re.compile(
    rf"(?i)\b(?:{vocabulary.patterns('names', 'strangers')}|{vocabulary.alternatives('offices', 'core')}|{vocabulary.alternatives('offices', 'departments')})\b"
)
_ENDINGS = re.compile(rf"\b(?:{vocabulary.patterns('names', 'endings')})\b")
_CORE = frozenset([*vocabulary.words("offices", "core"), "partner"])
_TITLE_WORDS = _CORE | frozenset(vocabulary.words("offices", "beside"))
_FIRST_WORDS = _CORE | frozenset(vocabulary.words("offices", "rank"))
_DEPARTMENTS = frozenset(vocabulary.words("offices", "departments"))
TITLE_ENDS = frozenset(["relations", "communications", "affairs"])
_JOINTS = frozenset(["and", "of", "for", "the", "&", "-"])
_OPEN_ENDED = _JOINTS | frozenset(vocabulary.words("offices", "open"))
_INITIALS = 2
_MAY_END = (_TITLE_WORDS | _DEPARTMENTS) - _OPEN_ENDED
_HONORIFIC_LAST = re.compile(rf"\s(?:{vocabulary.patterns('names', 'honorifics')})\.$")
_DIGIT = re.compile(r"\d")
_DEGREES = re.compile(rf"(?:,?\s{_DEGREE})+$")


def is_person(text: str) -> bool:
    """Return whether the words look like one person's name."""
    if not 4 < len(text) < 60 or _DIGIT.search(text):
        return False
    if not _PERSON.fullmatch(text) or _HONORIFIC_LAST.search(text):
        return False
    house = _HOUSES.match(text)
    if house and " " in house.group():
        return False
    first, last = text.partition(" ")[0], text.rpartition(" ")[2]
    shouted = first.isupper() and "(" not in text  # A.B. (Anna) Vik
    if len(first) > _INITIALS and shouted and not last.isupper():
        return False
    bare = _DEGREES.sub("", text)
    plain = bare.title() if bare.isupper() else bare
    return not (_STRANGERS.search(text) or is_company(bare) or _ENDINGS.search(plain))


def is_company(text: str) -> bool:
    """Return whether the words end as a company's legal name does."""
    if len(text) >= 90 or " " not in text.strip():
        return False
    formed = (
        _COMPANY.search(text)
        or _FORM_FIRST.match(text)
        or (text.isupper() and _COMPANY.search(text.title()))
    )
    return bool(formed)


def is_firm(text: str) -> bool:
    """Return whether the words look like the name of a firm or a department."""
    if len(text) > 90 or text.endswith("."):
        return is_company(text)
    return bool(_FIRM.search(text) or _HOUSES.match(text)) or is_company(text)


def is_agency(text: str) -> bool:
    """Return whether a firm's name is that of one that works for others: relations, brokers."""
    return _HOUSES.match(text) is not None or _AGENCY.search(text) is not None


def firm_in(text: str) -> re.Match[str] | None:
    """Return the firm named after a person in a text, perhaps with a comma in its name."""
    return _HOUSES.search(text)


def is_title(text: str) -> bool:
    """Return whether the words look like a job title."""
    if len(text) > 140 or "@" in text or text.endswith(":"):
        return False
    titled = not _TITLES.isdisjoint(_WORD.findall(text.lower()))
    return titled or _FIELD.fullmatch(text.strip()) is not None


def is_office_word(word: str) -> bool:
    """Return whether a word ends the name of an office: relations, desk, team."""
    return word.lower() in TITLE_ENDS or is_department(word)


def is_department(word: str) -> bool:
    """Return whether a word ends the name of a department: office, desk, team."""
    return word.lower() in _DEPARTMENTS


def is_known_title(words: str) -> bool:
    """Return whether all words are those of titles, and one makes a title alone."""
    last = words.rpartition(" ")[2].strip(",.()").lower()
    if "/" in last:
        last = last.rpartition("/")[2]
    if last not in _MAY_END:
        return False
    parts = [word.strip(",.()") for word in words.lower().split()]
    several = len(parts) > 1
    department = several and last in _DEPARTMENTS
    known = set(_plain_words(parts[:-1] if department else parts))
    core = department or (several and last in TITLE_ENDS) or not _CORE.isdisjoint(known)
    return core and parts[0] not in _JOINTS and known <= _TITLE_WORDS


def _plain_words(parts: Sequence[str]) -> Iterator[str]:
    """Yield the words of a title; of “Vice-President” and of “COO/CFO” both."""
    for part in filter(None, parts):
        yield from [part] if part in _TITLE_WORDS else re.split("[-/]", part)


def two_titles(words: str) -> tuple[str, str] | None:
    """Return the two job titles that stand side by side in the words; None if one does."""
    parts = words.split()
    for cut in range(1, len(parts)):
        both = " ".join(parts[:cut]), " ".join(parts[cut:])
        if parts[cut].lower() in _FIRST_WORDS and all(map(is_known_title, both)):
            return both
    return None


def comparable_name(company: str) -> str:
    """Return a company's name without article and legal form, for comparing."""
    name = re.sub(r"^(?i:the)\s", "", company.strip())
    shorter = re.sub(rf",?\s(?:{FORM})\.?$", "", name)
    while shorter != name:
        name, shorter = shorter, re.sub(rf",?\s(?:{FORM})\.?$", "", shorter)
    return name.strip(" ,.").lower()


def names_company(words: str, company: str | None) -> bool:
    """Return whether the words name the company or one of its departments."""
    if company is None:
        return False
    if words == _initials_of(company):
        return True
    name, low = comparable_name(company), words.lower()
    rest = (
        low.removeprefix(company.lower())
        if low.startswith(company.lower())
        else low.removeprefix(name)
    )
    if not name or rest == low:
        return False
    rest = rest.strip(" ,.")
    return (
        not rest
        or is_company(f"X {words[-len(rest) :]}")
        or is_known_title(rest)
        or is_firm(words[-len(rest) :])
    )


def _initials_of(company: str) -> str:
    """Return the abbreviation that a name of three words or more may have."""
    initials = "".join(word[0] for word in company.split() if word[0].isupper())
    return initials if len(initials) > _INITIALS else ""


def without_marks(words: str) -> str:
    """Return words in letters without accents: Panamá as Panama."""
    if words.isascii():
        return words
    letters = unicodedata.normalize("NFKD", words)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
