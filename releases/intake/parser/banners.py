"""Lines of the letterhead: labels, dates, addresses, section names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.contact_lines import facts_of
from releases.intake.parser.names import is_company
from releases.text.dates import dates_in
from releases.text.links import strip_markdown
from releases.text.times import times_in

_BANNER = re.compile(
    r"(?i)(?:for:\s.{2,60}|[a-z, -]{2,30}\ssymbols?\s?:.{0,40}|(?:for|not for) (?:immediate |general )?(?:release|publication|distribution)\b.{0,120}|for release\b.{0,80}|immediate release"
    r"|(?:corporate |financial |company |official |latest |investor )?(?:press|news|media) ?(?:release|information|statement|advisory|alert|announcement)s?\b.{0,20}"
    r"|news|(?:company|stock exchange|regulatory|corporate|market) (?:announcement|release|notice|news)\b.{0,100}|information|news provided by|ad[- ]hoc(?: announcement)?\b.{0,120}"
    r"|exhibit 99.{0,12}|ex-99\b.{0,80}|rns number\b.{0,30}|rns|embargo(?:ed)?\b.{0,120}|under embargo.{0,100}|regulated information.{0,60}|inside information(?:[ ,/-].{0,60})?"
    r"|source:?\s.{2,60}|by (?:pr ?newswire|business wire|globe newswire|accesswire)|pr ?newswire|canada newswire|cnw(?: group)?|business wire|globe ?newswire|accesswire|marketwire[d]?"
    r"|share(?: this)?(?: article)?|print|download.{0,30}|back to.{0,40}|view (?:all|pdf).{0,40}|pdf version|english|home|investors?|newsroom|media center|press room|category:.{0,60}|tags?:.{0,80}"
    r"|update|alert|breaking|financial tables? (?:to )?follows?|contacts?:?|contact information|dear .{2,60}|(?:nyse|nasdaq|tsx|tsxv|asx|aim|lse|otc\w*)\b[\s:].{1,40}|trading symbols?.{0,60}|(?:stock |ticker )?symbols?:.{0,60}"
    r"|(?:published|posted|released|issued|updated|date|time|dated|subject|re)\b\s?:?.{0,10}|\[?logo.{0,40}|- ?- ?-.{0,20}|(?:dgap|eqs)-(?:agm|news|adhoc|ad-hoc|pvr|cms|wpueg)\b.{0,28}|(?:dgap|eqs)-[a-z-]{2,12}: .{2,60} / .{2,90}|news detail|announcement (?:no|nr|number)\b.{0,40}|announcement of the [^.]{3,60}, transmitted by .{2,60}|(?:dgap|eqs)-.{0,120}key word\(s\).{0,120}|issuer:.{0,80}|\(?the issuer is solely.{0,80}|language:.{0,20}|legal entity.{0,60}|lei:?\s.{0,40}|isin:?\s.{0,60}|cusip:?.{0,60}|sedar\b.{0,40}|no\.? ?\d.{0,20}|release (?:no|number)\b.{0,20})"
)
_BANNERS = re.compile(
    r"(?i)(?:press|news|media|company|corporate|regulatory|financial)? ?(?:release|information|announcement|statement)\s?[-–—|/:,]\s?(?:regulated|inside|press|for immediate|unaudited|ad hoc|regulatory|financial|news).{0,50}"
)
_LISTED = re.compile(
    r"[^():]{2,60}\s?\((?:[A-Za-z -]{2,30}:\s?[A-Z0-9.]{1,8}[,;]?\s?){1,3}\)"
)
_WHOSE = re.compile(
    r"^[A-Z][\w&.,’' -]{1,60}?\s(?=(?:stock exchange|company|press|corporate|inside|regulatory) (?:release|announcement|information)\b)",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r"\w\s[>»]\s[^>»]{2,40}\s[>»]\s\w")
_TOWN = re.compile(
    r"[A-ZÀ-Þ][\w.’'-]{1,20}(?:[ -][A-ZÀ-Þ][\w.’'-]{1,20}){0,2}(?:, [A-Z][\w.]{1,16}){0,2}"
)
_DEFINED = re.compile(r"\([“\"].{2,60}|\((?:the )?[“\"]?(?:company|group)\b.{0,60}\)")


def is_banner(block: Block) -> bool:
    """Return whether a line belongs to the letterhead, not to the release."""
    text = strip_markdown(block.flat)
    if block.kind == "mark" or not text:
        return True
    if len(text) < 200 and "Key word(s)" in text:
        return True
    if len(text) < 90 and (_LISTED.fullmatch(text) or _CRUMBS.search(text)):
        return True
    if len(text) < 130 and (
        _BANNERS.fullmatch(text) or _BANNER.fullmatch(text) or _DEFINED.fullmatch(text)
    ):
        return True
    return is_date_line(text) or is_place_and_date(text) or _is_address(text)


def is_label(text: str) -> bool:
    """Return whether the words only name the kind of text, such as “Press Release”."""
    return len(text) < 130 and _BANNER.fullmatch(text) is not None


def is_place_and_date(text: str) -> bool:
    """Return whether a line is a town and a date and nothing else."""
    date = next(dates_in(text), None) if len(text) < 70 else None
    if date is None or date.year is None:
        return False
    rest = text[date.end :]
    for time in times_in(rest):
        rest = rest.replace(time.text, " ", 1)
    if rest.strip(" .,-–—/"):
        return False
    place, comma, _ = text[: date.start].rpartition(",")
    return bool(comma) and _TOWN.fullmatch(place.strip()) is not None


def is_date_line(text: str) -> bool:
    """Return whether a line is a date, with at most a time or a label."""
    text = re.split(r"\s\|\s(?:Source|By)\b", text)[0]
    text = _WHOSE.sub("", text)
    date = next(dates_in(text), None)
    if date is None or len(text) > 110:
        return False
    head, comma, tail = text[: date.start].partition(", ")
    before = tail if comma and is_company(head) else text[: date.start]
    rest = before + text[date.end :]
    for time in times_in(rest):
        rest = rest.replace(time.text, " ")
    words = re.findall(r"[A-Za-z]{2,}", rest)
    known = {
        "at",
        "date",
        "released",
        "published",
        "et",
        "for",
        "immediate",
        "release",
        "source",
        "am",
        "pm",
        "posted",
        "on",
        "updated",
        "issued",
        "the",
        "press",
        "news",
        "company",
        "announcement",
        "no",
        "hrs",
        "hours",
        "time",
        "eastern",
        "by",
        "newswire",
        "pr",
        "business",
        "wire",
        "globe",
        *("inside", "information", "stock", "exchange", "regulated", "eest", "cet"),
        "cet",
        "cest",
        "bst",
        "gmt",
        "eet",
        "est",
        "edt",
    }
    return all(word.lower() in known for word in words) or (
        len(words) <= 3 and _BANNER.match(text) is not None
    )


def _is_address(text: str) -> bool:
    facts = facts_of(text, None)
    if (is_only_contact_details(text) or (facts.urls and not facts.pieces)) and len(
        text
    ) < 140:
        return True
    kinds = [kind for kind, _ in facts.pieces]
    return (
        len(text) < 110
        and bool(kinds)
        and kinds[0] == "note"
        and bool(re.search(r"\d", text))
        and bool(
            re.search(
                r"(?i)\b(?:street|avenue|road|suite|floor|drive|blvd|boulevard|p\.?o\.? box|lane|[A-Z]{2} \d{5}|st\.|ave\.?)\b",
                text,
            )
        )
    )


def is_only_contact_details(text: str) -> bool:
    """Return whether a line is a telephone number, e-mail or web address, nothing else."""
    facts = facts_of(text, None)
    return bool(facts.phones or facts.emails or facts.urls or facts.faxes) and not any(
        kind in {"org", "title", "other"} and len(words.split()) > 3
        for kind, words in facts.pieces
    )


def full_dates(block: Block) -> list[dt.date | None]:
    """Return the dates of a block that are printed with a year."""
    return [d.in_year(d.year) for d in dates_in(strip_markdown(block.flat)) if d.year]


def banner_date(blocks: Sequence[Block]) -> dt.date | None:
    """Return the first date with a year in a banner."""
    for block in blocks:
        text = strip_markdown(block.flat)
        if len(text) < 130 and (is_banner(block) or is_date_line(text)):
            for date in dates_in(text):
                if date.year:
                    return date.in_year(date.year)
    return None


def is_name_definition(text: str) -> bool:
    """Return whether a line only defines the company's short name."""
    return _DEFINED.fullmatch(text) is not None
