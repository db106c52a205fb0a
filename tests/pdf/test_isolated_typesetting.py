"""PDFs are set in processes of their own, within limits of time and memory."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import Any
from unittest import TestCase

import pytest

from releases.pdf.isolated_typesetting import Limits, Typesetter, typeset
from releases.record.representation import NotWritable
from tests.pdf.sheets import pdf, sheet

LONG = "<p>Words of a release.</p>" * 60_000
LOGGER = "releases.pdf.isolated_typesetting"


class AProcess(TestCase):
    """It gives the same bytes as this one, or ends."""

    def test_gives_the_bytes_that_this_process_gives(self) -> None:
        body = "<table><tr><th>Revenue</th><td>1</td></tr></table>"
        assert typeset(sheet(body)) == pdf(body)

    def refusal(self, values: dict[str, Any], **limits: Any) -> str:
        """Return what is logged where the process gives no PDF."""
        with self.assertLogs(LOGGER) as logged, pytest.raises(NotWritable):
            Typesetter(Limits(**limits)).typeset(values)
        return logged.output[0]

    def test_ends_after_its_time(self) -> None:
        values = sheet(LONG)
        assert "took longer than 0.3 seconds" in self.refusal(values, seconds=0.3)
        assert "ended with -" in self.refusal(values, cpu_seconds=1)

    def test_ends_at_its_memory_and_logs_no_word_of_the_release(self) -> None:
        logged = self.refusal(sheet("<p>Merger</p>"), memory_bytes=100_000_000)
        assert "ended with" in logged
        assert "Merger" not in logged

    def test_ends_where_typst_refuses_the_sheet(self) -> None:
        assert "ended with 1" in self.refusal({**sheet(), "paper": "no-such-paper"})

    def test_more_than_its_limit_at_once_have_to_wait(self) -> None:
        typesetter = Typesetter(Limits(processes=1, queue_seconds=0.01, seconds=5))
        busy = threading.Thread(target=lambda: typesetter.typeset(sheet()))
        busy.start()
        started = time.monotonic()
        refused = 0
        while busy.is_alive() and time.monotonic() < started + 5:
            with contextlib.suppress(NotWritable):
                typesetter.typeset(sheet())
                refused -= 1
            refused += 1
        busy.join()
        assert refused > 0
