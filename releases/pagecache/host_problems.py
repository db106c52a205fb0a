"""What is wrong with the machine that this worker runs on: its folder, and its disk."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

# A database needs about as much for a day of work.
MIN_FREE_MEGABYTES = 200
LOG_AGAIN_AFTER = 600.0


def host_problems() -> Iterator[str]:
    """Yield a sentence for each problem that an operator has to solve."""
    folder = settings.VAR
    try:
        disk = os.statvfs(folder)
    except OSError as error:
        yield _(
            "The folder %(path)s cannot be used (%(error)s). Attachments and the access "
            "log are in it: restore it, then start the web server again."
        ) % {"path": folder, "error": error.strerror}
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield _("The web server may not write to the folder %(path)s.") % {
            "path": folder
        }
    free = disk.f_bavail * disk.f_frsize // 1024**2
    if free < MIN_FREE_MEGABYTES:
        yield _(
            "The disk of %(path)s is almost full: %(free)d MB are free. Nothing can be "
            "saved or published once it is full."
        ) % {"path": folder, "free": free}


class HostProblemLog:
    """Logs each problem when it is first seen, and every ten minutes after that."""

    def __init__(self) -> None:
        self._logged_at: dict[str, float] = {}

    def write(self) -> None:
        """Look for problems, and log them."""
        now = time.monotonic()
        logged_at = {}
        for problem in host_problems():
            kind = problem.partition(":")[0]
            logged_at[kind] = self._logged_at.get(kind, -LOG_AGAIN_AFTER)
            if now - logged_at[kind] >= LOG_AGAIN_AFTER:
                logged_at[kind] = now
                logger.error(problem)
        self._logged_at = logged_at
