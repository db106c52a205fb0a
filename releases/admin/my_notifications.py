"""The page on which each member of staff chooses which mails to get."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from releases.readers.models import STAFF_MAILS, MailingKind
from releases.staff_alerts.choices import save_wanted_mails, wanted_mails
from releases.staff_views import staff_user

AUTHORS = gettext_lazy("You get it if you edited or submitted the release.")
AUTHORS_AND_APPROVERS = gettext_lazy(
    "You get it if you edited or submitted the release, or may approve releases."
)
EXPLANATIONS = {
    MailingKind.APPROVAL: gettext_lazy(
        "You get it if you are one of those who can give the approval."
    ),
    MailingKind.SENT_BACK: AUTHORS,
    MailingKind.APPROVED: AUTHORS,
    MailingKind.HELD: AUTHORS_AND_APPROVERS,
    MailingKind.MENTIONED: gettext_lazy(
        "You get it if somebody writes your username after an @ in a comment."
    ),
    MailingKind.SOON: gettext_lazy(
        "An hour before, and ten minutes before. You get it if you edited or submitted "
        "the release, or may approve releases."
    ),
    MailingKind.WENT_LIVE: AUTHORS_AND_APPROVERS,
    MailingKind.PAGE_CACHE: gettext_lazy(
        "You get it if you may approve releases, or administer people."
    ),
    MailingKind.UPCOMING: gettext_lazy(
        "On Mondays at 08:00 company time. Of what is not public yet it has times and "
        "links, and no headline."
    ),
}


class ExplainedBoxes(forms.CheckboxSelectMultiple):
    """Boxes each of which names the element that explains it."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the box, described by the element with its id and _help."""
        option = super().create_option(*args, **kwargs)
        option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_help"
        return option


class NotificationsForm(forms.Form):
    """A box for each kind of mail."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Send me these mails"),
        choices=[(kind.value, kind.label) for kind in STAFF_MAILS],
        widget=ExplainedBoxes,
        required=False,
    )

    def rows(self) -> list[tuple[Any, Any]]:
        """Return each box with its explanation."""
        return list(zip(self["kinds"], map(EXPLANATIONS.get, STAFF_MAILS), strict=True))


class NotificationsView(View):
    """What the person who is signed in is told by mail."""

    admin_site: Any = None  # as_view() takes only names that the class has

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show which kinds of mail the signed-in person gets."""
        wanted = wanted_mails(staff_user(request).pk)
        return self.form_page(NotificationsForm(initial={"kinds": wanted}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save which kinds of mail the signed-in person wants."""
        form = NotificationsForm(request.POST)
        if not form.is_valid():
            return self.form_page(form)
        save_wanted_mails(staff_user(request).pk, form.cleaned_data["kinds"])
        messages.success(request, _("Your notifications were saved."))
        return HttpResponseRedirect(reverse("admin:my_notifications"))

    def form_page(self, form: NotificationsForm) -> TemplateResponse:
        """Return the page with this form."""
        assert isinstance(self.admin_site, AdminSite)
        context = {
            **self.admin_site.each_context(self.request),
            "title": _("My notifications"),
            "form": form,
            "address": staff_user(self.request).email,
            "alerts_are_on": settings.IRSITE_ALERTS,
        }
        return TemplateResponse(self.request, "admin/my_notifications.html", context)
