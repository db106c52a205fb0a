"""The public pages for subscribing: the form, and what follows after it was sent.

Both are the same for every reader, and the page cache's. The answer to a form is the same
too, whoever the address belongs to: the form is only written down.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from crispy_forms.utils import render_crispy_form  # type: ignore[import-untyped]  # has no types

from releases.models.record.kinds import Kind
from releases.public.archive_counts import count_releases, counts_by_category
from releases.public.as_of import as_of
from releases.public.record_view import RecordView
from releases.readers.models import RequestPurpose, SubscriptionRequest
from releases.record.documents import ProfileDocument
from releases.record.interval_cache import per_interval
from releases.record.public_view import PublicationRef
from releases.subscriptions.forms import SubscribeForm
from releases.subscriptions.request_limits import is_too_many
from releases.subscriptions.sources import (
    is_from_another_site,
    set_no_cookie,
    source_code,
)
from releases.text.public_paths import ALERTS, ALERTS_ASKED

# The revision of the text that a reader agrees to, which `docs/alerts.md` quotes.
WORDING = "1"
# Seconds after which a refused form may be sent again.
RETRY_AFTER = 3600


class SeeOther(HttpResponseRedirect):
    """A redirect that is always followed by GET (RFC 9110, 15.4.4)."""

    status_code = 303


class AlertsView(RecordView):
    """A public page about alerts: there is none where no mail is sent, nor in the past."""

    section = "alerts"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return () if ref.kind == Kind.EVENT else (ALERTS, ALERTS_ASKED)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Raise Http404 where alerts are off."""
        super().setup(request, *args, **kwargs)
        set_no_cookie(request)
        if not settings.IRSITE_ALERTS or as_of(request):
            raise Http404


class Subscribe(AlertsView):
    """The form. GET has nothing personal in it; POST writes down what was asked."""

    template_name = "subscriptions/subscribe.html"
    http_method_names = ["get", "head", "post"]

    def form(self, data: Any = None) -> SubscribeForm:
        """Return the form with the issuer's categories, and its own time zone."""
        return SubscribeForm(
            data,
            categories=categories_of(self.request, self.issuer),
            zone=self.issuer.timezone,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, as it was sent or empty."""
        form = kwargs.pop("form", None) or self.form()
        name = self.issuer.name or _("The company")
        return super().get_context_data(
            form=render_crispy_form(form, context={"issuer_name": name}),
            has_errors=bool(form.errors),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the request down, and say the same whoever asks."""
        form = self.form(request.POST)
        if is_from_another_site(request):
            return self.refuse(
                form,
                403,
                _(
                    "Another site sent this form. Look through it, and choose Subscribe here."
                ),
            )
        if not form.is_valid():
            return self.answer(form, 422)
        if form.is_from_a_program:
            return SeeOther(ALERTS_ASKED)
        source = source_code(request)
        if is_too_many(source, at=self.at):
            response = self.refuse(
                form,
                429,
                _("Too many forms were sent in the last hour. Try again in an hour."),
            )
            response.headers["Retry-After"] = str(RETRY_AFTER)
            return response
        self.write_down(form, source)
        return SeeOther(ALERTS_ASKED)

    def write_down(self, form: SubscribeForm, source: str) -> None:
        """Keep the form for a courier to read."""
        address, chosen = form.cleaned_data["address"], form.chosen
        SubscriptionRequest.objects.create(
            purpose=RequestPurpose.SUBSCRIBE,
            address=address.typed,
            key=address.key,
            language=chosen.language,
            zone=chosen.zone,
            pace=chosen.pace,
            digest_hour=chosen.digest_hour,
            subjects=list(chosen.subjects),
            wording=WORDING,
            source=source,
            at=self.at,
        )

    def refuse(self, form: SubscribeForm, status: int, reason: str) -> HttpResponse:
        """Return the form with the reason why it was not taken down."""
        form.add_error(None, reason)
        return self.answer(form, status)

    def answer(self, form: SubscribeForm, status: int) -> HttpResponse:
        """Return the form with what is wrong with it, which no cache may store."""
        context = self.get_context_data(form=form)
        response = self.render_to_response(context, status=status)
        response.headers["Cache-Control"] = "private, no-store"
        return response


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
