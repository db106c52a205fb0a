"""Files that were chosen in a form with an error, kept until it is sent again.

They lie in a folder of their own on this machine, by user, and are served to nobody. A
file is dropped once its form is saved, after a day, or where a user's files need more than
four times the largest upload.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from releases.staff_views import staff_user
from releases.widgets.kept_file_input import PREFIX, KeptFileInput

KEPT_FOR = dt.timedelta(days=1)
UPLOADS_KEPT = 4
MEGABYTE = 1024 * 1024
_SALT = __name__


def keep_files(request: HttpRequest, forms: Iterable[Any], *, at: dt.datetime) -> None:
    """Keep each file of the request that its form accepts, and have the form name it."""
    user = staff_user(request)
    for form in forms:
        for name, field in form.fields.items():
            upload = request.FILES.get(form.add_prefix(name))
            widget = field.widget
            if not isinstance(widget, KeptFileInput) or name in form.errors:
                continue
            if isinstance(upload, UploadedFile):
                widget.token = store_upload(upload, by=user, at=at)
                widget.kept_name = upload.name or ""
                widget.kept_size = upload.size or 0


def add_kept_files(request: HttpRequest, *, at: dt.datetime) -> list[str]:
    """Put the files that a form carries by token among those it sends.

    A file that is chosen anew comes first. Return the names of those no longer kept.
    """
    lost: list[str] = []
    if request.method != "POST":
        return lost
    user = staff_user(request)
    for field, token in _tokens(request):
        if field in request.FILES:
            continue
        name, path = _place(token, by=user)
        if path is None:
            continue
        if not path.exists() or _kept_at(path) <= at - KEPT_FOR:
            lost.append(name)
            continue
        request.FILES[field] = UploadedFile(
            path.open("rb"), name=name, size=path.stat().st_size
        )
    return lost


def drop_used(request: HttpRequest) -> None:
    """Delete the files that the saved form carried."""
    for _field, token in _tokens(request):
        _name, path = _place(token, by=staff_user(request))
        if path is not None:
            path.unlink(missing_ok=True)


def store_upload(upload: UploadedFile, *, by: User, at: dt.datetime) -> str:
    """Store the file, and return the token that its owner's form gets."""
    folder = _folder(by)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_room(folder, upload.size or 0, at=at)
    file = secrets.token_hex(16)
    path = folder / file
    upload.seek(0)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as kept:
        shutil.copyfileobj(upload, kept)
    upload.seek(0)
    os.utime(path, (at.timestamp(), at.timestamp()))
    value = {"user": by.pk, "file": file, "name": upload.name}
    return signing.dumps(value, salt=_SALT)


def _make_room(folder: Path, size: int, *, at: dt.datetime) -> None:
    """Delete what has expired, of whichever user, and this user's oldest files."""
    for path in folder.parent.glob("*/*"):
        if _kept_at(path) <= at - KEPT_FOR:
            path.unlink(missing_ok=True)
    kept = sorted(folder.iterdir(), key=_kept_at)
    most = UPLOADS_KEPT * settings.IRSITE_UPLOAD_MEGABYTES * MEGABYTE
    total = size + sum(path.stat().st_size for path in kept)
    for path in kept:
        if total <= most:
            return
        total -= path.stat().st_size
        path.unlink(missing_ok=True)


def _tokens(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, value in request.POST.items():
        if name.startswith(PREFIX):
            yield name.removeprefix(PREFIX), str(value)


def _place(token: str, *, by: User) -> tuple[str, Path | None]:
    """Return the name of a kept file and where it lies; None for no token of this user."""
    try:
        value = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return "", None
    if value["user"] != by.pk:
        return "", None
    return value["name"], _folder(by) / value["file"]


def _folder(user: User) -> Path:
    return Path(settings.VAR) / "kept-files" / str(user.pk)


def _kept_at(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
