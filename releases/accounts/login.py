"""The way in: a name and a password, or a passkey; then the second step.

Each step carries on what was typed before a session ended, and the last one offers to
send it again (`releases.accounts.kept_form`).
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache

from allauth.account.models import Login
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView

from releases.accounts.backend import StaffBackend
from releases.accounts.forms import (
    SecondStepForm,
    SecondStepPasskeyForm,
    SignInForm,
    SignInPasskeyForm,
)
from releases.accounts.kept_form import (
    KeptForm,
    form_carried_by,
    send_again_page,
)
from releases.accounts.views import Page, shown

STEPS = ("account_login", "mfa_login_webauthn", "mfa_authenticate")
NO_PASSKEY = "The passkey was not accepted. Sign in with your password instead."
BUSY = "Too many tries came from your address: wait a minute, then try again."


class PasskeySignIn(LoginWebAuthnView):
    """A passkey in the place of name, password and second step."""

    form_class = SignInPasskeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, and lead where the person was going."""
        authenticator = form.cleaned_data["credential"]
        if not StaffBackend().user_can_authenticate(authenticator.user):
            return self.form_invalid(form)
        login = Login(
            user=authenticator.user, redirect_url=get_next_redirect_url(self.request)
        )
        return perform_passwordless_login(self.request, authenticator, login)

    def form_invalid(self, form: Any) -> HttpResponse:
        """The first step again."""
        kept_form = form_carried_by(self.request)
        return sign_in_page(self.request, kept_form, trouble=NO_PASSKEY)


class SecondStep(AuthenticateView):
    """A code or a passkey, after the right password."""

    form_class = SecondStepForm
    webauthn_form_class = SecondStepPasskeyForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check what was given; a form that the first step only hands on shows it."""
        if not request.POST.keys() & {"code", "credential"}:
            user = self.stage.login.user
            self.webauthn_form = SecondStepPasskeyForm(user=user)
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only the ways that this person has."""
        found = super().get_context_data(**kwargs)
        has = set(
            Authenticator.objects.filter(user=self.stage.login.user).values_list(
                "type", flat=True
            )
        )
        found["has_codes"] = has != {Authenticator.Type.WEBAUTHN}
        found["has_passkeys"] = Authenticator.Type.WEBAUTHN in has
        return found


_first = shown(LoginView, "login", "Sign in", form_class=SignInForm)
_passkey = PasskeySignIn.as_view()
_second = shown(SecondStep, "accounts/second_step", "One more step")


def _keeping(step: Page) -> Page:
    """The step, which hands on what was typed before the session ended."""

    @never_cache
    @wraps(step)
    def keeping(request: HttpRequest) -> HttpResponseBase:
        response = step(request)
        kept_form = form_carried_by(request)
        if isinstance(response, TemplateResponse):
            assert response.context_data is not None
            response.context_data.update(_kept_context(request, kept_form))
        if kept_form is None or not isinstance(response, HttpResponseRedirect):
            return response
        if admin.site.has_permission(request):
            return send_again_page(request, kept_form)
        if response.url == reverse("mfa_authenticate"):
            return second_step(request)
        return sign_in_page(request, kept_form)

    return keeping


passkey = _keeping(_passkey)
second_step = _keeping(_second)
_sign_in = _keeping(_first)


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The first step; whoever is in already is shown the desk."""
    if request.method == "GET" and admin.site.has_permission(request):
        return HttpResponseRedirect(get_login_redirect_url(request))
    return _sign_in(request)


def sign_in_page(
    request: HttpRequest, kept_form: KeptForm | None, *, trouble: str = ""
) -> TemplateResponse:
    """The first step in the place of another page, with what was typed there."""
    page = TemplateResponse(
        request,
        "admin/login.html",
        {
            **admin.site.each_context(request),
            **_kept_context(request, kept_form),
            "title": "Sign in again" if kept_form else "Sign in",
            "form": SignInForm(request=request),
            "trouble": trouble,
        },
    )
    add_never_cache_headers(page)
    return page


def too_many(request: HttpRequest) -> HttpResponse:
    """So many tries came that none is looked at; what was typed stays."""
    if is_sign_in_step(request):
        page = sign_in_page(request, form_carried_by(request), trouble=BUSY)
    else:
        page = TemplateResponse(
            request,
            "admin/accounts/too_many.html",
            {**admin.site.each_context(request), "title": "Too many tries"},
        )
    page.status_code = 429
    page.headers["Retry-After"] = "60"
    return page.render()


def is_sign_in_step(request: HttpRequest) -> bool:
    """Whether this is asked of the way in, not of a page behind it."""
    return request.path in {reverse(name) for name in STEPS}


def _kept_context(request: HttpRequest, kept_form: KeptForm | None) -> dict[str, Any]:
    """What each step's form carries: where to go, and what was typed."""
    return {
        "kept_form": kept_form,
        "next": kept_form.path if kept_form else get_next_redirect_url(request) or "",
    }
