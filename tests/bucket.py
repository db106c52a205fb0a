"""Private storage in an S3 bucket: with boto3 alone, or on a moto server of the test's own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.files.storage import default_storage
from django.test import override_settings

from moto.server import ThreadedMotoServer

from tests.page_server import http_server

NAME, REGION = "larkmoor-private", "eu-central-1"
LISTING = "<ListBucketResult><Contents><Key>{key}</Key></Contents></ListBucketResult>"
# Keys that open nothing, and no others: a developer's own are not looked for.
KEYS = {
    "AWS_ACCESS_KEY_ID": "of-nobody",
    "AWS_SECRET_ACCESS_KEY": "opens-nothing",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextlib.contextmanager
def bucket_storage(
    *, endpoint: str | None = None, delivery: str = "redirect"
) -> Iterator[None]:
    """Keep files in a bucket that need not exist: boto3 signs URLs without asking."""
    options = {"bucket_name": NAME, "region_name": REGION, "endpoint_url": endpoint}
    default = {"BACKEND": "irsite.bucket.PrivateBucket", "OPTIONS": options}
    storages = settings.STORAGES | {"default": default}
    with (
        mock.patch.dict(os.environ, KEYS),
        override_settings(STORAGES=storages, IRSITE_FILE_DELIVERY=delivery),
    ):
        yield


@contextlib.contextmanager
def bucket_for_strangers(*, listing: int, file: int, key: str) -> Iterator[None]:
    """Keep files in a bucket with one key, which answers strangers with these statuses.

    To signed requests it lists the key.
    """

    class Answers(BaseHTTPRequestHandler):
        """Tells our requests by their signature."""

        def do_GET(self) -> None:
            """List the key, to strangers with the status `listing`."""
            is_ours = "Authorization" in self.headers
            self._answer(200 if is_ours else listing, LISTING.format(key=key).encode())

        def do_HEAD(self) -> None:
            """Answer a question about the file with the status `file`."""
            self._answer(file, b"")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep requests out of the tests' output."""

    with http_server(Answers) as address, bucket_storage(endpoint=f"http://{address}"):
        yield


@contextlib.contextmanager
def s3_server() -> Iterator[tuple[str, int]]:
    """Run an S3 server; yield its host and port."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield server.get_host_and_port()
    finally:
        server.stop()


@contextlib.contextmanager
def empty_bucket(host: str, port: int) -> Iterator[None]:
    """Keep files in an empty bucket, the only one of the S3 server at this port."""
    with contextlib.closing(HTTPConnection(host, port)) as connection:
        connection.request("POST", "/moto-api/reset")
        connection.getresponse().read()
    with bucket_storage(endpoint=f"http://{host}:{port}", delivery="app"):
        configuration = {"LocationConstraint": REGION}
        s3_client().create_bucket(Bucket=NAME, CreateBucketConfiguration=configuration)
        yield


def s3_client() -> Any:
    """Return the storage's own boto3 client."""
    storage: Any = default_storage
    return storage.connection.meta.client
