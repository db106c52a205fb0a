"""The canary sees what is early, late or different, and gives away nothing that is due."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
from pathlib import Path
from unittest import mock

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections
from django.test import Client, SimpleTestCase, TestCase

from releases.desk import transitions
from releases.management.canary import running, watching
from releases.management.canary.asked_forms import (
    CATEGORY_ROUTE,
    EVENT_ROUTE,
    RELEASE_ROUTE,
    VERSION_ROUTE,
    YEAR_ROUTE,
    own_lists,
)
from releases.management.canary.running import (
    PERIOD,
    fetcher,
    run_canary,
    time_to_round,
)
from releases.management.canary.watching import EVENT_LISTS, RELEASE_LISTS, Canary
from releases.models import Event, Publication, Release
from releases.pagecache.routes import fixed_routes
from releases.pagecache.worker_status import alarms
from releases.readers.models import MailingKind
from releases.record.canary_note import (
    CanaryFinding,
    Fault,
    note_findings,
    recent_findings,
)
from releases.record.subjects import YEAR
from releases.representations import REPRESENTATIONS
from releases.staff_alerts.mailings import alerts_of
from releases.text import public_paths
from tests.builders import (
    SEVEN,
    author,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.page_server import page_server
from tests.public.html_pages import save_and_publish

DAY = dt.timedelta(days=1)
URL, ORIGIN = "https://ir.example.com", "http://127.0.0.1:8001"


def seen_at(seen: dt.datetime) -> CanaryFinding:
    """Return a finding of this moment."""
    return CanaryFinding(Fault.EARLY, "/releases/rss.xml", SEVEN.isoformat(), seen)


FOUND = seen_at(SEVEN)
# The forms of a release without tables, contacts and signature, and of an event.
OWN_FORMS = {
    *("page", "release.pdf", "card.png", "ninjs.json", "newsml-g2.xml"),
    *("contact-1.vcf", "document.json", "event.ics", "file"),
    *("api_release", "api_version", "api_event"),
}
LISTS_OF_ITS_OWN = {
    f"/releases/{list_}"
    for list_ in (
        *("category/<slug>/", "category/<slug>/rss.xml", "category/<slug>/atom.xml"),
        *("category/<slug>/feed.json", "<year>/", "<year>/atom.xml"),
        *("<year>/feed.json", "<year>/sitemap.xml"),
    )
}
EVERY_FORM = {*OWN_FORMS, *LISTS_OF_ITS_OWN, *RELEASE_LISTS, *EVENT_LISTS}
# It names the next event, and is asked for of releases.
NOT_ASKED = {public_paths.HOME}
# The log has digests and no paths.
NEITHER = {public_paths.log_year_path(YEAR)}


class BeforeAndAfter(TestCase):
    """A release with an event is due at SEVEN."""

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - 2 * DAY)
        put_on_record(slug="before", at=SEVEN - DAY)
        with travel(SEVEN - DAY / 2):
            event = make_event(slug="merger-call")
            release = make_release(slug="merger", headline="A merger", events=(event,))
            make_attachment(release)
        schedule(release, live_from=SEVEN)

    def setUp(self) -> None:
        self.asked: list[tuple[str, str]] = []
        # By how much the answers at an address run ahead of the clock.
        self.ahead = {URL: dt.timedelta(), ORIGIN: dt.timedelta()}
        self.now = SEVEN
        self.suffix = b""

    def fetch(self, address: str, path: str) -> tuple[int, bytes]:
        """Answer as the site does at the address."""
        self.asked.append((address, path))
        with travel(self.now + self.ahead[address]):
            response = Client().get(path)
            suffix = self.suffix if address == URL else b""
            return response.status_code, response.content + suffix

    def find_faults(
        self, at: dt.datetime, canary: Canary | None = None
    ) -> set[tuple[str, str]]:
        """Have the canary look at this moment; return each fault with its form."""
        self.now = at
        canary = canary or Canary(URL, origin=ORIGIN, fetch=self.fetch)
        with travel(at):
            return {(finding.fault, finding.form) for finding in canary.find_faults()}

    def test_its_lists_are_pages_of_the_site(self) -> None:
        assert {*RELEASE_LISTS, *EVENT_LISTS} <= fixed_routes().keys()

    def test_each_form_that_lists_a_publication_is_asked_for(self) -> None:
        with travel(SEVEN + 2 * SECOND):
            responses = {
                path: Client().get(path)
                for path in (*fixed_routes(), *self.paths_of_own_lists())
            }
        bodies = {
            path: response.content
            for path, response in responses.items()
            if response.status_code == 200
        }
        for needle, asked in (
            (b"/releases/2026/merger", {*RELEASE_LISTS, *self.paths_of_own_lists()}),
            (b"/events/merger-call", {*EVENT_LISTS}),
        ):
            naming = {path for path, body in bodies.items() if needle in body}
            assert asked <= naming
            assert naming - asked <= NOT_ASKED

    def test_each_form_of_a_publication_is_asked_for_or_lists_some(self) -> None:
        routes = {
            page
            for form in REPRESENTATIONS
            for page in form.of.pages.values()
            if "<" in page
        }
        assert routes - NEITHER == {
            *(RELEASE_ROUTE, VERSION_ROUTE, EVENT_ROUTE),
            *(CATEGORY_ROUTE, YEAR_ROUTE),
        }

    def paths_of_own_lists(self) -> list[str]:
        """Return the lists of the category and of the year of the release."""
        (release,) = Publication.objects.releases().at_address("2026/merger")
        return [form.path for form in own_lists(release)]

    def test_a_site_that_is_exact_has_no_fault(self) -> None:
        for at in (SEVEN - MICROSECOND, SEVEN, SEVEN + SECOND, SEVEN + 30 * SECOND):
            with self.subTest(at):
                assert self.find_faults(at) == set()

    def test_what_shows_before_its_instant_is_early_on_each_form(self) -> None:
        self.ahead = dict.fromkeys(self.ahead, 10 * SECOND)
        faults = self.find_faults(SEVEN - 2 * SECOND)
        assert faults == {(Fault.EARLY, form) for form in EVERY_FORM}

    def test_what_does_not_show_after_it_is_late(self) -> None:
        self.ahead = dict.fromkeys(self.ahead, -60 * SECOND)
        faults = self.find_faults(SEVEN + 2 * SECOND)
        assert faults == {(Fault.LATE, form) for form in EVERY_FORM}

    def test_a_cache_that_answers_differently_is_told(self) -> None:
        self.suffix = b"<!-- rewritten -->"
        faults = self.find_faults(SEVEN + 2 * SECOND)
        assert faults == {(Fault.DIFFERENT, form) for form in OWN_FORMS}

    def test_a_list_that_cannot_be_read_is_told(self) -> None:
        def fail(address: str, path: str) -> tuple[int, bytes]:
            return 0, b""

        faults = self.find_faults(SEVEN - DAY, Canary(URL, origin="", fetch=fail))
        assert faults == {(Fault.DOWN, form) for form in (*RELEASE_LISTS, *EVENT_LISTS)}

    def test_from_outside_it_asks_the_same_whether_or_not_something_is_due(
        self,
    ) -> None:
        self.find_faults(SEVEN - 3 * DAY / 8)
        far = [path for address, path in self.asked if address == URL]
        self.asked = []
        self.find_faults(SEVEN - 2 * SECOND)
        assert [path for address, path in self.asked if address == URL] == far
        assert any("merger" in path for _address, path in self.asked)

    def test_a_change_of_an_event_is_no_early_page(self) -> None:
        after = SEVEN + DAY
        event = Event.objects.get(slug="merger-call")
        event.title = "A later call"
        save_and_publish(event, at=after)
        assert Publication.objects.events().filter(number=2, live_from=after).exists()
        assert self.find_faults(after - MICROSECOND) == set()
        assert self.find_faults(after + 2 * SECOND) == set()

    def test_a_correction_is_asked_for_as_a_version(self) -> None:
        after = SEVEN + DAY
        with travel(SEVEN + DAY / 2):
            release = Release.objects.get(slug="before")
            transitions.correct(
                release, by=author(), at=SEVEN + DAY / 2, notice="A wrong figure."
            )
            release.refresh_from_db()
        schedule(release, live_from=after)
        self.ahead = dict.fromkeys(self.ahead, 10 * SECOND)
        early = self.find_faults(after - 2 * SECOND)
        assert (Fault.EARLY, "release.pdf") in early
        assert (Fault.EARLY, "/releases/rss.xml") not in early
        assert any("versions/2/release.pdf" in path for _address, path in self.asked)

    def test_of_many_at_once_it_asks_for_some_in_each_round(self) -> None:
        for number in range(3):
            put_on_record(slug=f"many-{number}", at=SEVEN + DAY)
        canary = Canary(URL, origin=ORIGIN, fetch=self.fetch)
        with mock.patch.object(watching, "MAX_IN_ROUND", 2):
            asked = []
            for later in (2, 7, 12):
                self.asked = []
                assert self.find_faults(SEVEN + DAY + later * SECOND, canary) == set()
                paths = " ".join(path for _address, path in self.asked)
                asked.append({*re.findall(r"/(many-\d)/ ", f"{paths} ")})
        assert [len(paths) for paths in asked] == [2, 1, 0]

    def test_what_it_has_seen_once_it_does_not_ask_for_again(self) -> None:
        canary = Canary(URL, origin=ORIGIN, fetch=self.fetch)
        self.find_faults(SEVEN + 2 * SECOND, canary)
        self.asked = []
        self.find_faults(SEVEN + 12 * SECOND, canary)
        assert not [path for _address, path in self.asked if "merger" in path]


class ItsFindings(TestCase):
    """Are told to the desk and to staff, and name no release."""

    databases = "__all__"

    def setUp(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.enterContext(self.settings(VAR=Path(folder)))

    def test_they_are_on_the_dashboard_and_are_mailed_for_an_hour(self) -> None:
        note_findings([FOUND])
        at = SEVEN + SECOND
        sentence = (
            "/releases/rss.xml showed something before its instant, seen from outside."
        )
        assert sentence in alarms(at=at)
        (alert,) = alerts_of(MailingKind.PAGE_CACHE, at=at)
        assert sentence in alert.write_message().sentences
        assert list(alerts_of(MailingKind.PAGE_CACHE, at=at + DAY)) == []

    def test_each_is_told_once(self) -> None:
        note_findings([FOUND])
        note_findings([seen_at(SEVEN + SECOND)])
        assert recent_findings(at=SEVEN + 2 * SECOND) == [FOUND]
        later = seen_at(SEVEN + DAY)
        note_findings([later])
        assert recent_findings(at=SEVEN + DAY) == [later]

    def test_a_note_that_cannot_be_read_is_none(self) -> None:
        assert recent_findings(at=SEVEN) == []

    def test_once_it_prints_what_is_wrong(self) -> None:
        out = io.StringIO()
        with (
            mock.patch.object(Canary, "find_faults", return_value=[FOUND]),
            self.assertRaisesMessage(CommandError, "not as it should be"),
        ):
            call_command("canary", URL, "--once", stdout=out)
        assert out.getvalue() == f"early /releases/rss.xml {SEVEN.isoformat()}\n"
        with mock.patch.object(Canary, "find_faults", return_value=[]):
            call_command("canary", URL, "--once", stdout=out)

    def test_an_address_without_a_scheme_is_refused(self) -> None:
        with self.assertRaisesMessage(CommandError, "like https://"):
            call_command("canary", "ir.example.com", "--once")

    def test_it_goes_on_after_a_fault_and_without_the_database(self) -> None:
        canary = mock.Mock(Canary)
        canary.find_faults.side_effect = [[FOUND], DatabaseError, []]
        rounds = iter([False, False, False, True])
        with (
            self.assertLogs(running.logger) as logs,
            mock.patch.object(connections, "close_all"),
        ):
            run_canary(canary, is_ended=lambda seconds: next(rounds))
        assert canary.find_faults.call_count == 3
        assert len(logs.output) == 2
        assert recent_findings(at=SEVEN) == [FOUND]


class ItsRounds(SimpleTestCase):
    """Come at the same times, whatever is scheduled."""

    def test_they_are_before_and_after_each_round_second(self) -> None:
        assert time_to_round(100.0) == 1.5
        assert time_to_round(101.5) == 6.5
        assert time_to_round(108.0) == 3.5
        assert 0 < time_to_round(101.4999) < PERIOD

    def test_it_asks_over_http_under_the_sites_name(self) -> None:
        with page_server() as address:
            fetch = fetcher("https://ir.example.com")
            assert fetch(f"http://{address}", "/releases/") == (200, b"")
        assert fetch(f"http://{address}", "/")[0] == 0
