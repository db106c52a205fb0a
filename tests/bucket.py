"""Private storage in a bucket: only named, or really there on a server of its own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.files.storage import default_storage
from django.test import override_settings

from moto.server import ThreadedMotoServer

NAME, REGION = "larkmoor-private", "eu-central-1"
# Keys that open nothing, and no others: a developer's own are not looked for.
KEYS = {
    "AWS_ACCESS_KEY_ID": "of-nobody",
    "AWS_SECRET_ACCESS_KEY": "opens-nothing",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextlib.contextmanager
def bucket(*, endpoint: str | None = None, files: str = "redirect") -> Iterator[None]:
    """Files lie in a bucket; boto3 signs without asking whether it is there."""
    options = {"bucket_name": NAME, "region_name": REGION, "endpoint_url": endpoint}
    default = {"BACKEND": "irsite.bucket.PrivateBucket", "OPTIONS": options}
    storages = settings.STORAGES | {"default": default}
    with (
        mock.patch.dict(os.environ, KEYS),
        override_settings(STORAGES=storages, IRSITE_FILE_DELIVERY=files),
    ):
        yield


@contextlib.contextmanager
def served_bucket() -> Iterator[None]:
    """The bucket is there, empty, on an S3 server of its own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        # What it was told before is remembered by the process.
        with contextlib.closing(HTTPConnection(host, port)) as connection:
            connection.request("POST", "/moto-api/reset")
            connection.getresponse().read()
        with bucket(endpoint=f"http://{host}:{port}", files="app"):
            place = {"LocationConstraint": REGION}
            client().create_bucket(Bucket=NAME, CreateBucketConfiguration=place)
            yield
    finally:
        server.stop()


def client() -> Any:
    """What speaks to the bucket."""
    storage: Any = default_storage
    return storage.connection.meta.client
