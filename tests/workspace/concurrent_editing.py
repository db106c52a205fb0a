"""Two users who have the same change form open."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from releases.models import Contact, Release
from tests.admin.desk import Browser, DeskTestCase, change_path, form_data
from tests.builders import make_contact, make_issuer, make_release, make_user

CONFLICT = "Nothing was saved: this was changed after you opened the page."


class ConcurrentEditingTestCase(DeskTestCase):
    """Ada and Ben have the same page open; Ada saves first."""

    people: list[User]
    release: Release
    path: str
    opened: dict[str, Any]

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.people = [make_user(name, groups=("Authors",)) for name in ("ada", "ben")]
        cls.release = make_release(
            body="<p>Revenue grew to ten million.</p>",
            contacts=(make_named_contact("First"), make_named_contact("Second")),
        )
        cls.path = change_path(cls.release)
        cls.opened = form_data(signed_in(cls.people[1]), cls.path)

    def setUp(self) -> None:
        self.ada, self.ben = map(signed_in, self.people)

    def saves_first(self, browser: Client, **changes: Any) -> None:
        """Post the form as somebody who opened the page when Ben did."""
        answer = browser.post(self.path, {**self.opened, **changes, "_save": "1"})
        assert answer.status_code == 302

    def ben_sends(self, button: str = "_save", **changes: Any) -> Any:
        """Post the form that Ben opened before Ada saved, and follow the redirect."""
        data = {**self.opened, **changes, button: "1"}
        return self.ben.post(self.path, data, follow=True)

    @staticmethod
    def differences(answer: Any) -> dict[str, tuple[str, str, str]]:
        """Return the page's differences by label: theirs, yours, and the remark."""
        return {
            difference.label: (
                marked_up(difference.theirs),
                marked_up(difference.yours),
                str(difference.remark),
            )
            for difference in answer.context["differences"]
        }


def signed_in(person: User) -> Browser:
    """Return the browser of a signed-in user."""
    browser = Browser()
    browser.force_login(person)
    return browser


def make_named_contact(name: str) -> Contact:
    """Return a contact whose only particular is the name."""
    return make_contact(name=name, organization="")


def marked_up(segments: Any) -> str:
    """Return the segments as text, with what is gone and new in brackets."""
    marks = {"same": "{}", "gone": "[-{}]", "new": "[+{}]"}
    return " ".join(marks[segment.kind].format(segment.text) for segment in segments)
