"""What somebody typed into a form whose session has ended, kept until they sign in.

It travels in hidden fields from page to page and is stored nowhere. After the sign-in
one button sends it again with a fresh token: the click is the user's own, so no other
site can send anything in their name.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

PREFIX = "kept."
NEVER_KEPT = ("csrfmiddlewaretoken", "secret", "code", "credential")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForm:
    """The fields that were typed, the path they go to, and whether files were lost."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """The fields, under names that no field of a sign-in form has."""
        return [(PREFIX + name, value) for name, value in self.fields]


def form_sent_in(request: HttpRequest) -> KeptForm:
    """Keep what `request` posts, except passwords, codes and tokens."""
    return KeptForm(
        path=request.get_full_path(),
        fields=tuple(
            (name, value)
            for name, values in request.POST.lists()
            if name not in NEVER_KEPT and "password" not in name.lower()
            for value in values
        ),
        files=bool(request.FILES),
    )


def form_carried_by(request: HttpRequest) -> KeptForm | None:
    """Return the form that a step of the sign-in carries in its hidden fields.

    None where it carries none, or would send it anywhere but to an admin page.
    """
    fields = [
        (name.removeprefix(PREFIX), value)
        for name, values in request.POST.lists()
        if name.startswith(PREFIX)
        for value in values
    ]
    path = request.POST.get("next", "")
    if not fields or not is_admin_path(path, request):
        return None
    return KeptForm(path=path, fields=tuple(fields), files="kept-files" in request.POST)


def is_admin_path(path: str, request: HttpRequest) -> bool:
    """Return whether `path` leads to an admin page on the host of `request`."""
    same_host = url_has_allowed_host_and_scheme(path, {request.get_host()})
    return same_host and path.startswith(reverse("admin:index"))


def send_again_page(
    request: HttpRequest, kept_form: KeptForm, *, factor_required: bool = False
) -> HttpResponse:
    """Return the page whose one button sends the form again.

    `factor_required` adds the link to set up a second factor first.
    """
    response = TemplateResponse(
        request,
        "admin/send_again.html",
        {
            **admin.site.each_context(request),
            "title": _("Welcome back"),
            "kept_form": kept_form,
            "factor_required": factor_required,
        },
    )
    add_never_cache_headers(response)
    return response
