"""What the access log writes down of a request."""

from __future__ import annotations

import io
import json

from django.test import SimpleTestCase

from releases.pagecache.access_log import Line, Log


class TheAccessLog(SimpleTestCase):
    """One line of JSON a request, and no key to anything."""

    def written(self, path: str) -> str:
        """What it writes of a request for this path."""
        file = io.StringIO()
        log = Log(file=file)
        log.note(
            Line(
                at=0,
                client="203.0.113.9",
                method="GET",
                path=path,
                status="200",
                size=1,
                took=1,
                how="django",
            )
        )
        log.drain()
        told: str = json.loads(file.getvalue())["path"]
        return told

    def test_a_path_is_written_as_it_was_asked_for(self) -> None:
        assert self.written("/releases/2026/") == "/releases/2026/"

    def test_the_key_of_a_preview_link_is_not_written_down(self) -> None:
        for path in ("/preview/0a1b.c2d3/", "/preview/0a1b.c2d3/file/"):
            assert self.written(path) == "/preview/..."
