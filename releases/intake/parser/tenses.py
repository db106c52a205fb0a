"""Tell whether a sentence announces an event: future, past, moved or replayed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser import vocabulary
from releases.intake.parser.dating import (
    ReleaseCalendar,
    first_time,
    without_dates,
)
from releases.intake.parser.event_kinds import event_kind_in
from releases.text.dates import PrintedDate

AHEAD = re.compile(rf"(?i)\b(?:{vocabulary.patterns('events', 'ahead')})\b")
# A meeting that was moved, and where it was moved to.
MOVED_TO = re.compile(
    r"(?i)\b(?:adjourn|postpone|reschedul|move|relocat|defer|delay|reconven|chang)\w*\b[^.]{0,140}?\b(?:to|until|for|at)\b"
)
PAST = re.compile(
    r"(?i)\b(?:was|were) (?:held|presented|hosted|approved|elected|first)|\bheld (?:on|at|today|yesterday|earlier|in)\b|\bhad (?:hosted|held)|presented (?:at|in|on) |results (?:of|from|at) (?:its|the) [^.]{0,30}meeting|at (?:the|its) [^.]{0,40}meeting(?: of (?:share|stock)holders)? (?:held|on [^.]{0,40} approved)|(?:approved|granted|resolved|adopted|given|authori[sz]ed) (?:at|by)|voted|meeting(?:[’']s)? resolution"
)
BUT_AHEAD = re.compile(
    r"(?i)\b(?:will|to) be (?:held|presented|hosted|given|broadcast|webcast)\b|\bwill (?:now )?(?:be held|hold|host)\b"
)
PLANNED = re.compile(
    r"(?i)\b(?:will|scheduled|plans?|invites?|hosting|to be|being|is to|are to)\b"
)
MOVED = re.compile(
    r"(?i)\b(?:was|were|had been|originally|previously|initially) (?:originally |previously |initially )?(?:scheduled|planned|announced|called)\b"
)
FORMER = re.compile(
    r"(?i)\b(?:originally|previously|initially) (?:scheduled|planned|announced|called)\b"
)
# In a sentence with both, what comes before the new day of a moved meeting.
_MOVED_FROM = re.compile(
    r"(?i)\b(?:originally|previously|initially) (?:scheduled|planned|called|set|to be held)\b.{0,220}?\b(?:adjourned|postponed|rescheduled|moved|changed|deferred|relocated|reconvened?|delayed)\b.{0,60}?\b(?:to|until|for|at|on)\b"
)
WHAT = re.compile(
    r"(?i)\b(?:[a-z-]+ )?(?:reception|visit|tour|ribbon[- ]cutting|press conference|ceremony)(?: (?:for|of|at) (?:the )?[^.,;]{3,40}?)?(?=\s(?:will|is|on|at|in|to)\b|[.,;])"
)
DETAILS = re.compile(r"(?i)\s(?:details|information|instructions|logistics)\s?:?$")
REPLAY = re.compile(
    r"(?i)\b(?:re-?play|archiv\w+|rebroadcast|re-broadcast|recording|(?<!pre-)recorded|playback|on[- ]demand|\bremain (?:there|online|available|accessible|posted) (?:for|until|through)\b|podcast|transcript|webcast (?:will|is|also)? ?(?:be |also )?(?:be )?(?:available|accessible|posted) (?:for|until|through|approximately|two|shortly|within))\b"
)
LIVE = re.compile(
    r"(?i)\b(?:live|to (?:participate|listen|join|access)|simultaneous\w*|host|will hold|conduct|discuss)\b"
)
NO_EVENT = re.compile(
    r"(?i)record date|of record|dividend|tender offer|expir(?:e|ation)|proxies|register(?:ed)?\b[^.]{0,60}\bby\b|register(?:ed)? no later|deadline|withdrawal|\b(?:documents?|materials?|proxy (?:statement|card))\b.{0,160}\bavailable\b"
)
LATER = re.compile(
    r"(?i)\b(?:replay|archive|rebroadcast|recording|available (?:for replay|until|through))"
)
CALLED_OFF = re.compile(
    r"(?i)\b(?:postpone[ds]?|postponing|cancel(?:s|led|ed|ling)?|adjourn\w*)\b(?!.{0,80}\b(?:to|until|and will)\s.{0,60}?(?:[A-Z][a-z]+day,? )?(?:\d{1,2} )?(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
)
ELSEWHERE = re.compile(
    r"(?i)^(?:for (?:more|further|additional) information|to learn more|related links?)\b"
)
# Numbers for questions about a meeting are not for joining it.
HELP = re.compile(
    r"(?i)\b(?:have (?:any )?questions|proxy solicitor|information agent|(?:need|require) (?:any )?(?:help|assistance))\b"
)
UNTIL = re.compile(r"(?i)\b(?:until|through|till|passcode|access code|expires?)\b")
_EMBARGO = re.compile(
    r"(?i)\bembargo(?:ed)?\b|\bnot for (?:release|publication|distribution) (?:before|until|prior to)\b|\bhold for release\b"
)
_DEADLINE_LABEL = re.compile(
    r"(?i)^[^:.]{0,40}\b(?:deadline|cut[- ]?off|closing date|last day)\b[^:.]{0,30}(?::|\bis\b|\bfor\b)"
)
_ACT_IN_TIME = re.compile(
    r"(?i)\b(?:vot(?:e|es|ing)|prox(?:y|ies)|ballots?|cast|register(?:ed)?|registrations?|registering|submit\w*|sen[dt]|questions|instructions|elect(?:ions?)?|tender\w*|subscri\w+|appl(?:y|ications?)|nominat\w+|rsvp|received|respond|responses|orders?|admission)\b"
)
_DEADLINE = re.compile(
    r"(?i)\b(?:until|till|through|by|before|prior to|(?:not?|at the) (?:later than|latest)(?: by| on| at)?|closes?(?: at| on)?|due(?: at| by| on)?|expires?(?: at| on)?)\s(?:about |at |on |the |close of business |of )*(?:¦[\s,]{0,3}(?:on |at |in |the )*)+"
)
AT_A_PLACE = re.compile(r"(?i)at (?:the|its|our)\b")


def after_move(text: str) -> str:
    """Return what a sentence says of a moved event's new day; all if it names no old one."""
    match = _MOVED_FROM.search(text)
    return text[match.end() :] if match else text


def is_deadline(text: str) -> bool:
    """Return whether the times of a sentence are only a deadline or an embargo's end."""
    if _EMBARGO.search(text) or _DEADLINE_LABEL.search(text):
        return True
    marked = without_dates(text)
    return (
        "¦" in marked
        and _ACT_IN_TIME.search(marked) is not None
        and "¦" not in _DEADLINE.sub(" ", marked)
    )


def announces_event(
    text: str, dates: Sequence[PrintedDate], calendar: ReleaseCalendar
) -> bool:
    """Return whether a sentence announces a future event with its date."""
    timed = first_time(text) is not None
    if MOVED_TO.search(text) and any(calendar.is_future(day) for day in dates):
        return not NO_EVENT.search(text) or timed
    if PAST.search(text) and not BUT_AHEAD.search(text):
        ahead = [day for day in dates if calendar.is_future(day)]
        if not ahead or not PLANNED.search(text):
            return False
    if CALLED_OFF.search(text) or (NO_EVENT.search(text) and not timed):
        return False
    if event_kind_in(text) == "other" and not timed:
        return False
    if timed and text.endswith(".") and any(calendar.is_future(d) for d in dates):
        return True
    when = timed or bool(dates) or calendar.relative_day(text) is not None
    return when and AHEAD.search(text) is not None
