"""How a mailing was sent, and how many subscribers there were over time."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter

from django.urls import reverse

from releases.alerts.folding import ROWS_KEPT, tidy_up
from releases.alerts.sending_pace import (
    PERIODS,
    SendingPace,
    failure_reasons,
    sending_pace,
)
from releases.alerts.subscriber_history import MAX_POINTS, subscriber_history
from releases.alerts.subscribers import (
    Choices,
    Step,
    add_consent,
    change,
    confirm,
    erase,
    leave,
    pause,
    resume,
)
from releases.readers.models import ConsentAction, Mailing, Outcome, Rank, Status
from tests.admin.test_alerts import MAILINGS, AlertsTestCase
from tests.alerts.couriers import publish
from tests.builders import SEVEN
from tests.clock import SECOND, travel
from tests.readers.rows import make_mailing, make_subscriber

HISTORY = reverse("admin:readers_mailing_subscribers")
DAY = dt.timedelta(days=1)
REPLY = "550 5.1.1 <ann@example.org> unknown"


class AMailing(AlertsTestCase):
    """Shows how fast it was sent and why mails failed, to all staff, without addresses."""

    def setUp(self) -> None:
        super().setUp()
        publication = publish(headline="Larkmoor Reports Results")
        self.mailing = make_mailing(publication=publication.pk, filled_at=SEVEN)
        for after in (0.4, 0.9, 1.2, 130.0):
            self.settle(self.mailing, Outcome.SENT, after)
        self.settle(self.mailing, Outcome.SENT, 9000.0, rank=Rank.DIGEST)
        for reply in (REPLY, REPLY, "554 no"):
            self.settle(self.mailing, Outcome.FAILED, reply=reply)
        self.path = reverse("admin:readers_mailing_change", args=[self.mailing.pk])
        self.sign_in_as("Authors")

    def test_the_pace_is_a_chart_and_a_table(self) -> None:
        assert f'href="{self.path}"' in self.page(MAILINGS)
        page = self.page(self.path)
        assert "Larkmoor Reports Results" in page
        assert page.count("<rect ") == 27  # periods of five seconds
        assert (
            "<figcaption>Mails, by periods of 5 s after the instant</figcaption>"
            in page
        )
        assert '<th scope="row">0 s</th><td>3</td>' in page
        assert '<th scope="row">2 min 10 s</th><td>1</td>' in page
        assert "<dt>Half were sent within</dt><dd>1 s</dd>" in page
        assert "<dt>All were sent within</dt><dd>2 min 11 s</dd>" in page
        assert 'role="img"' in page
        assert "style=" not in page.split('id="content-main"')[1].split("<footer")[0]

    def test_failures_are_counted_by_their_reasons(self) -> None:
        page = self.page(self.path)
        assert "<strong>2</strong> <span>There is no such mailbox or domain" in page
        assert "<strong>1</strong> <span>Refused without a reason" in page
        assert "ann@example.org" not in page

    def test_folded_it_says_the_same(self) -> None:
        pace, reasons = sending_pace(self.mailing), failure_reasons(self.mailing)
        before = self.page(self.path)
        while tidy_up(at=SEVEN + ROWS_KEPT + DAY):
            pass
        assert not self.mailing.deliveries.exists()
        assert sending_pace(self.mailing) == pace
        assert failure_reasons(self.mailing) == reasons
        content = before.split('id="content-main"')[1]
        assert self.page(self.path).split('id="content-main"')[1] == content

    def test_it_costs_the_same_for_more_mails(self) -> None:
        few = self.count_queries(self.path)
        for after in range(50):
            self.settle(self.mailing, Outcome.SENT, float(after))
        assert self.count_queries(self.path) == few <= 16

    def test_one_without_a_mail_says_so(self) -> None:
        Mailing.objects.update(kind="reminder")
        empty = make_mailing()
        path = reverse("admin:readers_mailing_change", args=[empty.pk])
        assert "No mail was sent at once" in self.page(path)

    def test_what_answers_one_reader_has_no_page(self) -> None:
        answer = make_mailing(kind="confirmation", number=None, publication=None)
        path = reverse("admin:readers_mailing_change", args=[answer.pk])
        assert self.client.get(path).status_code == 404

    def test_a_chart_has_sixty_bars_at_most(self) -> None:
        for last in (0, 59, 60, 3600, 100_000, 86400 * 100):
            with self.subTest(last):
                pace = SendingPace(by_second=Counter({0: 2}) + Counter({last: 1}))
                assert len(pace.by_period) <= 61
                assert (
                    sum(count for _start, count in pace.by_period)
                    == pace.by_second.total()
                )
        assert PERIODS[-1] == 86400


class SubscribersOverTime(AlertsTestCase):
    """Are counted by each step of their consent."""

    def by_status(self, days: int) -> dict[str, int]:
        """Return the numbers at the end of the day that is so many after SEVEN."""
        return dict(subscriber_history(until=SEVEN + days * DAY)[-1].by_status)

    def by_subject(self, days: int) -> dict[str, int]:
        """Return the numbers by choice."""
        return dict(subscriber_history(until=SEVEN + days * DAY)[-1].by_subject)

    def step(self, days: int) -> Step:
        """Return a step that is taken so many days after SEVEN."""
        return Step(at=SEVEN + days * DAY, means="link")

    def setUp(self) -> None:
        super().setUp()
        self.ann = make_subscriber(status=Status.PENDING, subjects=("releases",))
        self.bob = make_subscriber(
            status=Status.PENDING, subjects=("releases", "events")
        )
        for reader in (self.ann, self.bob):
            add_consent(reader, ConsentAction.REQUESTED, self.step(0))
        confirm(self.ann, self.step(1))
        confirm(self.bob, self.step(2))

    def test_each_step_counts_from_its_day(self) -> None:
        assert self.by_status(0) == {"pending": 2}
        assert self.by_status(1) == {"pending": 1, "active": 1}
        assert self.by_status(2) == {"active": 2}
        assert self.by_subject(0) == {}
        assert self.by_subject(2) == {"releases": 2, "events": 1}

    def test_who_pauses_changes_resumes_and_leaves_is_followed(self) -> None:
        pause(self.ann, self.step(3))
        choices = Choices(
            subjects=("events",), pace="daily", digest_hour=7, zone="UTC", language="en"
        )
        change(self.ann, choices, self.step(4))
        assert self.by_status(4) == {"active": 1, "paused": 1}
        assert self.by_subject(3) == {"releases": 2, "events": 1}
        assert self.by_subject(4) == {"releases": 1, "events": 2}
        resume(self.ann, self.step(5))
        leave(self.bob, self.step(5))
        assert self.by_status(5) == {"active": 1, "left": 1}
        assert self.by_subject(5) == {"events": 1}

    def test_who_is_erased_is_in_no_number(self) -> None:
        erase(self.ann, at=SEVEN + 3 * DAY)
        assert self.by_status(1) == {"pending": 1}
        assert self.by_status(3) == {"active": 1}

    def test_the_points_are_equally_far_apart(self) -> None:
        points = subscriber_history(until=SEVEN + 400 * DAY)
        assert len(points) <= MAX_POINTS
        gaps = {late.day - early.day for early, late in itertools.pairwise(points)}
        assert gaps == {dt.timedelta(days=8)}
        assert points[-1].day == (SEVEN + 400 * DAY).date()

    def test_the_page_has_charts_and_tables_for_all_staff(self) -> None:
        with travel(SEVEN + 2 * DAY + SECOND):
            self.sign_in_as("Authors")
            page = self.page(HISTORY)
        assert page.count('class="alerts-chart"') == 3  # active; two choices
        assert page.count('class="alerts-table"') == 2
        assert "All press releases" in page
        assert '<th scope="row">5 March 2026</th><td>0</td><td>2</td>' in page
        assert "@example.org" not in page
        assert f'href="{HISTORY}"' in self.page(MAILINGS)

    def test_it_costs_the_same_for_more_subscribers(self) -> None:
        self.sign_in_as("Authors")
        few = self.count_queries(HISTORY)
        for _number in range(20):
            add_consent(make_subscriber(), ConsentAction.IMPORTED, self.step(3))
        assert self.count_queries(HISTORY) == few

    def test_without_subscribers_it_says_so(self) -> None:
        for reader in (self.ann, self.bob):
            erase(reader, at=SEVEN)
        self.sign_in_as("Authors")
        assert "Nobody has subscribed yet" in self.page(HISTORY)
