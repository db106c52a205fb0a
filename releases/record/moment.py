"""The single moment of a request, at which every part of its response asks the record."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest


def moment_of(request: HttpRequest) -> dt.datetime:
    """Return the moment that MomentMiddleware gave the request."""
    moment = request.moment  # type: ignore[attr-defined]  # set by MomentMiddleware
    assert isinstance(moment, dt.datetime)
    return moment
