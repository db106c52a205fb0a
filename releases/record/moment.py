"""The one moment of a request, with which every part of its answer asks the record."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest


def moment_of(request: HttpRequest) -> dt.datetime:
    """The moment at which the request arrived."""
    moment = request.moment  # type: ignore[attr-defined]  # set by MomentMiddleware
    assert isinstance(moment, dt.datetime)
    return moment
