"""Tests that the files for operators fit the site, and each other."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from unittest import SkipTest

from django.core.management import get_commands
from django.test import SimpleTestCase

import yaml

from tests.test_house_rules import ROOT, files, text
from tests.test_nginx import NGINX, document

LIMIT = re.compile(
    r"^\s*((?:limit_|client_|send_timeout|keepalive_timeout|reset_|proxy_set_header).*;)",
    re.M,
)


class TheCommands(SimpleTestCase):
    """What units, compose file and image run exists."""

    def test_each_is_a_command_of_ours(self) -> None:
        texts = "".join(files("ops/systemd/*.service").values())
        run = set(re.findall(r"manage\.py ([a-z_]+)", texts))
        compose = yaml.safe_load(text("ops/compose.yaml"))
        for service in compose["services"].values():
            run |= set(service.get("command", [])[:1])
        assert {"serve", "deliver", "seal_journal"} <= run
        assert run <= get_commands().keys()

    def test_each_unit_is_hardened(self) -> None:
        for name, unit in files("ops/systemd/*.service").items():
            with self.subTest(name):
                for setting in ("NoNewPrivileges=yes", "ProtectSystem=strict"):
                    assert setting in unit
                assert "UMask=0077" in unit


class TheNginxOfOperators(SimpleTestCase):
    """Has the limits of docs/nginx.md, and is accepted by nginx."""

    def test_it_has_the_documented_limits(self) -> None:
        documented = LIMIT.findall(document().partition("## Caching in nginx too")[0])
        assert len(documented) > 10
        assert {*documented} <= {*LIMIT.findall(text("ops/nginx.conf"))}

    def test_in_containers_it_looks_for_the_web_server_anew(self) -> None:
        substitutions = re.findall(r"'s([/#])(.*?)\1(.*?)\1'", text("docs/deploy.md"))
        config = text("ops/nginx.conf")
        applied = 0
        for _, pattern, replacement in substitutions:
            applied += bool(re.search(pattern, config))
            config = re.sub(pattern, replacement, config)
        assert applied >= 2
        # Without resolve nginx keeps the address that the name had at its start.
        assert "server web:8000 max_fails=0 resolve;" in config
        assert "resolver 127.0.0.11" in config

    def test_nginx_accepts_it(self) -> None:
        if NGINX is None:
            raise SkipTest("There is no nginx.")
        site = re.sub(r"ssl_certificate.*|listen \[::\].*", "", text("ops/nginx.conf"))
        site = site.replace("listen 443 ssl http2", "listen 443")
        with tempfile.TemporaryDirectory(prefix="irsite-nginx-") as folder:
            temporary = "".join(
                f"{name}_temp_path {folder}/{name};"
                for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            file = Path(folder) / "nginx.conf"
            file.write_text(
                f"pid {folder}/pid; error_log {folder}/errors;\nevents {{}}\n"
                f"http {{ access_log off; {temporary}\n{site}}}\n"
            )
            subprocess.run(
                [NGINX, "-t", "-q", "-e", f"{folder}/errors", "-c", str(file)],
                cwd=ROOT,
                check=True,
            )
