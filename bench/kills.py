"""Commands that are killed at random moments: their leftovers, and whether the next run ends well.

    .venv/bin/python bench/kills.py [upgrade] [backup] [restore] [approval] [move] [--postgresql]
        [--kills 20] [--seed 1]

Each command first runs once to its end. Then it is killed (SIGKILL, the process alone) at
moments between its start and that long after, drawn from the seed, and after each kill what
is there is looked at, and the command runs again. The upgrade is that of a demo newsroom that
an earlier commit made, by this commit's migrations. A move is to SQLite, or with
`--postgresql` both from there to PostgreSQL and back. `--postgresql` needs its programs.
docs/reliability.md has results.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import setup_django  # noqa: F401 - what follows needs it
from fault_site import PostgreSQL, demo_on_sqlite, fault_site
from kill_moves import try_move
from killing import Kills, killed, last_line, run, timed

from tests.newsroom import ROOT, Newsroom

PAGES = "60"
READ_APPROVALS = """
from releases.models import Publication, Release
for release in Release.objects.filter(slug__startswith="killed-"):
    count = Publication.objects.filter(address__endswith="/" + release.slug).count()
    print("row", release.slug, release.state, count)
"""
APPROVE_THE_REST = """
from publisher import *
from releases.models import Publication
with acting_as(by="bench-author", origin="bench"):
    for release in Release.objects.filter(slug__startswith="killed-").exclude(state="approved"):
        author, counsel = person("bench-author", "Authors"), person("bench-counsel", "Counsel")
        if not release.attachments.exists():
            content = ContentFile(b"%PDF-1.7 again", name="results.pdf")
            Attachment.objects.create(release=release, title="Results", file=content)
        if release.state == "draft":
            submit(release, author, counsel)
        transitions.approve(release, by=counsel, at=timezone.now())
