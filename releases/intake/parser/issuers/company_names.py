"""The name of a company, where the text first gives it: before a bracket, or as a subject."""

from __future__ import annotations

import re

from releases.intake.parser import vocabulary
from releases.intake.parser.mentions import dates_in, times_in
from releases.intake.parser.names import (
    FORM,
    comparable_name,
    is_company,
    is_known_title,
    is_person,
)
from releases.text.links import strip_markdown


def _any_of(part: str) -> str:
    return vocabulary.patterns("issuers", part)


_NOBODY = frozenset(vocabulary.words("issuers", "nobody"))
_SMALL = frozenset(vocabulary.words("issuers", "small"))
_COMMON = frozenset(vocabulary.words("issuers", "common"))
_CAPITAL = "A-Z0-9ÀÁÄÅÉÖØÜ"
# A name in small letters: only where the text begins with it.
_BARE = re.compile(r"[a-z][\w-]{1,20}\s{1,2}")
# What the board is called hereafter: The board of directors (the “Board”) of X.
_THE_BOARD = re.compile(
    r"\s\((?:the )?[“\"](?:Board|Directors)[”\"]\)\s", re.IGNORECASE
)
_BOARD = re.compile(rf"^(?:{_any_of('boards')})\s?(?:the\s)?(?=[{_CAPITAL}])")
_OWN_BOARD = re.compile(
    r"(?:The (?![\w ]{3,30} Company[’']s))?(?P<name>[A-Z].{1,60}?)(?:[’']s?)? (?:Board of (?:Directors|Trustees)|Supervisory Board|Management Board|[Bb]oard)"
)
_SEATED = re.compile(r"^[A-Z][\w.]*(?:[ -][A-Z]\w+)?-based\s")
# A town and its state after a legal form: Parker Corporation, Erie, PA.
_SEAT = re.compile(
    rf"(\b(?:{FORM})\b\.?), [A-Z][\w. ]{{2,24}}, (?:{vocabulary.alternatives('regions', 'states')}|{vocabulary.alternatives('regions', 'postal')})\.?$"
)
_POSSESSED = re.compile(r"[’']s$")
_ARTICLE = re.compile(r"^[Tt]he (?=.{2,60} (?:AG|SE|GmbH|KGaA|ASA|AB|Oyj|A/S|Group)$)")
_PUBLIC = re.compile(r" \(publ\)")
_SUBJECT = re.compile(
    rf"(?P<name>(?:[a-z][\w-]{{1,20}}(?=\s\()|(?:[a-z]{{1,2}}(?=[A-Z]))?[{_CAPITAL}][\w&.,’'®™/+! -]{{0,90}}?))(?=,?\s?[(\[]|\s/|,?\s(?:{_any_of('verbs')})\b|,\s(?:an?|the|one|which|who|together|through|in|headquartered|listed|traded|today|based|eine?[rs]?|der|die|das|une?|le|la)\b|,\s(?:a\s)?(?:leading|global))"
)
_LEAD_IN = re.compile(rf"(?:(?:{_any_of('leads')})\b[^,(]{{0,60}},?\s)")
_NAME_WORD = re.compile(
    rf"(?:(?:[a-z]{{1,2}}(?=[A-Z]))?[{_CAPITAL}][\w&.’'®™/+!-]*(?:\((?:R|TM|SM)\))?,?|(?:{vocabulary.alternatives('issuers', 'small')}),?|p\.l\.c\.|inc\.|ltée)$"
)
_SHORTENED = re.compile(_any_of("shortened"))
_PARTNERS = re.compile(
    r"[A-Z][\w’'-]+, [A-Z][\w’'-]+ (?:and|AND|&) C(?:ompany|O\.?|o\.?)"
)
_NO_OPENING = _SMALL | {"On", "In", "At", "With", "When", "That", "by", "By", "For"}
_OFFICER_OF = re.compile(
    rf"^[^,(]{{4,40}}, (?:[\w&]+ ){{0,4}}(?:{_any_of('officers')}) (?:of|at) (?=[A-Z])"
)
_OFFICE_OF = re.compile(
    rf"^(?:[^,(]{{0,40}}\b)?(?:{_any_of('officers')}) (?:of|at) (?=[A-Z])"
)
_PREFACE = re.compile(
    rf"(?P<further>(?:{_any_of('further')})\b[^(;]{{3,160}}?,\s)(?=[A-Z])"
    r"|(?:On|Between|During|Effective|As of|As from|From)\s"
    rf"|(?P<rule>(?:{_any_of('rules')})\s[^(]{{5,120}}?\b(?:Regulation|Act|Directive|Rules?|Code|MAR),?\s)(?=[A-Z])"
)
_CLAUSE = re.compile(
    r"(?:At|In|On|As|With|By|From|For|During)\s|(?i:.*(?:\bmeeting\b|\bthe company\b|\bthe group$|board of directors$))"
)
_STRANGER = re.compile(rf"(?i){_any_of('strangers')}")
_CORRECTION = re.compile(
    r"(?i)^(?:correction|corrected|replacement|update)d?\s?[:–-]\s"
)
_TITLE_VERB = re.compile(
    rf"(?<=\s)(?i:{vocabulary.alternatives('titles', 'verbs')})(?=\s)"
)
_SERVICE = re.compile(r"(?:EANS|EQS|DGAP)-[^:]{2,30}: (?P<name>[^/:]{3,60}) / ")
_OWNS = re.compile(r"(?P<name>[A-Z][^:]{2,60}?)(?:s[’']|[’']s?)\s(?=[A-Z\d])")
_FORM_ALONE = re.compile(rf"(?:{FORM})\.?")
# A sentence ended inside: “Tarn in Ireland. Including”.
_TWO_SENTENCES = re.compile(r"[a-z]{6}\. [A-Z]")
_NEAR, _LONGEST, _HOUR = 60, 110, 24


