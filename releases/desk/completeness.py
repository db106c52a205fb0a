"""What a release must have before anybody can be asked to approve it."""

from __future__ import annotations

from django.core.files.storage import default_storage

from releases.models import Release
from releases.models.desk.choices import Answer
from releases.text.html import plain


def missing(release: Release) -> list[str]:
    """What still has to be done, each a sentence; empty when it may be published."""
    found = []
    if not release.headline.strip():
        found.append("Write a headline.")
    if not plain(release.body):
        found.append("Write the body.")
    if release.category is None:
        found.append("Choose a category.")
    if release.forward_looking == Answer.UNSAID:
        found.append("Say whether it contains forward-looking statements: yes or no.")
    found += [
        f"The file of “{attachment.title}” is gone from private storage: attach it again."
        for attachment in release.attachments.all()
        if not default_storage.exists(attachment.file.name)
    ]
    return found
