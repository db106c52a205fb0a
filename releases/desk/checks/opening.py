"""Who speaks: the issuer and its listing in the first paragraph, source and contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releases.desk.checks.case import Case
from releases.desk.checks.registry import Level, Mark, check
from releases.text.tickers import Ticker, mentions_company, tickers_after

WHO = (
    "Inside information names its issuer in full; agencies and algorithms file a "
    "release by the name and the symbol in its first paragraph."
)
MAR = "https://www.legislation.gov.uk/eur/2016/1055/chapter/II"
HOAX = "https://www.globalconstructionreview.com/france-fines-bloomberg-news-agency-5m-over-vinci-h/"


@check(
    "opening.issuer",
    Level.WARNING,
    title="The first paragraph names the issuer",
    rule=WHO,
    source=MAR,
)
def issuer(case: Case) -> Iterator[Mark]:
    """The name or the legal name, with its legal form or without."""
    lead = case.body.lead
    known = list(case.issuer_names())
    if lead and known and not any(mentions_company(lead, one) for one in known):
        yield Mark(
            message=f"The first paragraph does not name {case.company}: say whose news "
            "it is.",
            passage=lead[:80],
            field="body",
        )


@check(
    "opening.symbol",
    Level.WARNING,
    title="The first paragraph gives the symbol",
    rule=WHO,
    source=MAR,
)
def symbol(case: Case) -> Iterator[Mark]:
    """Any symbol of the issuer's, as a word."""
    lead = case.body.lead
    another = any(tickers_after(lead, name) for name in case.issuer_names())
    if not lead or not case.listings or another:
        return
    spelt = "|".join(re.escape(one) for one in case.symbols)
    if not re.search(rf"(?<!\w)(?:{spelt})(?!\w)", lead):
        yield Mark(
            message="The first paragraph does not give the symbol: write "
            f"({case.listings[0]}) after the company's name.",
            passage=lead[:80],
            field="body",
        )


@check(
    "opening.listing",
    Level.ERROR,
    title="The listing that is printed is the issuer's",
    rule="Orders follow the symbol that is printed: another company's, or the wrong "
    "exchange, moves the wrong shares.",
    source=MAR,
)
def listing(case: Case) -> Iterator[Mark]:
    """Every bracket after the issuer's name, anywhere in the body."""
    if not case.listings:
        return
    for printed in _printed(case):
        if not any(printed.matches(one.exchange, one.symbol) for one in case.listings):
            known = "; ".join(map(str, case.listings))
            yield Mark(
                message=f"It prints ({printed}), and the issuer's listing is {known}: "
                "correct the text, or the listing on the company's page.",
                passage=str(printed),
                field="body",
            )


def _printed(case: Case) -> list[Ticker]:
    """The listings in brackets after the issuer's name, each once."""
    found = [
        ticker
        for block in case.body.blocks
        if block.kind != "table"
        for name in case.issuer_names()
        for ticker in tickers_after(block.text, name)
    ]
    return list(dict.fromkeys(found))


@check(
    "source.missing",
    Level.WARNING,
    title="It says who issues it",
    rule="Forged releases have moved markets: a release says whose it is.",
    source=HOAX,
)
def source(case: Case) -> Iterator[Mark]:
    """The source line."""
    if not case.document.source.strip():
        yield Mark(
            message="Write the source: the name of the company that issues it.",
            field="source",
        )


@check(
    "contacts.investors",
    Level.WARNING,
    title="It names a contact for investors",
    rule="Somebody answers for every release by name, and can be called to confirm it.",
    source=HOAX,
)
def investors(case: Case) -> Iterator[Mark]:
    """A contact for investors, or for everybody."""
    if not any(
        one.audience in {"investors", "general"} for one in case.document.contacts
    ):
        yield Mark(message="Add a contact for investors.", field="contacts")


@check(
    "contacts.unreachable",
    Level.WARNING,
    title="Each contact can be reached",
    rule="A contact without a telephone number or an e-mail address answers nobody.",
)
def unreachable(case: Case) -> Iterator[Mark]:
    """Contacts with neither."""
    for one in case.document.contacts:
        if not one.phones and not one.emails:
            name = one.name or one.organization
            yield Mark(
                message=f"“{name}” has neither a telephone number nor an e-mail "
                "address: add one on the contact's page.",
                passage=name,
                field="contacts",
            )
