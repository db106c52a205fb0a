"""The public pages for subscribing: the form, and what follows after it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest

from releases.alerts.subscription_requests import mailbox_code
from releases.models.record.kinds import Kind
from releases.public.archive_counts import count_releases, counts_by_category
from releases.readers.models import RequestPurpose, SubscriptionRequest
from releases.record.documents import ProfileDocument
from releases.record.interval_cache import per_interval
from releases.record.public_view import PublicationRef
from releases.subscriptions.form_view import MailPage, PublicFormView
from releases.subscriptions.forms import SubscribeForm
from releases.subscriptions.sources import FormSource
from releases.text.public_paths import ALERTS, ALERTS_ASKED

# The revision of the text that a reader agrees to, which `docs/alerts.md` quotes.
WORDING = "1"


class AlertsView(MailPage):
    """A public page about alerts."""

    section = "alerts"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return () if ref.kind == Kind.EVENT else (ALERTS, ALERTS_ASKED)


class Subscribe(PublicFormView, AlertsView):
    """The form."""

    template_name = "subscriptions/subscribe.html"
    sent_path = ALERTS_ASKED

    def form(self, data: Any = None) -> SubscribeForm:
        """Return the form with the issuer's categories, and its own time zone."""
        return SubscribeForm(
            data,
            categories=categories_of(self.request, self.issuer),
            zone=self.issuer.timezone,
        )

    def write_down(self, form: SubscribeForm, source: FormSource) -> None:
        address, chosen = form.cleaned_data["address"], form.chosen
        SubscriptionRequest.objects.create(
            purpose=RequestPurpose.SUBSCRIBE,
            address=address.typed,
            key=address.key,
            mailbox=mailbox_code(address.key),
            language=chosen.language,
            zone=chosen.zone,
            pace=chosen.pace,
            digest_hour=chosen.digest_hour,
            subjects=list(chosen.subjects),
            wording=WORDING,
            **asdict(source),
            at=self.at,
        )


class Asked(AlertsView):
    """What follows: a mail, if the address can get one."""

    template_name = "subscriptions/asked.html"
    indexed = False


def categories_of(
    request: HttpRequest, issuer: ProfileDocument
) -> tuple[tuple[str, str], ...]:
    """Return the slugs and names of the categories that readers choose from."""
    counts = per_interval(request, count_releases)
    categories = counts_by_category(counts, issuer.categories)
    return tuple((category.key, category.name) for category in categories)
