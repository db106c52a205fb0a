"""The one task that workers have: deliver until nothing is due.

It has no arguments and returns nothing, so a queue tells nobody more than that there is
something to do now. Only where IRSITE_COURIERS is `tasks` is this imported.
"""

from __future__ import annotations

import logging
import time
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connections

from releases.alerts.holders import CannotDeliver
from releases.management.delivering.running import RETRY_AFTER, open_courier
from releases.management.delivering.wake_queue import QUEUE, TASK_SECONDS

logger = logging.getLogger(__name__)

# A task ends before a courier would say that mails wait: it says so earlier, in seconds.
ALARM_AFTER = TASK_SECONDS / 3

task: Any = import_module("django_tasks").task


@task(queue_name=QUEUE)  # type: ignore[untyped-decorator]  # the package is optional
def deliver_what_is_due() -> None:
    """Be a courier until nothing is due, for a minute at most.

    An error is logged here, since a queue would keep its text, which may quote a mail. What
    is still due wakes somebody again; so an error takes a moment.
    """
    end = time.monotonic() + TASK_SECONDS
    try:
        with open_courier(
            settings.IRSITE_PAGE_CACHES,
            sleep=lambda seconds: time.sleep(max(seconds, 0.0)),
            is_stopping=lambda: time.monotonic() >= end,
            alarm_after=ALARM_AFTER,
        ) as courier:
            courier.run_while_due()
    except CannotDeliver as error:
        logger.error("%s", error)
        time.sleep(RETRY_AFTER)
    except Exception:
        logger.exception("A courier has failed. Another one is woken.")
        time.sleep(RETRY_AFTER)
    finally:
        connections.close_all()
