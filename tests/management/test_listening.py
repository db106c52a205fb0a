"""One server a port, and no public address without a proxy in front."""

from __future__ import annotations

import ipaddress
import socket
from unittest import TestCase, mock

from django.conf import settings
from django.core.management import CommandError, call_command

import pytest

from releases.management.serving import listening
from releases.management.serving.exceptions import CannotServe
from tests.newsroom import free_port

ANY = str(ipaddress.IPv4Address(0))
FAMILIES = {
    "127.0.0.1": socket.AF_INET,
    ANY: socket.AF_INET,
    "::1": socket.AF_INET6,
    "::": socket.AF_INET6,
}


class ThePort(TestCase):
    """Is refused where another server listens, though that one would share it."""

    def listen(self, host: str) -> int:
        """Listen as granian's workers do; return the port."""
        server = socket.socket(FAMILIES[host])
        self.addCleanup(server.close)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind((host, 0))
        server.listen()
        return int(server.getsockname()[1])

    def test_an_address_in_use_is_refused_with_one_sentence(self) -> None:
        for used, wanted in (
            ("127.0.0.1", "127.0.0.1"),
            ("127.0.0.1", ANY),
            (ANY, "127.0.0.1"),
            ("::1", "::1"),
            ("::1", "::"),
            ("::", "::1"),
            ("127.0.0.1", "localhost"),
        ):
            with self.subTest(used=used, wanted=wanted):
                port = self.listen(used)
                with (
                    pytest.raises(CannotServe, match=f"uses {wanted}:{port} already"),
                    listening.reserved_port(wanted, port, patience=0),
                ):
                    pass

    def test_a_server_that_is_being_stopped_has_time_to_leave(self) -> None:
        server = socket.create_server(("127.0.0.1", 0))
        port = server.getsockname()[1]
        with (
            mock.patch("time.sleep", side_effect=lambda _: server.close()) as sleep,
            listening.reserved_port("127.0.0.1", port),
        ):
            assert sleep.call_count == 1

    def test_of_two_that_start_at_once_one_is_refused(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with (
            listening.reserved_port("127.0.0.1", port),
            pytest.raises(CannotServe, match="already"),
            listening.reserved_port("127.0.0.1", port, patience=0),
        ):
            pass

    def test_an_address_of_another_machine_is_refused_at_once(self) -> None:
        for host, reason in (("192.0.2.1", "Cannot"), ("no such host", "no address")):
            with (
                self.subTest(host),
                pytest.raises(CannotServe, match=reason),
                listening.reserved_port(host, free_port()),
            ):
                pass


class APublicAddress(TestCase):
    """Needs a proxy that buffers requests, or a word that none is wanted."""

    def test_only_this_machine_reaches_a_loopback_address(self) -> None:
        for host in ("127.0.0.1", "127.8.9.1", "::1", "localhost"):
            assert listening.is_loopback(host)
        for host in (ANY, "::", "192.0.2.1"):
            assert not listening.is_loopback(host)

    def test_without_a_proxy_it_is_refused(self) -> None:
        refuse = mock.patch(
            "releases.management.serving.start_checks.require_private_folder",
            side_effect=CannotServe("The next step."),
        )
        for behind_proxy, public, sentence in (
            (False, False, "--public"),
            (True, False, "The next step"),
            (False, True, "The next step"),
        ):
            with (
                self.subTest(behind_proxy=behind_proxy, public=public),
                mock.patch.object(settings, "BEHIND_PROXY", behind_proxy),
                mock.patch.object(settings, "SECRET_KEY_IS_LASTING", new=True),
                refuse,
                pytest.raises(CommandError, match=sentence),
            ):
                call_command("serve", bind="0.0.0.0:8000", public=public)
