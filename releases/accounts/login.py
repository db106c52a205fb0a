"""Signing in: username and password, then the second step; or a passkey alone.

Each step carries the form that was sent after a session ended, and the last one offers
to send it again (`releases.accounts.kept_form`).
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import View

from allauth.account.models import Login
from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView

from releases.accounts.admin_page import AdminPageMixin
from releases.accounts.backend import StaffBackend
from releases.accounts.forms import (
    SecondStepForm,
    SecondStepPasskeyForm,
    SignInForm,
    SignInPasskeyForm,
)
from releases.accounts.kept_form import KeptForm, form_carried_by, send_again_page
from releases.pagecache.carried_forms import permit_carrying

SIGN_IN_ROUTES = ("account_login", "mfa_login_webauthn", "mfa_authenticate")


@method_decorator(never_cache, name="dispatch")
class SignInStepMixin(AdminPageMixin, View):
    """Put before a view of the library: a step that carries on a kept form."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Take the step; where it would redirect, show the kept form's next page."""
        response = super().dispatch(request, *args, **kwargs)
        kept_form = form_carried_by(request)
        if kept_form is None or not isinstance(response, HttpResponseRedirect):
            return response
        if admin.site.has_permission(request):
            return send_again_page(request, kept_form)
        if response.url == reverse("mfa_authenticate"):
            return SecondStepView.as_view()(request)
        return sign_in_page(request, kept_form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what each step's form carries in hidden fields."""
        kept_form = form_carried_by(self.request)
        return {
            **super().get_context_data(**kwargs),
            **_carried_context(self.request, kept_form),
        }


class SignInView(SignInStepMixin, LoginView):
    """Username and password."""

    template_name = "admin/login.html"
    title = gettext_lazy("Sign in")
    form_class = SignInForm

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Lead a user who is signed in to the admin."""
        if request.method == "GET" and admin.site.has_permission(request):
            return HttpResponseRedirect(get_login_redirect_url(request))
        return super().dispatch(request, *args, **kwargs)


class PasskeySignInView(SignInStepMixin, LoginWebAuthnView):
    """A passkey instead of username, password and second step."""

    form_class = SignInPasskeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign the passkey's owner in, if they may sign in at all."""
        authenticator = form.cleaned_data["credential"]
        if not StaffBackend().user_can_authenticate(authenticator.user):
            return self.form_invalid(form)
        login = Login(
            user=authenticator.user, redirect_url=get_next_redirect_url(self.request)
        )
        return perform_passwordless_login(self.request, authenticator, login)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the first step again."""
        return sign_in_page(
            self.request,
            form_carried_by(self.request),
            error=_("The passkey was not accepted. Sign in with your password."),
        )


class SecondStepView(SignInStepMixin, AuthenticateView):
    """A code or a passkey, after the right password."""

    template_name = "admin/accounts/second_step.html"
    title = gettext_lazy("Second step")
    form_class = SecondStepForm
    webauthn_form_class = SecondStepPasskeyForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the code or passkey; show the page where the first step handed on."""
        if not request.POST.keys() & {"code", "credential"}:
            user = self.stage.login.user
            self.webauthn_form = SecondStepPasskeyForm(user=user)
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which kinds of second factor this user has."""
        types = set(
            Authenticator.objects.filter(user=self.stage.login.user).values_list(
                "type", flat=True
            )
        )
        return {
            **super().get_context_data(**kwargs),
            "has_codes": types != {Authenticator.Type.WEBAUTHN},
            "has_passkeys": Authenticator.Type.WEBAUTHN in types,
        }


def sign_in_page(
    request: HttpRequest, kept_form: KeptForm | None, *, error: str = ""
) -> TemplateResponse:
    """Return the first step in the place of another page, carrying `kept_form`."""
    response = TemplateResponse(
        request,
        "admin/login.html",
        {
            **admin.site.each_context(request),
            **_carried_context(request, kept_form),
            "title": _("Sign in again") if kept_form else _("Sign in"),
            "form": SignInForm(request=request),
            "error": error,
        },
    )
    add_never_cache_headers(response)
    if kept_form is not None:
        permit_carrying(request, response)
    return response


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    """Return the page for 429 (RFC 6585, 4), which keeps what was typed."""
    if is_sign_in_step(request):
        response = sign_in_page(
            request,
            form_carried_by(request),
            error=_(
                "Too many attempts from your network. Wait a minute and try again."
            ),
        )
    else:
        response = TemplateResponse(
            request,
            "admin/accounts/too_many_attempts.html",
            {**admin.site.each_context(request), "title": _("Too many attempts")},
        )
    response.status_code = 429
    response.headers["Retry-After"] = "60"
    return response.render()


def is_sign_in_step(request: HttpRequest) -> bool:
    """Return whether the request is for a step of the sign-in."""
    return request.path in {reverse(name) for name in SIGN_IN_ROUTES}


def _carried_context(
    request: HttpRequest, kept_form: KeptForm | None
) -> dict[str, Any]:
    return {
        "kept_form": kept_form,
        "next": kept_form.path if kept_form else get_next_redirect_url(request) or "",
    }
