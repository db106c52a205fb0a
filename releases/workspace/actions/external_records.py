"""What happened elsewhere: the wire crossed, an exchange was told, the 8-K was filed."""

from __future__ import annotations

from typing import Any

from django import forms

from releases.desk import external_records, transitions
from releases.models import State
from releases.models.desk.release import validate_accession
from releases.workspace.actions.base import Step
from releases.workspace.actions.forms import StepForm, time_field
from releases.workspace.release_context import Situation
from releases.workspace.release_context.clock import both


class WireForm(StepForm):
    """When, and under which number."""

    crossed_at = time_field("The wire crossed at")
    order = forms.CharField(
        label="Order number", required=False, max_length=80, help_text="As it gave it."
    )

    def prepare(self) -> None:
        """Now, unless it is told already."""
        release = self.case.release
        self.initial = {
            "crossed_at": release.wire_crossed_at or self.case.now,
            "order": release.wire_order,
        }


class WireCrossed(Step):
    """The newswire has sent it."""

    name = "wire-crossed"
    label = "Record the wire"
    explains = (
        "Say when the newswire had sent it. A release that waits for that opens at its "
        "instant, or in the next second where its instant has passed."
    )
    permissions = ("submit_release",)
    for_approvers = True
    form = WireForm

    def sensible(self, case: Situation) -> bool:
        """It is on its way, or out."""
        return case.release.state not in {State.DRAFT, State.WITHDRAWN}

    def leads(self, case: Situation) -> bool:
        """Where it is all that is waited for."""
        return case.release.state == State.CLEARED

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """Told; what waited for it opens."""
        waited = case.release.state == State.CLEARED
        outcome = transitions.record_wire_crossing(
            case.release,
            by=case.by,
            at=case.at,
            crossed_at=said["crossed_at"],
            order=said["order"],
        )
        if outcome:
            return f"Recorded. Public from {both(outcome.live_from)}."
        if waited:
            return (
                "Recorded, but nothing opens: its approvals no longer stand. Send it "
                "back, so that it can be approved as it is now."
            )
        return "Recorded: the wire has crossed."


class NoticeForm(StepForm):
    """Which exchange, when, and its reference."""

    listing = forms.ChoiceField(widget=forms.RadioSelect)
    given_at = time_field("It had the notice at")
    reference = forms.CharField(
        required=False,
        max_length=80,
        help_text="The number that it gave, or who took the call.",
    )

    def prepare(self) -> None:
        """Each exchange, with what is recorded of it; the first that is missing, now."""
        case = self.case
        listing = self.fields["listing"]
        assert isinstance(listing, forms.ChoiceField)
        listing.choices = [
            (str(one.pk), self._told(one.pk, str(one))) for one in case.listings
        ]
        missing = [one.pk for one in case.listings if one.pk not in case.notices]
        self.initial = {
            "listing": str(missing[0]) if missing else None,
            "given_at": case.now,
        }

    def _told(self, listing: int, name: str) -> str:
        notice = self.case.notices.get(listing)
        if notice is None:
            return f"{name}: not recorded yet"
        reference = f", {notice.reference}" if notice.reference else ""
        return f"{name}: recorded, {both(notice.given_at)}{reference}"


class NotifyExchange(Step):
    """An exchange has its notice."""

    name = "exchange-notice"
    label = "Record an exchange's notice"
    explains = (
        "Say when an exchange was told, and under which number. A second time puts the "
        "first right."
    )
    permissions = ("add_exchangenotice",)
    form = NoticeForm

    def sensible(self, case: Situation) -> bool:
        """The issuer is listed somewhere."""
        return bool(case.listings) and case.release.state != State.WITHDRAWN

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """Told."""
        listing = next(one for one in case.listings if str(one.pk) == said["listing"])
        external_records.record_exchange_notice(
            case.release,
            listing,
            by=case.by,
            at=case.at,
            given_at=said["given_at"],
            reference=said["reference"],
        )
        return f"Recorded: {listing} has its notice."


class FilingForm(StepForm):
    """Its number and its time."""

    number = forms.CharField(
        label="Accession number",
        validators=[validate_accession],
        help_text="Of the 8-K that it is furnished with: 0001234567-26-000123.",
    )
    filed_at = time_field("The SEC accepted it at")

    def prepare(self) -> None:
        """Now, unless it is told already."""
        release = self.case.release
        self.initial = {
            "number": release.filing_number,
            "filed_at": release.filed_at or self.case.now,
        }


class RecordFiling(Step):
    """The 8-K is filed."""

    name = "filing"
    label = "Record the 8-K"
    explains = "Say under which number the filing was accepted, and when."
    permissions = ("submit_release",)
    for_approvers = True
    form = FilingForm

    def sensible(self, case: Situation) -> bool:
        """It is on its way, or out."""
        return case.release.state not in {State.DRAFT, State.WITHDRAWN}

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """Told."""
        external_records.record_filing(
            case.release,
            by=case.by,
            at=case.at,
            number=said["number"],
            filed_at=said["filed_at"],
        )
        return "Recorded: the filing's number and time."
