"""Record what happened elsewhere: notices to exchanges, and the 8-K filing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.desk import external_records
from releases.models import Listing, State
from releases.models.desk.release import validate_accession
from releases.workspace.actions.base import Action
from releases.workspace.actions.forms import ActionForm, time_field
from releases.workspace.clock import time_in_both_zones
from releases.workspace.context import WorkspaceContext


class ExchangeNoticeForm(ActionForm):
    """Which exchange was notified, when, and its reference."""

    listing = forms.ChoiceField(
        label=gettext_lazy("Exchange"), widget=forms.RadioSelect
    )
    given_at = time_field(gettext_lazy("Time of the notice"))
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("The exchange's number, or who took the call."),
    )

    def configure_fields(self) -> None:
        """Offer each exchange with what is recorded; preselect the first one missing."""
        context = self.context
        field = self.fields["listing"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (str(listing.pk), self._choice_label(listing))
            for listing in context.listings
        ]
        missing = [
            listing.pk
            for listing in context.listings
            if listing.pk not in context.exchange_notices
        ]
        self.initial = {
            "listing": str(missing[0]) if missing else None,
            "given_at": context.now,
        }

    def _choice_label(self, listing: Listing) -> str:
        notice = self.context.exchange_notices.get(listing.pk)
        if notice is None:
            return _("%(exchange)s: not recorded yet") % {"exchange": listing}
        recorded = _("%(exchange)s: recorded, %(time)s") % {
            "exchange": listing,
            "time": time_in_both_zones(notice.given_at),
        }
        return f"{recorded}, {notice.reference}" if notice.reference else recorded


class NotifyExchange(Action):
    """Record that an exchange was notified."""

    name = "exchange-notice"
    label = gettext_lazy("Record an exchange notice")
    description = gettext_lazy(
        "Record when an exchange was notified, and the reference number. Recording it "
        "again replaces the earlier entry."
    )
    unavailable_message = gettext_lazy(
        "You can't record an exchange notice for this release in its current state."
    )
    permissions = ("add_exchangenotice",)
    form_class = ExchangeNoticeForm

    def is_available(self, context: WorkspaceContext) -> bool:
        return bool(context.listings) and context.release.state != State.WITHDRAWN

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        listing = next(
            listing
            for listing in context.listings
            if str(listing.pk) == cleaned_data["listing"]
        )
        external_records.record_exchange_notice(
            context.release,
            listing,
            by=context.by,
            at=context.at,
            given_at=cleaned_data["given_at"],
            reference=cleaned_data["reference"],
        )
        return _("Notice to %(exchange)s recorded.") % {"exchange": listing}


class FilingForm(ActionForm):
    """The accession number of the filing, and when the SEC accepted it."""

    number = forms.CharField(
        label=gettext_lazy("Accession number"),
        validators=[validate_accession],
        help_text=gettext_lazy(
            "Of the 8-K that furnishes this release. Example: 0001234567-26-000123."
        ),
    )
    filed_at = time_field(gettext_lazy("Time the SEC accepted it"))

    def configure_fields(self) -> None:
        """Show what is recorded, or the current time."""
        release = self.context.release
        self.initial = {
            "number": release.filing_number,
            "filed_at": release.filed_at or self.context.now,
        }


class RecordFiling(Action):
    """Record the 8-K that furnishes the release."""

    name = "filing"
    label = gettext_lazy("Record the 8-K")
    description = gettext_lazy(
        "Record the accession number of the filing, and when the SEC accepted it."
    )
    unavailable_message = gettext_lazy(
        "You can't record a filing for this release in its current state."
    )
    permissions = ("submit_release",)
    open_to_approvers = True
    form_class = FilingForm

    def is_available(self, context: WorkspaceContext) -> bool:
        return context.release.state not in {State.DRAFT, State.WITHDRAWN}

    def perform(self, context: WorkspaceContext, cleaned_data: dict[str, Any]) -> str:
        external_records.record_filing(
            context.release,
            by=context.by,
            at=context.at,
            number=cleaned_data["number"],
            filed_at=cleaned_data["filed_at"],
        )
        return _("Filing recorded.")
