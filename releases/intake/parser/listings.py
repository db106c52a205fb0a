"""The exchanges and symbols in brackets, mastheads and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from releases.intake.parser.blocks import Block
from releases.intake.parser.issuers import name_before, same_company
from releases.intake.parser.reading import Listing
from releases.text.exchanges import mic_of
from releases.text.links import strip_markdown

Pair = tuple[str, str]
_BRACKET = re.compile(
    r"[(\[]([^()\[\]]{3,200}(?:\([^()]{1,40}\)[^()\[\]]{0,80})?)[)\]]"
)
_SYMBOL = r"\$?[A-Z0-9][A-Z0-9]{0,9}(?:[./-](?:[A-Z0-9]{1,6}|[a-z]\b))?(?:\s[ABC])?"
_ONLY_SYMBOL = re.compile(rf"[“\"]?(?P<symbol>{_SYMBOL})[”\"]?\*?")
_NAMED = re.compile(
    rf"(?P<exchange>[A-Za-zÀ-ž][\w®™&.’' /-]{{0,60}}?)(?:\s?\([A-Z-]{{2,8}}\)|\s(?:share|stock|company|security|trading) code)?"
    rf"(?:(?:\s?:|\s[-–—])(?:\s?(?:[Tt]icker|[Ss]ymbol):?)?|,? (?:under (?:the )?)?(?:(?:ticker |trading |stock )?symbols?|ticker):?)\s?[“\"]?"
    rf"(?P<symbol>{_SYMBOL})[”\"]?"
)
_REVERSED = re.compile(
    rf"(?P<symbol>{_SYMBOL})\s?[-–—]\s?(?P<exchange>[A-Z][\w® .&-]{{1,60}})"
)
_NUMBERS = re.compile(
    r"(?:[;,/-]\s?)?\b(?:ISIN|WKN|CUSIP|SEDOL|Valor|LEI|RIC|Bloomberg|Reuters)\b(?: (?:code|number|no\.?))?\s?:?\s?[A-Z0-9]{4,20}(?:[. ][A-Z]{1,3})?|(?:\s[-–—/,;]\s?)\b[A-Z]{2}[A-Z0-9]{9}\d\b"
)
_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}\d")
_PARTS = re.compile(r"\s*(?:,|;|\||/|\band\b|&|\+)\s*")
# Two symbols side by side, as columns of a masthead leave them.
_SIDE_BY_SIDE = re.compile(
    r"(:\s?[A-Z0-9.]{1,8})\s(?=[A-Z][\w.-]{1,11}\s?:\s?[A-Z0-9])"
)
_CODED = re.compile(
    r"(?i:\b(?:securities |stock |security )?code)(?: [Nn]o)?\.?\s?:?\s?(?P<code>\d{4}[A-Z]?)\b"
)
_MARKET = re.compile(
    r"(?P<exchange>(?:Tokyo|Nagoya|Fukuoka|Hong Kong|Shanghai|Shenzhen|Taiwan|Korea) (?:Stock )?Exchange|TSE)\b"
)
_PREFIX = re.compile(
    r"(?i)^(?:(?:and|or|the|on|listed|traded|quoted|trades|symbols?:?|tickers?:?)\s)+"
)
_SMALL_END = re.compile(r"\s(?:in|of|on|under|the|for|and)\s.*$|[.:;,\s]+$")
_LISTED = re.compile(
    r"(?i:\b(?:on|listed on|traded on|trades on)\s(?:the\s)?)(?P<exchange>[A-Z][\w® -]{1,50}?)\s(?:\([A-Z]{2,8}\)\s)?(?:on [A-Z][a-z]+ \d{1,2}, \d{4},? )?(?i:under (?:the )?\(?(?:ticker |trading |stock )?(?:symbols?|ticker):?)\s(?P<symbols>[“\"]?[A-Z][A-Z.]{0,6}(?: [AB])?\b[,”\"]*)"
)
_TRADED = re.compile(
    r"(?i)\b(?:we are|company(?:’s|'s)?|shares?|stock|is|are)\b[^.]{0,120}\b(?:traded|listed|trades|quoted|trading)\b"
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
    """Return exchange and symbol of each listing in a bracket or masthead line.

    The parts between commas are an exchange, a symbol, or both in either order; a symbol
    belongs to every exchange named since the last one.
    """
    pairs: list[Pair] = []
    words = _SIDE_BY_SIDE.sub(r"\1, ", words)
    code, market = _CODED.search(words), _MARKET.search(words)
    if code and market:
        return [(market["exchange"], code["code"])]
    waiting: list[str] = []
    named = ""
    for part in _parts(_NUMBERS.sub(" ", words)):
        exchange, symbol = _pair_in(part)
        if exchange and symbol:
            pairs += [(name, symbol) for name in (*waiting, exchange)]
            waiting, named = [], exchange
        elif exchange:
            waiting.append(exchange)
        elif symbol and named and not waiting:
            pairs.append((named, symbol))
        else:
            named = ""
    return [pair for pair in dict.fromkeys(pairs) if not _ISIN.fullmatch(pair[1])]


def _parts(words: str) -> Iterator[str]:
    """Yield the parts of a bracket; an exchange known with its slash stays whole."""
    for piece in re.split(r"\s*[,;|]\s*", words):
        head = piece.partition(":")[0]
        ends = [mic_of(end) for end in re.split(r"\s?[/&]\s?", head)]
        whole = mic_of(head.strip()) or (any(ends) and not all(ends))
        if len(ends) > 1 and whole and ":" in piece:
            yield piece.strip()
        else:
            yield from (part for part in _PARTS.split(piece) if part)


def _pair_in(part: str) -> tuple[str, str]:
    """Return the exchange and the symbol of a part; empty where it has none."""
    bare = _PREFIX.sub("", part.strip(' .:“”"'))
    match = _NAMED.fullmatch(bare) or _NAMED.match(bare)
    if match and (exchange := _exchange(match["exchange"])):
        return exchange, match["symbol"].lstrip("$").strip()
    reverse = _REVERSED.fullmatch(bare)
    if reverse and (exchange := _exchange(reverse["exchange"])):
        return exchange, reverse["symbol"].lstrip("$")
    if exchange := _exchange(bare):
        return exchange, ""
    symbol = _ONLY_SYMBOL.fullmatch(bare)
    return "", symbol["symbol"].lstrip("$") if symbol else ""


def _exchange(printed: str) -> str:
    """Return an exchange as printed, without what follows its name; empty if unknown."""
    name = _PREFIX.sub("", printed.strip(' ,;/“”"'))
    name = name.rpartition(": ")[2] if mic_of(name) is None else name
    name = _SMALL_END.sub("", name)
    if mic_of(name):
        return name
    if "/" in name or "&" in name:
        known = [p for p in re.split(r"\s?[/&]\s?", name) if mic_of(p)]
        return known[0] if known else ""
    words = name.split()
    if len(words) > 4 or not all(word[0].isupper() for word in words):
        return ""
    return (
        name if any(mic_of(" ".join(words[:n])) for n in range(1, len(words))) else ""
    )


def tickers_in(blocks: Sequence[Block]) -> Iterator[Ticker]:
    """Yield the listings in each bracket of the text, with the company before it."""
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
            yield Ticker(
                name=name, pairs=tuple(pairs), block=block, offset=match.start()
            )


def own_listings(
    issuer: str,
    tickers: Sequence[Ticker],
    masthead: Sequence[Block],
    blocks: Sequence[Block],
) -> list[Listing]:
    """Return the issuer's listings: after its name, in the masthead, or in a sentence."""
    own = [t for t in tickers if t.name and same_company(t.name, issuer)]
    own += [t for t in tickers if t not in own and (_adjoins(t, own) or _is_traded(t))]
    pairs = [(pair, ticker.block) for ticker in own for pair in ticker.pairs]
    pairs += [
        (pair, block)
        for block in masthead
        if len(block.flat) < _LONGEST_LINE
        for pair in listings_in_bracket(strip_markdown(block.flat))
    ]
    together = ", ".join(strip_markdown(block.flat) for block in masthead)
    if not pairs and masthead and _CODED.search(together):
        pairs = [(pair, masthead[0]) for pair in listings_in_bracket(together)[:1]]
    pairs = pairs or [
        (pair, block)
        for block in blocks
        if block.kind == "text" and (block in blocks[:8] or _TRADED.search(block.flat))
        for pair in _in_prose(strip_markdown(block.flat))
    ]
    return _without_repeats(pairs)


def _is_traded(ticker: Ticker) -> bool:
    """Return whether the bracket follows an exchange where shares are traded."""
    text = strip_markdown(ticker.block.flat)
    before = text[max(0, ticker.offset - 220) : ticker.offset]
    return mic_of(ticker.name) is not None and _TRADED.search(before) is not None


def _adjoins(ticker: Ticker, own: Sequence[Ticker]) -> bool:
    return any(t.block is ticker.block and t.name == ticker.name for t in own)


def _in_prose(words: str) -> list[Pair]:
    """Return listings given in a sentence: on the NYSE under the symbol “ABC”."""
    return [
        (m["exchange"], m["symbols"].strip('“”",.'))
        for m in _LISTED.finditer(words)
        if mic_of(m["exchange"])
    ]


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
