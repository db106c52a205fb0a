"""Static files with their compressed forms, each compressed once."""

from __future__ import annotations

import datetime as dt
import filecmp
import gzip
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import find

import brotli  # type: ignore[import-untyped]  # has no types
from whitenoise.compress import (  # type: ignore[import-untyped]  # the same
    Compressor,
)
from whitenoise.storage import (  # type: ignore[import-untyped]  # the same
    CompressedManifestStaticFilesStorage,
)


class OnceCompressor(Compressor):  # type: ignore[misc]  # the same
    """Compresses what has no compressed form yet, and equal contents once.

    A file lies beside its copy with a hash in its name, so half of all contents are equal.
    """

    compress_brotli = staticmethod(lru_cache(maxsize=None)(Compressor.compress_brotli))
    compress_gzip = staticmethod(lru_cache(maxsize=None)(Compressor.compress_gzip))

    def compress(self, path: str) -> list[str]:
        """Return the files written or kept beside the one at `path`."""
        kept = [f"{path}.br", f"{path}.gz"]
        content = Path(path).read_bytes()
        if _contents(kept) == [content, content]:
            return kept
        written: list[str] = super().compress(path)
        return written


def _contents(compressed: list[str]) -> list[bytes]:
    """Return what the two files hold; nothing if one is missing or damaged."""
    brotli_path, gzip_path = map(Path, compressed)
    try:
        return [
            brotli.decompress(brotli_path.read_bytes()),
            gzip.decompress(gzip_path.read_bytes()),
        ]
    except (OSError, EOFError, brotli.error):
        return []


class StaticFilesStorage(
    CompressedManifestStaticFilesStorage  # type: ignore[misc]  # the same
):
    """WhiteNoise's storage, quick when it collects the same files again."""

    def create_compressor(self, **options: Any) -> OnceCompressor:
        """Return the compressor; maps of scripts are for debuggers, so they stay as they are."""
        skipped = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
        return OnceCompressor(**options | {"extensions": skipped})

    def get_modified_time(self, name: str) -> dt.datetime:
        """Return when the file was collected; long ago if this release has another content.

        `collectstatic` keeps files that are newer than their sources. After going back to an
        earlier release, or to one that was unpacked earlier, the newer ones are the wrong ones.
        """
        source = find(name)
        if source and not filecmp.cmp(source, self.path(name), shallow=False):
            return dt.datetime.min.replace(tzinfo=dt.UTC)
        collected: dt.datetime = super().get_modified_time(name)
        return collected
