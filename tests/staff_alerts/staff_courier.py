"""A courier that tells staff, a newsroom with three people, and a webhook that it may tell."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.contrib.auth.models import User

from releases.models import Release
from tests.alerts.couriers import CourierTestCase
from tests.builders import SEVEN, make_issuer, make_release, make_user
from tests.clock import travel

MINUTE, HOUR, DAY = (dt.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
HEADLINE = "Larkmoor to Merge with Hollin Biologics"
# What no message may have of a release that is not public.
SECRETS = ("merge", "hollin", "financial", "larkmoor", "results", "price")


class StaffTestCase(CourierTestCase):
    """Ada writes; Carl and Fay approve. Others have no address, or have left."""

    ada: User
    carl: User
    fay: User

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.ada, cls.carl, cls.fay = (
            make_user(name, groups=(group,), email=f"{name}@example.com")
            for name, group in (
                ("ada", "Authors"),
                ("carl", "Counsel"),
                ("fay", "Finance"),
            )
        )
        make_user("noel", groups=("Counsel",))
        make_user("gus", groups=("Counsel",), email="gus@example.com", is_active=False)

    def setUp(self) -> None:
        super().setUp()
        self.clock = self.enterContext(travel(SEVEN))

    def secret_release(self, **fields: Any) -> Release:
        """Create a draft with words that nobody may guess."""
        return make_release(headline=HEADLINE, body="<p>The price.</p>", **fields)

    def run_at(self, moment: dt.datetime) -> list[tuple[str, str]]:
        """Let the courier run at this moment; return who got which subject, sorted."""
        self.clock.move_to(moment)
        self.at = moment
        self.seconds += 120
        before = len(self.server.received)
        self.run_courier()
        return sorted(
            (mail.mailbox.partition("@")[0], str(mail.message["Subject"]))
            for mail in self.server.received[before:]
        )

    def assert_discreet(self) -> None:
        """Assert that no mail that was sent has a word of the release."""
        assert self.server.received
        for mail in self.server.received:
            message = mail.message
            texts = [str(message.get_body((kind,))) for kind in ("plain", "html")]
            whole = "\n".join([*texts, mail.content.decode()]).lower()
            assert not [word for word in SECRETS if word in whole]


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that the webhook got."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        """The JSON."""
        return json.loads(self.body)


@dataclass(slots=True)
class WebhookServer:
    """A server that answers each message with `status`, once `may_answer` is set."""

    url: str = ""
    status: int = 204
    posted: list[Posted] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)


def _handler(server: WebhookServer) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.posted.append(Posted(self.path, headers, body))
            server.may_answer.wait(10)
            self.send_response(server.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Write nothing."""

    return Handler


@contextlib.contextmanager
def webhook_server() -> Iterator[WebhookServer]:
    """Run a server on loopback for the block."""
    server = WebhookServer()
    server.may_answer.set()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.url = f"http://127.0.0.1:{http.server_port}/hooks/x?y=1"
    try:
        yield server
    finally:
        server.may_answer.set()
        http.shutdown()
        thread.join()
        http.server_close()
