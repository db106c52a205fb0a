"""A certificate that has expired (bench/faults.py)."""

from __future__ import annotations

import datetime as dt
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
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
from fault_site import fault_site

from tests.newsroom import ROOT, eventually, free_port


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
