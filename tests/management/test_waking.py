"""Waking workers by a task queue: only for what is due, one task at a time."""

from __future__ import annotations

import importlib
import sys
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.core.exceptions import SuspiciousOperation
from django.core.management import CommandError, call_command
from django.test import SimpleTestCase

import pytest

from releases.alerts.holders import CannotDeliver
from releases.management.commands.serve import couriers_beside
from releases.management.delivering import wake_queue, wake_task, waking
from releases.management.delivering.wake_queue import CannotWake, WakeQueue
from releases.management.delivering.waking import ALARM_AFTER, Waker, WakerProcess
from releases.readers.models import Delivery, Mailing, Outcome
from tests.alerts.couriers import CourierTestCase, publish
from tests.alerts.mail_server import DROP
from tests.builders import SEVEN
from tests.clock import SECOND
from tests.readers.rows import make_subscriber

TASK = wake_task.deliver_what_is_due


class FakeQueue(WakeQueue):
    """Counts the tasks in it; silent, it raises what the real one does."""

    def __init__(self) -> None:
        self.tasks = 0
        self.is_silent = False

    def wake(self) -> bool:
        if self.is_silent:
            raise CannotWake("ConnectionError")
        had_none = self.tasks == 0
        self.tasks = 1
        return had_none


class AWaker(CourierTestCase):
    """Wakes workers while anything is due, and sends nothing itself."""

    def setUp(self) -> None:
        super().setUp()
        make_subscriber("reader@example.org")
        self.stop_at: float | None = None
        self.queue = FakeQueue()
        self.waker = Waker(self.holders, self.queue, monotonic=lambda: self.seconds)

    def has_to_stop(self) -> bool:
        """Return whether a woken courier's time is over."""
        return self.stop_at is not None and self.seconds >= self.stop_at

    def test_it_queues_nothing_before_the_instant_and_then_until_all_is_sent(
        self,
    ) -> None:
        publish(at=SEVEN + SECOND)
        assert not self.waker.step(at=self.at)
        assert 0 < self.waker.idle_time(at=self.at) <= 0.1
        assert (self.queue.tasks, Mailing.objects.count()) == (0, 0)
        self.pass_time(1)
        assert self.waker.step(at=self.at)
        assert not self.waker.step(at=self.at)
        assert (self.queue.tasks, len(self.server.received)) == (1, 0)
        # A task that is lost is followed by another, and one that is done by none.
        self.queue.tasks = 0
        assert self.waker.step(at=self.at)
        self.queue.tasks = 0
        self.courier.run_while_due()
        assert self.server.mailboxes() == ["reader@example.org"]
        assert not self.waker.step(at=self.at)
        assert self.queue.tasks == 0

    def test_what_a_killed_worker_had_in_its_hands_is_due_again(self) -> None:
        publish()
        self.run_courier()
        Delivery.objects.update(due=None, courier=7, outcome="", at=None)
        self.holders.alive = {7}
        assert not self.waker.step(at=self.at)
        self.holders.alive = set()
        self.pass_time(1)
        assert self.waker.step(at=self.at)

    def test_a_silent_queue_is_asked_less_often_and_logged_once(self) -> None:
        publish()
        self.queue.is_silent = True
        with self.assertLogs(waking.logger, "ERROR") as logged:
            for _ in range(2 * int(ALARM_AFTER)):
                assert not self.waker.step(at=self.at)
                self.pass_time(1)
        assert len(logged.output) == 1
        assert "ConnectionError" in logged.output[0]
        self.queue.is_silent = False
        self.pass_time(5)
        assert self.waker.step(at=self.at)

    def test_a_woken_courier_waits_with_its_mails_and_says_so(self) -> None:
        publish()
        self.server.script = lambda verb, mailbox: DROP if verb == "MAIL" else None
        self.courier._alarm_after = 20.0  # noqa: SLF001 - as the task's is
        self.stop_at = 60.0
        with self.assertLogs("releases.management.delivering.courier", "ERROR"):
            self.courier.run_while_due()
        assert self.seconds >= self.stop_at
        assert Delivery.objects.get().outcome == ""
        self.server.script = lambda verb, mailbox: None
        self.pass_time(60)
        self.stop_at = None
        self.courier.run_while_due()
        assert Delivery.objects.get().outcome == Outcome.SENT


class AWakerProcess(CourierTestCase):
    """Runs a waker until it is asked to stop."""

    def test_it_looks_again_and_again(self) -> None:
        make_subscriber("reader@example.org")
        publish()
        process = WakerProcess([])
        queue = FakeQueue()
        clock = SimpleNamespace(now=lambda: self.at)
        module = "releases.management.delivering.waking"
        looks = iter([0.0, 0.1])

        def rest(seconds: float) -> None:
            self.pass_time(seconds)
            if next(looks, None) is None:
                process._stopping.set()  # noqa: SLF001 - as a signal does

        with (
            mock.patch(f"{module}.make_holders", return_value=self.holders),
            mock.patch(f"{module}.PageCacheClock", return_value=clock),
            mock.patch(f"{module}.WakeQueue", return_value=queue),
            mock.patch(f"{module}.SentMark") as sent_mark,
            mock.patch.object(process, "_sleep", rest),
        ):
            process._run()  # noqa: SLF001 - without signals
        sent_mark.return_value.require_current_tables.assert_called_once_with()
        assert queue.tasks == 1
        assert not self.server.received


