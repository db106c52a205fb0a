"""Who speaks: the issuer and its listing in the first paragraph, source and contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
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
def issuer(checked: CheckedRelease) -> Iterator[Mark]:
    """The name or the legal name, with its legal form or without."""
    lead = checked.body.lead
    known = list(checked.issuer_names())
    if lead and known and not any(mentions_company(lead, one) for one in known):
        yield Mark(
            message=f"The first paragraph does not name {checked.company}: say whose news "
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
def symbol(checked: CheckedRelease) -> Iterator[Mark]:
    """Any symbol of the issuer's, as a word."""
    lead = checked.body.lead
    another = any(tickers_after(lead, name) for name in checked.issuer_names())
    if not lead or not checked.listings or another:
        return
    spelt = "|".join(re.escape(one) for one in checked.symbols)
    if not re.search(rf"(?<!\w)(?:{spelt})(?!\w)", lead):
        yield Mark(
            message="The first paragraph does not give the symbol: write "
            f"({checked.listings[0]}) after the company's name.",
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
def listing(checked: CheckedRelease) -> Iterator[Mark]:
    """Every bracket after the issuer's name, anywhere in the body."""
    if not checked.listings:
        return
    for printed in _printed(checked):
        if not any(
            printed.matches(one.exchange, one.symbol) for one in checked.listings
        ):
            known = "; ".join(map(str, checked.listings))
            yield Mark(
                message=f"It prints ({printed}), and the issuer's listing is {known}: "
                "correct the text, or the listing on the company's page.",
                passage=str(printed),
                field="body",
            )


def _printed(checked: CheckedRelease) -> list[Ticker]:
    """The listings in brackets after the issuer's name, each once."""
    found = [
        ticker
        for block in checked.body.blocks
        if block.kind != "table"
        for name in checked.issuer_names()
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
def source(checked: CheckedRelease) -> Iterator[Mark]:
    """The source line."""
    if not checked.document.source.strip():
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
def investors(checked: CheckedRelease) -> Iterator[Mark]:
    """A contact for investors, or for everybody."""
    if not any(
        one.audience in {"investors", "general"} for one in checked.document.contacts
    ):
        yield Mark(message="Add a contact for investors.", field="contacts")


@check(
    "contacts.unreachable",
    Level.WARNING,
    title="Each contact can be reached",
    rule="A contact without a telephone number or an e-mail address answers nobody.",
)
def unreachable(checked: CheckedRelease) -> Iterator[Mark]:
    """Contacts with neither."""
    for one in checked.document.contacts:
        if not one.phones and not one.emails:
            name = one.name or one.organization
            yield Mark(
                message=f"“{name}” has neither a telephone number nor an e-mail "
                "address: add one on the contact's page.",
                passage=name,
                field="contacts",
            )
