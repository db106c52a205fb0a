"""A WebSub hub, as far as a publisher sees one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from tests.page_server import http_server


@dataclass(slots=True)
class Hub:
    """What feeds the hub was told of. Its address is `url`.

    It answers with `status`, after the caller's `before_answer`.
    """

    url: str = ""
    status: int = 202
    before_answer: Callable[[BaseHTTPRequestHandler], None] = lambda request: None
    topics: list[str] = field(default_factory=list)


@contextlib.contextmanager
def running_hub() -> Iterator[Hub]:
    """Run a hub for the block."""
    hub = Hub()

    class HubHandler(BaseHTTPRequestHandler):
        """Takes publish requests (PubSubHubbub 0.4, 7.1)."""

        def do_POST(self) -> None:
            """Take a feed."""
            length = int(self.headers["Content-Length"])
            form = parse_qs(self.rfile.read(length).decode())
            assert form["hub.mode"] == ["publish"]
            (topic,) = form["hub.url"]
            assert form["hub.topic"] == [topic]
            hub.topics.append(topic)
            hub.before_answer(self)
            with contextlib.suppress(OSError):
                self.send_response(hub.status)
                self.end_headers()

        def log_message(self, *args: object) -> None:
            """Write nothing."""

    with http_server(HubHandler) as address:
        hub.url = f"http://{address}/websub/?key=1"
        yield hub
