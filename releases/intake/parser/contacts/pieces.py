"""The words of a contact line cut into people, titles, firms and asides.

Separators divide a line; between them, every stretch of words gets points for what it
could be (`weights.PIECES`), and the cut with most points is chosen in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from releases.intake.parser import vocabulary
from releases.intake.parser.contacts.best_cuts import best_cut, is_boutique
from releases.intake.parser.contacts.contact_labels import REGION, audience_of, label_of
from releases.intake.parser.contacts.contact_places import (
    POSTAL_TOWN,
    STREETS,
    is_place,
    is_region,
    is_seat,
    is_town,
)
from releases.intake.parser.names import (
    FORM,
    comparable_name,
    firm_in,
    is_company,
    is_firm,
    is_known_title,
    is_office_word,
    is_person,
    is_title,
    names_company,
)

Kinds = list[tuple[str, str]]
_ROLE = re.compile(rf"(?i)(?:{vocabulary.patterns('contacts', 'adviser')})")
# Where in a bank somebody works.
_DIVISION = re.compile(rf"(?i)(?:{vocabulary.patterns('contacts', 'divisions')})")
_POSTED = re.compile(
    rf"(?P<who>.{{4,40}}?)\s(?P<where>(?i:(?:in|for)\s(?:the\s)?{REGION}))"
)
# Sr. before a title is senior, not a name's end.
_DEGREE = (
    rf"(?!Sr\.?\s(?!Tel|Phone)[A-Za-z])(?:{vocabulary.patterns('names', 'degrees')})"
)
_SEPARATOR = re.compile(
    rf"\s*(?:,(?!\s?(?:(?!(?:Group|Company|Trust|Holdings?)\s[A-Z])(?:{FORM})|{_DEGREE})\b)|[;|\t]|\s[-–—/]{{1,2}}\s|(?<=[a-z]{{6}})\.\s(?=[A-Z])|\s(?:or|OR)\s(?=[A-Z])|\s(?=(?:via|c/o|care of)\s[A-Z])|(?<=[a-z])/(?=[A-Z])"
    rf"|\s(?=\((?![^()]{{1,24}}\)\s(?:{FORM})\b|publ\)))|(?<=\))\s(?!(?:{FORM})\b)|(?<=[a-z])\s(?=\d{{1,5}}\s(?=[A-Z])[^,\d]{{0,30}}\b(?i:{STREETS})\b))\s*"
)
# A name in capitals, and a firm beside it that is not.
_IN_CAPITALS = re.compile(
    r"((?:[A-Z][A-Z.’'-]*\s){1,2}[A-Z][A-Z’'-]+)\s(?=[A-Z]\w*[a-z])(.+)"
)
# A firm of partners: Hart, Vik & Lind; Hart / Vik & Partners.
_PARTNERS = re.compile(
    r"\b[A-Z][\w’']+(?:, | / |/)[A-Z][\w’']+,? & [A-Z][\w’']+(?! \d)(?=\W|$)"
)
# Initials that no blank parts: A.B. Vik.
_INITIALS = re.compile(r"^(?:[A-Z]\.){2,3}(?= ?[A-Z][a-z])")
# A name by which a person is called, behind initials: A.B. (Anna) Vik.
_CALLED = re.compile(r"(?:\b[A-Z]\.\s?){1,4} ?\([A-Z][\w’'-]+\) (?=\w)")
_GIVEN_NAME = re.compile(r"\b[A-Z][\w.’'-]*\s$")
_INSIDE = re.compile(r"\([^()]{3,90}\)")
_JOINED = re.compile(r"\s(?:and|&|or)\s|\s?/\s?")
_VIA = re.compile(r"(?i)(?:via|c/o|care of)\s")
_IDLE = re.compile(rf"(?i)(?:{vocabulary.patterns('contacts', 'idle')})")
_HEAD = re.compile(
    r"^(?:(?i:or|and|at)\s)?(?:(?i:please)\s)?(?:(?i:call|contact)\s)?(?=[A-Z])"
)
_ASKS = re.compile(r"(?i)please\s")
_TAIL = re.compile(r"\s(?:at|on|by|or|and|via)$")
_NAMED_INSIDE = re.compile(r"\s[A-Z][a-z]+ [A-Z]\. [A-Z][a-z]+$")
# A name that goes on: Ms. Tan Mei Ling.
_FAMILY_NAME = re.compile(rf"(?:{vocabulary.patterns('names', 'honorifics')})\.?\s\S+")
_INITIAL_FIRST = re.compile(r"[A-Z]\.\s")
_LONGEST_FIRM, _MOST_WORDS = 4, 14
_CLAUSE, _FEWEST = 2, 3
_SMALL = frozenset(vocabulary.words("issuers", "small"))
_HIDDEN = str.maketrans(",/ ", "\0\1\2")
_SHOWN = str.maketrans("\0\1\2", ",/ ")
_NAMED = {"person", "title", "org"}
# What is one thing although its words could be two.
_WHOLE = (("title", ["title", "person"]), ("org", ["person", "org"]))
_OF = frozenset(["of", "at", "with"])
_JOINTS = frozenset(["of", "at", "for", "with", "and", "-", "–", "in"])


def pieces_of(text: str, issuer: str | None) -> Kinds:
    """Return the words of a line between numbers and addresses, each with its kind."""
    whole = text.strip(" ,.:;*/|")
    if not whole:
        return []
    if is_seat(whole):
        return [("note", whole)]
    kinds: Kinds = []
    for part in _SEPARATOR.split(_kept_whole(text)):
        words = bare(part.translate(_SHOWN))
        if words and not _IDLE.fullmatch(words):
            kinds = _with(kinds, words, issuer, bracketed=part.startswith("("))
    return _joined(kinds)


def _kept_whole(text: str) -> str:
    """Return a line with the separators hidden that do not separate: in a firm, in brackets."""
    house = firm_in(text)
    if house:
        text = text.replace(house.group(), house.group().translate(_HIDDEN))
    for kept in (POSTAL_TOWN, _INSIDE, _CALLED):
        text = kept.sub(lambda match: match.group().translate(_HIDDEN), text)
    named = _PARTNERS.search(text)
    if named and not _GIVEN_NAME.search(text, 0, named.start()):
        text = text.replace(named.group(), named.group().translate(_HIDDEN))
    return text


def _with(kinds: Kinds, words: str, issuer: str | None, *, bracketed: bool) -> Kinds:
    """Return the pieces of a line with those of its next part."""
    last = kinds[-1] if kinds else ("", "")
    named = last[0] == "person"
    if named and (beside := _beside_person(words, issuer, bracketed=bracketed)):
        firm = beside == "role"  # that is called as people are
        above = [*kinds[:-1], ("org", last[1])] if firm else kinds
        return [*above, ("note" if firm else beside, words)]
    if last[0] == "org" and is_town(words):
        return [*kinds, ("note", words)]
    of_firm = bracketed and last[0] == "org"
    if _is_audience(words, of_firm=of_firm) and (not named or bracketed):
        aside = bracketed and (named or of_firm or not kinds)
        plain = "note" if bracketed else "label"
        return [*kinds, ("aside" if aside else plain, words)]
    if (bracketed and not (is_title(words) and named)) or _VIA.match(words):
        return [*kinds, ("note", words)]
    inner = _inner_label(words)
    if inner:
        return _extended([*kinds, ("label", inner[0])], inner[1], issuer)
    return _extended(kinds, words, issuer)


def _beside_person(words: str, issuer: str | None, *, bracketed: bool) -> str:
    """Return what a degree, or a role or a firm in brackets, is after a name; "" if none."""
    if is_title(words) or (bracketed and is_role(words)):
        return "role" if bracketed and is_role(words) else ""
    if bracketed and _DIVISION.fullmatch(words):
        return "title"
    firm = bracketed and (names_company(words, issuer) or is_firm(words))
    if firm and not _is_audience(words):
        return "org"
    return "note" if re.fullmatch("[A-ZÀ-Þ]{2}", words) else ""


def _extended(kinds: Kinds, words: str, issuer: str | None) -> Kinds:
    """Return the pieces with the next words: an office may go on in them, then end."""
    last, before = kinds[-1] if kinds else ("", "")
    if last == "title" and is_company(words):
        both = _divided(f"{before}, {words}", "", issuer)
        if both and both[0][0] == "title" and both[0][1] != before:
            return [*kinds[:-1], *both]
    desk, _, house = words.rpartition(" of ")
    if last in {"person", "title"} and _is_desk_of(desk, house):
        return [*kinds, ("title", desk), ("org", house)]
    return [*kinds, *_part(words, issuer, after_person=last == "person")]


def _is_desk_of(desk: str, house: str) -> bool:
    """Return whether words end with an office and are followed by whose it is."""
    office = is_office_word(desk.rpartition(" ")[2]) and is_known_title(desk)
    return office and house[:1].isupper() and not (is_title(house) or is_region(house))


def _inner_label(words: str) -> tuple[str, str] | None:
    """Return the label that words begin with, and the rest: Media: Hart Partners."""
    label = label_of(words) if ":" in words else None
    heard = label and label[1] and audience_of(label[0], label=True)
    return label[:2] if label and heard else None


def _is_audience(words: str, *, of_firm: bool = False) -> bool:
    """Return whether words only say for whom somebody is: Investors, News Media.

    In brackets behind a firm, an office does so too: Investor Relations.
    """
    label = label_of(words)
    if label is None or label[1] or label[2] or is_role(words):
        return False
    if is_title(words) and not of_firm:
        return False
    return audience_of(words, label=True) is not None


def bare(part: str) -> str:
    words = part.strip()
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1]
    words = (
        words.strip(" ,:;*/|–—-") if is_company(words) else words.strip(" ,.:;()*/-–—|")
    )
    if words.count("(") > words.count(")") and part.rstrip(" ,.").endswith(")"):
        words += ")"
    return _TAIL.sub("", _HEAD.sub("", words))


def _part(words: str, issuer: str | None, *, after_person: bool) -> Kinds:
    """Return what the words between two separators are: one thing, or several."""
    house = words.removeprefix("of ")
    if names_company(house, issuer) or (house != words and is_firm(house)):
        return [("org", house)]
    people = _JOINED.split(words)
    own = comparable_name(issuer or "") or "\0"
    several = len(people) > 1 and not words.lower().startswith(own)
    if several and all(map(is_person, people)):
        return [("person", name) for name in people]
    size = words.count(" ") + 1
    if size >= _FEWEST and (apart := _told_apart(words, issuer)):
        return apart
    kind = kind_of(words)
    titled = after_person and kind == "title" and " of " not in words
    titled = titled and not _NAMED_INSIDE.search(words)
    if not _FEWEST <= size <= _MOST_WORDS or titled or is_boutique(words):
        return [(kind, words)]
    return _divided(words, kind, issuer) or [(kind, words)]


def _told_apart(words: str, issuer: str | None) -> Kinds:
    """Return a person with the firm, the office or the title that no comma sets off."""
    for name, house in _with_houses(words, issuer):
        if is_person(name):
            return [("person", name), ("org", house)]
    post = _POSTED.fullmatch(words)
    if post and is_person(post["who"]):
        return [("person", post["who"]), ("note", post["where"])]
    title, _, name = words.rpartition(" and ")
    if is_known_title(title) and is_person(name) and not is_title(name):
        return [("title", title), ("person", name)]
    parts = words.split()
    for cut in range(len(parts) - 2, max(0, len(parts) - 4), -1):
        title, name = " ".join(parts[:cut]).rstrip(":"), " ".join(parts[cut:])
        if is_known_title(title) and is_person(name):
            return [("title", title), ("person", name)]
    return []


def _with_houses(words: str, issuer: str | None) -> Iterator[tuple[str, str]]:
    """Yield the words before a firm and the firm: the issuer, one after “of” or in small."""
    own = words.lower().find(f" {comparable_name(issuer)}") if issuer else -1
    if own > 0 and names_company(words[own + 1 :], issuer):
        yield words[:own], words[own + 1 :]
    name, _, house = words.partition(" of ")
    if is_firm(house) and not is_firm(name):
        yield name, house
    capitals = _IN_CAPITALS.match(words)
    if capitals and is_firm(capitals[2]):
        yield capitals[1], capitals[2]


def kind_of(words: str) -> str:
    """Return what words are as a whole."""
    if _is_clause(words):
        return "other"
    if words.count(" ") == 1 and is_company(words):
        return "org"
    if _is_note(words):
        titled = is_title(words) or is_known_title(words)
        titled = titled and not (words[0].isdigit() or _ASKS.match(words))
        return "title" if titled else "note"
    return next((kind for kind, holds in _FITS if holds(words)), "other")


def _is_name(words: str) -> bool:
    """Return whether words are a person's name, if with initials that no blank parts."""
    initials = _INITIALS.match(words)
    if initials is None:
        return is_person(words)
    return is_person(f"{initials[0][:2]} {words[initials.end() :].strip()}")


