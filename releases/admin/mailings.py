"""The page of what was mailed: for each publication how many mails, when, and how late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from releases.admin import mail_samples
from releases.admin.alert_pages import SEE_COUNTS, ReadersAdmin, ReadersView
from releases.admin.approval import company_time
from releases.admin.charts import bar_chart
from releases.admin.subscriber_history import HistoryView
from releases.alerts.mailing_counts import MailingCounts, count_deliveries
from releases.alerts.publications import titles_of, version_of
from releases.alerts.sending_pace import failure_reasons, sending_pace
from releases.readers.models import ABOUT_PUBLICATIONS, Mailing
from releases.workspace.clock import format_duration

# How many mailings a page has: the mails of each are counted, 100,000 in 0.1 s.
PER_PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedPublication:
    """A mailing as the page shows it: `version` says which one of the publication."""

    mailing: Mailing
    title: str
    version: str
    counts: MailingCounts

    @property
    def opens(self) -> str:
        """Return the instant from which the mails were due, in the company's zone."""
        return company_time(self.mailing.opens)

    @property
    def first_sent(self) -> str:
        return company_time(self.counts.first_sent)

    @property
    def last_sent(self) -> str:
        return company_time(self.counts.last_sent)

    @property
    def lateness(self) -> str:
        """Return how long after the instant the first mail was sent; empty if none was."""
        first = self.counts.first_at_once
        return format_lateness(first - self.mailing.opens) if first else ""


class MailingsView(ReadersView):
    """What was mailed, the latest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of mailings."""
        mailings = Mailing.objects.filter(kind__in=ABOUT_PUBLICATIONS)
        paging = self.page_of(mailings.order_by("-opens", "-pk"), size=PER_PAGE)
        shown = list(paging.object_list)
        return self.page(
            "admin/alerts/mailings.html",
            title=_("Sent alerts"),
            paging=paging,
            rows=mailed_publications(shown, at=self.at),
        )


class MailingView(ReadersView):
    """One mailing: how fast it was sent, and why mails failed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it, in as many queries whatever number of mails it has."""
        mailings = Mailing.objects.filter(kind__in=ABOUT_PUBLICATIONS)
        mailing = get_object_or_404(mailings, pk=pk)
        (row,) = mailed_publications([mailing], at=self.at)
        pace = sending_pace(mailing)
        values = [(format_seconds(start), count) for start, count in pace.by_period]
        return self.page(
            "admin/alerts/mailing.html",
            title=row.title,
            row=row,
            chart=bar_chart(
                _("Mails, by periods of %(period)s after the instant")
                % {"period": format_seconds(pace.period)},
                values,
            ),
            pace_columns=(_("After the instant"), _("Mails")),
            pace_lines=[(label, (count,)) for label, count in values if count],
            lateness=[
                (name, format_seconds(seconds))
                for name, share in (
                    (_("Half were sent within"), 0.5),
                    (_("95 % were sent within"), 0.95),
                    (_("All were sent within"), 1.0),
                )
                if (seconds := pace.lateness(share)) is not None
            ],
            reasons=failure_reasons(mailing),
        )


@admin.register(Mailing)
class MailingAdmin(ReadersAdmin[Mailing]):
    """The list, a page of each mailing, and one of the subscribers over time."""

    required_permission = SEE_COUNTS

    def get_urls(self) -> list[URLPattern]:
        return [
            path("", MailingsView.for_admin(self), name="readers_mailing_changelist"),
            path(
                "<int:pk>/", MailingView.for_admin(self), name="readers_mailing_change"
            ),
            path(
                "subscribers/",
                HistoryView.for_admin(self),
                name="readers_mailing_subscribers",
            ),
            *mail_samples.urls(self),
        ]


def mailed_publications(
    mailings: list[Mailing], *, at: dt.datetime
) -> list[MailedPublication]:
    """Return the mailings as pages show them, in three queries."""
    titles = titles_of(mailings, at=at)
    counts = count_deliveries(mailing.pk for mailing in mailings)
    return [
        MailedPublication(
            mailing=mailing,
            title=titles.get(mailing.pk, mailing.chain),
            version=version_of(mailing),
            counts=counts.get(mailing.pk, MailingCounts()),
        )
        for mailing in mailings
    ]


def format_seconds(seconds: int) -> str:
    """Format a whole number of seconds."""
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": seconds}
    return format_duration(seconds)


def format_lateness(lateness: dt.timedelta) -> str:
    """Format it to a tenth of a second, above a minute to a second."""
    seconds = max(lateness.total_seconds(), 0.0)
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": f"{seconds:.1f}"}
    return format_duration(int(seconds))
