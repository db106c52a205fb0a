"""What a killed command has left in IRSITE_VAR: found and removed by the next that runs alone."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from releases.management.backups.exceptions import AlreadyRunning


@contextlib.contextmanager
def alone(lock: str, *, prefix: str) -> Iterator[int]:
    """Hold a lock of this name, which ends with the process. Raises AlreadyRunning.

    Yields its descriptor. Programs that are started with it (`child_processes.start`) hold the
    lock too, so that a killed command runs again only once they have ended.
    Folders of this prefix, which hold copies of what is under embargo, are removed first.
    """
    path = settings.VAR / lock
    with path.open("a") as file:
        path.chmod(0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(
                _("The same command is running already. Wait until it has ended.")
            ) from None
        for left in settings.VAR.glob(f"{prefix}*/"):
            shutil.rmtree(left, ignore_errors=True)
        yield file.fileno()
