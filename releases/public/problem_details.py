"""Errors of what programs read, as problem details (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from releases.record.cross_origin import CORS_HEADERS

MEDIA_TYPE = "application/problem+json"


def problem_response(status: int, detail: str, **members: Any) -> HttpResponse:
    """Return an error with this status; `detail` says what to do about it.

    Its `type` is about:blank: the status says what kind of problem it is. `members` are
    extensions (3.2).
    """
    problem = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    content = json.dumps(problem | members, ensure_ascii=False)
    return HttpResponse(
        f"{content}\n",
        status=status,
        content_type=MEDIA_TYPE,
        headers={**CORS_HEADERS, "X-Robots-Tag": "noindex"},
    )


def method_not_allowed() -> HttpResponse:
    """Return 405 (RFC 9110, 15.5.6): what is published is read, and nothing else."""
    response = problem_response(405, _("Send GET or HEAD: this address is only read."))
    response.headers["Allow"] = "GET, HEAD"
    return response
