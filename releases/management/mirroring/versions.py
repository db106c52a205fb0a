"""The folder of a mirror: versions of the site, one of which a link names.

A host serves `site`, a symbolic link that is replaced at once (rename(2)). Beside it, not to
be served, are the versions, the lock, and what is known of the last one.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from releases.management.mirroring.exceptions import CannotMirror

SITE, VERSIONS, STATE, LOCK = "site", "versions", "state.json", "lock"
# The last version stays for whoever is just reading it.
KEPT_VERSIONS = 2


class MirrorFolder:
    """A mirror on disk. Everybody may read what is served, its own user alone the rest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / SITE
        self._versions = folder / VERSIONS

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the mirror's lock, which ends with the process. Raises CannotMirror."""
        if self.folder.exists() and not self._is_mirror():
            raise CannotMirror(
                _("%(path)s has other files. Name an empty folder, or a mirror.")
                % {"path": self.folder}
            )
        for folder in (self.folder, self._versions):
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            folder.chmod(0o755)
        with (self.folder / LOCK).open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotMirror(_("Another process writes this mirror.")) from None
            yield

    def _is_mirror(self) -> bool:
        names = {path.name for path in self.folder.iterdir()}
        return not names or LOCK in names

    def state(self) -> dict[str, Any]:
        """Return what was noted of the version that is served; empty if there is none."""
        try:
            state: dict[str, Any] = json.loads((self.folder / STATE).read_text())
        except (OSError, ValueError):
            return {}
        return state if self.site.exists() else {}

    @contextlib.contextmanager
    def new_version(self, state: dict[str, Any]) -> Iterator[MirrorVersion]:
        """Yield a version to fill; then serve it, and delete old ones.

        If the block fails it is deleted, and the last one is served as before.
        """
        root = self._versions / get_random_string(16).lower()
        root.mkdir(mode=0o755)
        root.chmod(0o755)
        try:
            yield MirrorVersion(root, previous=self.site)
            self._serve(root, state)
        except BaseException:
            shutil.rmtree(root, ignore_errors=True)
            raise
        self._delete_old()

    def _serve(self, root: Path, state: dict[str, Any]) -> None:
        link = self.folder / f"{SITE}.new"
        link.unlink(missing_ok=True)
        link.symlink_to(root.relative_to(self.folder))
        link.rename(self.site)
        unfinished = self.folder / f"{STATE}.new"
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(state))
        unfinished.rename(self.folder / STATE)

    def _delete_old(self) -> None:
        """Delete all but the latest versions, what a killed run has left included."""
        versions = sorted(
            self._versions.iterdir(), key=lambda path: -path.stat().st_mtime_ns
        )
        served = self.site.resolve()
        others = [path for path in versions if path != served]
        for path in others[KEPT_VERSIONS - 1 :]:
            shutil.rmtree(path, ignore_errors=True)


class MirrorVersion:
    """A version that is being filled. What has not changed is linked, not written."""

    def __init__(self, root: Path, *, previous: Path) -> None:
        self.root = root
        self._previous = previous
        self.files = 0
        self.written = 0

    def previous_size(self, name: str) -> int | None:
        """Return the size of the file in the version before; None if it was not there."""
        with contextlib.suppress(OSError):
            return (self._previous / name).stat().st_size
        return None

    def keep_file(self, name: str) -> None:
        """Take the file from the version before."""
        path = self._make_room(name)
        os.link((self._previous / name).resolve(), path)
        self.files += 1

    def write_file(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write a file that everybody may read, or link it if it has not changed."""
        path = self._make_room(name)
        with path.open("wb") as file:
            for block in blocks:
                file.write(block)
        path.chmod(0o644)
        self.files += 1
        if self._is_unchanged(name, path):
            path.unlink()
            os.link((self._previous / name).resolve(), path)
        else:
            self.written += 1

    def _is_unchanged(self, name: str, path: Path) -> bool:
        if self.previous_size(name) != path.stat().st_size:
            return False
        before = self._previous / name
        with before.open("rb") as old, path.open("rb") as new:
            while block := new.read(1 << 20):
                if block != old.read(len(block)):
                    return False
        return True

    def _make_room(self, name: str) -> Path:
        path = self.root / name
        for folder in reversed(path.relative_to(self.root).parents):
            made = self.root / folder
            if not made.exists():
                made.mkdir(mode=0o755)
                made.chmod(0o755)
        return path
