"""The programs that a backup, a drill or a move starts: irsite's own commands, PostgreSQL's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from releases.management.backups.exceptions import CommandFailed

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
TRACEBACK = "Traceback (most recent call last):"
SOMETHING = re.compile(r"\w")


def start(
    command: Sequence[str],
    *,
    lock: int,
    environment: Mapping[str, str],
    stdin: int = subprocess.DEVNULL,
    stdout: int | None = None,
    stderr: int | IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program that holds the lock with this descriptor as long as it runs.

    So a command that was killed runs again only once the programs that it had started
    have ended: `leftovers.alone` refuses until then.
    """
    return subprocess.Popen(  # noqa: S603 - our own words
        command,
        env=environment,
        cwd=settings.BASE_DIR,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        pass_fds=[lock],
    )


def run_manage(
    *command: str, lock: int, changes: Mapping[str, str] | None = None
) -> str:
    """Run a command of irsite with the lock, and return what it prints.

    It has this process's environment with these changes, and its secret key. Raises
    CommandFailed, with the last line of its output that says something.
    """
    changed = {"IRSITE_SECRET_KEY": settings.SECRET_KEY, **(changes or {})}
    # A variable and the file in its place must not be set both.
    files = {f"{name}_FILE" for name in changed}
    inherited = {name: os.environ[name] for name in os.environ.keys() - files}
    process = start(
        [*MANAGE, *command],
        lock=lock,
        environment=inherited | changed,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        printed, errors = process.communicate()
    if process.returncode:
        raise CommandFailed(
            _(
                "“manage.py %(command)s” failed: “%(message)s”. Mend that, and run this "
                "command again."
            )
            % {
                "command": command[0],
                "message": telling_line(errors) or telling_line(printed) or "–",
            }
        )
    return printed.decode()


def telling_line(output: bytes) -> str:
    """Return the last line of a program's output that says something; empty if none does.

    A traceback's is its error. What follows that, such as an SQL statement in many lines,
    and a line of punctuation, such as the end of such a statement, say nothing.
    """
    before, is_traceback, traceback = output.decode(errors="replace").rpartition(
        TRACEBACK
    )
    lines = [line.rstrip() for line in (traceback or before).splitlines()]
    if is_traceback:
        error = next((line for line in lines if line and not line[0].isspace()), "")
        if error:
            return error
    return next(
        (line.strip() for line in reversed(lines) if SOMETHING.search(line)), ""
    )