"""


class Place:
    """A folder and a database that can be put back as they were."""

    def __init__(self, scratch: Path, database: PostgreSQL | None) -> None:
        self._scratch = scratch
        self._database = database
        self.newsroom = Newsroom(scratch / "var")
        self.newsroom.environment.pop("DJANGO_SETTINGS_MODULE", None)
        # Made once, for all that is put here.
        self.newsroom.environment |= {
            "IRSITE_STATIC_ROOT": str(scratch / "static"),
            "IRSITE_GENERATED_FILES": str(scratch / "generated"),
        }
        self.owner: dict[str, str] = {}
        if database:
            self.newsroom.environment["IRSITE_DATABASE"] = database.url()
            self.owner = {"IRSITE_DATABASE": database.url(role="irsite_owner")}
        self.newsroom.folder.mkdir(mode=0o700)

    def empty(self, *, owner: str = "irsite") -> None:
        """Leave an empty folder, and an empty database of this owner."""
        shutil.rmtree(self.newsroom.folder)
        self.newsroom.folder.mkdir(mode=0o700)
        self._make_database("irsite", "-O", owner)

    def keep(self) -> None:
        """Keep a copy of the folder and the database."""
        shutil.copytree(self.newsroom.folder, self._scratch / "kept")
        self._make_database("kept", "-T", "irsite")

    def put_back(self) -> None:
        """Replace the folder and the database by the copies that were kept."""
        shutil.rmtree(self.newsroom.folder)
        shutil.copytree(self._scratch / "kept", self.newsroom.folder)
        self._make_database("irsite", "-T", "kept", "-O", "irsite_owner")

    def _make_database(self, name: str, *options: str) -> None:
        if self._database:
            address = self._database.address
            self._database.run("dropdb", *address, "--if-exists", "--force", name)
            self._database.run("createdb", *address, *options, name)

    def schema(self) -> str:
        """Return a digest of the schema, and of the migrations that ran."""
        if self._database:
            command = ["pg_dump", "-d", self._database.url(role="postgres")]
            options = ["--schema-only", "--no-owner", "--no-privileges"]
            dump = subprocess.run([*command, *options], check=True, capture_output=True)
            # A random word of newer releases of pg_dump.
            lines = [ln for ln in dump.stdout.splitlines() if b"restrict" not in ln]
            return hashlib.sha256(b"\n".join(lines)).hexdigest()[:12]
        digest = hashlib.sha256()
        for path in sorted(self.newsroom.folder.glob("*.sqlite3")):
            with contextlib.closing(sqlite3.connect(path)) as connection:
                for statement in (
                    "sql FROM sqlite_master",
                    "name FROM django_migrations",
                ):
                    for row in connection.execute(f"SELECT {statement} ORDER BY 1"):
                        digest.update(repr(row).encode())
        return digest.hexdigest()[:12]


@contextlib.contextmanager
def scratch_place(*, postgresql: bool) -> Iterator[Place]:
    """Yield an empty place on this engine."""
    with tempfile.TemporaryDirectory(prefix="irsite-kills-") as folder:
        scratch = Path(folder)
        scratch.chmod(0o755)
        database = PostgreSQL(scratch / "pg") if postgresql else None
        if database:
            database.create()
        try:
            yield Place(scratch, database)
        finally:
            if database:
                database.control("stop", "-m", "immediate")


def earlier_commit() -> str:
    """Return the commit before the third last migration was added."""
    migration = sorted((ROOT / "releases/migrations").glob("0*.py"))[-3]
    command = ["git", "log", "--diff-filter=A", "--format=%H", "-1", "--"]
    added = subprocess.run(
        [*command, str(migration)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return f"{added.stdout.strip()}^"


def unpack_commit(commit: str, folder: Path) -> Path:
    """Write the code of a commit into the folder."""
    archive = subprocess.run(
        ["git", "archive", commit], cwd=ROOT, check=True, capture_output=True
    )
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder


def try_upgrade(kills: Kills, *, postgresql: bool) -> None:
    """Kill the migrations of a newsroom that an earlier commit made."""
    with scratch_place(postgresql=postgresql) as place:
        newsroom = place.newsroom
        old = unpack_commit(earlier_commit(), newsroom.folder.parent / "old")
        if postgresql:
            assert run(newsroom, "migrate", code=old, **place.owner)[0] == 0
            roles = ("database_roles", "--apply")
            assert run(newsroom, *roles, code=old, **place.owner)[0] == 0
        assert run(newsroom, "demo", code=old)[0] == 0
        place.keep()
        before = place.schema()

        def migrate(kill_after: float | None = None) -> tuple[int, str]:
            command = ("migrate",) if postgresql else ("upgrade", "--now")
            return run(newsroom, *command, kill_after=kill_after, **place.owner)

        seconds = timed(migrate)
        after = place.schema()
        assert before != after
        for moment in kills.moments(seconds):
            place.put_back()
            status, _line = migrate(moment)
            left = {before: "nothing", after: "all"}.get(place.schema(), "a part")
            again, line = migrate()
            if postgresql and again == 0:
                again, line = run(newsroom, *roles, **place.owner)
            if again == 0:
                again, line = run(newsroom, "upgrade", "--now")
            ended = "went on" if again == 0 else f"refused: {line[:90]}"
            equal = "same schema" if place.schema() == after else "ANOTHER SCHEMA"
            record = last_line(newsroom, "verify_record")
            kills.note(f"{killed(status)}, {left} done, {ended}, {equal}, {record}")
        kills.print_row("Upgrade", f"{seconds:.1f} s to its end")


def try_backup(kills: Kills, *, postgresql: bool) -> None:
    """Kill backups of a site that serves."""
    with fault_site(postgresql=postgresql) as site:
        newsroom = site.newsroom
        backups = newsroom.folder.parent / "backups"
        backups.mkdir()
        words = ("backup", "--unencrypted", str(backups))
        seconds = timed(lambda: run(newsroom, *words))
        for moment in kills.moments(seconds):
            status, _line = run(newsroom, *words, kill_after=moment)
            parts = len([*backups.glob("*.part")])
            copies = len([*newsroom.folder.glob("backup-*/")])
            left = (
                f"left {parts} .part and {copies} copies"
                if parts + copies
                else "nothing left"
            )
            kills.note(f"{killed(status)}, {left}")
            time.sleep(1)  # its name is its second
        assert run(newsroom, *words)[0] == 0
        left_over = [*backups.glob("*.part"), *newsroom.folder.glob("backup-*/")]
        whole = [
            subprocess.run(
                ["sha256sum", "--check", f"{path.name}.sha256"],
                cwd=backups,
                check=False,
                capture_output=True,
            ).returncode
            == 0
            for path in backups.glob("*.irsite")
        ]
        lone = len([*backups.glob("*.sha256")]) - len(whole)
        note = f"after the last: {sum(whole)} of {len(whole)} files whole, left {len(left_over)}, {lone} lone digests"
        kills.print_row("Backup", f"{seconds:.1f} s to its end", note)


def try_restore(kills: Kills, *, postgresql: bool) -> None:
    """Kill restorations, and compare the restored site's pages with the original's."""
    with scratch_place(postgresql=postgresql) as place:
        newsroom = place.newsroom
        if postgresql:
            place.empty()
            newsroom.manage("demo")
        else:
            shutil.copytree(demo_on_sqlite(), newsroom.folder, dirs_exist_ok=True)
            newsroom.manage("collectstatic", "--no-input")
            newsroom.manage("compile_catalogues")
        backup = newsroom.folder.parent / "demo.irsite"
        newsroom.manage("backup", "--unencrypted", str(backup))
        now = dt.datetime.now(dt.UTC).isoformat()  # noqa: TID251 - the wall clock
        digests = ("page_digests", "--at", now, "--pages", PAGES)
        pages = newsroom.manage(*digests)
        place.empty()
        seconds = timed(lambda: run(newsroom, "restore", str(backup)))
        for moment in kills.moments(seconds):
            place.empty()
            status, _line = run(newsroom, "restore", str(backup), kill_after=moment)
            again, line = run(newsroom, "restore", str(backup))
            ended = "done again" if again == 0 else line[:60]
            left = len([*newsroom.folder.glob("restore-*/")])
            record = last_line(newsroom, "verify_record")
            same = "same pages" if newsroom.manage(*digests) == pages else "OTHER PAGES"
            kills.note(f"{killed(status)}, {ended}, left {left}, {record}, {same}")
        kills.print_row("Restore", f"{seconds:.1f} s to its end")


def try_approval(kills: Kills, *, postgresql: bool) -> None:
    """Kill the process in which a person writes, submits and approves a release."""
    with fault_site(postgresql=postgresql) as site:
        newsroom = site.newsroom
        with publishing(newsroom) as ask:
            ask({"slug": "warm", "in": 0})
            began = time.monotonic()
            ask({"slug": "warm-too", "in": 0})
            seconds = time.monotonic() - began
        for number, moment in enumerate(kills.moments(seconds)):
            with publishing(newsroom) as ask:
                ask({"draft": f"warm-{number}"})
                ask(
                    {"slug": f"killed-{number}", "in": 0 if number % 2 else 3600},
                    kill_after=moment,
                )
        time.sleep(2)
        for slug, state, count in approvals(newsroom):
            scheduled = int(slug.removeprefix("killed-")) % 2 == 0
            year = dt.datetime.now(dt.UTC).year  # noqa: TID251 - the wall clock
            status = newsroom.get(f"/releases/{year}/{slug}/")[0]
            right = count == (state == "approved")
            right &= status == (200 if state == "approved" and not scheduled else 404)
            when = "for later" if scheduled else "for now"
            kills.note(
                f"{state} {when}, {count} publications, {status}{'' if right else ' WRONG'}"
            )
        newsroom.environment |= {"PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
        newsroom.manage("shell", "-c", APPROVE_THE_REST)
        rest = {(state, count) for _slug, state, count in approvals(newsroom)}
        kills.print_row(
            "Approval", f"{seconds:.2f} s to its end", f"approved again: {rest}"
        )


def approvals(newsroom: Newsroom) -> list[tuple[str, str, int]]:
    """Return the slug, the state and the number of publications of each release."""
    rows = [
        line.split()[1:]
        for line in newsroom.manage("shell", "-c", READ_APPROVALS).splitlines()
        if line.startswith("row ")
    ]
    return [(slug, state, int(count)) for slug, state, count in rows]


@contextlib.contextmanager
def publishing(newsroom: Newsroom) -> Iterator[Callable[..., None]]:
    """Yield a function that has a process of its own publish (bench/publisher.py)."""
    process = subprocess.Popen(
        [sys.executable, "bench/publisher.py"],
        cwd=ROOT,
        env=newsroom.environment
        | {"DJANGO_SETTINGS_MODULE": "irsite.settings", "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask(command: dict[str, object], *, kill_after: float | None = None) -> None:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(command) + "\n")
        process.stdin.flush()
        if kill_after is None:
            assert process.stdout.readline()
            return
        time.sleep(kill_after)
        process.kill()
        process.wait()

    try:
        yield ask
    finally:
        process.kill()
        process.wait()


TRIES = {
    "upgrade": try_upgrade,
    "backup": try_backup,
    "restore": try_restore,
    "approval": try_approval,
    "move": try_move,
}


def main() -> None:
    """Try the commands that are named, or all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", choices=[*TRIES, []])
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kills = Kills(count=options.kills, seed=options.seed)
    for name in options.names or TRIES:
        TRIES[name](kills, postgresql=options.postgresql)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
