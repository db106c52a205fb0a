"""What a worker takes from Redis: the one task, whatever is written there.

RQ runs the function that a job names, with arguments and callbacks, so that whoever can
write to Redis could run anything as the site's user. Here that can only wake a courier.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.core.exceptions import SuspiciousOperation

from releases.management.delivering.wake_task import deliver_what_is_due

BaseJob: Any = import_module("django_tasks_rq").Job


class WakeJob(BaseJob):  # type: ignore[misc]  # the package is optional
    """A job that can only be the task, with no arguments and nothing called after it."""

    success_callback = failure_callback = stopped_callback = None

    @property
    def func(self) -> Any:
        """Return the task. Raises SuspiciousOperation for anything else, not imported."""
        if self.func_name != deliver_what_is_due.module_path:
            raise SuspiciousOperation("Redis asks for another task than to deliver.")
        return deliver_what_is_due

    def _execute(self) -> None:
        self.func.call()
