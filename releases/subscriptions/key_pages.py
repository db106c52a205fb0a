"""The pages that keys in mails open, without a sign-in and without a cookie.

The key is all that is needed, so there is nothing for a CSRF check to protect. GET shows a
button and changes nothing: mail scanners follow every link. Only POST acts.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from crispy_forms.utils import render_crispy_form  # type: ignore[import-untyped]  # has no types

from releases.alerts import subscribers
from releases.alerts.reader_record import ReaderRecord
from releases.alerts.subjects import name_of_former
from releases.alerts.subscribers import Step
from releases.alerts.subscription_requests import mailbox_code
from releases.pagecache.response_headers import PRIVATE_HEADERS
from releases.readers.keys import KeyPurpose
from releases.readers.models import (
    EVENTS,
    REMINDERS,
    Inquiry,
    RequestPurpose,
    Subscriber,
    SubscriptionRequest,
    category_of,
)
from releases.record.interval_cache import per_interval
from releases.record.moment import moment_of
from releases.record.public_sections import public_sections
from releases.record.published import profile
from releases.subscriptions.forms import ChangeForm
from releases.subscriptions.request_limits import is_too_many
from releases.subscriptions.sources import form_source, set_no_cookie, source_code
from releases.subscriptions.subscribe import categories_of
from releases.templatetags.datetimes import datetime_to_minute
from releases.text.email_addresses import InvalidAddress, read_address

# How many of the questions that named the address a reader sees.
MAX_QUESTIONS = 200


@method_decorator(csrf_exempt, name="dispatch")
class KeyView(View):
    """The base class of what a key opens; one page says that a key opens nothing."""

    http_method_names = ["get", "head", "post"]
    purpose: ClassVar[KeyPurpose]
    subscriber: Subscriber

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Find whose key it is, and answer: never for a cache, and for nobody else."""
        set_no_cookie(request)
        self.at = moment_of(request)
        subscriber = Subscriber.objects.with_key(
            self.purpose, kwargs["key"], at=self.at
        )
        self.issuer = profile(at=self.at)
        if subscriber is None:
            response = self.unusable()
        else:
            self.subscriber = subscriber
            response = super().dispatch(request, *args, **kwargs)
        for name, value in PRIVATE_HEADERS.items():
            response.headers[name] = value
        return response

    def step(self, means: str) -> Step:
        """Return the step that this request takes, by these means."""
        return Step(at=self.at, means=means, source=source_code(self.request))

    def unusable(self) -> HttpResponseBase:
        """Return the page of every key that opens nothing, whatever the reason."""
        return self.page("unusable", status=404)

    def page(self, name: str, status: int = 200, **context: Any) -> HttpResponseBase:
        """Return a page in the public design."""
        shared = {
            "at": self.at,
            "issuer": self.issuer,
            "sections": per_interval(self.request, public_sections),
            "canonical": self.request.build_absolute_uri("/"),
            "section": "alerts",
            "offers_alerts": settings.IRSITE_ALERTS,
        }
        return TemplateResponse(
            self.request, f"subscriptions/{name}.html", shared | context, status=status
        )

    def masked_address(self) -> str:
        """Return the address as others may see it: a mail is easily forwarded."""
        try:
            return read_address(self.subscriber.address).masked
        except InvalidAddress:
            return ""


class Confirm(KeyView):
    """Confirms an address, within seven days."""

    purpose = KeyPurpose.CONFIRM

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show the button."""
        if subscribers.may_confirm(self.subscriber, at=self.at):
            return self.page("confirm", address=self.masked_address())
        return self.state()

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Confirm the address."""
        subscribers.confirm(self.subscriber, self.step("link"))
        return self.state()

    def state(self) -> HttpResponseBase:
        """Return whether the address is confirmed now; or that the key is too old."""
        if self.subscriber.status in subscribers.GETTING:
            return self.page("confirmed", address=self.masked_address())
        return self.unusable()


