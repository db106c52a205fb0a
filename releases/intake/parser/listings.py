"""The issuer's name, and the exchanges where its shares are listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from releases.intake.parser.blocks import Block
from releases.intake.parser.issuers import (
    headline_owner,
    headline_subject,
    letterhead_name,
    name_before,
    sentence_subject,
)
from releases.intake.parser.names import comparable_name, is_company
from releases.intake.parser.reading import Listing, Quote
from releases.text.exchanges import mic_of
from releases.text.links import strip_markdown

_BRACKET = re.compile(
    r"[(\[]([^()\[\]]{3,200}(?:\([^()]{1,40}\)[^()\[\]]{0,80})?)[)\]]"
)
_SYMBOL = r"[A-Z0-9][A-Z0-9]{0,9}(?:[./-](?:[A-Z0-9]{1,6}|[a-z]\b))?(?:\s[ABC](?=[,;)\]”\"]|$))?"
_PAIR = re.compile(
    rf"(?P<exchange>[A-Za-zÀ-ž][\w®™&.’' /:-]{{0,60}}?)(?:\s?\([A-Z-]{{2,8}}\))?\s?(?::|\s[-–—]\s|\bunder (?:the )?(?:ticker )?symbol|\bticker(?: symbol)?:?|\bsymbols?:?)\s?[:“\"]?\s?"
    rf"(?P<symbols>{_SYMBOL}[”\"]?(?:\s?(?:,|/|\band\b|&|;|\|)\s?[“\"]?{_SYMBOL}(?![\w:]|\.[A-Z]|\s?:|\s[A-Za-z]+\s?:)[”\"]?)*)(?![a-z])"
)
_NUMBERS = re.compile(
    r"(?:[;,/-]\s?)?\b(?:ISIN|WKN|CUSIP|SEDOL|Valor|LEI)\b(?: (?:code|number|no\.?))?\s?:?\s?[A-Z0-9]{4,20}|(?:\s[-–—/,;]\s?)\b[A-Z]{2}[A-Z0-9]{9}\d\b"
)
_TWO = re.compile(
    r"(?<=[A-Za-z])\s?,\s(?=(?:NYSE|NASDAQ|Nasdaq|TSX|TSX-V|TSXV|AIM|LSE|ASX|OTC\w{0,4})\s?:)"
)
_CASHTAG = re.compile(r"(?<=[:\s])\$(?=[A-Z])")
_LISTED = re.compile(
    r"(?i:\b(?:on|listed on|traded on|trades on)\s(?:the\s)?)(?P<exchange>[A-Z][\w® -]{1,50}?)\s(?:\([A-Z]{2,8}\)\s)?(?i:under (?:the )?\(?(?:ticker |trading |stock )?(?:symbols?|ticker):?)\s(?P<symbols>[“\"]?[A-Z][A-Z.]{0,6}(?: [AB])?\b[,”\"]*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ticker:
    """Listings in one bracket, with the name before it and its position."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    block: Block
    offset: int


def listings_in_bracket(words: str) -> list[tuple[str, str]]:
    """Return exchange and symbol of each listing in a bracket."""
    pairs: list[tuple[str, str]] = []
    words = _CASHTAG.sub("", _NUMBERS.sub(" ", words))
    words = _TWO.sub(" / ", words)
    for match in _PAIR.finditer(words):
        for exchange in _exchanges(match["exchange"]):
            symbols = re.split(r"\s?(?:,|/|\band\b|&|;|\|)\s?", match["symbols"])
            pairs += [(exchange, s.strip('“”" ')) for s in symbols if s.strip('“”" ')]
    return [
        pair for pair in pairs if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{9}\d", pair[1])
    ]


def _exchanges(printed: str) -> list[str]:
    printed = re.sub(
        r"(?i)^(?:(?:and|or|the|on|&|listed|traded|quoted)\s)+",
        "",
        printed.strip(" ,;/"),
    )
    if mic_of(printed):
        return [printed]
    parts = [p for p in re.split(r"\s?(?:&|/|,|;|\band\b|:)\s?", printed) if p]
    known = [p for p in parts if mic_of(p)]
    if known:
        return known
    last = parts[-1] if parts else printed
    head, _, tail = last.partition(" ")
    if mic_of(f"{head} {tail.split(' ')[0]}") and tail:
        return [last]
    return []


def _tickers(blocks: Sequence[Block]) -> Iterator[_Ticker]:
    for block in blocks:
        if block.kind == "table" or ("(" not in block.text and "[" not in block.text):
            continue
        text = strip_markdown(block.flat)
        end = -9
        name = ""
        for match in _BRACKET.finditer(text):
            pairs = listings_in_bracket(match[1])
            if not pairs:
                continue
            if match.start() - end > 3:
                name = name_before(text[: match.start()])
            end = match.end()
            yield _Ticker(
                name=name, pairs=tuple(pairs), block=block, offset=match.start()
            )


