"""What happens to a form that is sent after its session ended: nothing typed is lost."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.csrf import csrf_failure as django_csrf_failure

from releases.accounts.kept_form import (
    form_carried_by,
    form_sent_in,
    is_admin_path,
    send_again_page,
)
from releases.accounts.login import is_sign_in_step, sign_in_page


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Return the sign-in page, which carries what was typed.

    No other site's form is carried. This comes before any check of the CSRF token,
    which pages of the admin may leave to `AdminSite.admin_view`.
    """
    if not _is_from_this_site(request):
        return django_csrf_failure(request, "")
    return sign_in_page(request, form_sent_in(request))


def ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    """Return a page that carries what was typed by a user who owes a second factor."""
    if not _is_from_this_site(request):
        return django_csrf_failure(request, "")
    return send_again_page(request, form_sent_in(request), factor_required=True)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offer to send an admin form with a stale token again; refuse any other (403).

    Signing in makes a new token, so a page that was open in another tab has the old
    one. Only what a page of this site sends is offered again.
    """
    if not is_admin_path(request.path, request) or not _is_from_this_site(request):
        return django_csrf_failure(request, reason)
    if is_sign_in_step(request):
        kept_form = form_carried_by(request)
    else:
        kept_form = form_sent_in(request)
    if kept_form is None:
        return HttpResponseRedirect(reverse("admin:login"))
    if admin.site.has_permission(request):
        return send_again_page(request, kept_form)
    return sign_in_page(request, kept_form)


def _is_from_this_site(request: HttpRequest) -> bool:
    """Return whether the browser says that a page of this site sent the request."""
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(source)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
