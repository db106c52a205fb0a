"""Time zones as wires print them, and their IANA names."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

_NAMES: dict[str, str] = {
    "America/New_York": "et|est|edt|eastern|este|l'est|l’est|he|hne|hae|new york|new york city|nyc|easter",
    "America/Chicago": "ct|cst|cdt|central|centre|centro|hnc|hac|chicago|houston",
    "America/Denver": "mt|mst|mdt|mountain|rocheuses|hnr|har|denver",
    "America/Los_Angeles": "pt|pst|pdt|pacific|pacifique|pacífico|hnp|hap|san francisco|los angeles",
    "America/Anchorage": "akst|akdt|alaska",
    "Pacific/Honolulu": "hst|hawaii",
    "America/Halifax": "ast|adt|atlantic",
    "America/St_Johns": "nst|ndt|newfoundland",
    "America/Toronto": "toronto|montreal|montréal|ottawa",
    "America/Vancouver": "vancouver",
    "America/Edmonton": "calgary",
    "America/Sao_Paulo": "brt|brasilia|são paulo|sao paulo|brazil|brasília",
    "America/Argentina/Buenos_Aires": "art|buenos aires|argentina",
    "America/Mexico_City": "mexico city|méxico|ciudad méxico|la ciudad méxico",
    "America/Bogota": "bogota|bogotá|colombia",
    "America/Lima": "lima|peru",
    "Europe/London": "gmt|bst|uk|u.k|london|british|greenwich|greenwich mean|united kingdom",
    "Europe/Dublin": "dublin|irish",
    "Europe/Lisbon": "wet|west|lisbon|western european",
    "Europe/Berlin": "cet|cest|central european|frankfurt|german|berlin|munich|mez|mesz"
    "|central europe|germany|ce|mainz|hamburg|deutscher zeit|mitteleuropäischer zeit|mitteleuropäischer sommerzeit",
    "Europe/Paris": "paris|french|france|parís|française",
    "Europe/Amsterdam": "amsterdam|dutch",
    "Europe/Brussels": "brussels|belgian|bruxelles|bruselas|belge",
    "Europe/Zurich": "zurich|swiss|basel|geneva|zürich|genève",
    "Europe/Stockholm": "stockholm|swedish",
    "Europe/Oslo": "oslo|norwegian",
    "Europe/Copenhagen": "copenhagen|danish",
    "Europe/Madrid": "madrid|spanish|peninsular",
    "Europe/Rome": "milan|italian|rome",
    "Europe/Vienna": "vienna",
    "Europe/Prague": "prague|czech",
    "Europe/Warsaw": "warsaw|polish",
    "Europe/Helsinki": "eet|eest|eastern european|helsinki|finnish",
    "Europe/Athens": "athens|greek",
    "Europe/Istanbul": "trt|istanbul",
    "Europe/Moscow": "msk|moscow",
    "Asia/Jerusalem": "idt|israel|israeli|tel aviv|jerusalem",
    "Asia/Dubai": "gst|gulf|dubai|uae|abu dhabi",
    "Asia/Riyadh": "riyadh|saudi|saudi arabia",
    "Asia/Qatar": "doha|qatar",
    "Asia/Kuwait": "kuwait",
    "Asia/Kolkata": "india|indian|mumbai",
    "Asia/Shanghai": "beijing|china|shanghai",
    "Asia/Hong_Kong": "hkt|hong kong|hk|beijing/hong kong|hong kong/beijing",
    "Asia/Singapore": "sgt|singapore",
    "Asia/Kuala_Lumpur": "kuala lumpur|malaysia|malaysian",
    "Asia/Manila": "manila|philippine",
    "Asia/Jakarta": "wib|jakarta",
    "Asia/Bangkok": "bangkok|thailand",
    "Asia/Taipei": "taipei|taiwan",
    "Asia/Tokyo": "jst|japan|tokyo",
    "Asia/Seoul": "kst|korea|seoul",
    "Australia/Sydney": "aest|aedt|aet|sydney|melbourne",
    "Australia/Perth": "awst|perth",
    "Pacific/Auckland": "nzst|nzdt|nzt|new zealand|auckland",
    "Africa/Johannesburg": "sast|johannesburg|south africa",
    "Etc/UTC": "utc|z|coordinated universal",
}
_ZONE_OF = {
    printed: iana for iana, all_ in _NAMES.items() for printed in all_.split("|")
}
_WORD = re.compile(
    r"\b(?:heure|hora|horário|avanc[ée]e|normale|del|de|du|des|d[’']|u\.?s\.?|standard|daylight[- ]?savings?|daylight|summer|savings?|times?|prevailing|mean)(?=\s|$)"
)
_ABBREVIATIONS = (
    "WEST|AEST|AEDT|AWST|AKST|AKDT|NZST|NZDT|SAST|CEST|EEST|MESZ|EST|EDT|CST|CDT|MST|MDT|PST|PDT"
    "|GMT|BST|CET|EET|WET|MEZ|IST|IDT|JST|KST|HKT|SGT|MSK|UTC|BRT|HST|AST|ADT|NST|NDT|GST|NZT|AET"
    "|(?-i:H[NA][ECRP]|HE)|ET|CT|MT|PT"
)
_CITIES = (
    r"New York(?: City)?|Beijing/Hong Kong|Hong Kong/Beijing|London|Paris|Frankfurt|Amsterdam|Brussels|Zurich|Stockholm|Oslo|Copenhagen"
    r"|Helsinki|Madrid|Milan|Hong Kong|Beijing|Singapore|Tokyo|Sydney|Toronto|Vancouver|Calgary"
    r"|Moscow|Dublin|Israel|Johannesburg|Central European?|Eastern European|Greenwich Mean|British"
    r"|UK|U\.K\.|Swiss|German|French|Dutch|Danish|Swedish|Norwegian|Finnish|Irish|Italian|Spanish"
    r"|Houston|Chicago|Denver|Taiwan|Taipei|Shanghai|China|Japan|Perth|Melbourne|Hawaii|Bras[ií]lia"
    r"|S[ãa]o Paulo|Buenos Aires|Mexico City|Lisbon|Vienna|Athens|Istanbul|Tel Aviv|Jerusalem|Dubai"
    r"|Mumbai|Seoul|Auckland|Berlin|Munich|Rome|Geneva|Basel|Los Angeles|San Francisco|Korea|India"
)
_US = r"Eastern|Central|Mountain|Pacific|Atlantic|Newfoundland|Alaska"
_DAYLIGHT = r"(?:[ -](?:Standard|Daylight(?:[ -]Savings?)?|Summer|Prevailing))?"
ZONE_PATTERN = (
    rf"(?:(?:U\.?S\.? )?(?:(?:{_US}|Central European|Eastern European|British|Greenwich Mean)"
    rf"{_DAYLIGHT} Time(?: \((?:{_ABBREVIATIONS})\))?"
    rf"|(?:{_US})(?![A-Za-z])(?! (?:European?|Bank|Time))"
    rf"|\(?(?:GMT|UTC)\s?[+-]\s?\d{{1,2}}(?![\d:])\)?"
    rf"|\(?(?:{_ABBREVIATIONS})(?![A-Za-z])\)?)"
    rf"|\(?(?:{_CITIES}) (?:local )?[Tt]ime\)?|\((?:{_CITIES})\)"
    r"|\(?(?-i:[A-Z]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}) (?:local )?(?-i:[Tt]ime)\b\)?"
    r"|(?:deutsche|mitteleuropäische)r (?:Sommer)?zeit\b"
    r"|\(?hora (?:del (?:Este|Centro|Pac[íi]fico)|de la Ciudad de M[ée]xico)\)?"
    r"|\(?heures? (?:avanc[ée]e |normale )?(?:de l[’']|du |des )(?:Est|Centre|Rocheuses|Pacifique)\)?"
    r"|\(?(?:heure|hora|horário)(?: local[e]?)? (?:de |d[’'])?(?:[A-ZÀ-Þ][\w-]{2,16}|peninsular)\)?)"
)


_AHEAD = re.compile(r"(?:GMT|UTC)\s?(?P<sign>[+-])\s?(?P<hours>\d{1,2})")


def _offset(sign: str, hours: int) -> str | None:
    """Return the IANA zone of a UTC offset: GMT+1 is Etc/GMT-1, sign reversed."""
    if hours == 0:
        return "Etc/UTC"
    other = "-" if sign == "+" else "+"
    return f"Etc/GMT{other}{hours}" if hours <= 12 else None


def zone_of(printed: str | None) -> str | None:
    """Return the IANA zone of a printed zone, or None if it is unknown or ambiguous."""
    if not printed:
        return None
    ahead = _AHEAD.fullmatch(printed.strip("() "))
    if ahead:
        return _offset(ahead["sign"], int(ahead["hours"]))
    name = re.sub(r"\([^()]*\)", " ", printed).strip() or printed.strip("() ")
    name = " ".join(_WORD.sub(" ", name.lower().replace("local", " ")).split())
    return _ZONE_OF.get(name.strip(" .()"))


def wall_time_occurrences(wall: dt.datetime, zone: dt.tzinfo) -> int:
    """Return how often a zone's clocks show this wall time.

    Once; but twice or never when the clocks go back or forward.
    """
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return 1
    shown = first.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None)
    return 2 if shown == wall else 0


def expected_abbreviation(printed: str, zone: str, moment: dt.datetime) -> str | None:
    """Return the zone's abbreviation at `moment` if another is printed, else None."""
    abbreviation = printed.strip("() .").upper()
    actual = moment.replace(tzinfo=ZoneInfo(zone)).tzname() or ""
    changing = {"EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"} | {
        "CET", "CEST", "EET", "EEST", "GMT", "BST", "AEST", "AEDT", "NZST", "NZDT",
    }  # fmt: skip
    return actual if abbreviation in changing and abbreviation != actual else None
