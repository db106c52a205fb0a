"""The list of releases: the state as a label, the instant, and what is next."""

from __future__ import annotations

import datetime as dt
import re

from releases.desk import transitions
from releases.models import Release
from tests.admin.desk import DeskTestCase, list_path
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_issuer,
    make_release,
    schedule,
    submit,
)
from tests.clock import SECOND, travel

LATER = SEVEN + dt.timedelta(hours=2)
CELL = r'<td class="field-{}[^"]*">(.*?)</td>'


class TheList(DeskTestCase):
    """Read without opening a release."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Administrators")

    def row(self, *, at: dt.datetime) -> tuple[str, str, str]:
        """Return the label, the instant and the next step of the only release."""
        with travel(at):
            page = self.page(list_path("release"))
        cells = [
            re.search(CELL.format(name), page)
            for name in ("state_label", "instant", "next_step")
        ]
        state, instant, step = (
            re.sub("<[^>]+>", "", cell[1]) if cell else "" for cell in cells
        )
        return state, instant, step

    def test_a_draft_has_its_planned_instant_if_any(self) -> None:
        release = make_release(go_live_at=LATER)
        planned = "3 March 2026, 09:00:00 EST"
        assert self.row(at=SEVEN) == ("Draft", planned, "Finish and submit it")
        Release.objects.filter(pk=release.pk).update(go_live_at=None)
        assert self.row(at=SEVEN)[1] == "–"

    def test_one_that_is_submitted_waits_for_an_approval(self) -> None:
        submit(go_live_at=LATER)
        state, _instant, step = self.row(at=SEVEN)
        assert (state, step) == ("Waiting for approval", "Read and approve it")

    def test_what_is_approved_is_scheduled_and_then_public(self) -> None:
        schedule(live_from=LATER)
        instant = "3 March 2026, 09:00:00 EST"
        before = ("Scheduled", instant, "Publishes automatically")
        assert self.row(at=LATER - SECOND) == before
        assert self.row(at=LATER) == ("Public", instant, "–")

    def test_one_on_hold_says_how_to_go_on(self) -> None:
        release = schedule(live_from=LATER)
        with travel(SEVEN + SECOND):
            transitions.hold(release, by=counsel(), at=SEVEN + SECOND)
        state, _instant, step = self.row(at=SEVEN + 2 * SECOND)
        assert (state, step) == ("Held", "Resume it or send it back")

    def test_a_correction_is_named_while_readers_see_the_version_before(self) -> None:
        release = schedule(live_from=LATER)
        with travel(LATER + SECOND):
            transitions.correct(
                release, by=author(), at=LATER + SECOND, notice="A figure was wrong."
            )
        assert self.row(at=LATER + 2 * SECOND)[0] == "Being corrected"

    def test_one_that_awaits_its_second_approval_says_so(self) -> None:
        release = schedule(live_from=LATER)
        Release.objects.filter(pk=release.pk).update(ratify_by=LATER + SECOND)
        assert self.row(at=LATER)[2] == "A second person must approve it"

    def test_it_is_titled_by_its_contents(self) -> None:
        page = self.page(list_path("release"))
        assert "<h1>Releases</h1>" in page
        assert "<title>Releases |" in page
