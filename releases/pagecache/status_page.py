"""The status of the page cache as JSON, for staff."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from releases.pagecache.worker_status import alarms, running_workers


@never_cache
def page_cache_status(request: HttpRequest) -> JsonResponse:
    """Return each worker's generation, clock offset and readiness, and the alarms.

    It reveals when something is due: only staff may see it, which the URL configuration
    takes care of.
    """
    now = timezone.now()
    return JsonResponse(
        {
            "workers": [
                {
                    "name": worker.name,
                    "seen": worker.seen,
                    "generation": worker.generation,
                    "clock_offset_microseconds": worker.offset,
                    "next_instant": worker.next_instant,
                    "ready": worker.ready,
                }
                for worker in running_workers(at=now)
            ],
            "alarms": alarms(at=now),
        }
    )
