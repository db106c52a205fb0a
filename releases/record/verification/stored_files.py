"""Whether storage has the files that the record and the desk name, unaltered."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import Attachment, Derivative, ImageFile, PublishedFile
from releases.models.stored_file import derivative_name, sha256_of, storage_name
from releases.record.verification.problems import BATCH, Problems


def verify_files(problems: Problems) -> str:
    """Check that storage has every published, attached or derived file, unaltered."""
    count = 0
    for name, place, sha256 in _stored_files():
        count += 1
        where = _("file %(name)s") % {"name": name}
        if not default_storage.exists(place):
            problems.add(where, _("%(place)s is not in storage") % {"place": place})
            continue
        with default_storage.open(place) as file:
            if sha256_of(file) != sha256:
                problems.add(
                    where, _("%(place)s has other contents") % {"place": place}
                )
    return ngettext(
        "%(count)s file is in storage, unaltered.",
        "%(count)s files are in storage, unaltered.",
        count,
    ) % {"count": f"{count:,}"}


def _stored_files() -> Iterator[tuple[str, str, str]]:
    """Yield (name, place in storage, SHA-256) of each file once."""
    published, attached, shown = (
        model._default_manager.order_by().values_list("sha256", "name")
        for model in (PublishedFile, Attachment, ImageFile)
    )
    last = ""
    for sha256, name in (
        published.union(attached, shown).order_by("sha256", "name").iterator(BATCH)
    ):
        if sha256 != last:
            yield name, storage_name(sha256), sha256
        last = sha256
    derived = Derivative.objects.order_by("sha256").values_list(
        "sha256", "representation", "publication__address"
    )
    for sha256, representation, address in derived.iterator(BATCH):
        if sha256 != last:
            yield f"{address} ({representation})", derivative_name(sha256), sha256
        last = sha256
