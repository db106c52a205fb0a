"""Tells a WebSub hub that a feed has changed: the hub fetches it, and tells its subscribers.

How a publisher tells its hub, WebSub leaves to the two (W3C Recommendation, 6). Hubs take the
form that PubSubHubbub 0.4 had, `hub.url`; some call it `hub.topic`, as in a subscription.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from urllib.parse import urlencode, urlsplit, urlunsplit

# How long one call may take in all, in seconds, however slowly the hub answers.
DEADLINE = 10.0


def tell_hub(hub: str, feed: str, *, deadline: float = DEADLINE) -> bool:
    """Tell the hub that the feed at this URL has changed; return whether it was taken."""
    parts = urlsplit(hub)
    kind = (
        http.client.HTTPSConnection
        if parts.scheme == "https"
        else http.client.HTTPConnection
    )
    connection = kind(parts.hostname or "", parts.port, timeout=deadline)
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    body = urlencode({"hub.mode": "publish", "hub.url": feed, "hub.topic": feed})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "irsite-deliver",
    }
    with (
        contextlib.closing(connection),
        contextlib.suppress(OSError, http.client.HTTPException),
    ):
        connection.connect()
        # A timeout of the socket counts from each byte on.
        timer = threading.Timer(deadline, _end, (connection.sock,))
        timer.daemon = True
        timer.start()
        try:
            connection.request("POST", path, body, headers)
            return 200 <= connection.getresponse().status < 300
        finally:
            timer.cancel()
    return False


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