def name_before(text: str) -> str:
    """Return the company name at the end of a text."""
    if _BARE.fullmatch(text):
        return text.strip()
    text = text[-140:].rstrip(" ,")
    public = " (publ)" if text.endswith(" (publ)") else ""
    text = re.sub(r"\s*\([^()]{0,60}\)\s*$", "", text).rstrip(" ,")
    name = text if _is_all_name(text) else _last_name(text)
    return _trimmed(name) + public


def _is_all_name(text: str) -> bool:
    """Return whether a short text is one name, with the commas inside it."""
    words = text.split()
    if not words or len(text) >= _NEAR or "," not in text or words[0] in _NOBODY:
        return False
    one = _PARTNERS.fullmatch(text) or not is_company(text.rpartition(",")[2])
    return bool(one) and all(_NAME_WORD.match(word) for word in words)


def _last_name(text: str) -> str:
    """Return the words of a name that a text ends with."""
    words: list[str] = []
    for word in reversed(text.split()):
        ends = word.endswith((".", ",")) and words and not _is_form(word, words)
        if not _NAME_WORD.match(word) or ends:
            break
        words.insert(0, word)
    while words and words[0].strip(",") in _NO_OPENING:
        words.pop(0)
    if len(words) > 1 and re.fullmatch(r"(?:19|20)\d\d,?", words[0]):
        words.pop(0)
    return " ".join(words).strip(" ,")


def _is_form(word: str, after: list[str]) -> bool:
    """Return whether a comma or full stop here is inside the company's name."""
    if word.endswith(","):
        return is_company(f"X {after[0].rstrip(',')}") and len(after) <= 2
    if after[0] in _NOBODY:
        return False
    short = len(word) <= 3 or _SHORTENED.fullmatch(word) is not None
    return short or is_company(f"X {word}")


