"""Publishes at the desk when it is told to, for the measurements beside it.

Reads lines of JSON from standard input, {"slug": ..., "in": seconds}, and answers each
with {"instant": ..., "file": address, "approved": seconds that the approval took}; and
{"draft": ...} by saving a draft.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time

import django

django.setup()

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from releases.desk import transitions
from releases.desk.checks import Level
from releases.desk.context import load_context
from releases.models import Attachment, Category, Release
from releases.record.clock import next_second, read_clock


def person(name: str, group: str) -> User:
    """A member of staff."""
    user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    user.groups.add(Group.objects.get(name=group))
    return user


def draft(slug: str) -> Release:
    """A release that lacks nothing, with a file."""
    release = Release.objects.create(
        headline=f"Larkmoor Reports {slug}",
        slug=slug,
        body="<p>Revenue grew.</p>" * 40,
        category=Category.objects.get(slug="financial-results"),
        forward_looking="no",
        material="no",
        source="Larkmoor Therapeutics",
    )
    content = ContentFile(b"%PDF-1.7 " + slug.encode() * 2000, name="results.pdf")
    Attachment.objects.create(release=release, title="Results", file=content)
    return release


def answer_checks(release: Release, author: User, counsel: User) -> None:
    """Submit it; whatever the checks say of it is answered."""
    at = timezone.now()
    said: dict[Level, dict[str, str]] = {Level.ERROR: {}, Level.WARNING: {}}
    for verdict in load_context(release, at=at).results:
        said[verdict.check.level][verdict.check.id] = "Measured, not meant."
    transitions.waive(release, by=counsel, at=at, answers=said[Level.ERROR])
    transitions.submit(release, by=author, at=at, waive=said[Level.WARNING])


def publish(slug: str, seconds: float) -> dict[str, object]:
    """Approve a release for a whole second, so far ahead or a little more."""
    author, counsel = person("feeder-a", "Authors"), person("feeder-c", "Counsel")
    release = draft(slug)
    if seconds:
        ahead = next_second(read_clock() + dt.timedelta(seconds=max(seconds - 1, 0)))
        Release.objects.filter(pk=release.pk).update(go_live_at=ahead)
        release.refresh_from_db()
    answer_checks(release, author, counsel)
    began = time.time()
    outcome = transitions.approve(release, by=counsel, at=timezone.now())
    publication = outcome.publications[0]
    file = publication.files.get()
    return {
        "instant": outcome.live_from.timestamp(),
        "page": f"/releases/{publication.address}/",
        "file": f"/files/{file.token}/{file.name}",
        "began": began,
        "committed": time.time(),
        "id": release.pk,
    }


def withdraw(pk: int) -> dict[str, object]:
    """Put a notice in its place."""
    release = Release.objects.get(pk=pk)
    outcome = transitions.withdraw(
        release, by=person("feeder-c", "Counsel"), at=timezone.now(), reason="Error."
    )
    return {"instant": outcome.live_from.timestamp(), "committed": time.time()}


def main() -> None:
    """Obey until the input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        connection.close()  # whoever cuts the database's sessions cuts this one too
        if "draft" in asked:
            told: dict[str, object] = {"saved": draft(asked["draft"]).pk}
        elif "withdraw" in asked:
            told = withdraw(asked["withdraw"])
        elif "call_off" in asked:
            release = Release.objects.get(pk=asked["call_off"])
            by = person("feeder-a", "Authors")
            transitions.call_off(release, by=by, at=timezone.now())
            told = {"committed": time.time()}
        else:
            told = publish(asked["slug"], asked["in"])
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
