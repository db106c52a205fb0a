"""The site as a WSGI application (PEP 3333): Django behind the page cache.

With IRSITE_DEBUG there is no page cache, so that developers see each change at once.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from releases.management.serving.worker_link import SupervisorLink, starting_worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irsite.settings")
# What a worker writes holds what is under embargo: its own user alone may read it.
os.umask(0o077)


def make_application(link: SupervisorLink | None) -> object:
    """Return Django, behind the page cache with its first pages rendered.

    The cache's metrics go to the supervisor on the link.
    """
    django_application = get_wsgi_application()
    if settings.DEBUG:
        return django_application
    from releases.pagecache import granian_adapter  # noqa: PLC0415 - Django is set up first
    from releases.pagecache.metric_samples import worker_samples  # noqa: PLC0415 - the same
    from releases.pagecache.startup import WorkerPageCache  # noqa: PLC0415 - the same

    worker = WorkerPageCache(django_application)
    granian_adapter.install(worker.leaders)
    if link is not None:
        link.report_metrics(lambda: worker_samples(worker.cache))
    return worker.start()


with starting_worker() as link:
    application = make_application(link)
