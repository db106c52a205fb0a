"""Set PDFs and cards in processes of their own, within limits of time and memory.

typst keeps 85 MiB in a process that has set a financial release. A web worker should not
have them for what is made once, nor be held by a release of a thousand tables.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from releases.pdf.forms import Form
from releases.record.representation import NotWritable

logger = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one of them may take; seconds are of the wall's clock but for `cpu_seconds`.

    `processes` run at once for one web worker, and a request waits `queue_seconds` for
    one of them.
    """

    processes: int = 1
    queue_seconds: float = 10.0
    seconds: float = 20.0
    cpu_seconds: int = 10
    memory_bytes: int = 2_000_000_000


class Typesetter:
    """Starts a process for each sheet, without a fork of this one and its threads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._places = threading.BoundedSemaphore(limits.processes)

    def typeset(
        self,
        values: Mapping[str, Any],
        *,
        folders: Iterable[str] = (),
        form: Form = "pdf",
    ) -> bytes:
        """Return the PDF of a sheet, or the PNG of a card. Raises NotWritable."""
        request = json.dumps(
            {"values": values, "folders": list(folders), "form": form}
        ).encode()
        if not self._places.acquire(timeout=self._limits.queue_seconds):
            raise NotWritable
        try:
            return self._answer(request)
        finally:
            self._places.release()

    def _answer(self, request: bytes) -> bytes:
        limits = self._limits
        try:
            process = subprocess.run(  # noqa: S603 - our own words
                [
                    *(sys.executable, "-m", "releases.pdf.typesetting_process"),
                    *(str(limits.cpu_seconds), str(limits.memory_bytes)),
                ],
                input=request,
                capture_output=True,
                cwd=ROOT,
                # One thread: more would reserve memory for each core.
                env={"LC_ALL": "C.UTF-8", "RAYON_NUM_THREADS": "1"},
                timeout=limits.seconds,
                start_new_session=True,
                check=True,
            )
        except subprocess.TimeoutExpired:
            logger.error("A PDF or a card took longer than %s seconds.", limits.seconds)
            raise NotWritable from None
        except subprocess.CalledProcessError as error:
            # Not its message, which may quote the release: that is no log's business.
            logger.error(
                "A process that set a PDF or a card ended with %s.", error.returncode
            )
            raise NotWritable from None
        return process.stdout


_TYPESETTER = Typesetter(Limits())


def typeset(
    values: Mapping[str, Any], *, folders: Iterable[str] = (), form: Form = "pdf"
) -> bytes:
    """Return the PDF of a sheet (`releases.pdf.sheet`), or the PNG of a card (`card`).

    Raises NotWritable.
    """
    return _TYPESETTER.typeset(values, folders=folders, form=form)
