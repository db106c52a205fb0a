"""The name of the issuing company, as the text first gives it."""

from __future__ import annotations

import re

from releases.intake.parser import vocabulary
from releases.intake.parser.mentions import dates_in, times_in
from releases.intake.parser.names import comparable_name, is_company
from releases.text.links import strip_markdown

_NOBODY = {
    *(
        "The Company",
        "Company",
        "The",
        "Today",
        "On",
        "We",
        "Please",
        "Note",
        "Dear",
        "In",
    ),
    *("Our", "This", "That", "Following", "For", "As", "At", "It", "Shareholders", "A"),
    *(
        "Investors",
        "The Group",
        "Group",
        "Management",
        "The Board",
        "And",
        "All",
        "You",
    ),
}
# A name in small letters: only where the text begins with it.
_BARE = re.compile(r"[a-z][\w-]{1,20}\s{1,2}")
_FOREIGN_BOARD = re.compile(
    r"(?:(?:Der|Die|Das)\s(?:(?:Vorstand|Aufsichtsrat|Verwaltungsrat|Hauptversammlung|Geschäftsführung)\s(?:und (?:der )?(?:Aufsichtsrat|Vorstand)\s)?(?:der|des|von)\s)?|(?:Le |La )?(?:[Cc]onseil d[’']administration|[Dd]irectoire|[Aa]ssemblée générale)\s(?:de |du |d[’'])|El [Cc]onsejo de [Aa]dministración de |Il [Cc]onsiglio di [Aa]mministrazione di |O [Cc]onselho de [Aa]dministração d[aeo] |(?:Styrelsen|Bestyrelsen) (?:för|for|i) )(?=[A-Z])"
)
# What the board is called hereafter: The board of directors (the “Board”) of X.
_THE_BOARD = re.compile(
    r"\s\((?:the )?[“\"](?:Board|Directors)[”\"]\)\s", re.IGNORECASE
)
_SEATED = re.compile(r"^[A-Z][\w.]*(?:[ -][A-Z]\w+)?-based\s")
_BOARD = re.compile(
    r"^(?:The )?(?:(?:(?:(?:Annual|Extraordinary|Ordinary|Combined)(?: and (?:Extraordinary|Ordinary))? )?(?:General|Shareholders[’']|Annual|Special) Meeting|[Bb]oard|Boards|Supervisory Board|Management Board|Executive Board|Shareholders|Stockholders|Directors|Management|(?:Shareholders[’'] )?Nomination (?:Board|Committee))(?: of (?:[Dd]irectors|Management|Trustees|Supervisors|Shareholders|Stockholders))? (?:of|at)|Directors of|(?:[Ss]hares|[Ss]ales|[Rr]evenues?|[Nn]et sales|[Rr]esults|[Pp]rofits?|[Ee]arnings) of)\s(?:the )?"
)
_VERBS = (
    r"today|announce[sd]?|reports?|reported|said|is|are|was|has|have|had|will|intends?|plans?|declares?|declared|provides?|provided"
    r"|confirms?|confirmed|presents?|presented|hosts?|released?|invites?|expects?|completed?|entered|received|notes?|noted|issued?|publishes|published|informs|hereby|wish(?:es)?|grew|saw|invests?|would like|regrets?|welcomes|appointed|signed|filed|held|and its|launched|unveiled|acquired|agreed|closed|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|intend|advises|commented|celebrated|continues|delivered|achieved|posted|introduced|disclosed|commenced|priced|won|secured|[a-z]{3,12}ed|hat|haben|wird|gibt|meldet|veröffentlicht|erhöht|erwartet|annonce|publie|présente|anuncia|publica|presenta|marks?|responded|responds|urges|may|can|must"
)
_SUBJECT = re.compile(
    rf"(?P<name>(?:[a-z][\w-]{{1,20}}(?=\s\()|[A-Z0-9ÀÁÄÅÉÖØÜ][\w&.,’'®™/+! -]{{0,90}}?))(?=,?\s?[(\[]|\s/|,?\s(?:{_VERBS})\b|,\s(?:an?|the|one|which|who|together|through|in|headquartered|listed|traded|today|based)\b|,\s(?:a\s)?(?:leading|global))"
)
_LEAD_IN = re.compile(
    r"(?:(?:Today|Effective|On|In|At|As|The [Bb]oard of [Dd]irectors of|The Board of|The [Mm]anagement [Bb]oard of|Shareholders of|The Supervisory Board of|Stockholders of|The Directors of)\b[^,(]{0,60},?\s)"
)
_NAME_WORD = re.compile(
    r"(?:[A-Z0-9ÀÁÄÅÉÖØÜ][\w&.’'®™/+!-]*(?:\((?:R|TM|SM)\))?,?|&|and|of|the|for|de|del|du|des|der|di|della|y|et|und|von|van|plc|a\.s\.,?|\(publ\),?|p\.l\.c\.|hf\.?)$"
)