def _of_issuer(ticker: _Ticker, issuer: str | None) -> bool:
    if not issuer or not ticker.name:
        return False
    a, b = comparable_name(issuer), comparable_name(ticker.name)
    return bool(a and b) and (
        a.startswith(b) or b.startswith(a) or a.split()[0] == b.split()[0]
    )


def issuer_and_listings(
    lead: Sequence[Block],
    others: Sequence[Block],
    headline: str,
    above: Sequence[Block] = (),
) -> tuple[Quote | None, list[Listing]]:
    """Return the issuer as first named in full, and its listings from anywhere."""
    lead_text = lead[0].flat if lead else None
    tickers = list(_tickers(lead))
    first = _first_of_lead(tickers, lead, lead_text)
    name = first.name if first else headline_owner(headline)
    name = name or (sentence_subject(lead_text) if lead_text else None)
    name = name or headline_subject(headline) or letterhead_name(above) or _later(lead)
    if name is None:
        return None, []
    all_tickers = tickers + list(_tickers(others))
    own = [first] if first else []
    own += [
        t
        for t in all_tickers
        if t is not first and (_of_issuer(t, name) or _adjoins(t, own) or _is_traded(t))
    ]
    block = first.block if first else (lead or others)[0]
    listings = (
        _without_repeats(own)
        or _listings_in_prose(lead[:3])
        or _listings_in_prose(_on_itself(others))
    )
    bare = re.sub(r"\s?(?:[®™]|\((?:R|TM)\))$", "", name)
    return Quote(text=bare, lines=block.lines), listings


def _later(lead: Sequence[Block]) -> str | None:
    """Return the subject of one of the paragraphs after the first."""
    subjects = (
        sentence_subject(block.flat) for block in lead[1:3] if block.kind == "text"
    )
    return next((name for name in subjects if name and is_company(name)), None)


def _first_of_lead(
    tickers: Sequence[_Ticker], lead: Sequence[Block], lead_text: str | None
) -> _Ticker | None:
    """Return the bracket after the first sentence's subject, not after a partner's name."""
    about = sentence_subject(lead_text) if lead_text else None
    for ticker in tickers:
        if ticker.block is not lead[0] or not ticker.name:
            continue
        if (
            about is None
            or comparable_name(about).split()[:1]
            == comparable_name(ticker.name).split()[:1]
        ):
            return ticker
        if ticker.name.lower() in about.lower() or about.lower() in ticker.name.lower():
            return ticker
    near = [t for t in tickers if t.block is lead[0] and t.name and t.offset < 400]
    return near[0] if near and (about is None or not is_company(about)) else None


_TRADED = re.compile(
    r"(?i)\b(?:we are|company(?:’s|'s)?|shares?|stock|is|are)\b[^.]{0,120}\b(?:traded|listed|trades|quoted|trading)\b"
)


def _is_traded(ticker: _Ticker) -> bool:
    """Return whether the bracket follows an exchange where shares are traded."""
    text = strip_markdown(ticker.block.flat)
    before = text[max(0, ticker.offset - 220) : ticker.offset]
    return mic_of(ticker.name) is not None and _TRADED.search(before) is not None


def _adjoins(ticker: _Ticker, own: Sequence[_Ticker]) -> bool:
    return any(t.block is ticker.block and t.name == ticker.name for t in own)


def _without_repeats(tickers: Sequence[_Ticker]) -> list[Listing]:
    seen: dict[tuple[str, str], Listing] = {}
    for ticker in tickers:
        for exchange, symbol in ticker.pairs:
            mic = mic_of(exchange)
            if not any(mic_of(e) == mic and s == symbol for e, s in seen):
                seen[exchange, symbol] = Listing(
                    exchange=exchange, symbol=symbol, mic=mic, lines=ticker.block.lines
                )
    return [listing for listing in seen.values() if not _is_warrant(listing, seen)]


def _is_warrant(listing: Listing, others: Iterable[tuple[str, str]]) -> bool:
    """Return whether a symbol is that of the shares with the letter of warrants."""
    return any(
        re.fullmatch(rf"{re.escape(s)}[./]?WS?", listing.symbol) for _, s in others
    )


def _on_itself(blocks: Sequence[Block]) -> list[Block]:
    """Return a listing from a sentence in which a company says where it is traded."""
    return [b for b in blocks if b.kind == "text" and _TRADED.search(b.flat)]


def _listings_in_prose(lead: Sequence[Block]) -> list[Listing]:
    """Return listings given in a sentence: on the NYSE under the symbol “ABC”."""
    return [
        Listing(exchange=exchange, symbol=symbol, mic=mic_of(exchange), lines=b.lines)
        for b in lead
        for exchange, symbol in _sentences_in(strip_markdown(b.flat))
        if mic_of(exchange)
    ]


def _sentences_in(words: str) -> list[tuple[str, str]]:
    return [
        (m["exchange"], m["symbols"].strip('“”",.')) for m in _LISTED.finditer(words)
    ]
