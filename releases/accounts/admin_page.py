"""Shows a view of the sign-in library as a page of the admin site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.functional import Promise
from django.views.generic.base import ContextMixin


class AdminPageMixin(ContextMixin):
    """Put before a library view: gives its template what every admin page needs."""

    request: HttpRequest
    title: str | Promise = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the view's context on top of the admin site's."""
        return {
            **admin.site.each_context(self.request),
            "title": self.title,
            **super().get_context_data(**kwargs),
        }
