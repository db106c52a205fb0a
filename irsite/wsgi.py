"""The site as a WSGI application (PEP 3333), with the press in front of it.

Whoever works on the pages wants to see them as they are now: with IRSITE_DEBUG the
press stays out.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irsite.settings")

django = get_wsgi_application()


def pressed() -> object:
    """The press, with its first pages made, so that a fresh worker is never cold."""
    from releases.pagecache.startup import WorkerPageCache  # noqa: PLC0415 - Django is set up first

    return WorkerPageCache(django).start()


application = django if settings.DEBUG else pressed()
