"""Alerts on the dashboard of what machines noticed, while people can still act."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from django.urls import reverse

from releases.models import WebWorker
from releases.pagecache import early_requests
from releases.record.last_backup import note_backup
from tests.admin.desk import DeskTestCase
from tests.builders import SEVEN, schedule
from tests.clock import SECOND, travel

HOUR = dt.timedelta(hours=1)


class WorkerAlerts(DeskTestCase):
    """A release is scheduled for seven; it is eight seconds before."""

    def setUp(self) -> None:
        self.sign_in_as("Counsel")
        self.release = schedule(live_from=SEVEN)

    def alerts(self) -> list[tuple[str, Any]]:
        """Return the alerts on the dashboard."""
        with travel(SEVEN - 4 * SECOND):
            dashboard = self.client.get(reverse("admin:index")).context["dashboard"]
        return [(alert.message, alert.release) for alert in dashboard.alerts]

    def test_says_how_often_an_address_was_guessed_from_where_and_since_when(
        self,
    ) -> None:
        path = f"/releases/{self.release.address}/"
        for source in ("a", "b"):
            early_requests.add_requests(
                path, source, 22, SEVEN - 2 * HOUR, SEVEN - HOUR
            )
        ((message, about),) = self.alerts()
        assert "requested 44 times from 2 places since" in message
        assert message.endswith("Nothing was shown.")
        assert about == self.release

    def test_says_once_for_once(self) -> None:
        early_requests.add_requests(
            f"/releases/{self.release.address}/", "a", 1, SEVEN, SEVEN
        )
        ((message, _),) = self.alerts()
        assert "requested 1 time from 1 place since" in message

    def test_says_nothing_of_what_is_public(self) -> None:
        early_requests.add_requests("/releases/2026/another/", "a", 3, SEVEN, SEVEN)
        assert self.alerts() == []

    def test_says_which_worker_is_not_ready(self) -> None:
        worker = WebWorker.objects.create(
            name="ir1:4",
            seen=SEVEN - 9 * SECOND,
            generation=1,
            offset=0,
            next_instant=SEVEN,
            ready=False,
        )
        ((message, _),) = self.alerts()
        assert message.startswith("ir1:4 is not ready for 12:00:00 UTC")
        worker.ready = True
        worker.save()
        assert self.alerts() == []

    def test_says_that_the_site_has_no_backup_or_an_old_one(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(self.settings(IRSITE_BACKUP_REMINDERS=True, VAR=folder))
        assert self.alerts()[0][0].startswith("The site has no backup yet.")
        note_backup(folder / "a.irsite", at=SEVEN - 27 * HOUR)
        ((message, about),) = self.alerts()
        assert message.startswith("The last backup of the site was made at ")
        assert about is None
        note_backup(folder / "b.irsite", at=SEVEN - HOUR)
        assert self.alerts() == []
