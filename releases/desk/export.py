"""Everything there is of one release, in one archive that stands by itself.

For counsel: it opens with any unzip, reads in any browser, and proves with `sha256sum`
that nothing in it was altered; the journal's entry of the export seals that proof.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db import models
from django.template.loader import render_to_string
from django.utils.text import get_valid_filename

from releases.desk.context import load_context
from releases.desk.journal_subjects import subject_of_release
from releases.models import (
    Approval,
    JournalEntry,
    OldPath,
    Publication,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
    RowChange,
)
from releases.models.record.kinds import Kind
from releases.models.stored_file import storage_name
from releases.record import journal
from releases.text.html import sanitize_html

Member = tuple[str, IO[bytes]]
PARTS: tuple[type[models.Model], ...] = (
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseBoilerplate,
    ReleaseEvent,
)
CHUNK = 1024 * 1024


def name_of(release: Release, *, at: dt.datetime) -> str:
    """What the archive is called."""
    return f"release-{release.pk}-{at:%Y-%m-%d-%H%M%S}.zip"


def write(release: Release, file: IO[bytes], *, by: str, at: dt.datetime) -> str:
    """Write the archive, and journal that it was taken; returns the digest of its sums.

    What it holds depends on the release, its journal and `at` alone.
    """
    sums = ""
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members(release, at=at):
            with content:
                sums += f"{_put(archive, name, content, at)}  {name}\n"
        _put(archive, "SHA256SUMS", io.BytesIO(sums.encode()), at)
    digest = hashlib.sha256(sums.encode()).hexdigest()
    journal.write(
        "export",
        subject_of_release(release),
        by=by,
        digest=digest,
        detail=f"{sums.count(chr(10))} files; the digest is that of SHA256SUMS",
    )
    return digest


def members(release: Release, *, at: dt.datetime) -> Iterator[Member]:
    """Each file of the archive, in its order."""
    told = _told(release, at=at)
    page = render_to_string("export/release.html", told)
    yield "README.txt", _text(render_to_string("export/release.txt", told))
    yield "index.html", _text(page)
    for name in (
        *("release", "publications", "approvals", "checks", "waivers", "comments"),
        *("notices", "previews", "journal", "changes"),
    ):
        yield f"{name}.json", _json(told[name])
    for publication in told["chain"]:
        yield _version_name(publication), _text(publication.document)
    for approval in release.approvals.order_by("pk"):
        yield _read_name(approval), _text(approval.document)
    for sha256, name in sorted(told["files"].items()):
        place = storage_name(sha256)
        if default_storage.exists(place):
            yield f"files/{sha256[:16]}-{name}", default_storage.open(place)


def _told(release: Release, *, at: dt.datetime) -> dict[str, Any]:
    """What the archive tells, as plain values."""
    chain = list(_chain(release))
    subjects = [subject_of_release(release), f"{Kind.RELEASE}:{release.address or '-'}"]
    entries = JournalEntry.objects.filter(subject__in=subjects).order_by("seq")
    changes = RowChange.objects.filter(subject__in=subjects).order_by("pk")
    last = JournalEntry.objects.first()
    files = {one.sha256: one.name for one in release.attachments.order_by("pk")}
    for publication in chain:
        files |= {one.sha256: one.name for one in publication.files.order_by("pk")}
    return {
        "made_at": at,
        "seal": last.seal if last else "",
        "chain": chain,
        "versions": [_version(publication) for publication in chain],
        "files": {sha256: get_valid_filename(name) for sha256, name in files.items()},
        "release": _release(release),
        "publications": [
            {**row(one), "files": [row(file) for file in one.files.order_by("pk")]}
            for one in chain
        ],
        "approvals": [
            {**row(one), "what_was_read": _read_name(one)}
            for one in release.approvals.order_by("pk")
        ],
        "checks": _checks(release, at=at),
        "waivers": [row(one) for one in release.waivers.order_by("pk")],
        "comments": [row(one) for one in release.comments.order_by("pk")],
        "notices": [row(one) for one in release.exchange_notices.order_by("pk")],
        "previews": [row(one) for one in release.preview_links.order_by("pk")],
        "journal": [row(entry) for entry in entries],
        "changes": [
            {**row(one), "before": _parsed(one.before), "after": _parsed(one.after)}
            for one in changes
        ],
    }


def _chain(release: Release) -> models.QuerySet[Publication]:
    """Every publication of it, those that were called off too."""
    found = Publication.objects.releases().at_address(release.address)
    return found.order_by("number", "pk") if release.address else found.none()


def _version(publication: Publication) -> dict[str, Any]:
    """A version as a page shows it."""
    document = json.loads(publication.document)
    return {
        "publication": publication,
        "called_off": publication.live_until == publication.live_from,
        "member": _version_name(publication),
        "change": document.get("change"),
        "body": sanitize_html(document["body"]),
    }


def _version_name(publication: Publication) -> str:
    return f"versions/{publication.number}-{publication.pk}.json"


def _read_name(approval: Approval) -> str:
    return f"approvals/{approval.pk}.json"


def _release(release: Release) -> dict[str, Any]:
    """The release as it stands at the desk, with what it carries."""
    found = row(release)
    for part in PARTS:
        links = part._default_manager.filter(release=release).order_by("order", "pk")
        found[str(part._meta.verbose_name_plural)] = [row(link) for link in links]
    attached = release.attachments.order_by("order", "pk")
    found["attachments"] = [row(one) for one in attached]
    found["topics"] = [str(topic) for topic in release.topics.order_by("pk")]
    ways = OldPath.objects.filter(address=release.address or "-").order_by("path")
    found["old addresses"] = [way.path for way in ways]
    return found


def _checks(release: Release, *, at: dt.datetime) -> list[dict[str, Any]]:
    """What the checks say at the moment of the export, and what was answered."""
    return [
        {
            "check": verdict.check.id,
            "level": verdict.check.level.value,
            "found": verdict.english_message,
            "answered": verdict.waiver.pk if verdict.waiver else None,
        }
        for verdict in load_context(release, at=at).results
    ]


def row(thing: models.Model) -> dict[str, Any]:
    """A row as plain values; people by their names, and no document twice."""
    found: dict[str, Any] = {}
    for field in thing._meta.concrete_fields:
        value = getattr(thing, field.attname)
        if isinstance(field, models.ForeignKey) and value is not None:
            other = getattr(thing, field.name, None)
            value = str(other) if isinstance(other, User) else value
            if other is not None and not isinstance(other, User | JournalEntry):
                found[f"{field.name}_is"] = str(other)
        if field.name != "document":
            found[field.name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int | str) else str(value)


def _parsed(text: str) -> Any:
    return json.loads(text) if text else None


def _json(value: Any) -> IO[bytes]:
    return _text(json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def _text(text: str) -> IO[bytes]:
    return io.BytesIO(text.encode())


def _put(
    archive: zipfile.ZipFile, name: str, content: IO[bytes], at: dt.datetime
) -> str:
    """Put one file into the archive, a piece at a time; returns its SHA-256."""
    moment = at.astimezone(dt.UTC)
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    digest = hashlib.sha256()
    with archive.open(entry, "w", force_zip64=True) as member:
        while piece := content.read(CHUNK):
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()
