"""Alerts on the dashboard of what web workers noticed, while people can still act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from releases.models import WebWorker
from releases.pagecache import early_requests
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
        with travel(SEVEN - 8 * SECOND):
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
