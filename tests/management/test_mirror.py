"""A mirror is the public site of one moment, as files, and nothing else."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import unquote, urljoin, urlsplit

from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client, SimpleTestCase, TestCase, override_settings

import pytest

from releases.management.mirroring import making
from releases.management.mirroring.exceptions import CannotMirror
from releases.management.mirroring.mirror_paths import NOT_MIRRORED, MirroredPage
from releases.management.mirroring.versions import MirrorFolder
from releases.models import Attachment, Release
from releases.pagecache.routes import fixed_routes
from releases.public import cursor
from releases.public.home import Home
from releases.record.old_paths import register
from tests.builders import (
    SEVEN,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.pagecache.client import keep_test_connection
from tests.public.html_pages import give_notice, save_and_publish

DAY = dt.timedelta(days=1)
ROOT = "http://testserver"
LINK = re.compile(
    r"""(?:href|src|srcset)="([^"#]*)[^"]*"|http://testserver([^\s"'<>#]*)"""
)


# Searches, and examples of the API's documentation: they ask a server.
MADE_UP = re.compile("words=|limit=")


def mirror(folder: Path, *, at: dt.datetime) -> str:
    """Bring a mirror up to the moment; return what the command says."""
    out = io.StringIO()
    with travel(at), keep_test_connection():
        call_command("mirror", str(folder), stdout=out)
    return out.getvalue()


