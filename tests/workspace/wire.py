"""A release as it comes from the wire, and how an officer takes it through both pages."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.admin.desk import DeskTestCase
from tests.builders import make_issuer

GIVE = "admin:releases_release_from_text"
CHECK = "admin:releases_release_from_text_check"

ABOUT = "Larkmoor is a fictional company. It makes medicines for lungs, and no others."
NOTICE = (
    "Some statements in this release look forward. They rest on what Larkmoor expects "
    "today, and things may turn out otherwise. Larkmoor will not update them unless a "
    "law says so."
)
TEXT = f"""Larkmoor Reports First Quarter Results

Revenue grows by a tenth

BOSTON, March 3, 2026 (BUSINESS WIRE) -- Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) \
today announced its results for the first quarter of 2026. Revenue grew to [XX] million.

First Quarter Conference Call

Larkmoor will host a conference call on Tuesday, March 10, 2026, at 8:00 a.m. Eastern \
Time. To take part, dial 617-555-0188.

About Larkmoor

{ABOUT}

Forward-Looking Statements

{NOTICE}

SOURCE: Larkmoor Therapeutics, Inc.

Investors:
Larkmoor Therapeutics, Inc.
Dana Whitlock
617-555-0142
ir@example.com
"""


def give(client: Client, text: str = TEXT, **sent: Any) -> Any:
    """Send the first page."""
    return client.post(reverse(GIVE), {"text": text, **sent})


def filled(page: Any, **changes: Any) -> dict[str, Any]:
    """What the second page would send as it stands, with these changes."""
    sent: dict[str, Any] = {}
    for form in (page.context["carried"], page.context["form"], *page.context["parts"]):
        for field in form:
            written = field.field.widget.format_value(field.value())
            value = written[0] if isinstance(written, list) and written else written
            if value not in {None, ""} and value != []:
                sent[field.html_name] = value
    return {**sent, **changes}


def save(client: Client, page: Any, **changes: Any) -> Any:
    """Send the second page; follow where it leads."""
    return client.post(reverse(CHECK), filled(page, **changes), follow=True)


def part(page: Any, key: str) -> Any:
    """The part of this key, such as contact-0."""
    return next(one for one in page.context["parts"] if one.key == key)


def choices(page: Any, key: str) -> list[str]:
    """What may be done with the part."""
    return [value for value, _ in part(page, key).fields["choice"].choices]


class FromTextTestCase(DeskTestCase):
    """An author with a text."""

    def setUp(self) -> None:
        make_issuer()
        self.author = self.sit_down("Authors", name="ada")
