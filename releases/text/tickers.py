"""Ticker symbols with their exchange, as a release prints them: (Nasdaq: LRKM)."""

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
# Exchanges under whose names the same listing is printed.
_SHARED_LISTINGS = (
    {"XLON", "AIMX"},
    {"XFRA", "XETR"},
    {"XPAR", "ALXP", "XAMS", "XBRU", "XLIS", "XDUB", "XMIL", "XOSL", "MERK"},
    {"XSTO", "FNSE"},
    {"NEOE", "XTSE"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticker:
    """A symbol and the exchange printed before it."""

    exchange: str
    mic: str
    symbol: str

    def matches(self, mic: str, symbol: str) -> bool:
        """Return whether this can be `symbol` at the exchange `mic` (ISO 10383)."""
        same_exchange = self.mic == mic or any(
            {self.mic, mic} <= group for group in _SHARED_LISTINGS
        )
        return same_exchange and _normalise_symbol(self.symbol) == _normalise_symbol(
            symbol
        )

    def __str__(self) -> str:
        return f"{self.exchange}: {self.symbol}"


def tickers_in(words: str) -> Iterator[Ticker]:
    """Yield every listing in a text whose exchange is known."""
    for match in _PAIR.finditer(words):
        printed = re.sub(r"^(?:and|or|the|on)\s", "", match["exchange"].strip(" ,;/"))
        mic = mic_of(printed)
        if mic is None:
            continue
        for symbol in _SEPARATORS.split(match["symbols"]):
            yield Ticker(exchange=printed, mic=mic, symbol=symbol)


def bare_name(name: str) -> str:
    """Return a company's name without its legal form and trade marks."""
    return _LEGAL_FORM.sub("", _MARKS.sub("", " ".join(name.split()))).strip(" ,")


def mentions_company(text: str, company: str) -> bool:
    """Return whether the text names the company, with or without legal form."""
    bare = bare_name(company)
    return (
        bool(bare) and re.search(_name_pattern(bare), _without_marks(text)) is not None
    )


def tickers_after(text: str, company: str) -> list[Ticker]:
    """Return the listings in brackets directly after the company's name."""
    bare = bare_name(company)
    if not bare:
        return []
    bracket = re.compile(
        rf"{_name_pattern(bare)}(?:,?\s{_FORM}\.?)*\s?(?:\([^():]{{1,40}}\)\s?)?[(\[]([^()\[\]]{{3,200}})[)\]]"
    )
    return [
        ticker
        for match in bracket.finditer(_without_marks(text))
        for ticker in tickers_in(match[1])
    ]


def _name_pattern(bare: str) -> str:
    return rf"(?i:(?<!\w){re.escape(_without_marks(bare))}(?!\w))"


def _without_marks(text: str) -> str:
    return " ".join(_MARKS.sub("", text).replace("’", "'").split())


def _normalise_symbol(symbol: str) -> str:
    return re.sub(r"[./-]", ".", symbol).upper()
