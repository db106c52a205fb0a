"""Forms of a publication that are made once, and are the same bytes for ever after.

A file that was read is never made anew by a newer program: what was disclosed stays. So
the first bytes are kept in private storage, under their SHA-256. There is one way to
them, `derived`, and it takes a publication that its caller has found to be public.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from releases.models import Derivative, Publication
from releases.record.clock import read_clock
from releases.record.documents import ProfileDocument, ReleaseDocument
from releases.record.published import Published

logger = logging.getLogger(__name__)


class DerivativeLost(Exception):
    """What was made is not in storage, and what is made now differs from it."""


def derived(
    published: Published[ReleaseDocument] | Published[ProfileDocument],
    representation: str,
    *,
    source: str,
    made_with: str,
    make: Callable[[], bytes],
) -> bytes:
    """Return the bytes of a form of a release or of the profile, made at most once.

    `source` is the digest of all that it is made from, `made_with` the program and its
    version. Several processes may make it at once: all return what the first one stored.
    Raises DerivativeLost.
    """
    rows = Derivative.objects.filter(
        publication__kind=published.document.kind,
        publication__address=published.address,
        publication__number=published.number,
        publication__live_from=published.since,
        publication__digest=published.digest,
        representation=representation,
        source=source,
    ).order_by("id")
    row = rows.first()
    if row is not None:
        return _stored(row) or _made_again(row, make)
    content = make()
    sha256 = hashlib.sha256(content).hexdigest()
    publication = (
        Publication.objects.at_address(published.address)
        .not_called_off()
        .get(kind=published.document.kind, number=published.number)
    )
    row = Derivative(
        publication=publication,
        representation=representation,
        source=source,
        sha256=sha256,
        size=len(content),
        made_with=made_with,
        made_at=read_clock(),
    )
    _store(row, content)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Another process was first; the bytes that are not named stay unread in storage.
        first = rows.get()
        return _stored(first) or _made_again(first, lambda: content)
    return content


def _store(row: Derivative, content: bytes) -> None:
    """Store the bytes, unless they are there; half a file is what a crash leaves."""
    if _stored(row) is not None:
        return
    if default_storage.exists(row.storage_name):
        default_storage.delete(row.storage_name)
    default_storage.save(row.storage_name, ContentFile(content))


def _stored(row: Derivative) -> bytes | None:
    """Return the bytes in storage; None if they are missing or altered."""
    try:
        with default_storage.open(row.storage_name) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == row.sha256 else None


def _made_again(row: Derivative, make: Callable[[], bytes]) -> bytes:
    """Return bytes that were lost if they can be made again. Raises DerivativeLost."""
    logger.error("%s is missing or altered: restore it.", row.storage_name)
    content = make()
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise DerivativeLost(row.storage_name)
    _store(row, content)
    return content
