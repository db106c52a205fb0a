"""A private Django storage in an S3 bucket, which hands out presigned URLs only to FileGate."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.files.base import File

import boto3  # type: ignore[import-untyped]  # has no types
from botocore import UNSIGNED  # type: ignore[import-untyped]  # the same
from botocore.config import Config  # type: ignore[import-untyped]  # the same
from botocore.exceptions import (  # type: ignore[import-untyped]  # the same
    BotoCoreError,
    ClientError,
)
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]  # the same

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Short, because a presigned URL keeps working when its release is sealed.
PRESIGNED_URL_SECONDS = 60
READ_BUFFER_BYTES = 1024 * 1024
# The S3 parameters that set the headers of a presigned download.
HEADER_PARAMETERS = {
    "Content-Type": "ResponseContentType",
    "Content-Disposition": "ResponseContentDisposition",
    "Cache-Control": "ResponseCacheControl",
}


class PrivateBucket(S3Storage):  # type: ignore[misc]  # the same
    """Store private files in a bucket, each once and never overwritten."""

    def __init__(self, **options: Any) -> None:
        # Amazon redirects requests for a new bucket from the common host to its region,
        # where the signature is wrong: use the bucket's own host. S3 services of other
        # makers often have no host for each bucket.
        style = "path" if options.get("endpoint_url") else "virtual"
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": style},
            # A service that does not answer must not block requests for minutes.
            connect_timeout=3,
            read_timeout=10,
            retries={"mode": "standard", "total_max_attempts": 2},
        )
        super().__init__(
            client_config=config, file_overwrite=False, default_acl=None, **options
        )

    @cached_property
    def connection(self) -> Any:
        """Share one boto3 resource among all threads: it is slow to create."""
        return super().connection

    def url(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise ValueError, as on disk: a URL would bypass the journal."""
        raise ValueError("Private files have no URL. Link to FileGate instead.")

    def presigned_url(
        self, name: str, *, headers: Mapping[str, str], method: str
    ) -> str:
        """Return a URL that works for a minute and one method, with these headers."""
        overrides = {HEADER_PARAMETERS[key]: value for key, value in headers.items()}
        url: str = self.connection.meta.client.generate_presigned_url(
            "get_object",
            Params={"Bucket": self.bucket_name, "Key": name, **overrides},
            ExpiresIn=PRESIGNED_URL_SECONDS,
            HttpMethod=method,
        )
        return url

    def what_strangers_may(self) -> list[str]:
        """Return what the bucket answers to requests without credentials, to end a sentence.

        Asks it to list, and for a file that it has; the service sees nothing that it does
        not hold. Returns nothing where nobody answers, or we may not list.
        """
        try:
            listed = self.connection.meta.client.list_objects_v2(
                Bucket=self.bucket_name, MaxKeys=1
            )
        except (BotoCoreError, ClientError):
            listed = {}
        stranger = boto3.client(
            "s3",
            region_name=self.region_name,
            endpoint_url=self.endpoint_url,
            config=self.client_config.merge(Config(signature_version=UNSIGNED)),
        )
        allowed = []
        with contextlib.suppress(BotoCoreError, ClientError):
            stranger.list_objects_v2(Bucket=self.bucket_name, MaxKeys=1)
            allowed.append("list them")
        for stored in listed.get("Contents", []):
            with contextlib.suppress(BotoCoreError, ClientError):
                stranger.head_object(Bucket=self.bucket_name, Key=stored["Key"])
                allowed.append("read them")
        return allowed

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("Private files are saved once and then only read.")
        s3_object = super()._open(name, mode).obj
        return File(io.BufferedReader(BucketFile(s3_object), READ_BUFFER_BYTES), name)


class BucketFile(io.RawIOBase):
    """Read an object of the bucket by range requests, so that no more is fetched than read.

    django-storages would fetch the whole object into memory for its first byte.
    """

    def __init__(self, s3_object: Any) -> None:
        self._object = s3_object
        self._size: int = s3_object.content_length
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._position = offset + (0, self._position, self._size)[whence]
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        content = self._fetch(len(view))
        view[: len(content)] = content
        return len(content)

    def readall(self) -> bytes:
        return self._fetch(self._size)

    def _fetch(self, limit: int) -> bytes:
        stop = min(self._position + limit, self._size)
        if self._position >= stop:
            return b""
        response = self._object.get(Range=f"bytes={self._position}-{stop - 1}")
        content: bytes = response["Body"].read()
        self._position += len(content)
        return content
