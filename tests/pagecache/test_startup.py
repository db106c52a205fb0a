"""All parts of the page cache at once, as a web worker runs them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from releases.pagecache.startup import WorkerPageCache
from tests.builders import put_on_record
from tests.live import CommittingTestCase
from tests.record.rows import on_postgresql


class AWorker(CommittingTestCase):
    """Starts warm, and stops on request."""

    @on_postgresql
    def test_it_is_warm_before_its_first_request_and_stops(self) -> None:
        put_on_record()
        with (
            tempfile.TemporaryDirectory(prefix="irsite-var-") as folder,
            mock.patch.object(settings, "VAR", Path(folder)),
            mock.patch("sys.setswitchinterval"),
            mock.patch("gc.freeze"),
        ):
            worker = WorkerPageCache(WSGIHandler())
            worker.start()
            assert worker.cache.snapshots.current
            assert worker.cache.snapshots.current.get("/")
            worker.stop()
        assert not worker.watcher.is_alive()
