"""The newswire and the filing that go with a release."""

from __future__ import annotations

from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Mark, check

CHANNELS = (
    "A web posting may not by itself be enough to disclose: most issuers cross a "
    "newswire and furnish a Form 8-K, and the desk keeps when each was done."
)
AKIN = "https://www.akingump.com/en/insights/alerts/nasdaq-now-requires-notification-10-minutes-prior-to-releasing-material-information"


@check(
    "wire.order",
    Level.WARNING,
    title="The wire's order is recorded",
    rule=CHANNELS,
    source=AKIN,
)
def order(checked: CheckedRelease) -> Iterator[Mark]:
    """A dateline that names a wire, and no order number."""
    wire = checked.document.dateline.wire
    if wire and not checked.release.wire_order.strip():
        yield Mark(
            message=f"The dateline names {wire}: record the number of the order there.",
            passage=wire,
            field="wire_order",
        )


@check(
    "wire.nothing_to_wait_for",
    Level.WARNING,
    title="What waits for a wire has one to wait for",
    rule="A release that opens only after the wire never opens where nobody records "
    "that one has crossed.",
)
def nothing_to_wait_for(checked: CheckedRelease) -> Iterator[Mark]:
    """“Only after the wire”, and no sign of a wire."""
    release = checked.release
    known = (
        checked.document.dateline.wire or release.wire_order or release.wire_crossed_at
    )
    if release.after_wire and not known:
        yield Mark(
            message="It opens only after the wire, and no wire is named: record the "
            "order, or let it open at its own instant.",
            field="after_wire",
        )


@check(
    "wire.web_first",
    Level.WARNING,
    title="The web is not earlier than the wire",
    rule=f"{CHANNELS} Readers of the wire are not to be behind readers of the site.",
    source=AKIN,
)
def web_first(checked: CheckedRelease) -> Iterator[Mark]:
    """A wire that will not have crossed by the instant, as far as is known."""
    release = checked.release
    crossed = release.wire_crossed_at
    sent = crossed is not None and crossed <= checked.goes_live_at
    ordered = checked.document.dateline.wire or release.wire_order
    if ordered and not sent and not release.after_wire:
        yield Mark(
            message="It may open here before the wire has crossed: tick “only after the "
            "wire”, or make sure that the wire is ordered for the same instant.",
            field="after_wire",
        )


@check(
    "wire.crossed_later",
    Level.ERROR,
    title="A wire that has crossed did so in the past",
    rule="When the wire crossed is recorded after it has, and never planned.",
)
def crossed_later(checked: CheckedRelease) -> Iterator[Mark]:
    """A time of crossing that is still to come."""
    crossed = checked.release.wire_crossed_at
    if crossed and crossed > checked.at:
        yield Mark(
            message="The wire is recorded as crossed at a time that is still to come: "
            "record it when it has crossed.",
            field="wire_crossed_at",
        )


@check(
    "filing.incomplete",
    Level.WARNING,
    title="A filing has its number and its time",
    rule=CHANNELS,
    source=AKIN,
)
def filing_incomplete(checked: CheckedRelease) -> Iterator[Mark]:
    """An accession number without the time of acceptance, or the other way round."""
    release = checked.release
    if release.filing_number and release.filed_at is None:
        yield Mark(
            message=f"Record when the SEC accepted the filing {release.filing_number}.",
            field="filed_at",
        )
    if release.filed_at and not release.filing_number:
        yield Mark(
            message="Record the accession number of the filing, with its dashes.",
            field="filing_number",
        )


@check(
    "filing.first",
    Level.WARNING,
    title="The filing is not public before the release",
    rule="A filing is public when EDGAR accepts it, and is read there within seconds.",
    source="https://irmagazine.com/regulation/fast-traders-receive-sec-filings-10-seconds-early",
)
def filing_first(checked: CheckedRelease) -> Iterator[Mark]:
    """A filing that was accepted before the instant."""
    filed = checked.release.filed_at
    if filed and filed < checked.goes_live_at and not checked.public_document:
        yield Mark(
            message="The SEC accepted the filing before the release opens here, so the "
            "news is out: let it open now.",
            field="filed_at",
        )
