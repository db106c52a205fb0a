"""The nginx of docs/nginx.md, run as it is written there (where nginx is installed)."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import SkipTest, TestCase, mock
from urllib.parse import urlencode

from releases.pagecache.clock import NEVER, SECOND
from releases.pagecache.startup import MAX_VERIFIED_BYTES
from releases.pagecache.wsgi import nginx_expiry
from releases.text.public_paths import EVENT_STREAM, VERIFY, reader_path
from tests.newsroom import ROOT, eventually, free_port

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
ETAG = '"a-page"'


class Page(BaseHTTPRequestHandler):
    """Answers as the page cache does: 304 for its ETag, and for how long nginx may store it."""

    protocol_version = "HTTP/1.1"
    tells_nginx = False
    requests = 0
    content = b"page\n"

    def do_GET(self) -> None:
        """Answer the page, or that it has not changed."""
        type(self).requests += 1
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        is_known = self.headers["If-None-Match"] == ETAG
        self.send_response(304 if is_known else 200)
        if self.tells_nginx:
            self.send_header(*nginx_expiry(time.time_ns() // 1000 + SECOND, NEVER))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("ETag", ETAG)
        if not is_known:
            self.send_header("Content-Length", str(len(self.content)))
        self.end_headers()
        if not is_known:
            self.wfile.write(self.content)

    def do_POST(self) -> None:
        """Answer a form as a page."""
        self.do_GET()

    def log_message(self, *args: object) -> None:
        """Write nothing."""


class TheDocumentedNginx(TestCase):
    """Answers 304, both without a cache of its own and with one."""

    def test_a_page_that_has_not_changed_is_a_304(self) -> None:
        for caches in (False, True):
            with self.subTest(caches=caches), running_nginx(caches=caches) as port:
                assert [get(port), get(port, ETAG), get(port)] == [200, 304, 200]
                assert (Page.requests < 3) is caches
                assert get(port, size=70_000) == 413
                assert get(port, size=MAX_VERIFIED_BYTES, path=VERIFY) == 200
                assert get(port, size=MAX_VERIFIED_BYTES + 1, path=VERIFY) == 413

    def test_a_page_that_it_stores_is_replaced_in_all_its_processes_at_once(
        self,
    ) -> None:
        with (
            running_nginx(caches=True) as port,
            mock.patch.object(Page, "content", b"old\n"),
        ):
            before = [read(port) for _ in range(50)]
            Page.content = b"new\n"
            assert eventually(lambda: read_stored(port) == b"new\n")
            assert {*before} <= {b"page\n", b"old\n"}
            assert {read(port) for _ in range(50)} == {b"new\n"}
            assert Page.requests < 50

    def test_no_address_with_a_key_is_logged(self) -> None:
        with (
            tempfile.TemporaryDirectory(prefix="irsite-nginx-") as folder,
            running_nginx(caches=False, log=f"{folder}/log") as port,
        ):
            one_click = urlencode({"List-Unsubscribe": "One-Click"}).encode()
            assert get(port, path=reader_path("leave", "key"), form=one_click) == 200
            for path in ("/preview/key/", reader_path("leave", "key"), "/contacts/"):
                assert get(port, path=path) == 200
            log = Path(folder, "log")
            assert eventually(lambda: "/contacts/" in log.read_text())
            assert "key" not in log.read_text()

    def test_an_event_of_the_stream_is_passed_on_at_once(self) -> None:
        with (
            socket.create_server(("127.0.0.1", 0)) as stream,
            running_nginx(caches=False, stream=stream.getsockname()[1]) as port,
            socket.create_connection(("127.0.0.1", port), timeout=10) as client,
        ):
            client.sendall(f"GET {EVENT_STREAM} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            upstream, _address = stream.accept()
            with upstream:
                request = upstream.recv(4096).decode()
                assert request.startswith(f"GET {EVENT_STREAM} HTTP/1.1\r\n")
                assert "X-Forwarded-For: 127.0.0.1\r\n" in request
                head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
                upstream.sendall(f"{head}data: 1\n\n".encode())
                received = b""
                while b"data: 1\n\n" not in received:
                    received += client.recv(4096)
                    assert received

    def test_the_cache_is_documented_with_its_setting(self) -> None:
        section = document().partition("## Caching in nginx too")[2]
        assert "IRSITE_NGINX_CACHE=true" in section.partition("proxy_cache")[0]
        assert "proxy_cache" not in document().partition("## Caching in nginx too")[0]


def document() -> str:
    """Return the text of docs/nginx.md."""
    return (ROOT / "docs/nginx.md").read_text()


def configuration(
    folder: Path, port: int, back: int, *, caches: bool, stream: int, log: str
) -> str:
    """Return the configuration of the document with ports and paths of this machine."""
    blocks = re.findall(r"(?:^ {4,}\S.*\n|^\n(?= {4,}\S))+", document(), re.M)
    main, site, zone, cache = blocks[:4]
    assert "worker_connections" in main
    assert "server_name" in site
    assert "proxy_cache_path" in zone
    assert "proxy_cache irsite" in cache
    if caches:
        site = zone + site.replace("location / {", f"location / {{\n{cache}", 1)
    for written, here in (
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        (r"ssl_certificate\w* .*", ""),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{back}"),
        (r"127\.0\.0\.1:8001;", f"127.0.0.1:{stream};"),
        (r"/var/cache/nginx/irsite", f"{folder}/pages"),
        (r"/srv/irsite/var/private/", f"{folder}/"),
    ):
        site, replaced = re.subn(written, here, site)
        assert replaced or not caches
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        # Without root nginx has the user of the test anyway.
        f"{'user root;' if os.geteuid() == 0 else ''}"
        f"daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/errors;\n"
        f"{main}\nhttp {{ access_log {log}; {temporary}\n{site}}}\n"
    )


@contextlib.contextmanager
def running_nginx(*, caches: bool, stream: int = 1, log: str = "off") -> Iterator[int]:
    """Run the documented nginx in front of a page; yield its port."""
    if NGINX is None:
        raise SkipTest("There is no nginx.")
    Page.tells_nginx, Page.requests = caches, 0
    with (
        tempfile.TemporaryDirectory(prefix="irsite-nginx-") as name,
        ThreadingHTTPServer(("127.0.0.1", 0), Page) as back,
    ):
        threading.Thread(target=back.serve_forever, daemon=True).start()
        folder, port = Path(name), free_port()
        file = folder / "nginx.conf"
        file.write_text(
            configuration(
                folder,
                port,
                back.server_address[1],
                caches=caches,
                stream=stream,
                log=log,
            )
        )
        command = [NGINX, "-e", f"{folder}/errors", "-c", str(file)]
        subprocess.run([*command, "-t", "-q"], check=True)
        server = subprocess.Popen(command)
        try:
            assert eventually(lambda: (folder / "pid").exists() and get(port) == 200)
            Page.requests = 0
            yield port
        finally:
            server.terminate()
            server.wait()
            back.shutdown()


def get(
    port: int, etag: str = "", *, size: int = 0, path: str = "/", form: bytes = b""
) -> int:
    """Return the status of a request for a page, or of a form, 0 if nothing answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"If-None-Match": etag} if etag else {}
    with contextlib.closing(connection), contextlib.suppress(OSError):
        body = form or b"x" * size or None
        connection.request("POST" if form else "GET", path, body=body, headers=headers)
        response = connection.getresponse()
        response.read()
        return response.status
    return 0


def read(port: int) -> bytes:
    """Return the page that a new connection gets."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", "/")
        return connection.getresponse().read()


def read_stored(port: int) -> bytes:
    """Return the page that nginx has stored, nothing if it asked for the page now.

    nginx sends a page before it stores it: until then others get the one before.
    """
    requests = Page.requests
    page = read(port)
    return page if Page.requests == requests else b""
