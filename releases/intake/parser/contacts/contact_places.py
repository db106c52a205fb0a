"""Places among the words of a contact line: towns, regions, streets, sites."""

from __future__ import annotations

import re

from releases.intake.parser import vocabulary
from releases.intake.parser.contacts.contact_labels import REGION
from releases.intake.parser.names import without_marks

STREETS = vocabulary.patterns("contacts", "street")
_ADDRESS = re.compile(
    rf"(?i)\b(?:{STREETS}|{vocabulary.patterns('contacts', 'address')})\b"
)
_REGION = re.compile(rf"(?i)(?:(?:in|for)\s)?(?:the\s)?{REGION}")
_STATE = re.compile(
    rf"(?:{vocabulary.alternatives('regions', 'states')}|{vocabulary.alternatives('regions', 'countries')})\.?"
)
# A town with its state and postal code.
POSTAL_TOWN = re.compile(
    r"\b[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{1,20}){0,2}, (?:[A-Z]{2}|(?:[A-Z]\.){2}|[A-Z][a-z]{2,12}\.?(?: [A-Z][a-z]{3,12})?),? (?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b"
)
# A line that is only a town with its state or country.
_SEAT = re.compile(
    rf"[A-Z][\w.’'-]{{1,20}}(?: [A-Z][\w.’'-]{{1,20}}){{0,2}}, {_STATE.pattern}"
)
# A park or a house of offices: Harbour Science Park.
_SITE = re.compile(rf"(?i)(?:{vocabulary.patterns('contacts', 'site')})")
# A town of two words, which could be a person's name where nothing is before it.
_TOWN = re.compile(rf"(?:{vocabulary.patterns('contacts', 'town')})")
_CITIES = frozenset(vocabulary.words("regions", "cities"))


def is_region(words: str) -> bool:
    """Return whether words only name a part of the world: North America, Toronto."""
    plain = without_marks(words)
    return (
        words in _CITIES
        or _STATE.fullmatch(plain) is not None
        or _REGION.fullmatch(plain) is not None
    )


def is_place(words: str) -> bool:
    """Return whether words name a street, a floor, a box or a postal code."""
    return _ADDRESS.search(words) is not None


def is_seat(words: str) -> bool:
    """Return whether words are a town with its state or country, or a site of offices."""
    return _SEAT.fullmatch(words) is not None or _SITE.fullmatch(words) is not None


def is_town(words: str) -> bool:
    """Return whether words behind a firm name the town where it is: San Jose."""
    return is_region(words) or _TOWN.fullmatch(words) is not None