def name_before(text: str) -> str:
    """Return the company name at the end of a text."""
    if _BARE.fullmatch(text):
        return text.strip()
    name = _FOREIGN_BOARD.sub("", _name_before(text), count=1)
    return _POSSESSED.sub("", _SEATED.sub("", name))


def _name_before(text: str) -> str:
    text = re.sub(r"\s*\([^()]{0,60}\)\s*$", "", text[-140:]).rstrip(" ,")
    whole = text.split()
    if (
        len(text) < 60
        and "," in text
        and all(_NAME_WORD.match(w) for w in whole)
        and whole[0] not in _NOBODY
        and (_PARTNERS.fullmatch(text) or not is_company(text.rpartition(",")[2]))
    ):
        return _BOARD.sub("", text)
    words: list[str] = []
    for word in reversed(text.split()):
        if not _NAME_WORD.match(word) or (
            words and word.endswith((".", ",")) and not _is_form(word, words)
        ):
            break
        words.insert(0, word)
    while words and words[0].strip(",") in {
        "and",
        "of",
        "for",
        "de",
        "&",
        "the",
        "On",
        "In",
        "At",
        "With",
        "When",
        "That",
        "by",
    }:
        words.pop(0)
    if len(words) > 1 and re.fullmatch(r"(?:19|20)\d\d,?", words[0]):
        words.pop(0)
    return _BOARD.sub("", " ".join(words).strip(" ,"))


_POSSESSED = re.compile(r"[’']s$")
_SHORTENED = r"(?:[A-Z]\.)+|(?:St|Dr|Bros|Mfg|Intl|Int’l|Mgmt|Tech|Pharm|Natl|Assoc|Ind|Elec|Bancorp|Svcs|Sys|Hldgs|Grp)\."
_PARTNERS = re.compile(
    r"[A-Z][\w’'-]+, [A-Z][\w’'-]+ (?:and|AND|&) C(?:ompany|O\.?|o\.?)"
)


def _is_form(word: str, after: list[str]) -> bool:
    """Return whether a comma or full stop here is inside the company's name."""
    if word.endswith(","):
        return is_company(f"X {after[0].rstrip(',')}") and len(after) <= 2
    return (
        len(word) <= 3
        or is_company(f"X {word}")
        or bool(re.fullmatch(_SHORTENED, word))
    )


def sentence_subject(text: str) -> str | None:
    """Return the company that the first sentence is about."""
    text = _THE_BOARD.sub(" ", strip_markdown(text)[:400])
    text = _FOREIGN_BOARD.sub("", text, count=1)
    text = _OFFICER_OF.sub("", _after_preface(text))
    start = _LEAD_IN.match(text)
    for at in (start.end() if start else 0, 0):
        match = _SUBJECT.match(text, at)
        if match:
            name = _without_article(_without_board(match["name"].strip(" ,")))
            name = _POSSESSED.sub("", name)
            if name not in _NOBODY and len(name) > 1 and _is_name(name):
                return name + (_PUBLIC.match(text, match.end()) or [""])[0]
    return None


_PUBLIC = re.compile(r" \(publ\)")


def _without_board(name: str) -> str:
    """Return the company if its board is the subject: X’s Board of Directors."""
    own = _OWN_BOARD.fullmatch(name)
    return own["name"] if own else _BOARD.sub("", name)


def _without_article(name: str) -> str:
    """Return a German or Nordic company's name without an article."""
    return re.sub(
        r"^[Tt]he (?=.{2,60} (?:AG|SE|GmbH|KGaA|ASA|AB|Oyj|A/S|Group)$)", "", name
    )


