"""Mirror a site, back it up, restore it, try the backup, move it to PostgreSQL and back: times, sizes.

    .venv/bin/python bench/copies.py [mirror] [backup] [move] [--releases 10000] [--pages 2000]

Makes the demo newsroom of that size on SQLite. Prints the seconds, the CPU time and the memory
of each command, and whether so many public pages (0: all) are equal as of the same moment. It
needs PostgreSQL's programs. docs/bench.md has results.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import setup_django  # noqa: F401 - what follows needs it
from fault_site import PostgreSQL

from tests.newsroom import ROOT, Newsroom

NAMES = ["mirror", "backup", "move"]
# Publishes a release, and waits until it is public.
ANOTHER_RELEASE = """
from releases.record import publishing
from tests.record.rows import page
publishing.publish([page("another")], at=None, by="ada", zone="UTC")
"""
# Waits until all is public that the demo publishes "now". Ten minutes later it has one more.
UNTIL_PUBLIC = """
import datetime as dt, time
from releases.models import Publication
from releases.record.clock import read_clock
soon = read_clock() + dt.timedelta(minutes=5)
while Publication.objects.filter(live_from__range=(read_clock(), soon)).exists():
    time.sleep(1)
"""


def measured(newsroom: Newsroom, *words: str, **settings: str) -> str:
    """Run a command and print what it took; return what it printed."""
    with tempfile.TemporaryFile("w+") as output:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=newsroom.environment | settings,
            stdout=output,
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        output.seek(0)
        printed = output.read()
    cpu = usage.ru_utime + usage.ru_stime
    engine = (newsroom.environment | settings).get("IRSITE_DATABASE", "sqlite")[:6]
    print(
        f"{engine} {words[0]}: {seconds:.1f} s, {cpu:.1f} s of CPU, "
        f"{usage.ru_maxrss / 1024:.0f} MiB, ended with {status >> 8}",
        flush=True,
    )
    return printed


def megabytes(path: Path) -> str:
    """Return the size of a file, or of all files in a folder."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB"


class Copies:
    """A site of some size, and its copies in folders beside it."""

    def __init__(self, scratch: Path, *, releases: int, pages: int) -> None:
        self._scratch = scratch
        self._shared = {
            "IRSITE_STATIC_ROOT": str(scratch / "static"),
            "IRSITE_GENERATED_FILES": str(scratch / "generated"),
        }
        self._moment = ""
        self._pages = str(pages)
        self._releases = str(releases)
        self._digest = ""

    def newsroom(self, name: str, **settings: str) -> Newsroom:
        """Return a newsroom in a folder of this name."""
        folder = self._scratch / name
        folder.mkdir(mode=0o700, exist_ok=True)
        newsroom = Newsroom(folder)
        newsroom.environment.pop("DJANGO_SETTINGS_MODULE", None)
        newsroom.environment |= self._shared | settings
        return newsroom

    def compare(self, newsroom: Newsroom) -> None:
        """Verify the record, and print whether the pages are those of the first site."""
        lines = measured(newsroom, "verify_record").strip().splitlines()
        print(" ", lines[-1] if lines else "nothing was printed")
        self._moment = self._moment or dt.datetime.now(dt.UTC).isoformat()  # noqa: TID251 - the wall clock
        words = ("page_digests", "--at", self._moment, "--pages", self._pages)
        printed = measured(newsroom, *words)
        digest = hashlib.sha256(printed.encode()).hexdigest()
        self._digest = self._digest or digest
        equal = "equal" if digest == self._digest else "DIFFERENT"
        print(f"  {len(printed.splitlines())} pages, {equal}", flush=True)

    def back_up(self, newsroom: Newsroom, *, name: str) -> Path:
        """Make a backup of this name."""
        backup = self._scratch / f"{name}.irsite"
        measured(newsroom, "backup", "--unencrypted", str(backup))
        print(f"  {megabytes(backup)}", flush=True)
        return backup

    def run(self, names: list[str]) -> None:
        """Make the site and each copy of it that is named."""
        site = self.newsroom("site")
        measured(site, "demo", "--releases", self._releases)
        databases = ", ".join(
            f"{path.name} {megabytes(path)}" for path in site.folder.glob("*.sqlite3")
        )
        print(f"  {databases}, files {megabytes(site.folder / 'private')}", flush=True)
        self.compare(site)
        for name in names:
            {"mirror": self.mirror, "backup": self.restore, "move": self.move}[name](
                site
            )

    def mirror(self, site: Newsroom) -> None:
        """Mirror the site, again when nothing has changed, and after another release."""
        folder = self._scratch / "mirror"
        for state in ("empty folder", "nothing changed", "one release later"):
            if state == "one release later":
                site.manage("shell", "-c", ANOTHER_RELEASE)
            site.manage("shell", "-c", UNTIL_PUBLIC)
            printed = measured(site, "mirror", str(folder)).strip()
            print(f"  {state}: {printed}", flush=True)
            mirrored = (folder / "site").resolve()
            count = sum(path.is_file() for path in mirrored.rglob("*"))
            print(f"  {count} files, {megabytes(mirrored)}", flush=True)
        shutil.rmtree(folder)

    def restore(self, site: Newsroom) -> None:
        """Back the site up, try the backup, and restore it."""
        backup = self.back_up(site, name="sqlite")
        measured(site, "drill", str(backup))
        restored = self.newsroom("restored")
        measured(restored, "restore", str(backup))
        self.compare(restored)
        shutil.rmtree(restored.folder)

    def move(self, site: Newsroom) -> None:
        """Move the site to a PostgreSQL server of its own and back."""
        database = PostgreSQL(self._scratch / "pg")
        database.create()
        try:
            self._move_to(database, site)
        finally:
            database.control("stop", "-m", "immediate")

    def _move_to(self, database: PostgreSQL, site: Newsroom) -> None:
        """Move the site to PostgreSQL, back it up and restore it there, and move it back."""
        # As docs/moving.md has it: the site's role owns the database for that long.
        database.query("REASSIGN OWNED BY irsite_owner TO irsite")
        print(measured(site, "move_to", database.url()))
        database.query("REASSIGN OWNED BY irsite TO irsite_owner")
        moved = self.newsroom("moved", IRSITE_DATABASE=database.url())
        shutil.copytree(site.folder / "private", moved.folder / "private")
        owner = {"IRSITE_DATABASE": database.url(role="irsite_owner")}
        measured(moved, "database_roles", "--apply", **owner)
        self.compare(moved)
        backup = self.back_up(moved, name="postgresql")
        database.run("createdb", *database.address, "-O", "irsite", "restored")
        url = database.url(database="restored")
        restored = self.newsroom("restored", IRSITE_DATABASE=url)
        measured(restored, "restore", str(backup))
        self.compare(restored)
        home = self.newsroom("home")
        database.query("REASSIGN OWNED BY irsite_owner TO irsite")
        print(measured(moved, "move_to", f"sqlite:///{home.folder}/irsite.sqlite3"))
        shutil.copytree(moved.folder / "private", home.folder / "private")
        self.compare(home)


def main() -> None:
    """Measure each command on a site of the chosen size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", choices=[*NAMES, []])
    parser.add_argument("--releases", type=int, default=0)
    parser.add_argument("--pages", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="irsite-copies-") as folder:
        Path(folder).chmod(0o755)
        copies = Copies(Path(folder), releases=options.releases, pages=options.pages)
        copies.run(options.names or NAMES)


if __name__ == "__main__":
    main()
