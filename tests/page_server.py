"""A server in place of a page cache that has every page."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class EveryPage(BaseHTTPRequestHandler):
    """Answers 200 to each GET, and logs nothing."""

    def do_GET(self) -> None:
        """Return an empty page."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep requests out of the log."""


@contextlib.contextmanager
def http_server(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Answer by the handler on a free port of loopback, and yield host:port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def page_server() -> Iterator[str]:
    """Serve every page with 200, and yield host:port."""
    with http_server(EveryPage) as address:
        yield address