_OWN_BOARD = re.compile(
    r"(?:The )?(?P<name>[A-Z].{1,60}?)(?:[’']s?)? (?:Board of (?:Directors|Trustees)|Supervisory Board|Management Board|[Bb]oard)"
)
_OFFICER_OF = re.compile(
    r"^[^,(]{4,40}, (?:[\w&]+ ){0,4}(?:President|CEO|Officer|Chairman|Chair|Director|CFO) (?:of|at) (?=[A-Z])"
)
_PREFACE = re.compile(
    r"(?P<further>(?:Further to|Following|With|After|Based on|Due to|Subject to|Having|Building on|As part of|In addition to|As previously|In connection with|In light of|To)\b[^(;]{3,160}?,\s)(?=[A-Z])"
    r"|(?:On|Between|During|Effective|As of|As from|From)\s"
    r"|(?P<rule>(?:Under|Pursuant to|In accordance with|With reference to)\s[^(]{5,120}?\b(?:Regulation|Act|Directive|Rules?|Code|MAR),?\s)(?=[A-Z])"
)


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


_SMALL = {
    *("of", "and", "de", "du", "la", "le", "les", "des", "the", "for", "van", "von"),
    *("der", "den", "y", "e", "et", "do", "da", "del", "di", "in", "at", "a", "on"),
    *("plc", "abp", "hf", "hf.", "s.a.", "a.s.", "a/s", "p.l.c."),
}


def _is_name(words: str) -> bool:
    """Return whether words could be a company's name: no clause, not “the Company”."""
    if re.match(r"(?:At|In|On|As|With|By|From|For|During)\s", words):
        return False
    if re.search(
        r"(?i)\bmeeting\b|\bthe company\b|\bthe group$|board of directors$", words
    ):
        return False
    return all(
        w.lower().strip(",") in _SMALL or not w.islower() or not w.isalpha()
        for w in words.split()
    )


def headline_owner(headline: str) -> str | None:
    """Return the company that a headline names before a colon."""
    headline = _CORRECTION.sub("", headline)
    owner = re.match(
        r"(?:EANS|EQS|DGAP)-[^:]{2,30}: (?P<name>[^/:]{3,60}) / ", headline
    )
    head, *rest = re.split(r":\s|\s[-–|]\s", headline, maxsplit=1)
    name = owner["name"] if owner else head.strip()
    named = is_company(name) or len(name.split()) <= 3
    return name if rest and named and len(name) < 60 else None


def headline_subject(headline: str) -> str | None:
    """Return the company that a headline says something of."""
    return sentence_subject(_small_verbs(_CORRECTION.sub("", headline)))


_CORRECTION = re.compile(r"(?i)^(?:correction|corrected|update)d?\s?[:–-]\s")
_TITLE_VERB = re.compile(
    rf"(?<=\s)(?i:{vocabulary.alternatives('titles', 'verbs')})(?=\s)"
)


def _small_verbs(headline: str) -> str:
    """Return the headline with its verb in lower case."""
    return _TITLE_VERB.sub(lambda verb: verb.group().lower(), headline, count=1)


def same_company(a: str, b: str) -> bool:
    """Return whether two names are of one company: one begins with the other, or both alike."""
    first, second = comparable_name(a), comparable_name(b)
    if not (first and second):
        return False
    if first.startswith(second) or second.startswith(first):
        return True
    one, other = first.split(), second.split()
    return one[0] == other[0] and one[0] not in _COMMON


# First words that many companies share: alone they don't make two names one.
_COMMON = {
    "first",
    "american",
    "national",
    "united",
    "general",
    "global",
    "great",
    "the",
    "royal",
    "new",
    "north",
    "south",
    "international",
    "st.",
}
_NOT_ISSUERS = re.compile(
    r"(?i)^(?:19|20)\d\d\b|\b(?:results?|dividends?|quarter|meeting|announcement|release|calendar|article|section|regulation|wkn|isin|headline|source)\b|^(?:mr|mrs|ms|dr|prof|sir|dame)\b|^(?:q[1-4]|h[12]|fy)\b"
)


def is_plausible(name: str) -> bool:
    """Return whether words can be a company's name: no period, no exchange alone, no rule."""
    if not 1 < len(name) < 110 or name in _NOBODY or _NOT_ISSUERS.search(name):
        return False
    named = any(char.isalpha() for char in name)
    return named and not re.match(r"\d{2,}[A-Z]+$|[(/–-]", name)
