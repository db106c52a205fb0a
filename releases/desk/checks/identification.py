"""Who speaks: the issuer and its listing in the first paragraph, source and contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.text.tickers import Ticker, mentions_company, tickers_after
from releases.text.translatable import Message

NAMED_ISSUER = _(
    "Inside information names the company in full; agencies and algorithms file a "
    "release by the name and the ticker symbol in its first paragraph."
)
MAR_URL = "https://www.legislation.gov.uk/eur/2016/1055/chapter/II"
HOAX_URL = "https://www.globalconstructionreview.com/france-fines-bloomberg-news-agency-5m-over-vinci-h/"
# Characters of the first paragraph that are quoted.
QUOTED = 80


@check(
    "opening.issuer",
    Level.WARNING,
    title=_("The first paragraph names the company"),
    rule=NAMED_ISSUER,
    source=MAR_URL,
)
def unnamed_issuer(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a first paragraph with neither the name nor the legal name."""
    lead = checked.body.lead
    names = list(checked.issuer_names())
    if lead and names and not any(mentions_company(lead, name) for name in names):
        yield Problem(
            message=Message(
                gettext_noop("Name %(company)s in the first paragraph."),
                {"company": checked.company},
            ),
            passage=lead[:QUOTED],
            field="body",
        )


@check(
    "opening.symbol",
    Level.WARNING,
    title=_("The first paragraph gives the ticker symbol"),
    rule=NAMED_ISSUER,
    source=MAR_URL,
)
def no_symbol(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a first paragraph without any of the issuer's symbols, or another listing."""
    lead = checked.body.lead
    has_listing = any(tickers_after(lead, name) for name in checked.issuer_names())
    if not lead or not checked.listings or has_listing:
        return
    symbols = "|".join(re.escape(symbol) for symbol in checked.symbols)
    if not re.search(rf"(?<!\w)(?:{symbols})(?!\w)", lead):
        yield Problem(
            message=Message(
                gettext_noop(
                    "Write (%(listing)s) after the company's name in the first paragraph."
                ),
                {"listing": str(checked.listings[0])},
            ),
            passage=lead[:QUOTED],
            field="body",
        )


@check(
    "opening.listing",
    Level.ERROR,
    title=_("A printed listing is the company's"),
    rule=_(
        "Orders follow the printed symbol: another company's symbol, or the wrong "
        "exchange, moves the wrong shares."
    ),
    source=MAR_URL,
)
def wrong_listing(checked: CheckedRelease) -> Iterator[Problem]:
    """Find listings in brackets after the issuer's name that are not its own."""
    if not checked.listings:
        return
    for ticker in _printed_tickers(checked):
        if not any(
            ticker.matches(listing.exchange, listing.symbol)
            for listing in checked.listings
        ):
            yield Problem(
                message=Message(
                    gettext_noop(
                        "The text says (%(ticker)s), but the company's listing is "
                        "%(listings)s. Correct the text, or the company's page."
                    ),
                    {
                        "ticker": str(ticker),
                        "listings": "; ".join(map(str, checked.listings)),
                    },
                ),
                passage=str(ticker),
                field="body",
            )


def _printed_tickers(checked: CheckedRelease) -> list[Ticker]:
    """Return the listings in brackets after the issuer's name, each once."""
    tickers = [
        ticker
        for block in checked.body.blocks
        if block.kind != "table"
        for name in checked.issuer_names()
        for ticker in tickers_after(block.text, name)
    ]
    return list(dict.fromkeys(tickers))


@check(
    "source.missing",
    Level.WARNING,
    title=_("The source is named"),
    rule=_("Forged releases have moved markets: a release says who issues it."),
    source=HOAX_URL,
)
def no_source(checked: CheckedRelease) -> Iterator[Problem]:
    """Find an empty source line."""
    if not checked.document.source.strip():
        yield Problem(
            message=Message(
                gettext_noop("Fill in the source: the company that issues the release.")
            ),
            field="source",
        )


@check(
    "contacts.investors",
    Level.WARNING,
    title=_("There is an investor contact"),
    rule=_("Readers can call a named person to confirm the release."),
    source=HOAX_URL,
)
def no_investor_contact(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a release without a contact for investors, or for everybody."""
    audiences = {contact.audience for contact in checked.document.contacts}
    if not audiences & {"investors", "general"}:
        yield Problem(
            message=Message(gettext_noop("Add an investor contact.")),
            field="contacts",
        )


@check(
    "contacts.unreachable",
    Level.WARNING,
    title=_("Each contact can be reached"),
    rule=_("Nobody can reach a contact without a phone number or an e-mail address."),
)
def unreachable_contact(checked: CheckedRelease) -> Iterator[Problem]:
    """Find contacts with neither."""
    for contact in checked.document.contacts:
        if not contact.phones and not contact.emails:
            name = contact.name or contact.organization
            yield Problem(
                message=Message(
                    gettext_noop(
                        "Add a phone number or an e-mail address on the page of the "
                        "contact “%(contact)s”."
                    ),
                    {"contact": name},
                ),
                passage=name,
                field="contacts",
            )