@pytest.mark.slow
class AMirror(TestCase):
    """Of a site with four releases, one of which waits for SEVEN.

    `before` is the mirror of the last moment without it, `after` the same at its instant.
    """

    file: Attachment
    before: Path
    after: Path

    @classmethod
    def setUpClass(cls) -> None:
        scratch = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        static = scratch / "static"
        static.mkdir()
        (static / "staticfiles.json").write_text("{}")
        (static / "a.css").write_text("a {}")
        cls.enterClassContext(override_settings(STATIC_ROOT=static))
        cls.enterClassContext(mock.patch.object(cursor, "PAGE_SIZE", 2))
        cls.before, cls.after = scratch / "before", scratch / "after"
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - 9 * DAY)
        for number in range(3):
            put_on_record(slug=f"results-{number}", at=SEVEN - (5 - number) * DAY)
        with travel(SEVEN - DAY):
            event = make_event(slug="merger-call", title="Call on the merger")
            release = make_release(
                slug="merger", headline="Larkmoor to Merge", events=(event,)
            )
            cls.file = make_attachment(release)
        schedule(release, live_from=SEVEN)
        mirror(cls.before, at=SEVEN - MICROSECOND)
        shutil.copytree(cls.before, cls.after, symlinks=True)
        mirror(cls.after, at=SEVEN)

    def setUp(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.look_at(folder / "mirror")

    def look_at(self, folder: Path) -> None:
        """Look at this mirror from now on."""
        self.folder, self.site = folder, folder / "site"

    def copy(self, folder: Path) -> None:
        """Look at a copy of this mirror, which the test may change, from now on."""
        shutil.copytree(folder, self.folder, symlinks=True)

    def mirror(self, *, at: dt.datetime) -> str:
        """Bring the mirror up to the moment; return what the command says."""
        return mirror(self.folder, at=at)

    def file_of(self, path: str) -> Path | None:
        """Return the file that a static host finds for a path (nginx's try_files)."""
        name = unquote(path).removeprefix("/")
        for ending in ("", ".json", ".html"):
            if name and (self.site / f"{name}{ending}").is_file():
                return self.site / f"{name}{ending}"
        index = self.site / name / "index.html"
        return index if index.is_file() else None

    def served(self, address: str, *, at: dt.datetime) -> bytes | None:
        """Return the body that the site itself answers; None unless it has a page."""
        with travel(at):
            response = Client().get(address)
            if response.status_code != 200:
                return None
            chunks = response if response.streaming else [response.content]
            return b"".join(chunks)

    def compare(self, *, at: dt.datetime) -> set[str]:
        """Follow every link from the home page on both sides; return the addresses."""
        waiting, compared = [("/", "/")], set()
        while waiting:
            address, copied = waiting.pop()
            if address in compared or urlsplit(address).path in NOT_MIRRORED:
                continue
            compared.add(address)
            body, file = self.served(address, at=at), self.file_of(copied)
            if body is None or address.startswith(("/admin/", "/static/")):
                continue
            with self.subTest(address):
                assert file is not None
                mine = file.read_bytes()
                waiting += self.links(address, copied, body, mine)
        return compared

    def links(
        self, address: str, copied: str, body: bytes, mine: bytes
    ) -> list[tuple[str, str]]:
        """Return the pairs of links of two texts that must be equal but for these."""
        try:
            texts = body.decode(), mine.decode()
        except UnicodeDecodeError:
            assert mine == body
            return []
        theirs, ours = (
            [urljoin(ROOT + base, a or b) for a, b in LINK.findall(text)]
            for base, text in zip((address, copied), texts, strict=True)
        )
        assert len(theirs) == len(ours)
        assert LINK.sub("", texts[0]) == LINK.sub("", texts[1])
        return [
            (a.removeprefix(ROOT), b.removeprefix(ROOT))
            for a, b in zip(theirs, ours, strict=True)
            if a.startswith(f"{ROOT}/") and not MADE_UP.search(a)
        ]

    def test_a_crawl_of_the_mirror_finds_what_the_site_answers(self) -> None:
        for folder, at in ((self.before, SEVEN - MICROSECOND), (self.after, SEVEN)):
            self.look_at(folder)
            compared = self.compare(at=at)
            assert len(compared) > 60
            assert any("after=" in address for address in compared)
            for path in ("/releases/2026/results-1/", "/releases/rss.xml", "/events/"):
                assert path in compared
            assert ("/releases/2026/merger/" in compared) is (at == SEVEN)

    def test_nothing_is_there_before_its_instant_and_all_at_it(self) -> None:
        self.look_at(self.before)
        assert self.mentions(b"merger") == self.mentions(b"Merge") == []
        attachment = f"files/{self.file.token}/{self.file.name}"
        assert not (self.site / attachment).exists()
        self.look_at(self.after)
        assert (self.site / "releases/2026/merger/index.html").exists()
        assert (self.site / attachment).exists()
        assert {"index.html", "releases/rss.xml"} <= {*self.mentions(b"merger")}

    def mentions(self, word: bytes) -> list[str]:
        """Return the files of the whole mirror, served or not, with the word."""
        return [
            path.relative_to(self.site.resolve()).as_posix()
            for path in self.site.resolve().rglob("*")
            if path.is_file()
            and (word in path.read_bytes() or word.decode() in str(path))
        ]

    def test_the_host_is_told_what_is_sealed_and_where_old_addresses_lead(self) -> None:
        for old, slug in (
            ("/news/one", "results-1"),
            ("/news.php?id=7", "results-1"),
            ('/"; } ~', "results-2"),
            ("/news/merger", "merger"),
        ):
            register(old, address=f"2026/{slug}")
        release = Release.objects.get(slug="results-0")
        give_notice(release, at=SEVEN - DAY, sealed=True)
        self.mirror(at=SEVEN - SECOND)
        rules = (self.site / "_nginx.conf").read_text()
        assert '"/releases/2026/results-0/versions/1/" "1";' in rules
        assert '"/releases/2026/results-1/versions/1/"' not in rules
        led = f'"{ROOT}/releases/2026/results-1/";'
        for old in ("/news/one", "/news/one/", "/news.php?id=7", "/news.php/?id=7"):
            assert f'    "{old}" {led}' in rules
        assert '    "/\\"; } ~" ' in rules
        assert (self.site / "_redirects").read_text().splitlines() == [
            f"/%22%3B%20%7D%20~ {ROOT}/releases/2026/results-2/ 301",
            f"/news/one {ROOT}/releases/2026/results-1/ 301",
        ]
        assert self.mentions(b"merger") == []
        self.mirror(at=SEVEN)
        assert '"/news/merger"' in (self.site / "_nginx.conf").read_text()

    def test_only_what_has_changed_is_written_again(self) -> None:
        self.copy(self.before)
        home, style = self.inode("index.html"), self.inode("static/a.css")
        assert "Nothing has changed" in self.mirror(at=SEVEN - MICROSECOND)
        assert self.inode("index.html") == home
        assert "files, of which" in self.mirror(at=SEVEN)
        assert self.inode("index.html") != home
        assert self.inode("static/a.css") == style

    def inode(self, name: str) -> int:
        """Return the inode of a served file, which is the same until it is written."""
        return (self.site / name).stat().st_ino

    def test_an_approval_shows_in_no_file(self) -> None:
        self.mirror(at=SEVEN - DAY / 2)
        before = self.contents()
        with travel(SEVEN - DAY / 2):
            second = make_release(slug="second", headline="Another")
        schedule(second, live_from=SEVEN + DAY, approved_at=SEVEN - DAY / 2)
        self.mirror(at=SEVEN - DAY / 2 + SECOND)
        assert self.contents() == before

    def contents(self) -> dict[str, bytes]:
        """Return the bytes of each served file."""
        root = self.site.resolve()
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }

    def test_a_page_that_fails_leaves_the_mirror_as_it_was(self) -> None:
        self.copy(self.before)
        before = self.site.resolve()
        failure = mock.patch.object(
            making.SiteWriter, "_write_with_parts", side_effect=CannotMirror("/ fails")
        )
        with failure, self.assertRaisesMessage(CommandError, "/ fails"):
            self.mirror(at=SEVEN)
        assert self.site.resolve() == before
        assert len(list((self.folder / "versions").iterdir())) == 1

    def failing(self, *, times: int) -> AbstractContextManager[object]:
        """Have the front page fail so many times."""
        failures = [OSError("busy")] * times
        render = Home.get

        def get(view: Home, *args: Any, **kwargs: Any) -> HttpResponse:
            if failures:
                raise failures.pop()
            return render(view, *args, **kwargs)

        return mock.patch.object(Home, "get", get)

    def test_a_page_that_fails_once_is_rendered_again(self) -> None:
        self.copy(self.before)
        with self.failing(times=1), self.assertLogs("django.request"):
            self.mirror(at=SEVEN)
        assert b"Larkmoor to Merge" in (self.site / "index.html").read_bytes()

    def test_a_page_that_fails_each_time_ends_the_run_and_is_named(self) -> None:
        ends = self.assertRaisesMessage(CommandError, "/ cannot be rendered (500)")
        with self.failing(times=making.TRIES), self.assertLogs("django.request"), ends:
            self.mirror(at=SEVEN)
        assert not self.site.exists()

    def test_a_host_may_read_what_is_served_and_nothing_else(self) -> None:
        self.look_at(self.after)
        for path in self.site.resolve().rglob("*"):
            assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)
        assert (self.folder / "state.json").stat().st_mode & 0o077 == 0
        headers = (self.site / "_headers").read_text()
        assert headers.startswith("/*\n  Content-Security-Policy: ")
        assert "404" in (self.site / "404.html").name
        assert (self.site / "mirror.txt").read_text() == (
            "A copy of http://testserver as of 2026-03-03T12:00Z\n"
        )


