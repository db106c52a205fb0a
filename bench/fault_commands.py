"""Commands that are killed half-way, and a certificate that has expired (bench/faults.py)."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from demo_site import nginx
from fault_site import PostgreSQL, fault_site

from tests.newsroom import ROOT, Newsroom, eventually, free_port

# A command is killed after so many seconds, then later and later until it ends before.
FIRST_KILL, STEP = 1.0, 0.4
BEFORE_UPGRADE = ("releases", "0018")
COUNT_APPROVALS = """
from releases.models import Publication, Release
for release in Release.objects.filter(slug__startswith="killed-"):
    print("row", release.state, Publication.objects.filter(address__endswith=release.slug).count())
"""


@contextlib.contextmanager
def bare_newsroom(*, postgresql: bool, name: str, scratch: Path) -> Iterator[Newsroom]:
    """Yield a newsroom without tables."""
    var = scratch / name
    var.mkdir(mode=0o700)
    newsroom = Newsroom(var)
    database = PostgreSQL(scratch / f"{name}-pg") if postgresql else None
    if database:
        database.create()
        newsroom.environment["IRSITE_DATABASE"] = database.url
    try:
        yield newsroom
    finally:
        if database:
            database.control("stop", "-m", "immediate")


def kill_again_and_again(newsroom: Newsroom, *words: str) -> str:
    """Run a command and kill it, each time later, until it ends first; tell how it went."""
    kills, endings = 0, []
    while True:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=newsroom.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=FIRST_KILL + kills * STEP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
            continue
        if process.returncode == 0:
            return f"killed {kills} times, then it ended well {endings or ''}"
        endings.append(output.strip().splitlines()[-1][:150])
        if len(endings) == 3:
            return f"killed {kills} times; refused: {endings[-1]}"


def try_commands(*, postgresql: bool) -> None:
    """Kill upgrade, backup, restore and approvals."""
    with tempfile.TemporaryDirectory(prefix="irsite-kills-") as folder:
        scratch = Path(folder)
        scratch.chmod(0o755)
        with bare_newsroom(
            postgresql=postgresql, name="old", scratch=scratch
        ) as newsroom:
            newsroom.manage("migrate", *BEFORE_UPGRADE)
            if not postgresql:
                newsroom.manage("migrate", "--database", "readers")
            ended = kill_again_and_again(newsroom, "upgrade", "--now")
            checked = newsroom.manage("verify_record").strip().splitlines()[-1]
            print(f"Upgrade killed | {ended} | {checked}", flush=True)
        backup = try_backup(scratch, postgresql=postgresql)
        with bare_newsroom(
            postgresql=postgresql, name="new", scratch=scratch
        ) as newsroom:
            ended = kill_again_and_again(newsroom, "restore", str(backup))
            newsroom.manage("collectstatic", "--no-input")
            checked = newsroom.manage("verify_record").strip().splitlines()[-1]
            left = [path.name for path in newsroom.folder.glob("restore-*")]
            print(f"Restore killed | {ended}; left: {left} | {checked}", flush=True)


def try_backup(scratch: Path, *, postgresql: bool) -> Path:
    """Kill backups and approvals of a site that serves; return the last backup."""
    with fault_site(postgresql=postgresql) as site:
        backups = scratch / "backups"
        backups.mkdir()
        ended = kill_again_and_again(
            site.newsroom, "backup", "--unencrypted", str(backups)
        )
        left = sorted(path.suffix for path in backups.iterdir())
        own = [path.name for path in site.newsroom.folder.glob("backup-*")]
        print(f"Backup killed | {ended}; there: {left}, {own}", flush=True)
        environment = site.newsroom.environment | {
            "DJANGO_SETTINGS_MODULE": "irsite.settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}",
        }
        for number in range(12):
            command = {"slug": f"killed-{number}", "in": 0}
            process = subprocess.Popen(
                [sys.executable, "bench/publisher.py"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )
            assert process.stdin
            process.stdin.write(json.dumps(command).encode() + b"\n")
            process.stdin.flush()
            time.sleep(2.0 + number * 0.2)
            process.kill()
            process.wait()
        rows = sorted(
            line.removeprefix("row ")
            for line in site.newsroom.manage(
                "shell", "-c", COUNT_APPROVALS
            ).splitlines()
            if line.startswith("row")
        )
        counted = {row: rows.count(row) for row in rows}
        print(f"Approval killed | state, pages: {counted}", flush=True)
        # A run that is killed after it has put its file in place leaves it there.
        return max(backups.glob("*.irsite"))


def expired_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate of localhost that expired an hour ago, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=90))
        .not_valid_after(now - dt.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return paths


def try_certificate(*, postgresql: bool) -> None:
    """Ask a site whose certificate has expired, as readers, monitors and the canary do."""
    with (
        tempfile.TemporaryDirectory(prefix="irsite-tls-") as folder,
        fault_site(postgresql=postgresql) as site,
    ):
        certificate, key = expired_certificate(Path(folder))
        port = free_port()
        body = (
            f"server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {certificate};"
            f" ssl_certificate_key {key}; location / {{"
            f" proxy_set_header Host localhost;"
            f" proxy_pass http://127.0.0.1:{site.newsroom.port}; }} }}"
        )
        with nginx(Path(folder), body):
            url = f"https://localhost:{port}/"
            context = ssl.create_default_context(cafile=str(certificate))
            try:
                urllib.request.urlopen(url, context=context)
            except urllib.error.URLError as error:
                print(f"Certificate expired | a visitor: {error.reason}")
            ready = "200" if eventually(site.is_ready, within=60) else "503"
            canary = subprocess.run(
                [
                    *(sys.executable, "manage.py", "canary", url, "--once"),
                    *("--origin", f"http://127.0.0.1:{site.newsroom.port}"),
                ],
                cwd=ROOT,
                env=site.newsroom.environment | {"SSL_CERT_FILE": str(certificate)},
                capture_output=True,
                text=True,
                check=False,
            )
            lines = (canary.stdout + canary.stderr).strip().splitlines()
            print(
                f"/readyz {ready}; canary ended with {canary.returncode}: {lines[:3]}"
            )
