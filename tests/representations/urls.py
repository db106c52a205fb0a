"""The site's URLs, with those of the tests' forms."""

from __future__ import annotations

from irsite import urls
from irsite.urls import handler404, handler429, handler500
from releases.urls import representation_pages
from tests.representations.forms import FORMS, MISTAKEN

__all__ = ["handler404", "handler429", "handler500", "urlpatterns"]

urlpatterns = [*urls.urlpatterns, *representation_pages([*FORMS, *MISTAKEN])]
