"""What the webhook gets: the words of a mail to staff as JSON, which chats show by `text`."""

from __future__ import annotations

import datetime as dt
import json
import ssl
import threading
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from releases.readers.models import Mailing
from releases.record.site_key import Purpose, codes_of
from releases.staff_alerts.alert import StaffMessage, release_number
from releases.text.webhooks import read_webhook_secret, webhook_headers

# How long one step of a connection may take, and the whole, in seconds.
TIMEOUT = 5.0
DEADLINE = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMessage:
    """A message as it goes over the wire."""

    body: bytes
    headers: dict[str, str]


def webhook_message(
    mailing: Mailing, message: StaffMessage, *, at: dt.datetime
) -> WebhookMessage:
    """Return the message of a mailing, signed at `at`. Its id never changes."""
    content = {
        "type": f"staff.{mailing.kind}",
        "timestamp": mailing.opens.astimezone(dt.UTC).isoformat(),
        "text": message.text,
        "data": {
            "subject": message.subject,
            "url": message.url,
            "release": release_number(mailing.chain),
            "planned": [
                {"when": row.when, "label": row.label, "url": row.url}
                for row in message.planned
            ],
        },
    }
    body = json.dumps(content, ensure_ascii=False).encode()
    secret = settings.IRSITE_WEBHOOK_SECRET
    code = codes_of(Purpose.STAFF_ALERT, f"webhook {mailing.key}")[0]
    headers = webhook_headers(
        body,
        message_id=f"msg_{code[:32]}",
        timestamp=int(at.timestamp()),
        secret=read_webhook_secret(secret) if secret else b"",
    )
    return WebhookMessage(body=body, headers=headers)


class WebhookPost:
    """One message on its way, in a thread of its own: nobody waits for the answer.

    `status` is the answer's, 0 where none came, and None as long as it is on its way.
    """

    def __init__(self, url: str, message: WebhookMessage) -> None:
        self.status: int | None = None
        self._url = url
        self._message = message
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait so long for the answer."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            self.status = self._post()
        except (OSError, HTTPException):
            self.status = 0

    def _post(self) -> int:
        """Send the message, and return the status of the answer. No redirect is followed."""
        parts = urlsplit(self._url)
        assert parts.hostname is not None
        connection = (
            HTTPSConnection(
                parts.hostname,
                parts.port,
                timeout=TIMEOUT,
                context=ssl.create_default_context(),
            )
            if parts.scheme == "https"
            else HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT)
        )
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request(
                "POST", path, body=self._message.body, headers=self._message.headers
            )
            return connection.getresponse().status
        finally:
            connection.close()
