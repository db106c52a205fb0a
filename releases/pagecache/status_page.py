"""How the press stands, for staff."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from releases.pagecache.worker_status import alarms, workers


@never_cache
def page_cache_status(request: HttpRequest) -> JsonResponse:
    """Each worker's generation, clock and readiness. It tells what is coming.

    Whoever places it at an address puts the desk's door before it.
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
                for worker in workers(at=now)
            ],
            "alarms": alarms(at=now),
        }
    )
