"""The kind and the name of the event that some words announce."""

from __future__ import annotations

import re

from releases.intake.parser import vocabulary
from releases.intake.parser.memory import remembered
from releases.intake.parser.reading import EventKind
from releases.text.times import PrintedTime

_IN_ORDER: tuple[EventKind, ...] = (
    "conference_call",
    "annual_meeting",
    "presentation",
    "webcast",
    "other",
)
KINDS: dict[EventKind, re.Pattern[str]] = {
    kind: re.compile(f"(?i){vocabulary.patterns('events', kind)}") for kind in _IN_ORDER
}
OCCASIONS = vocabulary.patterns("events", "occasions")
OCCASION = re.compile(rf"(?=[A-Z0-9])[^.:;]{{6,100}}\b(?:{OCCASIONS})\b[^.:;]{{0,30}}")
_NAMED = re.compile(
    rf"(?<![\w&.’'/-])(?:(?:[A-Z0-9][\w&.’'/-]*|&|and|of|on|for)\s){{1,14}}?(?:{OCCASIONS})\b(?:\s20\d\d)?"
)
_MEETING = re.compile(
    r"(?i)\b(?:(?:20\d\d|\d{1,3}(?:st|nd|rd|th)|virtual|online)\s){0,2}(?:annual|special|extraordinary|ordinary|general)(?:[ -](?:and|general|special|extraordinary|ordinary|stockholders?[’']?|shareholders?[’']?|virtual)){0,4} meetings?\b(?:\sof (?:the )?(?:share|stock)(?:holders|owners))?"
    rf"|\b(?:(?:annual|ordinary|extraordinary) )*general assembly\b|\b(?:{vocabulary.patterns('events', 'meeting_names')})\b"
)
_HOLDS = re.compile(
    r"(?i)\b(?:hold|host|convene|conduct)s?\s(?:its|an?|the|our)\s(?:[\w-]+\s){0,3}(?:annual|special|general|extraordinary)\s(?:[\w-]+\s){0,3}meeting"
)
_PRESENTS = re.compile(
    r"(?i)\b(?:will|to|scheduled to|is|are) (?:(?:be|also|virtually|each) ){0,3}(?:present(?:ing)?|speak(?:ing)?)\b|\b(?:presentation|conversation|panel|talk)\b[^.]{0,80}\b(?:will (?:be|take|begin|start)|is scheduled)\b"
)
_CONVENES = re.compile(
    rf"(?i)\bthe (?:[\w-]+ ){{0,3}}(?:{OCCASIONS}|event) (?:will|is to) (?:be (?:held|hosted|taking)|take)\b"
)
_PURPOSE = re.compile(
    r"(?i)\b(?:to|and) (?:discuss|review|present)\s(?:(?:the company[’']s|its|the|our|these)\s)?(?P<what>[^.,;¦()]{4,80}?(?:results|earnings|update|transaction|acquisition|merger|data|findings|outlook|performance))\b"
)
_HOLDING = re.compile(r"(?i)^(?:host|hold|conduct)\w*\s(?:an?|its|our|the)\s")
_BARE = re.compile(
    r"(?i)(?:(?:live|an?|the|conference|investor|earnings|quarterly|analyst|audio|and|investors?)\s)*(?:calls?|teleconference|web ?casts?)"
)
TITLED = re.compile(
    r"(?i)\b(?:hosts?|hold|holds|hosting|conduct|convene|webcast|present at|participate in|presenting at|participating in|speak at|hold its|host its|attend|invites? [^.]{0,60}? to (?:listen to|join|participate in|attend))\s(?P<title>(?:[^¦.;:]|\b(?:Co|St|Inc|Corp|U\.S)\.){6,140}?)(?=,?\s(?:on|at|to|today|tomorrow|for|beginning|starting|with|in order|regarding|taking|which|that|during|where|via|this|in (?=[A-Z]))\b|\s?¦|[.;:,(]|$)"
)


_RESULTS = re.compile(
    r"(?i)\b(?:earnings|(?:first|second|third|fourth|[1-4](?:st|nd|rd|th))[- ](?:fiscal[- ])?(?:quarter|half)|quarterly|Q[1-4]|[1-4]Q|H[12]|half[- ]year(?:ly)?|full[- ]year|year[- ]end|fiscal|financial (?:results|report|statements)|(?:interim|annual) (?:results|report|statement)|results (?:for|of) the (?:year|quarter|half|period|three|six|nine|twelve)|trading (?:update|statement))\b"
)
_OTHER_SUBJECT = re.compile(
    r"(?i)\b(?:agreements?|acqui\w+|mergers?|transactions?|collaborations?|alliance|licen[cs]\w+|combination|financing|offering|top[- ]?line|phase \d\w?|trials?|stud(?:y|ies)|data|approval|approves|designation|pipeline|clinical|restructuring|spin-?off|partnership|purchase)\b"
)
_SUBJECT = re.compile(
    r"(?i)\b(?:discuss|review|present|regarding|about|concerning|explain|on)\s(?P<what>[^.;]{3,120})"
)


def is_about_results(title: str, sentence: str, headline: str) -> bool:
    """Return whether a call is about financial results: by its title, else its sentence.

    A call whose own words don't say is about what the headline names first.
    """
    subject = " ".join(match["what"] for match in _SUBJECT.finditer(sentence))
    for words in (title, subject, headline):
        results, other = _RESULTS.search(words), _OTHER_SUBJECT.search(words)
        if results or other:
            return other is None or bool(results and results.start() < other.start())
    return False


def is_bare_title(title: str) -> bool:
    """Return whether a title says only what kind of event it is: “Conference call”."""
    return _BARE.fullmatch(title) is not None


@remembered
def event_kind_in(text: str) -> EventKind | None:
    """Return the kind of event that a text names, if any."""
    if _HOLDS.search(text):
        return "annual_meeting"
    return next((kind for kind, pattern in KINDS.items() if pattern.search(text)), None)


def are_related_kinds(a: EventKind, b: EventKind) -> bool:
    """Return whether two kinds may be one event: a call is also a webcast."""
    return a == b or "webcast" in {a, b}


def is_presentation(text: str, time: PrintedTime | None) -> bool:
    """Return whether somebody presents at that time, or the conference is that day."""
    is_presented = time is not None and _PRESENTS.search(text) is not None
    return is_presented or _CONVENES.search(text) is not None


def occasion_in(text: str) -> str | None:
    """Return the conference, forum or investor day that a text names."""
    match = _NAMED.search(text)
    return (
        re.sub(
            r"^(?:(?:The|At|In|On|Of|And|To|Hosts?|Holds?|Presents?|Attends?|Announces?|Virtual(?= Virtual))\s)+",
            "",
            match.group(),
        )
        if match
        else None
    )


def meeting_name_in(*texts: str) -> str | None:
    """Return the fullest name that the texts give a general meeting."""
    names = [m.group() for text in texts for m in _MEETING.finditer(text)]
    name = max(names, key=len, default=None)
    if name is None:
        return None
    return name.title().replace(" Of ", " of ") if name.isupper() else name


def title_with_purpose(title: str, text: str) -> str:
    """Return a title like “conference call” with what it is about."""
    title = _HOLDING.sub("", title)
    title = re.sub(r"(?i)^(?:an?|the)\s(?!call\b)", "", title)
    title = "Conference call" if re.match(r"(?i)(?:the|this) call\b", title) else title
    match = _PURPOSE.search(text) if _BARE.fullmatch(title) else None
    full = f"{title} to discuss {match['what']}" if match else title
    return full[:1].upper() + full[1:]
