"""What granian's threads do themselves, and what they leave to others."""

from __future__ import annotations

import inspect
import os
import queue
import threading
from collections.abc import Callable, Iterable
from typing import Any
from unittest import TestCase, mock

import granian.server.mp
import granian.wsgi

from releases.pagecache import granian_adapter
from releases.pagecache.granian_adapter import GranianAdapter
from releases.pagecache.late_response import LateResponse
from releases.pagecache.leader_followers import LeaderFollowers


class FakeProtocol:
    """Takes down responses, and the thread that each was sent by."""

    def __init__(self) -> None:
        self.responses: queue.Queue[tuple[int, bytes, str]] = queue.Queue()

    def response_bytes(self, status: int, headers: Any, body: bytes) -> None:
        """Take down a whole response."""
        self.responses.put((status, body, threading.current_thread().name))

    def response_iter(self, status: int, headers: Any, body: Any) -> None:
        """Iterate as granian does."""
        content = b""
        try:
            while True:
                content += body.__next__()
        except StopIteration:
            body.close()
        self.response_bytes(status, headers, content)


class OneRequest(TestCase):
    """Stored pages are sent at once; everything else has a thread of its own."""

    here = threading.current_thread().name

    def answer(
        self, respond: Callable[[Any], Iterable[bytes]]
    ) -> tuple[int, bytes, str]:
        """Return what a request is answered, and by which thread."""

        def application(environ: Any, start_response: Any) -> Iterable[bytes]:
            start_response("200 OK", [])
            return respond(environ)

        protocol = FakeProtocol()
        adapter = GranianAdapter(application, LeaderFollowers())
        adapter(protocol, {"REMOTE_ADDR": "192.0.2.7"})
        return protocol.responses.get(timeout=5)

    def test_a_list_is_sent_at_once(self) -> None:
        assert self.answer(lambda environ: [b"a", b"b"]) == (200, b"ab", self.here)

    def test_work_is_done_on_another_thread(self) -> None:
        answer = self.answer(lambda environ: LateResponse(lambda: [b"late"]))
        assert answer == (200, b"late", "request")

    def test_a_stream_is_sent_by_another_thread_and_closed(self) -> None:
        body = mock.MagicMock()
        body.__iter__.return_value = iter([b"a", b"b"])
        assert self.answer(lambda environ: body) == (200, b"ab", "request")
        body.close.assert_called_once()
        answer = self.answer(lambda environ: LateResponse(lambda: iter([b"c"])))
        assert answer == (200, b"c", "request")

    def test_an_error_is_answered_with_a_body_and_logged(self) -> None:
        for respond in (
            lambda environ: 1 / 0,
            lambda environ: LateResponse(lambda: 1 / 0),  # type: ignore[arg-type, return-value]  # fails
        ):
            with self.assertLogs("releases.pagecache.granian_adapter"):
                status, body, _ = self.answer(respond)  # type: ignore[arg-type]  # the same
            assert (status, bool(body)) == (500, True)

    def test_beyond_the_maximum_it_is_refused_with_a_body(self) -> None:
        late = LateResponse(lambda: iter([b"a"]))
        for maximum in ("MAX_THREADS", "MAX_STREAMS"):
            with mock.patch.object(granian_adapter, maximum, 0):
                status, body, _ = self.answer(lambda environ: late)
            assert (status, bool(body)) == (503, True)

    def test_the_environ_is_the_one_that_granian_would_pass(self) -> None:
        ours: dict[str, Any] = {}
        self.answer(lambda environ: [b"" for _ in [ours.update(environ)]])
        granians: dict[str, Any] = {}

        def application(environ: Any, start_response: Any) -> list[bytes]:
            granians.update(environ)
            start_response("200 OK", [])
            return []

        wrapped = granian.wsgi._callback_wrapper(application, {})  # noqa: SLF001 - what is replaced
        wrapped(FakeProtocol(), {"REMOTE_ADDR": "192.0.2.7"})
        assert set(granians) - set(ours) - set(os.environ) == {"GATEWAY_INTERFACE"}

    def test_it_has_nothing_of_the_processs_environment_such_as_keys(self) -> None:
        ours: dict[str, Any] = {}
        with mock.patch.dict(os.environ, {"IRSITE_SECRET_KEY": "x" * 50}):
            self.answer(lambda environ: [b"" for _ in [ours.update(environ)]])
        assert not set(ours) & set(os.environ)


class ItsThreads(TestCase):
    """Sleep when a response is sent, unless the connection still waits for the call."""

    def test_they_may_sleep_but_not_before_the_body_of_a_request_is_given_up(
        self,
    ) -> None:
        def application(environ: Any, start_response: Any) -> Iterable[bytes]:
            start_response("200 OK", [])
            return [b""]

        for scope, may_sleep in (
            ({}, True),
            ({"CONTENT_LENGTH": "9"}, False),
            ({"HTTP_TRANSFER_ENCODING": "chunked"}, False),
        ):
            with self.subTest(scope):
                protocol, leaders = FakeProtocol(), mock.Mock(spec=LeaderFollowers)
                leaders.end_call.side_effect = lambda protocol=protocol, **_: (
                    protocol.responses.get_nowait()  # it is sent by then
                )
                GranianAdapter(application, leaders)(protocol, {**scope})
                leaders.end_call.assert_called_once_with(may_sleep=may_sleep)

    def test_another_takes_requests_until_the_thread_of_a_request_runs(self) -> None:
        def application(environ: Any, start_response: Any) -> Iterable[bytes]:
            start_response("200 OK", [])
            return [b""] if environ["PATH_INFO"] == "/" else LateResponse(lambda: [b""])

        for path, steps_aside in (("/", 0), ("/late/", 1)):
            with self.subTest(path):
                protocol, leaders = FakeProtocol(), mock.MagicMock(spec=LeaderFollowers)
                adapter = GranianAdapter(application, leaders)
                adapter(protocol, {"PATH_INFO": path, "REMOTE_ADDR": "192.0.2.7"})
                assert protocol.responses.get(timeout=5)[0] == 200
                assert leaders.aside.call_count == steps_aside


class Installed(TestCase):
    """granian has no setting for its wrapper, so that its name is what counts."""

    def test_granian_looks_up_its_wrapper_by_this_name(self) -> None:
        spawn = inspect.unwrap(granian.server.mp.MPServer._spawn_wsgi_worker)  # noqa: SLF001 - the name itself
        assert "_wsgi_call_wrap" in spawn.__code__.co_names
        with mock.patch.dict(vars(granian.server.mp)):
            granian_adapter.install(LeaderFollowers())
            wrap = vars(granian.server.mp)["_wsgi_call_wrap"]
            assert isinstance(wrap(print, {}, None), GranianAdapter)
