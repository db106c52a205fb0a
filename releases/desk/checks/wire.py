"""The newswire and the SEC filing that go with a release."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.text.translatable import Message

CHANNELS = _(
    "A web posting alone may not be disclosure: most companies also send the release over a "
    "newswire and furnish a Form 8-K, and the record shows when each was done."
)
NASDAQ_NOTICE_URL = "https://www.akingump.com/en/insights/alerts/nasdaq-now-requires-notification-10-minutes-prior-to-releasing-material-information"


@check(
    "wire.order",
    Level.WARNING,
    title=_("The newswire's order number is recorded"),
    rule=CHANNELS,
    source=NASDAQ_NOTICE_URL,
)
def no_wire_order(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a dateline that names a newswire, without an order number."""
    wire = checked.document.dateline.wire
    if wire and not checked.release.wire_order.strip():
        yield Problem(
            message=Message(
                gettext_noop("Enter the order number of %(wire)s."), {"wire": wire}
            ),
            passage=wire,
            field="wire_order",
        )


@check(
    "wire.nothing_to_wait_for",
    Level.WARNING,
    title=_("A release that waits for a newswire names one"),
    rule=_(
        "A release that is published only after the newswire is never published if nobody "
        "records that it has crossed."
    ),
)
def no_wire_to_wait_for(checked: CheckedRelease) -> Iterator[Problem]:
    """Find “only after the wire” without any sign of a newswire."""
    release = checked.release
    is_known = (
        checked.document.dateline.wire or release.wire_order or release.wire_crossed_at
    )
    if release.after_wire and not is_known:
        yield Problem(
            message=Message(
                gettext_noop(
                    "It waits for a newswire, but none is named. Enter the order number, "
                    "or untick “only after the wire”."
                )
            ),
            field="after_wire",
        )


@check(
    "wire.web_first",
    Level.WARNING,
    title=_("The website isn't earlier than the newswire"),
    rule=format_lazy(
        "{} {}",
        CHANNELS,
        _(
            "Readers of the wire must not learn the news later than readers of the site."
        ),
    ),
    source=NASDAQ_NOTICE_URL,
)
def web_before_wire(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a newswire that won't have crossed by the instant, as far as is known."""
    release = checked.release
    crossed_at = release.wire_crossed_at
    has_crossed = crossed_at is not None and crossed_at <= checked.goes_live_at
    is_ordered = checked.document.dateline.wire or release.wire_order
    if is_ordered and not has_crossed and not release.after_wire:
        yield Problem(
            message=Message(
                gettext_noop(
                    "It may be published here before the newswire has crossed. Tick “only "
                    "after the wire”, or make sure that the wire has the same time."
                )
            ),
            field="after_wire",
        )


@check(
    "wire.crossed_later",
    Level.ERROR,
    title=_("The newswire crossed in the past"),
    rule=_("When the newswire crossed is recorded afterwards, and never planned."),
)
def future_wire_crossing(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a time of crossing in the future."""
    crossed_at = checked.release.wire_crossed_at
    if crossed_at and crossed_at > checked.at:
        yield Problem(
            message=Message(
                gettext_noop(
                    "The newswire is recorded as crossed in the future. Record it when it "
                    "has crossed."
                )
            ),
            field="wire_crossed_at",
        )


@check(
    "filing.incomplete",
    Level.WARNING,
    title=_("A filing has its number and its time"),
    rule=CHANNELS,
    source=NASDAQ_NOTICE_URL,
)
def incomplete_filing(checked: CheckedRelease) -> Iterator[Problem]:
    """Find an accession number without the time of acceptance, or the time alone."""
    release = checked.release
    if release.filing_number and release.filed_at is None:
        yield Problem(
            message=Message(
                gettext_noop("Enter when the SEC accepted the filing %(number)s."),
                {"number": release.filing_number},
            ),
            field="filed_at",
        )
    if release.filed_at and not release.filing_number:
        yield Problem(
            message=Message(gettext_noop("Enter the accession number of the filing.")),
            field="filing_number",
        )


@check(
    "filing.first",
    Level.WARNING,
    title=_("The filing isn't public before the release"),
    rule=_("A filing is public once EDGAR accepts it, and is read within seconds."),
    source="https://irmagazine.com/regulation/fast-traders-receive-sec-filings-10-seconds-early",
)
def early_filing(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a filing that the SEC accepted before the instant."""
    filed_at = checked.release.filed_at
    if filed_at and filed_at < checked.goes_live_at and not checked.public_document:
        yield Problem(
            message=Message(
                gettext_noop(
                    "The SEC has already accepted the filing, so the news is public. "
                    "Publish the release now."
                )
            ),
            field="filed_at",
        )
