"""Private files that a web server would give to strangers, on disk or in a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core import checks
from django.core.files.storage import default_storage

from releases.record.last_backup import last_backup_path

# What web servers and hosting panels serve where nobody configured anything else.
DEFAULT_ROOTS = (
    "/var/www",
    "/usr/share/nginx",
    "/usr/local/www",
    "/srv/www",
    "/srv/http",
)
DEFAULT_NAMES = {"public_html", "htdocs", "wwwroot"}


class ServedPath(NamedTuple):
    """A private path, and the folder around it that is served."""

    path: Path
    folder: Path


def private_roots() -> Iterator[Path]:
    """Yield what holds drafts, keys or personal data: folders as a whole, and files elsewhere."""
    yield settings.VAR
    yield settings.PRIVATE_ROOT
    for database in settings.DATABASES.values():
        if "sqlite" in database["ENGINE"]:
            yield Path(database["NAME"])
    if settings.IRSITE_ACCESS_LOG not in {"", "-"}:
        yield Path(settings.IRSITE_ACCESS_LOG)
    if settings.IRSITE_SIGNING_KEY:
        yield Path(settings.IRSITE_SIGNING_KEY)
    backup = last_backup_path()
    if backup is not None:
        yield backup


def in_static_files() -> list[ServedPath]:
    """Return the private paths among the static files, which everybody may read."""
    folders = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    return _outermost(
        ServedPath(path, folder)
        for path in private_roots()
        for folder in folders
        if path.resolve().is_relative_to(folder.resolve())
    )


def in_default_roots() -> list[ServedPath]:
    """Return the private paths in folders that web servers serve by themselves."""
    return _outermost(
        ServedPath(path, folder)
        for path in private_roots()
        for folder in path.resolve().parents
        if str(folder) in DEFAULT_ROOTS or folder.name in DEFAULT_NAMES
    )


def _outermost(served: Iterator[ServedPath]) -> list[ServedPath]:
    """Return each path once, without those that lie in another one of them."""
    kept: dict[Path, ServedPath] = {}
    for each in served:
        if not any(each.path.is_relative_to(path) for path in kept):
            kept[each.path] = each
    return list(kept.values())


@checks.register(checks.Tags.security, deploy=True)
def check_static_files(**kwargs: object) -> list[checks.CheckMessage]:
    """Report private files that the site itself would serve."""
    return [
        checks.Error(
            f"{path} is private, and lies in {folder}, whose files everybody may read.",
            hint="Change IRSITE_STATIC_ROOT, or move what is private.",
            id="releases.E017",
        )
        for path, folder in in_static_files()
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_web_roots(**kwargs: object) -> list[checks.CheckMessage]:
    """Warn of private files that another web server on this machine may serve."""
    return [
        checks.Warning(
            f"{path} is private, and lies in {folder}, which web servers serve where "
            "nobody configured anything else.",
            hint="Move it, such as to /var/lib/irsite.",
            id="releases.W024",
        )
        for path, folder in in_default_roots()
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_bucket(**kwargs: object) -> list[checks.CheckMessage]:
    """Report a bucket that lists or gives its files to whoever asks."""
    ask = getattr(default_storage, "what_strangers_may", None)
    if ask is None:
        return []
    return [
        checks.Error(
            f"The bucket of private files lets everybody {right}.",
            hint="Take public access from it: block it in the bucket's settings.",
            id="releases.E018",
        )
        for right in ask()
    ]
