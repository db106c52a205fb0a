"""The library's views as pages of the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.generic import View

Page = Callable[..., HttpResponseBase]


def shown(view: type[View], template: str, title: str, **changes: Any) -> Page:
    """The view with a template of ours, and all that a page of the desk needs."""
    answer = view.as_view(template_name=f"admin/{template}.html", **changes)

    def page(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response = answer(request, **kwargs)
        if isinstance(response, TemplateResponse):
            response.context_data = {
                **admin.site.each_context(request),
                "title": title,
                **(response.context_data or {}),
            }
        return response

    return page
