"""The queue by which workers elsewhere are woken: RQ in a Redis, by django-tasks.

These packages are not among the requirements of the site (requirements-rq.lock), so they are
imported where they are used.
"""

from __future__ import annotations

from importlib import import_module

from django.db import connections

from releases.alerts.holders import CannotDeliver

# The name of the queue, in the settings RQ_QUEUES and TASKS too.
QUEUE = "couriers"
# How long a task delivers at most, in seconds; then a worker takes the next one.
TASK_SECONDS = 60.0
# How long a worker that Redis does not answer waits at most until it asks again, in seconds.
MAX_REST = 5.0


class CannotWake(Exception):
    """The queue does not answer. Its text names the kind of error and nothing else."""


class WakeQueue:
    """Has at most one task in it, whoever asks and however often."""

    def wake(self) -> bool:
        """Wake a worker, unless a task waits already; return whether. Raises CannotWake."""
        rq = import_module("django_rq")
        try:
            if rq.get_queue(QUEUE).count:
                return False
            wake_task = import_module("releases.management.delivering.wake_task")
            wake_task.deliver_what_is_due.enqueue()
        except (OSError, import_module("redis").RedisError) as error:
            raise CannotWake(type(error).__name__) from None
        return True


def run_worker() -> None:
    """Take tasks until SIGTERM or Ctrl-C, each in a process of its own.

    Raises CannotDeliver where Redis does not answer, at the start or while a task runs;
    while it waits for a task, the worker waits for Redis too.
    """
    rq = import_module("django_rq")
    # Its tasks begin with what a courier needs, which it would take them a second to load.
    import_module("releases.management.delivering.wake_task")
    try:
        worker = rq.get_worker(
            QUEUE,
            job_class="releases.management.delivering.wake_job.WakeJob",
            serializer="rq.serializers.JSONSerializer",
        )
        connections.close_all()
        # RQ's own limit is a minute, in which mails would wait with Redis long back.
        worker.max_connection_wait_time = MAX_REST
        worker.work(logging_level="WARNING")
    except (OSError, import_module("redis").RedisError) as error:
        raise CannotDeliver(f"Redis: {type(error).__name__}") from None
