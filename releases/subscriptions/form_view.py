"""What the public forms have in common: who may send them, how often, and the answers.

A form is a page of the page cache, with nothing personal in it. What is sent is only written
down, so that the answer is the same whoever sends it. No cookie, no token.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from crispy_forms.utils import render_crispy_form  # type: ignore[import-untyped]  # has no types

from releases.public.as_of import as_of
from releases.public.record_view import RecordView
from releases.subscriptions.forms import PublicForm
from releases.subscriptions.request_limits import is_too_many
from releases.subscriptions.sources import (
    FormSource,
    form_source,
    is_from_another_site,
    set_no_cookie,
)

# Seconds after which a refused form may be sent again.
RETRY_AFTER = 3600


class SeeOther(HttpResponseRedirect):
    """A redirect that is always followed by GET (RFC 9110, 15.4.4)."""

    status_code = 303


class MailPage(RecordView):
    """A public page that there is only where mails are sent, and not in the past."""

    @classmethod
    def is_offered(cls) -> bool:
        return settings.IRSITE_ALERTS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Raise Http404 where alerts are off."""
        super().setup(request, *args, **kwargs)
        set_no_cookie(request)
        if not self.is_offered() or as_of(request):
            raise Http404


class PublicFormView(MailPage):
    """A form. GET has nothing personal in it; POST writes down what was sent.

    `sent_path` is the page that follows.
    """

    http_method_names = ["get", "head", "post"]
    sent_path: ClassVar[str]

    def form(self, data: Any = None) -> PublicForm:
        """Return the form as it was sent, or empty."""
        raise NotImplementedError

    def write_down(self, form: Any, source: FormSource) -> None:
        """Keep a valid form for a courier to read."""
        raise NotImplementedError

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
        """Write the form down, and say the same whoever sends it."""
        form = self.form(request.POST)
        if is_from_another_site(request):
            text = _("Another site sent this form. Look through it, and send it here.")
            return self.refuse(form, 403, text)
        if not form.is_valid():
            return self.answer(form, 422)
        if form.is_from_a_program:
            return SeeOther(self.sent_path)
        source = form_source(request)
        if is_too_many(source, at=self.at):
            text = _("Too many forms were sent in the last hour. Try again in an hour.")
            response = self.refuse(form, 429, text)
            response.headers["Retry-After"] = str(RETRY_AFTER)
            return response
        self.write_down(form, source)
        return SeeOther(self.sent_path)

    def refuse(self, form: PublicForm, status: int, reason: str) -> HttpResponse:
        """Return the form with the reason why it was not taken down."""
        form.add_error(None, reason)
        return self.answer(form, status)

    def answer(self, form: PublicForm, status: int) -> HttpResponse:
        """Return the form with what is wrong with it, which no cache may store."""
        context = self.get_context_data(form=form)
        response = self.render_to_response(context, status=status)
        response.headers["Cache-Control"] = "private, no-store"
        return response
