"""A press release as text, and the two pages that make a draft of it."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.admin.desk import DeskTestCase
from tests.builders import make_issuer

SOURCE_ROUTE = "admin:releases_release_from_text"
CHECK_ROUTE = "admin:releases_release_from_text_check"

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


def read_text(client: Client, text: str = TEXT, **sent: Any) -> Any:
    """Post the text to the first page."""
    return client.post(reverse(SOURCE_ROUTE), {"text": text, **sent})


def check_form_data(page: Any, **changes: Any) -> dict[str, Any]:
    """Return what the second page would post, with these changes."""
    sent: dict[str, Any] = {}
    for form in (page.context["carried"], page.context["form"], *page.context["parts"]):
        for field in form:
            formatted = field.field.widget.format_value(field.value())
            value = (
                formatted[0] if isinstance(formatted, list) and formatted else formatted
            )
            if value not in {None, ""} and value != []:
                sent[field.html_name] = value
    return {**sent, **changes}


def save_draft(client: Client, page: Any, **changes: Any) -> Any:
    """Post the second page with these changes, and follow the redirect."""
    return client.post(
        reverse(CHECK_ROUTE), check_form_data(page, **changes), follow=True
    )


def part_form(page: Any, key: str) -> Any:
    """Return the form of the part with this key, such as contact-0."""
    return next(form for form in page.context["parts"] if form.key == key)


def choices(page: Any, key: str) -> list[str]:
    """Return the values of the part's choices."""
    return [value for value, _ in part_form(page, key).fields["choice"].choices]


class FromTextTestCase(DeskTestCase):
    """An author is signed in, and the issuer is named."""

    def setUp(self) -> None:
        make_issuer()
        self.author = self.sign_in_as("Authors", name="ada")
