"""Moves to another database that are killed, for bench/kills.py."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from fault_site import PostgreSQL, demo_on_sqlite
from killing import Kills, killed, last_line, run, timed

from tests.newsroom import Newsroom

PAGES = "60"


def try_move(kills: Kills, *, postgresql: bool) -> None:
    """Kill moves to another database: the source stays as it is, and the next one ends well."""
    with tempfile.TemporaryDirectory(prefix="irsite-kills-") as folder:
        scratch = Path(folder)
        scratch.chmod(0o755)
        shared = {
            "IRSITE_STATIC_ROOT": str(scratch / "static"),
            "IRSITE_GENERATED_FILES": str(scratch / "generated"),
        }
        newsroom = Newsroom(scratch / "var")
        newsroom.environment.pop("DJANGO_SETTINGS_MODULE", None)
        newsroom.environment |= shared
        shutil.copytree(demo_on_sqlite(), newsroom.folder)
        newsroom.manage("collectstatic", "--no-input")
        newsroom.manage("compile_catalogues")
        if not postgresql:
            move_to_files(kills, newsroom, scratch / "moved", name="Move to SQLite")
            return
        database = PostgreSQL(scratch / "pg")
        database.create()
        try:
            move_to_server(kills, newsroom, database)
            newsroom.environment["IRSITE_DATABASE"] = database.url()
            move_to_files(
                kills, newsroom, scratch / "moved", name="Move back to SQLite"
            )
        finally:
            database.control("stop", "-m", "immediate")


def move_to_files(kills: Kills, newsroom: Newsroom, folder: Path, *, name: str) -> None:
    """Kill moves to SQLite files in a folder, and run each again as it is."""
    database = folder / "irsite.sqlite3"
    words = ("move_to", f"sqlite:///{database}", "--pages", PAGES)

    def move(kill_after: float | None = None) -> tuple[int, str]:
        return run(newsroom, *words, kill_after=kill_after)

    folder.mkdir()
    seconds = timed(move)
    for moment in kills.moments(seconds):
        shutil.rmtree(folder)
        folder.mkdir()
        status, _line = move(moment)
        left = "a folder" if [*folder.glob("irsite-move-*/")] else "nothing"
        place = "in place" if database.exists() else "not in place"
        again, line = move_again(move)
        note_move(
            kills, newsroom, f"{killed(status)}, left {left}, {place}", again, line
        )
    others = [path.name for path in folder.iterdir() if path.suffix != ".sqlite3"]
    kills.print_row(name, f"{seconds:.1f} s to its end", f"beside it: {others}")


def move_to_server(kills: Kills, newsroom: Newsroom, database: PostgreSQL) -> None:
    """Kill moves to PostgreSQL; where the next one refuses, do what it says."""

    def empty() -> None:
        database.run("dropdb", *database.address, "--if-exists", "--force", "irsite")
        database.run("createdb", *database.address, "-O", "irsite", "irsite")

    def move(kill_after: float | None = None) -> tuple[int, str]:
        words = ("move_to", database.url(), "--pages", PAGES)
        return run(newsroom, *words, kill_after=kill_after)

    empty()
    seconds = timed(move)
    for moment in kills.moments(seconds):
        empty()
        status, _line = move(moment)
        again, line = move_again(move)
        left = "tables" if again else "no table"
        if again:
            assert "create it anew" in line, line
            empty()
            again, line = move()
        note_move(kills, newsroom, f"{killed(status)}, left {left}", again, line)
    kills.print_row("Move to PostgreSQL", f"{seconds:.1f} s to its end")


def move_again(move: Callable[[], tuple[int, str]]) -> tuple[int, str]:
    """Move once the programs that a killed move had started have ended, as it says."""
    status, line = move()
    while "running already" in line:
        status, line = move()
    return status, line


def note_move(
    kills: Kills, source: Newsroom, before: str, status: int, line: str
) -> None:
    """Note what came of a kill: whether the next move ended, and the source is as it was."""
    ended = "moved by the next" if status == 0 else f"refused: {line[:70]}"
    kills.note(f"{before}, {ended}, source: {last_line(source, 'verify_record')}")
