"""The site as a WSGI application (PEP 3333): Django behind the page cache.

With IRSITE_DEBUG there is no page cache, so that developers see each change at once.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irsite.settings")

django_application = get_wsgi_application()


def start_page_cache() -> object:
    """Return the page cache in front of Django, with its first pages rendered."""
    from releases.pagecache.startup import WorkerPageCache  # noqa: PLC0415 - Django is set up first

    return WorkerPageCache(django_application).start()


application = django_application if settings.DEBUG else start_page_cache()