class TheFolder(SimpleTestCase):
    """Holds versions, and nothing of anybody else."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_a_folder_with_other_files_is_refused(self) -> None:
        (self.folder / "thesis.txt").touch()
        with (
            self.assertRaisesMessage(CannotMirror, "has other files"),
            MirrorFolder(self.folder).locked(),
        ):
            pass

    def test_two_do_not_write_it_at_once(self) -> None:
        with (
            MirrorFolder(self.folder).locked(),
            self.assertRaisesMessage(CannotMirror, "Another process"),
            MirrorFolder(self.folder).locked(),
        ):
            pass

    def test_the_last_version_is_kept_and_older_ones_are_deleted(self) -> None:
        mirror = MirrorFolder(self.folder)
        with mirror.locked():
            for number in range(4):
                with mirror.new_version({"number": number}) as version:
                    version.write_file("a/b.txt", [b"%d" % number])
        assert mirror.state() == {"number": 3}
        assert (mirror.site / "a/b.txt").read_bytes() == b"3"
        assert len(list((self.folder / "versions").iterdir())) == 2

    def test_what_only_a_server_answers_are_pages_of_the_site(self) -> None:
        assert {*fixed_routes()} >= NOT_MIRRORED

    def test_no_path_leads_out_of_the_mirror(self) -> None:
        with self.assertRaises(CannotMirror):
            MirroredPage("/files/x/../../etc").file_name("text/html")

    def test_each_kind_of_path_has_its_file(self) -> None:
        names = {
            "/": ("text/html", "index.html"),
            "/releases/": ("text/html", "releases/index.html"),
            "/releases/rss.xml": ("application/rss+xml", "releases/rss.xml"),
            "/api/v1/releases": ("application/json", "api/v1/releases.json"),
        }
        for path, (media_type, name) in names.items():
            with self.subTest(path):
                assert MirroredPage(path).file_name(media_type) == name
        part = MirroredPage("/releases/rss.xml", "after=2026%2Fx")
        assert re.fullmatch(r"/releases/rss-[0-9a-f]{16}\.xml", part.url_path)

    def test_without_static_files_there_is_none(self) -> None:
        with (
            self.settings(STATIC_ROOT=self.folder),
            self.assertRaisesMessage(CannotMirror, "collectstatic"),
        ):
            making.static_digest()
