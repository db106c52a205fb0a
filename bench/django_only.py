"""Django without the page cache, with its own per-site cache, for comparison."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irsite.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.MIDDLEWARE = [
    "django.middleware.cache.UpdateCacheMiddleware",
    *(name for name in settings.MIDDLEWARE if "pagecache.response_headers" not in name),
    "django.middleware.cache.FetchFromCacheMiddleware",
]
settings.CACHE_MIDDLEWARE_SECONDS = 600

application = get_wsgi_application()
