"""The page of mails that failed: why, to be tried again, or the address to be left alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from releases.admin.alert_pages import ReadersAdmin, ReadersView, changing_readers
from releases.admin.approval import company_time
from releases.alerts.bounces import suppress
from releases.alerts.failed_mails import failed_mails, is_wanted, try_again
from releases.alerts.publications import titles_of
from releases.alerts.subscribers import ENDED
from releases.models import JournalAction, Publication, Release
from releases.readers.models import Delivery, MailingKind, Status
from releases.record import journal
from releases.staff_alerts.alert import release_number


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedMail:
    """A delivery as the page shows it, and which buttons it has."""

    delivery: Delivery
    title: str
    address: str
    is_wanted: bool
    is_still_true: bool
    may_stop: bool

    @property
    def failed_at(self) -> str:
        return company_time(self.delivery.at)

    @property
    def may_try_again(self) -> bool:
        return self.is_wanted and self.is_still_true


class FailedMailsView(ReadersView):
    """The mails that failed for good, the latest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of them."""
        paging = self.page_of(failed_mails())
        return self.page(
            "admin/alerts/failed_mails.html",
            title=_("Failed mails"),
            paging=paging,
            rows=failed_rows(list(paging.object_list), at=self.at),
        )


class TryAgainView(ReadersView):
    """Makes a failed mail due again, now."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make it due, and journal who did."""
        delivery = get_object_or_404(failed_mails(), pk=pk)
        with changing_readers():
            is_due = try_again(delivery, at=self.at)
            if is_due:
                journal.write(
                    JournalAction.TRY_MAIL_AGAIN,
                    f"delivery:{pk}",
                    by=self.user,
                    detail=delivery.mailing.key,
                )
        if is_due:
            messages.success(request, _("The mail will be sent again right away."))
        else:
            text = _("There is nothing to send again: look at the list as it is now.")
            messages.error(request, text)
        return back_to_list()


class StopMailingView(ReadersView):
    """Ends the mails to the address of a failed one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Suppress the address, and journal who did."""
        delivery = get_object_or_404(failed_mails(), pk=pk, subscriber__isnull=False)
        assert delivery.subscriber_id is not None
        with changing_readers():
            is_new = suppress(
                delivery.subscriber_id, Status.BOUNCED, at=self.at, means="desk"
            )
            if is_new:
                journal.write(
                    JournalAction.STOP_MAILING,
                    f"subscriber:{delivery.subscriber_id}",
                    by=self.user,
                    detail=delivery.mailing.key,
                )
        if is_new:
            messages.success(request, _("This address gets no more mails."))
        else:
            messages.info(request, _("This address gets no more mails already."))
        return back_to_list()


@admin.register(Delivery)
class FailedMailAdmin(ReadersAdmin[Delivery]):
    """The list of failed mails, and its two buttons."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "", FailedMailsView.for_admin(self), name="readers_delivery_changelist"
            ),
            path(
                "<int:pk>/again/",
                TryAgainView.for_admin(self),
                name="readers_delivery_again",
            ),
            path(
                "<int:pk>/stop/",
                StopMailingView.for_admin(self),
                name="readers_delivery_stop",
            ),
        ]


def failed_rows(deliveries: list[Delivery], *, at: dt.datetime) -> list[FailedMail]:
    """Return the rows of a page, in four queries at most."""
    mailings = [delivery.mailing for delivery in deliveries]
    headlines = headlines_by_chain({mailing.chain for mailing in mailings})
    titles = titles_of(mailings, at=at)
    publications = {mailing.publication for mailing in mailings if mailing.pk in titles}
    live = set(
        Publication.objects.live(at=at)
        .filter(pk__in=publications)
        .values_list("pk", flat=True)
    )
    staff = User.objects.in_bulk(
        [each.staff for each in deliveries if each.staff is not None]
    )
    rows = []
    for delivery in deliveries:
        subscriber, mailing = delivery.subscriber, delivery.mailing
        member = staff.get(delivery.staff or 0)
        rows.append(
            FailedMail(
                delivery=delivery,
                title=titles.get(mailing.pk) or headlines.get(mailing.chain, ""),
                address=address_of(delivery, member),
                is_wanted=is_wanted(delivery),
                is_still_true=mailing.publication is None
                or (mailing.pk in titles and mailing.publication in live),
                may_stop=subscriber is not None and subscriber.status not in ENDED,
            )
        )
    return rows


def headlines_by_chain(chains: Iterable[str]) -> dict[str, str]:
    """Return the headlines of the releases that mails to staff are about."""
    numbers = {chain: release_number(chain) for chain in chains}
    releases = Release.objects.in_bulk([n for n in numbers.values() if n is not None])
    return {
        chain: str(releases[number])
        for chain, number in numbers.items()
        if number in releases
    }


def address_of(delivery: Delivery, member: User | None) -> str:
    """Return whom the mail was for: an address, an account, the webhook or a contact."""
    if delivery.subscriber is not None:
        return delivery.subscriber.address
    if delivery.inquiry is None:
        return _("Webhook") if delivery.webhook else str(member or "")
    if delivery.mailing.kind == MailingKind.ANSWER:
        return delivery.inquiry.address
    return _("The contact for a question")


def back_to_list() -> HttpResponseRedirect:
    """Return a redirect to the list of failed mails."""
    return HttpResponseRedirect(reverse("admin:readers_delivery_changelist"))