class Leave(KeyView):
    """Ends all mails; by one click as well (RFC 8058), whose body does not matter."""

    purpose = KeyPurpose.LEAVE

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show the button, or that it was done."""
        is_subscribed = self.subscriber.status not in subscribers.ENDED
        name = "leave" if is_subscribed else "left"
        return self.page(name, address=self.masked_address())

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Unsubscribe."""
        is_one_click = "List-Unsubscribe" in request.POST
        subscribers.leave(
            self.subscriber, self.step("one click" if is_one_click else "link")
        )
        return self.page("left", address=self.masked_address())


class ChangeChoices(KeyView):
    """What a subscriber gets: to change, to pause, to leave, and to ask for the data."""

    purpose = KeyPurpose.CHOICES

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show what the subscriber gets."""
        return self.choices()

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Do what the button says that was chosen."""
        if "pause" in request.POST:
            subscribers.pause(self.subscriber, self.step("choices"))
            return self.choices(done="paused")
        if "resume" in request.POST:
            subscribers.resume(self.subscriber, self.step("choices"))
            return self.choices(done="resumed")
        if "leave" in request.POST:
            subscribers.leave(self.subscriber, self.step("choices"))
            return self.choices()
        if "data" in request.POST:
            return self.choices(done="data" if self.ask_for_data() else "too_many")
        form = self.form(request.POST)
        if not form.is_valid():
            return self.choices(form, status=422)
        subscribers.change(self.subscriber, form.chosen, self.step("choices"))
        return self.choices(done="saved")

    def choices(
        self, form: ChangeForm | None = None, *, status: int = 200, done: str = ""
    ) -> HttpResponseBase:
        """Return the page with the form, or that the subscriber gets nothing."""
        if self.subscriber.status not in subscribers.GETTING:
            return self.page("left", address=self.masked_address())
        form = form or self.form()
        return self.page(
            "choices",
            status=status,
            form=render_crispy_form(form),
            has_errors=bool(form.errors),
            done=done,
            address=self.masked_address(),
            subscriber=self.subscriber,
        )

    def form(self, data: Any = None) -> ChangeForm:
        """Return the form as it was sent, or with what the subscriber chose."""
        subscriber = self.subscriber
        subjects = subscribers.subjects_of(subscriber)
        events = [subject for subject in subjects if subject in {EVENTS, REMINDERS}]
        categories = dict(categories_of(self.request, self.issuer))
        for slug in filter(None, map(category_of, subjects)):
            categories.setdefault(slug, name_of_former(slug))
        return ChangeForm(
            data,
            categories=categories.items(),
            zone=subscriber.zone,
            initial={
                "releases": [each for each in subjects if each not in events],
                "events": events,
                "pace": subscriber.pace,
                "digest_hour": subscriber.digest_hour,
                "language": subscriber.language,
            },
        )

    def ask_for_data(self) -> bool:
        """Have a link to the data sent to the address, and nowhere else.

        Returns False if too many forms came from there.
        """
        source = form_source(self.request)
        if is_too_many(source, at=self.at):
            return False
        SubscriptionRequest.objects.create(
            purpose=RequestPurpose.DATA,
            address=self.subscriber.address,
            key=self.subscriber.key,
            mailbox=mailbox_code(self.subscriber.key),
            **asdict(source),
            at=self.at,
        )
        return True


class ShowData(KeyView):
    """All that is known of a subscriber, and the button that erases it."""

    purpose = KeyPurpose.DATA

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show what is known."""
        subscriber = self.subscriber
        return self.page(
            "data",
            subscriber=subscriber,
            record=ReaderRecord(
                subscriber=subscriber,
                issuer=self.issuer,
                at=self.at,
                format_time=lambda at: datetime_to_minute(at, subscriber.zone),
            ),
            requests=SubscriptionRequest.objects.filter(key=subscriber.key),
            inquiries=Inquiry.objects.filter(key=subscriber.key)
            .prefetch_related("answers")
            .order_by("-pk")[:MAX_QUESTIONS],
        )

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Erase it, if the button says so."""
        if "erase" not in request.POST:
            return self.get(request, key)
        subscribers.erase(self.subscriber, at=self.at)
        return self.page("erased")


KEY_VIEWS: tuple[type[KeyView], ...] = (Confirm, Leave, ChangeChoices, ShowData)
