"""Whether storage has the files that the record and the desk name, unaltered."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import Attachment, PublishedFile
from releases.models.stored_file import sha256_of, storage_name
from releases.record.verification.problems import BATCH, Problems


def verify_files(problems: Problems) -> str:
    """Check that storage has every published or attached file, with its SHA-256."""
    published, attached = (
        model._default_manager.order_by().values_list("sha256", "name")
        for model in (PublishedFile, Attachment)
    )
    files = published.union(attached).order_by("sha256", "name")
    count, last = 0, ""
    for sha256, name in files.iterator(BATCH):
        if sha256 == last:
            continue
        count, last = count + 1, sha256
        place = storage_name(sha256)
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
