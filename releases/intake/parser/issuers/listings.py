"""The exchanges and symbols in brackets, mastheads and sentences.

A bracket is read from left to right as exchanges and symbols, and each symbol is paired
with the exchanges beside it, in whichever order they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from releases.intake.parser import vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.contacts.contact_details import has_contact_details
from releases.intake.parser.issuers.company_names import (
    name_before,
    same_company,
    sentence_subject,
)
from releases.intake.parser.mentions import dates_in
from releases.intake.parser.names import comparable_name
from releases.intake.parser.reading import Listing
from releases.text.exchanges import NAMES, SEGMENTS, mic_of
from releases.text.links import strip_markdown

Pair = tuple[str, str]
_BRACKET = re.compile(
    r"[(\[]([^()\[\]]{3,200}(?:\([^()]{1,40}\)[^()\[\]]{0,80})?)[)\]]"
)
_KNOWN = "|".join(re.escape(name).replace(r"\ ", r"[ \u00a0®™]{1,2}") for name in NAMES)
_SYMBOL = r"\$?[A-Z0-9][A-Z0-9]{0,9}(?:[./-](?:[A-Z0-9]{1,6}|[a-z]\b)){0,2}(?:\s(?:[A-D]|P[Rr]?[ .-]?[A-Z])\b)?"
_AHEAD = r"(?=(?:\s(?:share|stock|company|security|trading|ticker|symbol)s?)*(?: (?:codes?|no\.?))?[®™]?\s?[:–—-])"
# Names of exchanges that no list has: words that follow a known one, or “… Exchange”.
_TOKENS = re.compile(
    rf"""
    (?P<number>\b(?i:rules?)\s\d[\w.()-]*|\b(?:ISIN|WKN|CUSIP|SEDOL|Valor|LEI|RIC|Bloomberg|Reuters)\b(?:\s(?:code|number|no\.?))?\s?:?\s?[A-Z0-9]{{4,20}}(?:[. ][A-Z]{{1,3}}\b)?
      |\b[A-Z]{{2}}[A-Z0-9]{{9}}\d\b)
    |(?P<exchange>(?<![\w.])(?:(?i:{_KNOWN})(?![\w])(?:[ ][A-Z][\w®]+){{0,2}}?(?:{_AHEAD}|(?=[\s,;/&|)”"'®.:-]|$))
      |[A-Z][\w’-]+(?:[ ][A-Z][\w’-]+){{0,2}}[ ](?:Stock[ ])?(?:Exchange|Bourse|Börse|Bolsa)\b))
    |(?P<idle>\b(?![A-Z]{{2,3}}\s?:)(?i:{vocabulary.patterns("listings", "idle")})\b)
    |(?P<symbol>(?<![\w.’']){_SYMBOL}(?![\w’']))
    |(?P<stop>[^\W\d_][\w’'-]*|\d[\w.,-]*)
    """,
    re.VERBOSE,
)
_SHORT = 3
_COLON = re.compile(r"\s?[:–—-]")
# What stands before a colon after a known exchange is one that no list has.
_COLON_AHEAD = re.compile(r"\s?:\s?[A-Z0-9]")
_BESIDE = re.compile(
    r"\s?\)?\s?[:–—/&,;|“\"-]|\s(?i:and|or|trading|ticker|stock|share|company|symbols?|codes?)\b|$"
)
# A town is an exchange before a mark, not in an address: London EC2A 4BX.
_TOWNS = {name.casefold() for name in vocabulary.words("regions", "cities")}
_TOWNS |= {name.casefold() for name in vocabulary.words("regions", "countries")}
_TOWN_BESIDE = re.compile(
    r"\s?[:–—/)”\"-]|\s(?i:and|or|stock|exchange|symbols?|tickers?|codes?)\b|,?\s?$|[,;]\s?[A-Z][\w ]{1,20}\s?[:–—-]"
)
# Two symbols side by side, as columns of a masthead leave them.
_SIDE_BY_SIDE = re.compile(
    r"(:\s?[A-Z0-9.]{1,8})\s(?=[A-Z][\w.-]{1,11}\s?:\s?[A-Z0-9])"
)
# The market of an exchange, as old mastheads print it: NASDAQ/NM.
_TIER = re.compile(r"(?i)(?<=nasdaq)\s?[/-]\s?(?:nm|nms|sc|scm|gm|gs|cm)\b(?=\W)")
_CODED = re.compile(
    r"(?i:\b(?:securities |stock |security )?code)(?: (?:[Nn]o|[Nn]umber))?\.?\s?:?\s?(?P<code>\d{4}[A-Z]?)\b"
)
_MARKET = re.compile(
    r"(?P<exchange>(?:Tokyo|Nagoya|Fukuoka|Hong Kong|Shanghai|Shenzhen|Taiwan|Korea) (?:Stock )?Exchange|TSE)\b"
)
_LISTED = re.compile(
    r"(?i:\b(?:on|listed on|traded on|trades on)\s(?:the\s)?)(?P<exchange>[A-Z][\w® -]{1,50}?)\s(?:\([A-Z]{2,8}\)\s)?(?:on [A-Z][a-z]+ \d{1,2}, \d{4},? )?(?i:under (?:the )?\(?(?:ticker |trading |stock )?(?:symbols?|ticker):?)\s(?P<symbols>[“\"]?[A-Z][A-Z.]{0,6}(?: [AB])?\b[,”\"]*)"
)
# A market that no list has, in a bracket beside one with listings: (GR: R9B).
_CODE_ALONE = re.compile(r"([A-Z]{2,6}):\s?([A-Z0-9]{1,6})")
_TICKER_WORD = re.compile(r"(?i)^(?:ticker|symbol)(?: symbol)?:?\s")
# At the end of a paragraph, or alone on its line: “NASDAQ: TARN.”
_AT_END = re.compile(r"(?:^|\.\s)([A-Z][\w ]{1,30}:\s?[A-Z][A-Z0-9.]{0,6}?)\.?$")
_TRADED = re.compile(
    r"(?i)\btrades on\b|\b(?:we are|company(?:’s|'s)?|shares?|stock|is|are)\b[^.]{0,120}\b(?:traded|listed|trades|quoted|trading)\b"
)
_WHERE = re.compile(
    r"(?i)\b(?:listed|traded|quoted|notiert|gelistet|cot[ée]e?s?|cotiza)\b[^.()]{0,60}$"
)
_LISTING_ALONE = re.compile(r"[A-Za-z][\w. -]{1,30}:\s?[A-Z0-9][A-Z0-9.]{0,8}")
# A symbol before its exchange: The share (TLW) is listed on Nasdaq Stockholm.
_SHARE = re.compile(
    r"\((?P<symbol>[A-Z][A-Z0-9.]{1,8}(?: [AB])?)\)\s(?:(?:is|are)\s)?(?:listed|traded|quoted|trades?)\s(?:on|at)\s(?:the\s)?(?P<exchange>[A-Z][\w-]*(?: (?:of )?[A-Z][\w-]*){0,5})"
)
_LONGEST_LINE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticker:
    """Listings in one bracket, with the name before it and its position."""

    name: str
    pairs: tuple[Pair, ...]
    block: Block
    offset: int


def listings_in_bracket(words: str) -> list[Pair]:
    """Return exchange and symbol of each listing in a bracket or masthead line."""
    words = words.replace("''", '"')  # as old copies print quotation marks
    words = _TIER.sub("", _SIDE_BY_SIDE.sub(r"\1, ", words))
    code, market = _CODED.search(words), _MARKET.search(words)
    if code and market:
        return [(market["exchange"], code["code"])]
    tokens = list(_tokens(words))
    kinds = [kind for kind, _ in tokens if kind != "stop"]
    if "exchange" not in kinds or "symbol" not in kinds:
        return []
    opens = [kind for kind, _ in tokens[:2]] == ["symbol", "exchange"]
    behind = opens and not _COLON.match(
        words, words.find(tokens[1][1]) + len(tokens[1][1])
    )
    return list(dict.fromkeys(_reversed(tokens) if behind else _pairs(tokens)))


def _tokens(words: str) -> Iterator[tuple[str, str]]:
    """Yield the exchanges, symbols and other words of a bracket."""
    known = False
    for match in _TOKENS.finditer(words):
        kind, text = match.lastgroup or "", match.group().strip()
        beside = known and text.isalpha() and _COLON_AHEAD.match(words, match.end())
        kind = "exchange" if kind == "symbol" and beside else kind
        town = text.casefold() in _TOWNS and not known
        if kind == "exchange" and town and not _TOWN_BESIDE.match(words, match.end()):
            kind = "stop"
        known = known or kind == "exchange"
        if kind == "exchange" and not (
            beside or _is_exchange(text, words[match.end() :])
        ):
            kind = "symbol" if re.fullmatch(_SYMBOL, text) else "stop"
        if kind == "symbol":
            yield from _symbol(text)
        elif kind in {"exchange", "stop"}:
            yield kind, text


def _symbol(text: str) -> Iterator[tuple[str, str]]:
    """Yield a symbol, and the exchange after its dash or slash."""
    head, exchange = re.fullmatch(r"(.+?)(?:[/-]([^/-]+))?", text).groups("")  # type: ignore[union-attr]
    known = mic_of(exchange) is not None and len(exchange) >= _SHORT
    yield "symbol", (head if known else text).lstrip("$")
    if known:
        yield "exchange", exchange


def _is_exchange(text: str, after: str) -> bool:
    """Return whether words name an exchange here: short ones only before a mark."""
    if len(text) <= _SHORT and not text.isupper():
        return False
    beside = _COLON if len(text) < _SHORT else _BESIDE
    return text[:1].isupper() and (
        len(text) > _SHORT or beside.match(after) is not None
    )


def _reversed(tokens: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    """Yield the pairs of tokens in which symbols stand before their exchange."""
    symbol = ""
    for kind, text in tokens:
        if kind == "exchange" and symbol:
            yield text, symbol
        else:
            symbol = text if kind == "symbol" else ""


def _pairs(tokens: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    """Yield the pairs of tokens in which exchanges stand before their symbols."""
    waiting: list[str] = []
    named = ""
    for kind, text in tokens:
        if kind == "exchange":
            if not any(_is_segment(text, other) for other in waiting):
                waiting = [w for w in waiting if not _is_segment(w, text)] + [text]
            named = ""
        elif kind == "symbol" and waiting:
            yield from ((exchange, text) for exchange in waiting)
            named, waiting = waiting[-1], []
        elif kind == "symbol" and named:
            yield named, text
        elif kind == "stop":
            named = ""


def _is_segment(printed: str, exchange: str) -> bool:
    """Return whether a name is only a part of the exchange named after it."""
    return printed.lower() in SEGMENTS and mic_of(printed) == mic_of(exchange)


def tickers_in(blocks: Sequence[Block]) -> Iterator[Ticker]:
    """Yield the listings in each bracket of the text, with the company before it."""
    for block in blocks:
        if block.kind == "table" or ("(" not in block.text and "[" not in block.text):
            continue
        text = strip_markdown(block.flat)
        end = -9
        name = ""
        for match in _BRACKET.finditer(text):
            beside = match.start() - end <= 3
            pairs = listings_in_bracket(match[1]) or _behind_exchange(text, match)
            coded = _CODE_ALONE.fullmatch(match[1]) if beside and not pairs else None
            pairs = [(coded[1], coded[2])] if coded else pairs
            if not pairs:
                continue
            if not beside:
                before = text[: match.start()].strip()
                after = sentence_subject(text[match.end() :].lstrip(" )"))
                name = name_before(text[: match.start()]) if before else after or ""
            end = match.end()
            yield Ticker(
                name=name, pairs=tuple(pairs), block=block, offset=match.start()
            )


def _behind_exchange(text: str, bracket: re.Match[str]) -> list[Pair]:
    """Return the listing of a symbol alone in its bracket after the exchange's name."""
    symbol = _TICKER_WORD.sub("", bracket[1].strip())
    if not re.fullmatch(_SYMBOL, symbol) or mic_of(symbol):
        return []
    exchange = name_before(text[: bracket.start()])
    return [(exchange, symbol)] if mic_of(exchange) else []


def own_listings(
    issuer: str,
    tickers: Sequence[Ticker],
    masthead: Sequence[Block],
    blocks: Sequence[Block],
) -> list[Listing]:
    """Return the issuer's listings: after its name, in the masthead, or in a sentence."""
    beside = f"{comparable_name(issuer)} and "
    own = [
        t
        for t in tickers
        if t.name
        and same_company(t.name, issuer)
        and not comparable_name(t.name).startswith(beside)  # the other of two
    ]
    own += [
        t
        for t in tickers
        if t not in own and (_adjoins(t, own) or _is_traded(t) or _is_where(t, issuer))
    ]
    pairs = [(pair, ticker.block) for ticker in own for pair in ticker.pairs]
    pairs += [
        (pair, block)
        for block in masthead
        if len(block.flat) < _LONGEST_LINE and not has_contact_details(block)
        for pair in listings_in_bracket(_undated(strip_markdown(block.flat)))
    ]
    above = (b for b in blocks if b.first < blocks[0].first and b not in masthead)
    head = [*masthead, *filter(_is_coded, above)]
    together = ", ".join(strip_markdown(block.flat) for block in head)
    if not pairs and _CODED.search(together):
        pairs = [(pair, head[0]) for pair in listings_in_bracket(together)[:1]]
    known, name = {mic_of(exchange) for (exchange, _), _ in pairs}, _word(issuer)
    pairs += [
        (pair, block)
        for block in blocks
        if block.kind == "text" and (block in blocks[:8] or _tells_market(block.flat))
        if not known or _word(block.text) == name
        for pair in _in_prose(strip_markdown(block.flat))
        if mic_of(pair[0]) not in known
    ]
    return _without_repeats(pairs)


def _is_coded(block: Block) -> bool:
    """Return whether a line gives a code and the exchange that has it."""
    line = block.flat
    short = block.kind == "text" and len(line) < _LONGEST_LINE
    return bool(short and _CODED.search(line) and _MARKET.search(line))


def _undated(line: str) -> str:
    """Return a line of a letterhead, without the day beside a listing: 2 May 2019 NYSE: TLW."""
    day = next(dates_in(line), None)
    if day is None:
        return line
    rest = f"{line[: day.start]}{line[day.end :]}".strip()
    return rest if _LISTING_ALONE.fullmatch(rest) else ""


def _word(name: str) -> str:
    """Return the first word of a company's name."""
    return next(iter(comparable_name(name[:90]).split()), "")


def _tells_market(text: str) -> bool:
    """Return whether a paragraph tells where the company's shares are traded."""
    return (_TRADED.search(text) or _AT_END.search(text)) is not None


def _is_traded(ticker: Ticker) -> bool:
    """Return whether the bracket follows an exchange where shares are traded."""
    text = strip_markdown(ticker.block.flat)
    before = text[max(0, ticker.offset - 220) : ticker.offset]
    return mic_of(ticker.name) is not None and _TRADED.search(before) is not None


def _is_where(ticker: Ticker, issuer: str) -> bool:
    """Return whether the bracket ends a clause on where the paragraph's company is listed."""
    text = strip_markdown(ticker.block.flat)[: ticker.offset]
    listed = _WHERE.search(text) is not None
    return listed and same_company(sentence_subject(text) or "", issuer)


def _adjoins(ticker: Ticker, own: Sequence[Ticker]) -> bool:
    return any(t.block is ticker.block and t.name == ticker.name for t in own)


def _in_prose(words: str) -> list[Pair]:
    """Return listings given in a sentence: on the NYSE under the symbol “ABC”."""
    end = _AT_END.search(words)
    pairs = [
        (m["exchange"], m["symbols"].strip('“”",.')) for m in _LISTED.finditer(words)
    ]
    pairs += [(m["exchange"], m["symbol"]) for m in _SHARE.finditer(words)]
    pairs = [pair for pair in pairs if mic_of(pair[0])]
    return (listings_in_bracket(end[1]) if end else []) + pairs


def _without_repeats(pairs: Iterable[tuple[Pair, Block]]) -> list[Listing]:
    seen: dict[Pair, Listing] = {}
    for (exchange, symbol), block in pairs:
        mic = mic_of(exchange)
        if not any(mic_of(e) == mic and s == symbol for e, s in seen):
            seen[exchange, symbol] = Listing(
                exchange=exchange, symbol=symbol, mic=mic, lines=block.lines
            )
    return [listing for listing in seen.values() if not _is_warrant(listing, seen)]


def _is_warrant(listing: Listing, others: Iterable[Pair]) -> bool:
    """Return whether a symbol is that of the shares with the letter of warrants."""
    return any(
        re.fullmatch(rf"{re.escape(s)}[./]?WS?", listing.symbol) for _, s in others
    )
