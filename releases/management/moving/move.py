"""Moving a site to another database, wholly or not at all, and proving that it is the same."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.utils.translation import gettext as _

from releases.management.backups.child_processes import run_manage
from releases.management.backups.exceptions import AlreadyRunning, CommandFailed
from releases.management.backups.leftovers import alone
from releases.management.backups.manifest import latest_seal
from releases.management.backups.stored_files import STORED_NAME, stored_names
from releases.management.moving.exceptions import CannotMove
from releases.management.moving.table_copies import (
    TableDigest,
    copy_sequence,
    copy_table,
    digest_of,
    empty_table,
    tables_of,
)
from releases.management.moving.target_site import FOLDER, TARGET, TargetSite
from releases.management.public_pages import differing_paths, digests_command
from releases.pagecache.worker_status import running_workers
from releases.readers.database import database_aliases, readers_database
from releases.record import grants
from releases.record.clock import read_clock
from releases.record.triggers import installation

BLOCK = 1 << 20
LOCK = "move.lock"


class MoveReport(NamedTuple):
    """What was proved to be the same."""

    tables: int
    rows: int
    files: int
    pages: int
    seal: str


def move_site(url: str, *, pages: int, progress: Callable[[str], object]) -> MoveReport:
    """Copy the site to an empty database, and compare both.

    Nothing of the source changes, and nobody can write to it while it is copied. Compares
    every row, the journal with its seals, every file, and at most so many `pages` (0: all)
    as of now. Raises CannotMove; a target on SQLite does not exist then, one on PostgreSQL has
    tables, and a killed move may have left both.
    """
    with only_move() as lock:
        target = TargetSite(url, lock=lock)
        own_command = partial(run_manage, lock=lock)
        return _move_site(target, own_command, pages=pages, progress=progress)


@contextlib.contextmanager
def only_move() -> Iterator[int]:
    """Keep other moves of this site from running, and yield the lock's descriptor.

    Raises CannotMove, also where a command that the move runs has failed.
    """
    try:
        with alone(LOCK, prefix=FOLDER) as lock:
            yield lock
    except (AlreadyRunning, CommandFailed) as error:
        raise CannotMove(str(error)) from None


def _move_site(
    target: TargetSite,
    own_command: Callable[..., str],
    *,
    pages: int,
    progress: Callable[[str], object],
) -> MoveReport:
    require_nobody_at_work()
    require_owner()
    target.connect()
    try:
        compared = digests_command(at=read_clock(), pages=pages)
        own_pages = own_command(*compared)
        progress(_("Making the tables."))
        target.run("migrate", "--verbosity", "0")
        progress(_("Copying the rows."))
        digests = copy_rows(target)
        seal = latest_seal()
        progress(_("Verifying the copy."))
        target.run("index_search", "--rebuild")
        target.run("verify_record", *(["--seal", seal] if seal else []))
        require_equal_pages(own_pages, target.run(*compared))
        files = require_whole_files()
        target.disconnect()
        target.put_in_place()
    except BaseException:
        target.disconnect()
        target.delete_files()
        raise
    rows = sum(digest.rows for digest in digests.values())
    return MoveReport(len(digests), rows, files, len(own_pages.splitlines()), seal)


def require_nobody_at_work() -> None:
    """Require that the site is stopped: what it wrote later would be lost."""
    if running_workers(at=read_clock()):
        raise CannotMove(
            _(
                "Web workers use this site. Stop it, its couriers too, wait half a minute, "
                "and run this command again."
            )
        )


def require_owner() -> None:
    """Require a role that may lock the tables of the source. Raises CannotMove."""
    if not grants.may_change_tables(connections[DEFAULT_DB_ALIAS]):
        raise CannotMove(
            _(
                "This role does not own the tables, so it cannot lock them. Give them to it "
                "for as long as the move takes (docs/moving.md)."
            )
        )


def copy_rows(target: TargetSite) -> dict[str, TableDigest]:
    """Copy every table in one transaction; return their digests, which are equal.

    Raises CannotMove.
    """
    digests: dict[str, TableDigest] = {}
    with locked_source(), target_transactions(target):
        connection = connections[TARGET]
        installation.thaw(connection)
        for model, _source, alias in table_pairs(target):
            empty_table(model, connections[alias])
        for model, source, alias in table_pairs(target):
            copy_table(model, source, connections[alias])
            copy_sequence(model, connections[source], connections[alias])
        for alias in {TARGET, target.alias_of_readers()}:
            check_constraints(alias)
        installation.freeze(apps, connection)
        for model, source, alias in table_pairs(target):
            digest = digest_of(model, source)
            if digest_of(model, alias) != digest:
                raise CannotMove(
                    _("The table %(table)s differs from its copy.")
                    % {"table": model._meta.db_table}
                )
            digests[model._meta.db_table] = digest
    return digests


def table_pairs(target: TargetSite) -> Iterator[tuple[type[models.Model], str, str]]:
    """Yield each model with the alias of its database, and of that of its copy."""
    for model in tables_of(is_readers=False):
        yield model, DEFAULT_DB_ALIAS, TARGET
    for model in tables_of(is_readers=True):
        yield model, readers_database(), target.alias_of_readers()


@contextlib.contextmanager
def locked_source() -> Iterator[None]:
    """Keep everybody from writing to the source for the block.

    On SQLite a transaction takes the write lock when it begins.
    """
    with contextlib.ExitStack() as stack:
        for alias in database_aliases():
            stack.enter_context(transaction.atomic(using=alias))
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor == "postgresql":
            names = [
                connection.ops.quote_name(model._meta.db_table)
                for is_readers in (False, True)
                for model in tables_of(is_readers=is_readers)
            ]
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {', '.join(names)} IN SHARE MODE")
        yield


@contextlib.contextmanager
def target_transactions(target: TargetSite) -> Iterator[None]:
    """Write to the target in one transaction of each of its databases."""
    with contextlib.ExitStack() as stack:
        for alias in {TARGET, target.alias_of_readers()}:
            stack.enter_context(transaction.atomic(using=alias))
        yield


def check_constraints(alias: str) -> None:
    """Check foreign keys now; PostgreSQL alters no table whose checks are to come."""
    if connections[alias].vendor == "postgresql":
        with connections[alias].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def require_equal_pages(own: str, copied: str) -> None:
    """Require the same digests of pages. Raises CannotMove."""
    differing = differing_paths(own, copied)
    if differing:
        raise CannotMove(
            _("%(count)s pages of the copy differ, such as %(path)s.")
            % {"count": len(differing), "path": differing[0]}
        )


def require_whole_files() -> int:
    """Require that each stored file has the SHA-256 in its name; return their number.

    Both databases name the same files, which do not move. Raises CannotMove.
    """
    count = 0
    for name in stored_names():
        digest = hashlib.sha256()
        with default_storage.open(name) as file:
            while block := file.read(BLOCK):
                digest.update(block)
        match = STORED_NAME.fullmatch(name)
        assert match is not None
        if match["sha256"] != digest.hexdigest():
            raise CannotMove(_("The file %(name)s was altered.") % {"name": name})
        count += 1
    return count