def _is_clause(words: str) -> bool:
    """Return whether words are a sentence's: several in small letters after a capital."""
    small = [
        w for w in words.split() if w.islower() and w.isalpha() and w not in _SMALL
    ]
    return len(small) >= _CLAUSE and words[:1].isupper() and not is_title(words)


def is_role(words: str) -> bool:
    """Return whether words say for what a firm is retained: Nomad, Financial PR."""
    return _ROLE.match(words) is not None


def _is_note(words: str) -> bool:
    """Return whether the words are an address or another aside, not a name."""
    if (
        words[0].islower()
        or words[0] in "@#"
        or (words[0].isdigit() and not words[1:2].isalpha())
    ):
        return True
    numbered = any(c.isdigit() for c in words)
    return numbered and is_place(words) and not is_firm(words)


def _divided(words: str, kind: str, issuer: str | None) -> Kinds | None:
    """Return the several things that words without a separator name; None if one."""
    inside = _NAMED_INSIDE.search(words) if kind == "title" else None
    if inside:
        return [("title", words[: inside.start()]), ("person", inside.group().strip())]
    parts = words.split()
    cut = [
        (
            " ".join(parts[p.start : p.stop]),
            "title" if p.kind == "label" and p.stop - p.start > 1 else p.kind,
        )
        for p in best_cut(parts, (), issuer or "")
    ]
    size = len(cut)
    if [part in _OF or kind for part, kind in cut[:2]] == ["person", True]:
        whose = cut[2:][:1] == cut[2:] and cut[2][0][:1].isupper()
        cut[2:] = [(cut[2][0], "org")] if whose else cut[2:]
    cut = [(part, kind) for part, kind in cut if part not in _JOINTS]
    named = [kind for _, kind in cut]
    if len(named) < 2 or not set(named) <= _NAMED or named == ["org", "org"]:
        return None
    whole = len(parts) <= _LONGEST_FIRM or is_company(words)
    if (kind, named) in _WHOLE and len(cut) == size and whole:
        return None
    one = _INITIAL_FIRST.match(cut[1][0]) or _FAMILY_NAME.fullmatch(cut[0][0])
    if kind == "person" and one:
        return None
    return [(kind, bare(part)) for part, kind in cut]


def _joined(kinds: Kinds) -> Kinds:
    """Join titles that a comma had split."""
    joined: Kinds = []
    for kind, words in kinds:
        both = f"{joined[-1][1]}, {words}" if joined else ""
        titled = kind == "title" or is_region(words) or is_known_title(both)
        if joined and joined[-1][0] == "title" and titled:
            joined[-1] = ("title", both)
        else:
            joined.append((kind, words))
    return joined


_FITS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("org", is_company),
    ("note", lambda words: is_role(words) or is_region(words)),
    ("person", _is_name),
    ("title", lambda w: is_known_title(w) or (is_title(w) and not is_boutique(w))),
    ("org", is_firm),
)
