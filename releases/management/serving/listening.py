"""Whether `serve` may listen on an address: one server a port, and who can reach it."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import socket
import sys
import time
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from releases.management.serving.exceptions import CannotServe

# How long a server that is being stopped has to leave the port, in seconds.
PATIENCE = 10.0
TRY_EVERY = 0.2


def addresses_of(host: str, port: int) -> list[tuple[int, Any]]:
    """Return (family, socket address) of each address of the host. Raises CannotServe."""
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError:
        raise CannotServe(
            _("There is no address for “%(host)s”. Change --bind.") % {"host": host}
        ) from None
    return [(family, address) for family, _type, _protocol, _name, address in found]


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach every address of the host name."""
    addresses = (str(address[0]) for _, address in addresses_of(host, 0))
    return all(
        ipaddress.ip_address(address.partition("%")[0]).is_loopback
        for address in addresses
    )


def reachable_host(host: str) -> str:
    """Return a host by which this machine reaches what listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared


@contextlib.contextmanager
def reserved_port(
    host: str, port: int, *, patience: float = PATIENCE, option: str = "--bind"
) -> Iterator[None]:
    """Hold the port against a second server of this program for the block.

    granian's workers share their port (SO_REUSEPORT), so the kernel would let another
    server share it too, and readers would get two newsrooms in turn. A lock keeps two that
    start at once apart. Waits `patience` seconds for a server that is being stopped.
    Raises CannotServe, which names the `option` to change.
    """
    deadline = time.monotonic() + patience
    with socket.socket(socket.AF_UNIX) as lock:
        while True:
            try:
                if sys.platform == "linux" and not lock.getsockname():
                    lock.bind(f"\0irsite-serve-{port}")
                for family, address in addresses_of(host, port):
                    try_to_listen(family, address)
                break
            except OSError as error:
                if error.errno != errno.EADDRINUSE or time.monotonic() >= deadline:
                    raise CannotServe(
                        refusal(host, port, error, option=option)
                    ) from None
            time.sleep(TRY_EVERY)
        yield


def try_to_listen(family: int, address: Any) -> None:
    """Listen for a moment without SO_REUSEPORT. Raises OSError."""
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        # Else connections that have just ended would keep the port.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(address)
        trial.listen()


def refusal(host: str, port: int, error: OSError, *, option: str) -> str:
    """Return the sentence for an address on which nothing can listen."""
    values = {
        "address": f"{host}:{port}",
        "error": error.strerror,
        "option": option,
    }
    if error.errno == errno.EADDRINUSE:
        return (
            _(
                "Another server uses %(address)s already. Stop it, or choose another "
                "port with %(option)s."
            )
            % values
        )
    return _("Cannot listen on %(address)s: %(error)s. Change %(option)s.") % values