class TheTask(CourierTestCase):
    """Is a courier, and keeps every error to itself."""

    def test_it_delivers_what_is_due(self) -> None:
        make_subscriber("reader@example.org")
        publish()
        running = "releases.management.delivering.running"
        clock = SimpleNamespace(now=lambda: self.at)
        with (
            self.settings(IRSITE_PAGE_CACHES=["127.0.0.1:1"]),
            mock.patch(f"{running}.PageCacheClock", return_value=clock),
            mock.patch(f"{running}.make_holders", return_value=self.holders),
            mock.patch(f"{running}.PageProbe", return_value=self.pages),
            mock.patch(f"{running}.SentMark"),
            mock.patch.object(wake_task, "connections"),
        ):
            assert TASK.call() is None
        assert self.server.mailboxes() == ["reader@example.org"]

    def test_errors_are_logged_and_no_queue_has_them(self) -> None:
        for error in (CannotDeliver("A sentence."), ValueError("reader@example.org")):
            with (
                self.subTest(error),
                mock.patch.object(wake_task, "open_courier", side_effect=error),
                mock.patch.object(wake_task, "connections"),
                mock.patch("time.sleep") as rest,
                self.assertLogs(wake_task.logger, "ERROR"),
            ):
                assert TASK.call() is None
                rest.assert_called_once()


class RedisError(Exception):
    """What the client of Redis raises."""


class TheQueue(SimpleTestCase):
    """Has one task at most, and tells nothing of its address."""

    def setUp(self) -> None:
        self.count = mock.PropertyMock(return_value=0)
        queue = type("Queue", (), {"count": self.count})()
        self.worker = mock.Mock()
        modules: dict[str, Any] = {
            "django_rq": SimpleNamespace(
                get_queue=lambda name: queue,
                get_worker=lambda *_, **__: self.worker,
            ),
            "redis": SimpleNamespace(RedisError=RedisError),
        }
        self.enterContext(mock.patch.dict(sys.modules, modules))

    def test_a_task_has_no_argument_and_waits_alone(self) -> None:
        backend = TASK.get_backend()
        backend.clear()
        assert WakeQueue().wake()
        (result,) = backend.results
        assert (result.args, result.kwargs) == ([], {})
        assert result.task.queue_name == wake_queue.QUEUE
        assert result.task.run_after is None
        self.count.return_value = 1
        assert not WakeQueue().wake()
        assert len(backend.results) == 1

    def test_an_error_has_only_its_kind(self) -> None:
        self.count.side_effect = RedisError("redis://:password@127.0.0.1")
        with pytest.raises(CannotWake, match=r"^RedisError$"):
            WakeQueue().wake()

    def test_a_worker_works_or_says_that_redis_is_not_there(self) -> None:
        with mock.patch.object(wake_queue, "connections"):
            wake_queue.run_worker()
            self.worker.work.assert_called_once_with(logging_level="WARNING")
            assert self.worker.max_connection_wait_time == wake_queue.MAX_REST
            self.worker.work.side_effect = ConnectionRefusedError()
            with pytest.raises(CannotDeliver, match="ConnectionRefusedError"):
                wake_queue.run_worker()


class AJob(SimpleTestCase):
    """Is the one task, whatever somebody has written to Redis."""

    def test_no_other_function_is_imported_or_called(self) -> None:
        base = type("Job", (), {"func_name": "os.abort", "success_callback": print})
        fake = SimpleNamespace(Job=base)
        # It is forgotten afterwards, with the fake beneath it.
        with mock.patch.dict(sys.modules, {"django_tasks_rq": fake}):
            module = importlib.import_module("releases.management.delivering.wake_job")
        job = module.WakeJob()
        with pytest.raises(SuspiciousOperation):
            job._execute()  # noqa: SLF001 - as RQ does
        assert job.success_callback is None
        job.func_name = TASK.module_path
        assert job.func is TASK
        with mock.patch.object(type(TASK), "call") as call:
            job._execute()  # noqa: SLF001 - the same
        call.assert_called_once_with()


class TheCommand(SimpleTestCase):
    """Is a waker or a worker only where the setting says so."""

    def test_it_needs_the_setting(self) -> None:
        for option in ("--wake", "--worker"):
            with (
                self.settings(IRSITE_ALERTS=True, IRSITE_WAKES_WORKERS=False),
                pytest.raises(CommandError, match="IRSITE_COURIERS=tasks"),
            ):
                call_command("deliver", option)

    def test_the_web_server_runs_a_waker_beside_its_couriers(self) -> None:
        for wakes, expected in ((False, 1), (True, 2)):
            with self.settings(IRSITE_ALERTS=True, IRSITE_WAKES_WORKERS=wakes):
                couriers = couriers_beside(2, page_cache="127.0.0.1:1")
            commands = [each._command for each in couriers]  # noqa: SLF001 - what it runs
            assert len(commands) == expected
            assert [command[-1] == "--wake" for command in commands] == [
                False,
                True,
            ][:expected]

    def test_it_runs_what_was_asked_for(self) -> None:
        command = "releases.management.commands.deliver"
        with (
            self.settings(
                IRSITE_ALERTS=True,
                IRSITE_WAKES_WORKERS=True,
                IRSITE_PAGE_CACHES=["a:1"],
            ),
            mock.patch(f"{command}.WakerProcess") as waker,
            mock.patch(f"{command}.run_worker") as worker,
        ):
            call_command("deliver", "--wake")
            waker.return_value.run.assert_called_once_with()
            worker.assert_not_called()
            call_command("deliver", "--worker")
            worker.assert_called_once_with()
