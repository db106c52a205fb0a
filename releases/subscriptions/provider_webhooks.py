"""The address at which the provider of mail tells of bounces and complaints.

It exists for the provider that IRSITE_MAIL_PROVIDER names, alone.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from releases.alerts.mail_providers import PROVIDERS, ForgedWebhook
from releases.alerts.provider_events import handle_event
from releases.pagecache.response_headers import PRIVATE_HEADERS
from releases.record.moment import moment_of
from releases.subscriptions.sources import set_no_cookie

logger = logging.getLogger(__name__)


@method_decorator(csrf_exempt, name="dispatch")
class ProviderWebhook(View):
    """Takes the events of the provider. No answer says whom it knows."""

    http_method_names = ["head", "post"]

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Answer for nobody's cache. Raises Http404 for any other provider."""
        set_no_cookie(request)
        name = kwargs["provider"]
        if not settings.IRSITE_ALERTS or name != settings.IRSITE_MAIL_PROVIDER:
            raise Http404
        self.provider = PROVIDERS[name]
        response = super().dispatch(request, *args, **kwargs)
        for header, value in PRIVATE_HEADERS.items():
            response.headers[header] = value
        return response

    def head(self, request: HttpRequest, provider: str) -> HttpResponse:
        """Say that there is such an address: some providers ask before they use it."""
        return HttpResponse()

    def post(self, request: HttpRequest, provider: str) -> HttpResponse:
        """Act on the events; 401 or 403 if it is forged, 400 if it cannot be read."""
        try:
            events = self.provider.read(
                request, secret=settings.IRSITE_MAIL_PROVIDER_SECRET
            )
        except ForgedWebhook:
            return self.refusal()
        except Exception:
            # By its type alone: its text quotes the event, with the address.
            logger.exception("A webhook of the provider of mail cannot be read.")
            return HttpResponse(status=400)
        at = moment_of(request)
        for event in events:
            handle_event(provider, event, at=at)
        return HttpResponse()

    def refusal(self) -> HttpResponse:
        """Return 403; without a signature 401, before which some send no password."""
        if self.provider.has_signature:
            return HttpResponse(status=403)
        headers = {"WWW-Authenticate": 'Basic realm="webhooks", charset="UTF-8"'}
        return HttpResponse(status=401, headers=headers)
