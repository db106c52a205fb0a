"""Everything there is of one release, in one archive that needs nothing else.

For counsel: it opens with any unzip, reads in any browser, and proves with `sha256sum`
that nothing in it was altered; the journal entry of the export seals that proof. It is a
record, so it is in English whatever the language of who exports it.
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
    JournalAction,
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
JSON_MEMBERS = (
    *("release", "publications", "approvals", "checks", "waivers", "comments"),
    *("notices", "previews", "journal", "changes"),
)
# Bytes that are read at a time.
CHUNK_SIZE = 1024 * 1024


def export_name(release: Release, suffix: str, *, at: dt.datetime) -> str:
    """Return the file name of an export: of the archive (zip) or the PDF."""
    return f"release-{release.pk}-{at:%Y-%m-%d-%H%M%S}.{suffix}"


def write_archive(
    release: Release, file: IO[bytes], *, by: journal.Actor, at: dt.datetime
) -> str:
    """Write the archive, journal the export, and return the SHA-256 of SHA256SUMS.

    What the archive holds depends only on the release, its journal and `at`.
    """
    sums = ""
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in archive_members(release, at=at):
            with content:
                sums += f"{_add_member(archive, name, content, at)}  {name}\n"
        _add_member(archive, "SHA256SUMS", io.BytesIO(sums.encode()), at)
    digest = hashlib.sha256(sums.encode()).hexdigest()
    detail = f"{sums.count(chr(10))} files; the digest is that of SHA256SUMS"
    note_export(release, by=by, digest=digest, detail=detail)
    return digest


def record_html(release: Release, *, at: dt.datetime) -> str:
    """Return everything that is stored about the release as restricted HTML, for a PDF."""
    return sanitize_html(
        render_to_string("export/record.html", _contents(release, at=at))
    )


def note_export(
    release: Release, *, by: journal.Actor, digest: str, detail: str
) -> None:
    """Journal an export, with the digest by which the file can be recognised."""
    subject = subject_of_release(release)
    journal.write(JournalAction.EXPORT, subject, by=by, digest=digest, detail=detail)


def archive_members(release: Release, *, at: dt.datetime) -> Iterator[Member]:
    """Yield each file of the archive, in its order."""
    contents = _contents(release, at=at)
    page = render_to_string("export/release.html", contents)
    yield "README.txt", _text_file(render_to_string("export/release.txt", contents))
    yield "index.html", _text_file(page)
    for name in JSON_MEMBERS:
        yield f"{name}.json", _json_file(contents[name])
    for publication in contents["chain"]:
        yield _version_member(publication), _text_file(publication.document)
    for approval in release.approvals.order_by("pk"):
        yield _approval_member(approval), _text_file(approval.document)
    for sha256, name in sorted(contents["files"].items()):
        stored_name = storage_name(sha256)
        if default_storage.exists(stored_name):
            yield f"files/{sha256[:16]}-{name}", default_storage.open(stored_name)


def _contents(release: Release, *, at: dt.datetime) -> dict[str, Any]:
    """Return what the archive says, as plain values."""
    publications = list(_publications(release))
    subjects = [subject_of_release(release), f"{Kind.RELEASE}:{release.address or '-'}"]
    entries = JournalEntry.objects.filter(subject__in=subjects).order_by("seq")
    changes = RowChange.objects.filter(subject__in=subjects).order_by("pk")
    last_entry = JournalEntry.objects.first()
    files = {file.sha256: file.name for file in release.attachments.order_by("pk")}
    for publication in publications:
        files |= {file.sha256: file.name for file in publication.files.order_by("pk")}
    return {
        "made_at": at,
        "seal": last_entry.seal if last_entry else "",
        "chain": publications,
        "versions": [_version(publication) for publication in publications],
        "files": {sha256: get_valid_filename(name) for sha256, name in files.items()},
        "release": _release_values(release),
        "publications": [
            {
                **row_values(publication),
                "files": [
                    row_values(file) for file in publication.files.order_by("pk")
                ],
            }
            for publication in publications
        ],
        "approvals": [
            {**row_values(approval), "what_was_read": _approval_member(approval)}
            for approval in release.approvals.order_by("pk")
        ],
        "checks": _check_results(release, at=at),
        "waivers": [row_values(row) for row in release.waivers.order_by("pk")],
        "comments": [row_values(row) for row in release.comments.order_by("pk")],
        "notices": [row_values(row) for row in release.exchange_notices.order_by("pk")],
        "previews": [
            {
                **row_values(link),
                "openings": [row_values(row) for row in link.openings.order_by("pk")],
            }
            for link in release.preview_links.order_by("pk")
        ],
        "journal": [{**row_values(entry), "facts": entry.facts} for entry in entries],
        "changes": [
            {
                **row_values(change),
                "before": _parse_json(change.before),
                "after": _parse_json(change.after),
            }
            for change in changes
        ],
    }


def _publications(release: Release) -> models.QuerySet[Publication]:
    """Return every publication of the release, also those that were called off."""
    if not release.address:
        return Publication.objects.none()
    publications = Publication.objects.releases().at_address(release.address)
    return publications.order_by("number", "pk")


def _version(publication: Publication) -> dict[str, Any]:
    """Return a version as the page shows it."""
    document = json.loads(publication.document)
    return {
        "publication": publication,
        "called_off": publication.live_until == publication.live_from,
        "member": _version_member(publication),
        "change": document.get("change"),
        "body": sanitize_html(document["body"]),
    }


def _version_member(publication: Publication) -> str:
    return f"versions/{publication.number}-{publication.pk}.json"


def _approval_member(approval: Approval) -> str:
    return f"approvals/{approval.pk}.json"


def _release_values(release: Release) -> dict[str, Any]:
    """Return the release as it is at the desk, with its parts."""
    values = row_values(release)
    for part in PARTS:
        links = part._default_manager.filter(release=release).order_by("order", "pk")
        values[str(part._meta.verbose_name_plural)] = [
            row_values(link) for link in links
        ]
    attachments = release.attachments.order_by("order", "pk")
    values["attachments"] = [row_values(attachment) for attachment in attachments]
    values["topics"] = [str(topic) for topic in release.topics.order_by("pk")]
    old_paths = OldPath.objects.filter(address=release.address or "-").order_by("path")
    values["old addresses"] = [old_path.path for old_path in old_paths]
    return values


def _check_results(release: Release, *, at: dt.datetime) -> list[dict[str, Any]]:
    """Return what the checks find at the moment of the export, and the answers."""
    return [
        {
            "check": result.check.id,
            "level": result.check.level.value,
            "found": result.english_message,
            "answered": result.waiver.pk if result.waiver else None,
        }
        for result in load_context(release, at=at).results
    ]


def row_values(row: models.Model) -> dict[str, Any]:
    """Return a row as plain values; people by their names, and without its document."""
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.ForeignKey) and value is not None:
            related = getattr(row, field.name, None)
            value = str(related) if isinstance(related, User) else value
            if related is not None and not isinstance(related, User | JournalEntry):
                values[f"{field.name}_is"] = str(related)
        if field.name != "document":
            values[field.name] = _plain(value)
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int | str) else str(value)


def _parse_json(text: str) -> Any:
    return json.loads(text) if text else None


def _json_file(value: Any) -> IO[bytes]:
    text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True)
    return _text_file(f"{text}\n")


def _text_file(text: str) -> IO[bytes]:
    return io.BytesIO(text.encode())


def _add_member(
    archive: zipfile.ZipFile, name: str, content: IO[bytes], at: dt.datetime
) -> str:
    """Add a file to the archive, chunk by chunk; return its SHA-256."""
    moment = at.astimezone(dt.UTC)
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    digest = hashlib.sha256()
    with archive.open(entry, "w", force_zip64=True) as member:
        while chunk := content.read(CHUNK_SIZE):
            digest.update(chunk)
            member.write(chunk)
    return digest.hexdigest()
