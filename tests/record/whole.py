"""A record that is whole, and the hand that alters it past the triggers."""

from __future__ import annotations

import io
from typing import Any

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase, override_settings

from releases.desk import transitions
from releases.models import (
    Release,
)
from releases.record.triggers import installation
from tests.builders import (
    SEVEN,
    author,
    make_attachment,
    make_contact,
    make_issuer,
    make_release,
    publish,
    schedule,
)
from tests.clock import travel
from tests.owner import as_owner
from tests.record.rows import HOUR, sql


def verified(**options: Any) -> tuple[int, str]:
    """Return the command's exit code, and what it prints."""
    out = io.StringIO()
    try:
        call_command("verify_record", stdout=out, no_color=True, **options)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def problems() -> list[str]:
    """Return the names of the integrity problems."""
    code, output = verified()
    found = [
        line.removeprefix("PROBLEM  ")
        for line in output.splitlines()
        if line.startswith("PROBLEM")
    ]
    assert code == (1 if found else 0)
    return found


def by_hand(statement: str, values: list[Any] | None = None) -> None:
    """As the database's owner can: drop the triggers, alter, put them back."""
    connection.check_constraints()
    with as_owner():
        installation.thaw(connection)
        sql(statement, values)
        connection.check_constraints()
        installation.freeze(apps, connection)


@override_settings(SECRET_KEY="k" * 50, SECRET_KEY_IS_LASTING=True)
class ARecord(TestCase):
    """A release was corrected, another is scheduled, and a draft has a contact."""

    out: Release
    later: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        with travel(SEVEN - HOUR):
            cls.out = make_release(contacts=(make_contact(),))
            make_attachment(cls.out, content=b"%PDF-1.7 figures")
        publish(cls.out, at=SEVEN)
        with travel(SEVEN + HOUR):
            transitions.correct(
                cls.out, by=author(), at=SEVEN + HOUR, notice="A figure was wrong."
            )
            Release.objects.filter(pk=cls.out.pk).update(body="<p>Right.</p>")
        publish(cls.out, at=SEVEN + 2 * HOUR)
        cls.later = schedule(live_from=SEVEN + 9 * HOUR, headline="Later", slug="later")

    def setUp(self) -> None:
        self.enterContext(travel(SEVEN + 3 * HOUR))
