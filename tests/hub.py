"""A WebSub hub with one subscriber: it fetches what it is told of, and hands it on."""

from __future__ import annotations

import contextlib
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.page_server import http_server


@dataclass(slots=True)
class Hub:
    """What the hub was told, and what its subscriber got. Its address is `url`.

    It answers with `status`, after the caller's `before_answer`.
    """

    url: str = ""
    status: int = 202
    fetches: bool = False
    before_answer: Callable[[BaseHTTPRequestHandler], None] = lambda request: None
    topics: list[str] = field(default_factory=list)
    distributed: list[tuple[str, bytes]] = field(default_factory=list)


@contextlib.contextmanager
def running_hub(*, fetches: bool = False) -> Iterator[Hub]:
    """Run a hub for the block; it fetches feeds if `fetches`."""
    hub = Hub(fetches=fetches)

    class HubHandler(BaseHTTPRequestHandler):
        """Takes publish requests (PubSubHubbub 0.4, 7.1)."""

        def do_POST(self) -> None:
            """Take a feed, and answer before it is fetched."""
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
            if hub.fetches and hub.status == 202:
                threading.Thread(target=distribute, args=(hub, topic)).start()

        def log_message(self, *args: object) -> None:
            """Write nothing."""

    with http_server(HubHandler) as address:
        hub.url = f"http://{address}/websub/?key=1"
        yield hub


def distribute(hub: Hub, topic: str) -> None:
    """Fetch the feed, see that it names itself and the hub, and hand it on."""
    with urllib.request.urlopen(topic, timeout=10) as response:  # noqa: S310 - the site's
        content = response.read()
        links = response.headers["Link"]
    assert f'<{hub.url}>; rel="hub"' in links
    assert f'<{topic}>; rel="self"' in links
    hub.distributed.append((urlsplit(topic).path, content))
