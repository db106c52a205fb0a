"""The pages of subscribers: who gets mail, what they chose, and the proof of consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin.alert_pages import (
    PER_PAGE,
    ReadersAdmin,
    ReadersView,
    changing_readers,
)
from releases.admin.approval import company_time
from releases.admin.subscriber_lists import ExportView, ImportListView, UploadListView
from releases.alerts.reader_record import ReaderRecord
from releases.alerts.subscribers import ENDED, Step, leave
from releases.models import JournalAction
from releases.readers.models import Status, Subscriber
from releases.record import journal
from releases.record.published import profile
from releases.staff_views import change_url


class SearchForm(forms.Form):
    """A part of an address. It is sent by POST: addresses have no place in logs."""

    address = forms.CharField(
        label=gettext_lazy("Address, or a part of it"),
        max_length=254,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class SubscribersView(ReadersView):
    """All subscribers, or those of one status; what a search finds."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of them, the latest first."""
        status = request.GET.get("status", "")
        subscribers = Subscriber.objects.order_by("-pk")
        if status in Status.values:
            subscribers = Subscriber.objects.filter(status=status)
            subscribers = subscribers.order_by("-since", "-pk")
        paging = self.page_of(subscribers)
        rows = list(paging.object_list)
        return self.list_of(rows, SearchForm(), paging=paging, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Search by a part of the address."""
        form = SearchForm(request.POST)
        if not form.is_valid():
            return self.list_of([], form)
        matches = subscribers_like(form.cleaned_data["address"])
        rows = list(matches[: PER_PAGE + 1])
        return self.list_of(
            rows[:PER_PAGE], form, is_search=True, has_more=len(rows) > PER_PAGE
        )

    def list_of(
        self, rows: list[Subscriber], form: SearchForm, **context: Any
    ) -> HttpResponse:
        """Return the page with these subscribers."""
        return self.page(
            "admin/alerts/subscribers.html",
            title=_("Subscribers"),
            form=form,
            counts=count_by_status(),
            rows=[(row, company_time(row.since)) for row in rows],
            **context,
        )


class SubscriberView(ReadersView):
    """One subscriber with choices, consent and mails, for reading only."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the page of a subscriber; 404 if there is none."""
        subscriber = get_object_or_404(Subscriber, pk=pk)
        return self.page(
            "admin/alerts/subscriber.html",
            title=subscriber.address,
            subscriber=subscriber,
            since=company_time(subscriber.since),
            record=ReaderRecord(
                subscriber=subscriber,
                issuer=profile(at=self.at),
                at=self.at,
                format_time=company_time,
            ),
            may_unsubscribe=subscriber.status not in ENDED,
        )


class UnsubscribeView(ReadersView):
    """Unsubscribes a reader who asked for it in another way."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Unsubscribe, with a step of the consent, and journal who did."""
        subscriber = get_object_or_404(Subscriber, pk=pk)
        with changing_readers():
            has_left = leave(subscriber, Step(at=self.at, means="desk"))
            if has_left:
                subject = f"subscriber:{pk}"
                journal.write(JournalAction.UNSUBSCRIBE, subject, by=self.user)
        if not has_left:
            messages.info(request, _("This reader gets no mails already."))
            return HttpResponseRedirect(change_url(subscriber))
        if Subscriber.objects.filter(pk=pk).exists():
            messages.success(
                request, _("Unsubscribed. This reader gets no more mails.")
            )
            return HttpResponseRedirect(change_url(subscriber))
        text = _("The address was never confirmed, so it is deleted.")
        messages.success(request, text)
        return HttpResponseRedirect(reverse("admin:readers_subscriber_changelist"))


@admin.register(Subscriber)
class SubscriberAdmin(ReadersAdmin[Subscriber]):
    """The list, a page of each subscriber, and the button on it."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "",
                SubscribersView.for_admin(self),
                name="readers_subscriber_changelist",
            ),
            path(
                "import/",
                UploadListView.for_admin(self),
                name="readers_subscriber_import",
            ),
            path(
                "import/<int:pk>/",
                ImportListView.for_admin(self),
                name="readers_subscriber_check",
            ),
            path(
                "export/",
                ExportView.for_admin(self),
                name="readers_subscriber_export",
            ),
            path(
                "<int:pk>/",
                SubscriberView.for_admin(self),
                name="readers_subscriber_change",
            ),
            path(
                "<int:pk>/unsubscribe/",
                UnsubscribeView.for_admin(self),
                name="readers_subscriber_unsubscribe",
            ),
        ]


def subscribers_like(text: str) -> QuerySet[Subscriber]:
    """Return those whose address has this text in it, in either spelling of its domain."""
    has_text = Q(address__icontains=text) | Q(key__icontains=text)
    return Subscriber.objects.filter(has_text).order_by("key")


def count_by_status() -> list[tuple[Status, int]]:
    """Return how many subscribers have each status, without those that nobody has."""
    counts = dict(
        Subscriber.objects.order_by()
        .values_list("status")
        .annotate(number=Count("pk"))
        .values_list("status", "number")
    )
    return [(status, counts[status]) for status in Status if status in counts]
