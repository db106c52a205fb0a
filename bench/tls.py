"""TLS in nginx: what a handshake and an answer cost, by the CPU time of nginx.

    .venv/bin/python bench/tls.py [connections] [seconds]

nginx stores the list (docs/nginx.md) and has the TLS settings of ops/nginx.conf, with a
certificate of ECDSA P-256 and one of RSA 2048. Six clients open so many connections, each for
one request: full handshakes, or ones that resume the session before. Then wrk asks by
64 connections that are kept. Prints the CPU time of nginx for each connection, and how many a
core takes a second; a busy machine changes that least. docs/growing.md has the arithmetic.
"""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from demo_site import ROOT, free_port, newsroom, nginx, require_programs, row
from load import cpu_seconds

from tests.certificates import make_certificate

BODY = """
proxy_cache_path {folder}/cache keys_zone=pages:10m max_size=100m inactive=10s;
upstream irsite {{ server 127.0.0.1:{back} max_fails=0; keepalive 64; }}
server {{ listen 127.0.0.1:{plain}; {location} }}
server {{ listen 127.0.0.1:{ecdsa} ssl; ssl_certificate {folder}/ecdsa.pem;
  ssl_certificate_key {folder}/ecdsa.pem; {tls} {location} }}
server {{ listen 127.0.0.1:{rsa} ssl; ssl_certificate {folder}/rsa.pem;
  ssl_certificate_key {folder}/rsa.pem; {tls} {location} }}
"""
LOCATION = """location / {
  proxy_pass http://irsite; proxy_http_version 1.1;
  proxy_set_header Connection ""; proxy_set_header Host $http_host;
  proxy_cache pages; proxy_cache_key "$http_accept_encoding $request_uri";
  proxy_cache_use_stale updating; open_file_cache max=1000 inactive=10s; }
"""
VERSIONS = {"1.3": ssl.TLSVersion.TLSv1_3, "1.2": ssl.TLSVersion.TLSv1_2}
# So many processes open connections at once, so that nginx never waits.
CLIENTS = 6
# The bits of an RSA key, or ECDSA P-256.
KEYS = {"ecdsa": None, "rsa": 2048}
WIDTHS = (16, 12, 12, 12, 12)


def tls_settings() -> str:
    """Return the TLS settings of ops/nginx.conf."""
    config = (ROOT / "ops/nginx.conf").read_text()
    lines = re.findall(r"^ *(ssl_(?!certificate)\w+ [^;]+;)", config, re.M)
    assert len(lines) > 3
    return " ".join(lines)


def client_context(version: str) -> ssl.SSLContext:
    """Return a client's settings, which trust anybody."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = context.maximum_version = VERSIONS[version]
    return context


def ask(
    port: int, context: ssl.SSLContext | None, session: ssl.SSLSession | None
) -> tuple[ssl.SSLSession | None, bool, int]:
    """Ask for the list on a new connection: the session, whether it was resumed, the bytes."""
    connection = socket.create_connection(("127.0.0.1", port))
    if context:
        connection = context.wrap_socket(connection, session=session)
    with connection:
        connection.sendall(
            b"GET /releases/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        )
        size = 0
        while piece := connection.recv(65536):
            size += len(piece)
        if isinstance(connection, ssl.SSLSocket):
            return connection.session, bool(connection.session_reused), size
    return None, False, size


def connect(
    port: int, count: int, version: str, *, is_resumed: bool
) -> tuple[int, int]:
    """Ask on so many new connections in turn; return how many were resumed, and the bytes."""
    context = client_context(version) if version else None
    session, _reused, size = ask(port, context, None)
    resumed = 0
    for _ in range(count):
        given = session if is_resumed else None
        next_session, was_resumed, size = ask(port, context, given)
        resumed += was_resumed
        # A session of TLS 1.3 serves once.
        session = next_session or session
    return resumed, size


def measure_connections(
    clients: ProcessPoolExecutor,
    port: int,
    count: int,
    *,
    version: str = "",
    is_resumed: bool = False,
) -> float:
    """Return the CPU time of nginx for a connection with one request, in microseconds."""
    share = count // CLIENTS
    before = cpu_seconds(port)
    pending = [
        clients.submit(connect, port, share, version, is_resumed=is_resumed)
        for _ in range(CLIENTS)
    ]
    results = [each.result() for each in pending]
    used = cpu_seconds(port) - before
    assert all(size > 3000 for _resumed, size in results)
    assert all(resumed == share * is_resumed for resumed, _size in results), results
    # Each client's first connection is never resumed.
    return used * 1e6 / (CLIENTS * (share + 1))


def measure_kept(url: str, port: int, seconds: int) -> float:
    """Return the CPU time of nginx for a request on connections that are kept, in µs."""
    before = cpu_seconds(port)
    command = [
        "wrk",
        "-t1",
        "-c64",
        f"-d{seconds}s",
        "-H",
        "Accept-Encoding: gzip",
        url,
    ]
    output = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    requests = re.search(r"(\d+) requests in", output)
    assert requests
    assert "Non-2xx" not in output, output
    return (cpu_seconds(port) - before) * 1e6 / int(requests[1])


def print_row(name: str, kind: str, version: str, cost: float) -> None:
    """Print the cost of a connection or a request in µs, and how many a core does a second."""
    row(name, kind, version, f"{cost:.1f}", f"{1e6 / cost:,.0f}", widths=WIDTHS)


def main() -> None:
    """Measure each kind of connection with each certificate, and print a table."""
    require_programs("nginx", "wrk")
    connections = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with (
        newsroom() as site,
        tempfile.TemporaryDirectory(prefix="irsite-tls-") as scratch,
        site.serve(IRSITE_NGINX_CACHE="true") as back,
        ProcessPoolExecutor(CLIENTS) as clients,
    ):
        folder = Path(scratch)
        for name, bits in KEYS.items():
            make_certificate(folder / f"{name}.pem", "127.0.0.1", rsa_bits=bits)
        ports = {name: free_port() for name in ("plain", *KEYS)}
        body = BODY.format(
            folder=folder, back=back, location=LOCATION, tls=tls_settings(), **ports
        )
        with nginx(folder, body):
            row("", "connections", "TLS", "CPU µs", "a core", widths=WIDTHS)
            plain = measure_connections(clients, ports["plain"], connections)
            print_row("plain", "new", "", plain)
            for name in KEYS:
                for version in VERSIONS:
                    for is_resumed in (False, True):
                        cost = measure_connections(
                            clients,
                            ports[name],
                            connections,
                            version=version,
                            is_resumed=is_resumed,
                        )
                        kind = "resumed" if is_resumed else "full"
                        print_row(name, kind, version, cost)
            for name, port in ports.items():
                scheme = "http" if name == "plain" else "https"
                url = f"{scheme}://127.0.0.1:{port}/releases/"
                cost = measure_kept(url, port, seconds)
                print_row(name, "kept", "" if name == "plain" else "1.3", cost)


if __name__ == "__main__":
    main()
