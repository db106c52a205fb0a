"""Private storage in a bucket that speaks S3, for sites that keep files in one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.files.base import File

from botocore.config import Config  # type: ignore[import-untyped]  # has no types
from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]  # the same

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# How long a signed address opens, in seconds: whoever has it needs no gate any more.
LIFE = 60
# What is fetched at once of a file that is read piece by piece.
PIECE = 1024 * 1024
# How the storage is told which headers to send with a file.
OVERRIDES = {
    "Content-Type": "ResponseContentType",
    "Content-Disposition": "ResponseContentDisposition",
    "Cache-Control": "ResponseCacheControl",
}


class PrivateBucket(S3Storage):  # type: ignore[misc]  # the same
    """Nothing in it is public or written over, and only the gate gives a way to a file."""

    def __init__(self, **options: Any) -> None:
        # Only the bucket's own host knows its region (a new bucket's is sent elsewhere
        # from the common one, which breaks the signature); other makers' stores often
        # have no host for each bucket.
        style = "path" if options.get("endpoint_url") else "virtual"
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": style},
            # A store that is gone without a word must not keep requests for minutes.
            connect_timeout=3,
            read_timeout=10,
            retries={"mode": "standard", "total_max_attempts": 2},
        )
        super().__init__(
            client_config=config, file_overwrite=False, default_acl=None, **options
        )

    @cached_property
    def connection(self) -> Any:
        """One for all threads: it takes long to make, and asks for a role's keys."""
        return super().connection

    def url(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused, as on disk: an address for whoever has it goes round the journal."""
        raise ValueError("A private file has no address of its own: ask the gate.")

    def signed(self, place: str, *, headers: Mapping[str, str], method: str) -> str:
        """An address that opens for a minute and answers with these headers."""
        told = {OVERRIDES[name]: value for name, value in headers.items()}
        signed: str = self.connection.meta.client.generate_presigned_url(
            "get_object",
            Params={"Bucket": self.bucket_name, "Key": place, **told},
            ExpiresIn=LIFE,
            HttpMethod=method,
        )
        return signed

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("A private file is saved once, and then only read.")
        found = super()._open(name, mode).obj
        return File(io.BufferedReader(Fetched(found), PIECE), name)


class Fetched(io.RawIOBase):
    """An object of the bucket as a file: what is read of it is fetched, and no more."""

    def __init__(self, found: Any) -> None:
        self._found = found
        self._size: int = found.content_length
        self._at = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Read on from elsewhere."""
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        """The next bytes, as many as there is place for."""
        place = memoryview(buffer)
        got = self._next(len(place))
        place[: len(got)] = got
        return len(got)

    def readall(self) -> bytes:
        """The rest in one piece."""
        return self._next(self._size)

    def _next(self, most: int) -> bytes:
        stop = min(self._at + most, self._size)
        if self._at >= stop:
            return b""
        answer = self._found.get(Range=f"bytes={self._at}-{stop - 1}")
        got: bytes = answer["Body"].read()
        self._at += len(got)
        return got