def _trimmed(name: str) -> str:
    """Return a name without its board, its town, an article or a possessive."""
    day = next(dates_in(name), None)
    if day and day.end < len(name):
        name = name[day.end :].lstrip(" ,:")
        hour = next((time for time in times_in(name[:_HOUR]) if time.start < 4), None)
        name = name[hour.end :].lstrip(" ,:") if hour else name
    name = _SEAT.sub(r"\1", _OFFICE_OF.sub("", name))
    own = _OWN_BOARD.fullmatch(name)
    name = own["name"] if own else _BOARD.sub("", name)
    return _POSSESSED.sub("", _ARTICLE.sub("", _SEATED.sub("", name)))


def sentence_subject(text: str) -> str | None:
    """Return the company that the first sentence is about."""
    text = _THE_BOARD.sub(" ", strip_markdown(text)[:400])
    text = _BOARD.sub("", _OFFICER_OF.sub("", _after_preface(_BOARD.sub("", text))))
    start = _LEAD_IN.match(text)
    for at in (start.end() if start else 0, 0):
        match = _SUBJECT.match(text, at)
        name = _trimmed(match["name"].strip(" ,")) if match else ""
        if match and len(name) > 1 and name not in _NOBODY and _is_name(name):
            return name + (_PUBLIC.match(text, match.end()) or [""])[0]
    return None


def _after_preface(text: str) -> str:
    """Return the sentence without a date, time or law at its start."""
    preface = _PREFACE.match(text)
    if preface is None:
        return text
    if preface["rule"] or preface["further"]:
        return text[preface.end() :]
    dates = [day for day in dates_in(text[:140]) if day.start < 50]
    if not dates:
        return text
    rest = text[dates[-1].end :]
    hours = [time for time in times_in(rest[:80]) if time.start < 40]
    rest = rest[hours[-1].end :] if hours else rest
    return rest.lstrip(" ,/")


def _is_name(words: str) -> bool:
    """Return whether words could be a company's name: no clause, not “the Company”."""
    if _CLAUSE.match(words):
        return False
    return all(
        word.lower().strip(",") in _SMALL or not word.islower() or not word.isalpha()
        for word in words.split()
    )


def headline_owner(headline: str) -> str | None:
    """Return the company that a headline names before a colon, or as the owner of a thing."""
    headline = _CORRECTION.sub("", headline)
    owner = _SERVICE.match(headline)
    head, *rest = re.split(r":\s|\s[-–|]\s", headline, maxsplit=1)
    name = owner["name"] if owner else head.strip()
    named = is_company(name) or len(name.split()) <= 3
    if rest and named and len(name) < _NEAR:
        return name
    owns = _OWNS.match(headline)
    return owns["name"] if owns and is_company(owns["name"]) else None


def headline_subject(headline: str) -> str | None:
    """Return the company that a headline says something of."""
    headline = _CORRECTION.sub("", headline)
    small = _TITLE_VERB.sub(lambda verb: verb.group().lower(), headline, count=1)
    return sentence_subject(small)


def same_company(a: str, b: str) -> bool:
    """Return whether two names are of one company: one begins with the other, or both alike."""
    first, second = comparable_name(a), comparable_name(b)
    if not (first and second):
        return False
    if first.startswith(second) or second.startswith(first):
        return True
    one, other = first.split(), second.split()
    return one[0] == other[0] and one[0] not in _COMMON


def is_plausible(name: str) -> bool:
    """Return whether words can be a company's name: no period, no exchange alone, no rule."""
    if not 1 < len(name) < _LONGEST or name in _NOBODY or _STRANGER.search(name):
        return False
    person, comma, office = name.partition(", ")
    if comma and is_person(person) and is_known_title(office):
        return False
    if _FORM_ALONE.fullmatch(name) or name.lower().endswith("the company"):
        return False
    named = any(char.isalpha() for char in name) and not _TWO_SENTENCES.search(name)
    return named and not re.match(r"\d{2,}[A-Z]+$|[(/–-]", name)
