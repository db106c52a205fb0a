"""Exchange and symbol as a release prints them: (Nasdaq: LRKM; TSX: LRK)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from releases.text.exchanges import mic_of

_SYMBOL = r"[A-Z0-9]{1,8}(?:[./-][A-Z0-9]{1,4})?"
_PAIR = re.compile(
    rf"(?P<exchange>[A-Za-zÀ-ž][\w®™.&’' -]{{0,50}}?)\s?:\s?[“\"]?(?P<symbols>{_SYMBOL}(?![\w:])"
    rf"(?:\s?(?:,|/|and|&)\s?{_SYMBOL}(?![\w:]|\s?:))*)"
)
_SEPARATORS = re.compile(r"\s?(?:,|/(?=\s)|\band\b|&)\s?")
_FORM = (
    r"(?:Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|LLC|L\.?P|plc|PLC|AG|SE"
    r"|GmbH|N\.?V|B\.?V|S\.?A|S\.?p\.?A|A/S|ASA|AB|Oyj|Holdings?|Group)"
)
_LEGAL_FORM = re.compile(rf"(?:,?\s{_FORM}\.?)+$")
_MARKS = re.compile(r"[®™©]|\((?:R|TM)\)")
# Two names for places where the same listing is printed under either.
_HOUSES = (
    {"XLON", "AIMX"},
    {"XFRA", "XETR"},
    {"XPAR", "ALXP", "XAMS", "XBRU", "XLIS", "XDUB", "XMIL", "XOSL", "MERK"},
    {"XSTO", "FNSE"},
    {"NEOE", "XTSE"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticker:
    """A symbol with the exchange that is printed before it."""

    exchange: str
    mic: str
    symbol: str

    def means(self, mic: str, symbol: str) -> bool:
        """Whether it can be read as this listing."""
        houses = self.mic == mic or any({self.mic, mic} <= house for house in _HOUSES)
        return houses and _bare(self.symbol) == _bare(symbol)

    def __str__(self) -> str:
        return f"{self.exchange}: {self.symbol}"


def tickers_in(words: str) -> Iterator[Ticker]:
    """Every listing that the words print, of exchanges that are known."""
    for match in _PAIR.finditer(words):
        printed = re.sub(r"^(?:and|or|the|on)\s", "", match["exchange"].strip(" ,;/"))
        mic = mic_of(printed)
        if mic is None:
            continue
        for symbol in _SEPARATORS.split(match["symbols"]):
            yield Ticker(exchange=printed, mic=mic, symbol=symbol)


def bare_name(name: str) -> str:
    """A company's name without its legal form and its marks."""
    return _LEGAL_FORM.sub("", _MARKS.sub("", " ".join(name.split()))).strip(" ,")


def names(text: str, company: str) -> bool:
    """Whether the text names the company, in full or without its legal form."""
    bare = bare_name(company)
    return bool(bare) and re.search(_spelt(bare), _plainly(text)) is not None


def tickers_after(text: str, company: str) -> list[Ticker]:
    """The listings in brackets right after the company's name."""
    bare = bare_name(company)
    if not bare:
        return []
    bracket = re.compile(
        rf"{_spelt(bare)}(?:,?\s{_FORM}\.?)*\s?(?:\([^():]{{1,40}}\)\s?)?[(\[]([^()\[\]]{{3,200}})[)\]]"
    )
    return [
        ticker
        for match in bracket.finditer(_plainly(text))
        for ticker in tickers_in(match[1])
    ]


def _spelt(bare: str) -> str:
    return rf"(?i:(?<!\w){re.escape(_plainly(bare))}(?!\w))"


def _plainly(text: str) -> str:
    return " ".join(_MARKS.sub("", text).replace("’", "'").split())


def _bare(symbol: str) -> str:
    return re.sub(r"[./-]", ".", symbol).upper()
