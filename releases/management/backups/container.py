"""The file of a backup: a tar archive (POSIX.1-2001), in Zstandard (RFC 8878), in age.

Each layer is a format of its own, so that any machine opens a backup without irsite:
`age --decrypt -i KEY FILE | zstd -d | tar t`.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import IO, BinaryIO

from django.utils.translation import gettext as _

import pyrage
import zstandard

from releases.management.backups.exceptions import CannotBackUp, UnreadableBackup

# zstd's own default: half the size of level 1 at twice its time.
LEVEL = 3
AGE_HEADER = b"age-encryption.org/"
# How much is written and read at once.
BLOCK = 1024 * 1024


class MemberWriter:
    """Adds members to the archive, and keeps the SHA-256 of each."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self.digests: dict[str, str] = {}

    def add(self, name: str, file: IO[bytes], *, size: int) -> None:
        """Add `size` bytes of the file. Raises OSError if it ends before."""
        reader = DigestReader(file)
        self._archive.addfile(member_info(name, size), reader)
        self.digests[name] = reader.digest.hexdigest()

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a member that is in memory."""
        self.add(name, io.BytesIO(content), size=len(content))


class DigestReader(io.RawIOBase):
    """Passes the bytes of a file on, and takes their digest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; none at the end."""
        block = self._file.read(size)
        self.digest.update(block)
        return block


def member_info(name: str, size: int) -> tarfile.TarInfo:
    """Return the head of a member that only its owner may read."""
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info


@contextlib.contextmanager
def writing(out: BinaryIO, *, recipients: Sequence[str]) -> Iterator[MemberWriter]:
    """Write a backup to `out`, encrypted to the age recipients, or plain without any.

    Nothing is kept in memory or elsewhere on disk.
    """
    keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    with contextlib.ExitStack() as stack:
        target = out
        if keys:
            target = stack.enter_context(
                _through(lambda source: pyrage.encrypt_io(source, out, keys))
            )
        compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
        compressed = stack.enter_context(
            compressor.stream_writer(target, closefd=False)
        )
        archive = stack.enter_context(
            tarfile.open(fileobj=compressed, mode="w|", format=tarfile.PAX_FORMAT)
        )
        yield MemberWriter(archive)


@contextlib.contextmanager
def _through(convert: Callable[[IO[bytes]], None]) -> Iterator[BinaryIO]:
    """Yield a file whose bytes `convert` reads, on a thread of its own.

    An error of `convert` is raised in place of the broken pipe that it leaves.
    """
    read_end, write_end = os.pipe()
    failures: list[CannotBackUp] = []

    def run() -> None:
        with open(read_end, "rb") as source:  # noqa: PTH123 - a descriptor
            try:
                convert(source)
            except pyrage.EncryptError as error:  # of the disk too
                failures.append(
                    CannotBackUp(_("Cannot write: %(error)s.") % {"error": error})
                )

    thread = threading.Thread(target=run, name="backup-encryption")
    thread.start()
    try:
        with open(write_end, "wb", buffering=BLOCK) as sink:  # noqa: PTH123 - the same
            yield sink
    except BrokenPipeError:
        if not failures:
            raise
    finally:
        thread.join()
        if failures:
            raise failures[0]


@contextlib.contextmanager
def reading(
    source: BinaryIO, *, identities: Sequence[str]
) -> Iterator[tarfile.TarFile]:
    """Yield the archive of a backup, to be read from its first member to its last.

    Raises UnreadableBackup if it cannot be decrypted, or is no backup.
    """
    is_encrypted = source.read(len(AGE_HEADER)) == AGE_HEADER
    source.seek(0)
    try:
        with contextlib.ExitStack() as stack:
            if is_encrypted:
                source = stack.enter_context(_decrypted(source, identities))
            decompressor = zstandard.ZstdDecompressor()
            plain = stack.enter_context(decompressor.stream_reader(source))
            yield stack.enter_context(tarfile.open(fileobj=plain, mode="r|"))
    except (tarfile.TarError, zstandard.ZstdError, pyrage.DecryptError) as error:
        raise UnreadableBackup(
            _("The file is no backup, is cut short, or was altered (%(error)s).")
            % {"error": error}
        ) from None


@contextlib.contextmanager
def _decrypted(source: BinaryIO, identities: Sequence[str]) -> Iterator[BinaryIO]:
    """Yield the plain bytes of an age file, decrypted on a thread of their own."""
    keys = read_identities(identities)
    read_end, write_end = os.pipe()
    failures: list[Exception] = []

    def run() -> None:
        with (
            contextlib.suppress(BrokenPipeError),
            open(write_end, "wb", buffering=BLOCK) as sink,  # noqa: PTH123 - a descriptor
        ):
            try:
                pyrage.decrypt_io(source, sink, keys)
            except Exception as error:  # noqa: BLE001 - raised below
                failures.append(error)

    thread = threading.Thread(target=run, name="backup-decryption")
    thread.start()
    try:
        with open(read_end, "rb", buffering=BLOCK) as plain:  # noqa: PTH123 - the same
            yield plain
    except (tarfile.TarError, zstandard.ZstdError):
        # The plain bytes end where decryption failed, which says more.
        thread.join()
        if failures:
            raise failures[0] from None
        raise
    finally:
        thread.join()


def read_identities(texts: Sequence[str]) -> list[pyrage.x25519.Identity]:
    """Return the age identities of these texts. Raises UnreadableBackup."""
    try:
        keys = [pyrage.x25519.Identity.from_str(text) for text in texts]
    except pyrage.IdentityError:
        raise UnreadableBackup(
            _("The identity is none of age's: it begins with AGE-SECRET-KEY-1.")
        ) from None
    if not keys:
        raise UnreadableBackup(
            _(
                "The backup is encrypted. Name the file with the age identity that opens "
                "it (--identity)."
            )
        )
    return keys
