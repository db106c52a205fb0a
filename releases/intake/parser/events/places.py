"""The place of an event, as a sentence gives it."""

from __future__ import annotations

import re

from releases.intake.parser.dates.dating import without_dates
from releases.intake.parser.events.event_kinds import OCCASIONS

_PLACE = re.compile(
    r"\b(?:(?:at|in|en el|en la|(?<=celebrar )en|(?<=celebrarse )en|(?<=celebrará )en|(?<=lugar )en|im|in der|in das|in den|in die|ins|auf dem|à|au)\s|à l[’'])(?P<place>(?:the\s|its\s(?=[A-Z])|siège social,?\s|domicilio social,?\s|(?:room|hall|booth|suite|ballroom|auditorium|restaurant|hotel)\s|(?:the|our|its)\s(?:[a-z-]+\s){0,3}[a-z-]+,\s(?=\d)|(?:its|our)\s(?=[a-z ]{0,24}(?:office|headquarters|seat)))?(?:(?:offices?|premises|headquarters|seat) of\s|(?:(?:[Cc]ompany|[Bb]ank|[Cc]orporation)[’']s\s)?(?:[a-z-]+\s){0,3}(?:head ?office|offices?|headquarters|seat|premises)(?:\sof the [Cc]ompany)?,?\s(?:located\s)?(?:at\s|in\s)?)?[A-Z0-9][^¦;:(]{2,140}?(?:\s\((?=[^()]*[\d,])[^()¦@:]{6,80}\))?)(?=\s*(?:¦|;|:|\(|(?<![\s.][A-Z])\.\s|\.?$|,?\s(?:on|at|to|where|beginning|starting|commencing|for (?:the|all|any|its|our|those|holders|investors|analysts|share\w*|stock\w*)|from|between|via|and (?:will|electronically|virtually|online|by|can|may|via)|with|when|which|stattfindende\w*|y (?:podr|se)\w+|con (?:el|la|arreglo)|el (?:próximo|día|martes|lunes|miércoles|jueves|viernes)|a las|et (?:sera|pourra|via)|und (?:wird|kann|online|per)|où|donde)\b\s?))"
)
_OCCASION = re.compile(rf"(?i)\b(?:{OCCASIONS}|meeting)(?:\s(?:of|on|for)\s.*)?$")
_NO_PLACE = re.compile(
    r"(?i)^(?:the )?(?:company$|company (?!headquarters)|www|http|[\w-]+ (?:investor|web ?site)|investors?|investor relations|event|meeting|same|annual|q[1-4]|fiscal|time|conference call|english|french|german|spanish|swedish|finnish|norwegian|danish|italian|japanese|first|second|third|fourth|(?:19|20)\d\d\b|advance|person|accordance|connection|addition|order|u\.?s\.? dollars|webcast|articles?|sections?|rules?|regulation|[ecmp][sd]?t\b)|\b(?:annual|scientific|general) (?:meeting|congress|conference|sessions)\b|conference$|@|\.com|web ?site|investors? section|summit$|symposium$|forum$|congress$|meeting$"
)


def _is_named(place: str) -> bool:
    """Return whether most words are capitalised, as in a place's name."""
    plain = [w for w in place.split() if w.isalpha() and w.islower()]
    return len([w for w in plain if w not in _SMALL]) <= 3


# The end of a German verb: lädt in das Volkshaus ein.
_PREFIX_OF_A_VERB = re.compile(
    r",?\s(?:ein|statt(?:find\w+)?|ab(?:gehalten)?|durchgeführt|teil)(?: werden)?$"
)
_SMALL = {"the", "of", "and", "in", "at", "a", "de", "la", "floor", "room", "near"}


def place_in(sentence: str) -> str | None:
    """Return the hotel, room or town that a sentence names."""
    text = without_dates(sentence)
    places = [
        m["place"].strip(" ,")
        for m in _PLACE.finditer(text)
        if not _NO_PLACE.search(m["place"].strip(" ,")) and _is_named(m["place"])
    ]
    if not places:
        return None
    occasion, inside, town = places[-1].partition(" in ")
    if inside and _OCCASION.search(re.sub(r"\s(?:being )?held$", "", occasion)):
        return town
    return _PREFIX_OF_A_VERB.sub("", re.sub(r"^the\s", "", places[-1]))
