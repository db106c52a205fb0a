"""The compressed forms of static files."""

from __future__ import annotations

import gzip
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import SimpleTestCase

import brotli  # type: ignore[import-untyped]  # has no types

from irsite.static_files import StaticFilesStorage

WORDS = b"body { color: black }\n" * 50


class TheCompressedForms(SimpleTestCase):
    """Lie beside each file and hold what it holds, however often files are collected."""

    folder: Path

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory(prefix="irsite-static-")
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def collect(self, name: str, content: bytes) -> None:
        """Store a file and process it, as collectstatic does."""
        storage = StaticFilesStorage(location=self.folder, base_url="/static/")
        storage.delete(name)
        storage.save(name, ContentFile(content))
        for processed_name, _, processed in storage.post_process(
            {name: (storage, name)}
        ):
            assert not isinstance(processed, Exception), processed_name

    def contents(self) -> set[bytes]:
        """Return what the compressed files hold."""
        brotli_files = list(self.folder.glob("site*.css.br"))
        gzip_files = list(self.folder.glob("site*.css.gz"))
        assert len(brotli_files) == len(gzip_files) == len(self.plain_files())
        return {brotli.decompress(file.read_bytes()) for file in brotli_files} | {
            gzip.decompress(file.read_bytes()) for file in gzip_files
        }

    def plain_files(self) -> list[Path]:
        return list(self.folder.glob("site*.css"))

    def test_are_written_for_the_file_and_its_copy_with_a_hash(self) -> None:
        self.collect("site.css", WORDS)
        assert len(self.plain_files()) == 2
        assert self.contents() == {WORDS}

    def test_are_kept_when_nothing_changed(self) -> None:
        self.collect("site.css", WORDS)
        file = self.folder / "site.css.br"
        before = file.stat().st_ino, file.stat().st_ctime_ns
        self.collect("site.css", WORDS)
        assert (file.stat().st_ino, file.stat().st_ctime_ns) == before

    def test_are_written_anew_for_other_contents_and_where_damaged(self) -> None:
        self.collect("site.css", WORDS)
        for name in ("site.css.br", "site.css.gz"):
            for damage in (b"", b"damaged", (self.folder / name).read_bytes()[:-4]):
                with self.subTest(name, damage=damage[:7]):
                    (self.folder / name).write_bytes(damage)
                    self.collect("site.css", WORDS)
                    assert self.contents() == {WORDS}
        self.collect("site.css", WORDS.upper())
        plain = brotli.decompress((self.folder / "site.css.br").read_bytes())
        assert plain == WORDS.upper()

    def test_a_map_for_debuggers_has_none(self) -> None:
        self.collect("site.js.map", WORDS)
        assert not list(self.folder.glob("*.br"))


class CollectingThem(SimpleTestCase):
    """Leaves the files of this release, whichever release collected before."""

    def test_a_newer_file_of_another_release_is_replaced(self) -> None:
        temporary = Path(self.enterContext(tempfile.TemporaryDirectory()))
        source, collected = temporary / "source", temporary / "collected"
        source.mkdir()
        (source / "site.css").write_bytes(WORDS.upper())
        storage = {"BACKEND": "irsite.static_files.StaticFilesStorage"}
        with self.settings(
            STATIC_ROOT=collected,
            STATICFILES_DIRS=[source],
            STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
            STORAGES=settings.STORAGES | {"staticfiles": storage},
        ):
            call_command("collectstatic", interactive=False, verbosity=0)
            # An earlier release: its file is older than what was collected.
            (source / "site.css").write_bytes(WORDS)
            os.utime(source / "site.css", (1_000_000_000, 1_000_000_000))
            call_command("collectstatic", interactive=False, verbosity=0)
            assert (collected / "site.css").read_bytes() == WORDS
