"""Publishes releases on command, as staff would, for the measurements beside it.

Reads commands from standard input and answers each, as lines of JSON: {"slug": ..., "in":
seconds} approves a release and returns {"instant": ..., "page": path, "file": path, ...};
{"draft": slug} saves a draft; {"withdraw": id} and {"call_off": id} do that to a release.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from typing import Any

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
from releases.record.audit_author import acting_as
from releases.record.clock import next_second, read_clock
from releases.text.public_paths import file_path, release_path


def person(name: str, group: str) -> User:
    """Return a member of staff in this group."""
    user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    user.groups.add(Group.objects.get(name=group))
    return user


def draft(slug: str) -> Release:
    """Create a complete release with a file."""
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


def submit(release: Release, author: User, counsel: User) -> None:
    """Waive all findings of the checks that nobody has answered, and submit the release."""
    at = timezone.now()
    answers: dict[Level, dict[str, str]] = {Level.ERROR: {}, Level.WARNING: {}}
    for result in load_context(release, at=at).unanswered:
        answers[result.check.level][result.check.id] = "Only a measurement."
    transitions.waive(release, by=counsel, at=at, answers=answers[Level.ERROR])
    transitions.submit(release, by=author, at=at, waive=answers[Level.WARNING])


def publish(slug: str, seconds: float) -> dict[str, object]:
    """Approve a release for the whole second after so many seconds."""
    author, counsel = (
        person("bench-author", "Authors"),
        person("bench-counsel", "Counsel"),
    )
    release = draft(slug)
    if seconds:
        instant = next_second(read_clock() + dt.timedelta(seconds=max(seconds - 1, 0)))
        Release.objects.filter(pk=release.pk).update(go_live_at=instant)
        release.refresh_from_db()
    submit(release, author, counsel)
    began = time.time()
    outcome = transitions.approve(release, by=counsel, at=timezone.now())
    publication = outcome.publications[0]
    file = publication.files.get()
    return {
        "instant": outcome.live_from.timestamp(),
        "page": release_path(publication.address),
        "file": file_path(file.token, file.name),
        "began": began,
        "committed": time.time(),
        "id": release.pk,
    }


def withdraw(pk: int) -> dict[str, object]:
    """Withdraw a release."""
    release = Release.objects.get(pk=pk)
    outcome = transitions.withdraw(
        release,
        by=person("bench-counsel", "Counsel"),
        at=timezone.now(),
        reason="Error.",
    )
    return {"instant": outcome.live_from.timestamp(), "committed": time.time()}


def execute(command: dict[str, Any]) -> dict[str, object]:
    """Do what the command says, and return the answer to it."""
    if "draft" in command:
        return {"saved": draft(command["draft"]).pk}
    if "withdraw" in command:
        return withdraw(command["withdraw"])
    if "call_off" in command:
        release = Release.objects.get(pk=command["call_off"])
        by = person("bench-author", "Authors")
        transitions.call_off(release, by=by, at=timezone.now())
        return {"committed": time.time()}
    return publish(command["slug"], command["in"])


def main() -> None:
    """Run commands until the input ends."""
    for line in sys.stdin:
        connection.close()  # bench/faults.py may have ended the last one
        with acting_as(by="bench-author", origin="bench"):
            result = execute(json.loads(line))
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
