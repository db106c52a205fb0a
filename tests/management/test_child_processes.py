"""Commands of irsite in processes of their own, and their errors."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from unittest import mock

import django
from django.conf import settings
from django.test import SimpleTestCase

import pytest

from releases.management.backups.child_processes import run_manage, telling_line
from releases.management.backups.exceptions import CommandFailed
from releases.management.backups.leftovers import alone

CHAINED = b"""\
Traceback (most recent call last):
  File "a.py", line 1
psycopg.errors.SyntaxError: at the end of input

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "b.py", line 2
    )
django.db.utils.ProgrammingError: syntax error at end of input
LINE 1: SELECT (
               ^
"""


class TheTellingLine(SimpleTestCase):
    """Is the one from which an operator knows what failed."""

    def test_is_the_error_of_a_traceback_or_the_last_that_has_words(self) -> None:
        lines = {
            b"": "",
            b")\n": "",
            b"CommandError: The record was altered.\n": (
                "CommandError: The record was altered."
            ),
            b"CommandError: Cannot run\n  this (\n)\n": "this (",
            b"Traceback (most recent call last):\n  cut short\n": "cut short",
            CHAINED: "django.db.utils.ProgrammingError: syntax error at end of input",
        }
        for output, line in lines.items():
            with self.subTest(output):
                assert telling_line(output) == line


class ACommand(SimpleTestCase):
    """Of this site, run with its settings."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(self.settings(VAR=self.folder))
        self.lock = self.enterContext(alone("test.lock", prefix="none-"))

    def test_runs_where_secrets_are_handed_over_as_files(self) -> None:
        key = self.folder / "key"
        key.write_text(settings.SECRET_KEY)
        files = {"IRSITE_SECRET_KEY_FILE": str(key), "IRSITE_DATABASE_FILE": "/none"}
        database = {"IRSITE_DATABASE": f"sqlite:///{self.folder}/irsite.sqlite3"}
        with mock.patch.dict(os.environ, files):
            printed = run_manage("version", lock=self.lock, changes=database)
        assert printed.strip() == django.get_version()

    def test_that_fails_is_told_in_a_sentence(self) -> None:
        with pytest.raises(
            CommandFailed, match=r"“manage.py novel” failed: “.+”\. Mend"
        ):
            run_manage("novel", lock=self.lock)
