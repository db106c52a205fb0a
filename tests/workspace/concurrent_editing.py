"""Two people who have the same page open."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from releases.models import Contact, Release
from tests.admin.desk import Browser, DeskTestCase, change_path, form_data
from tests.builders import make_contact, make_issuer, make_release, make_user

REFUSED = "Nothing was saved: this was changed after you opened the page."


class TwoPeople(DeskTestCase):
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
            contacts=(one_named("First"), one_named("Second")),
        )
        cls.path = change_path(cls.release)
        cls.opened = form_data(signed_in(cls.people[1]), cls.path)

    def setUp(self) -> None:
        self.ada, self.ben = map(signed_in, self.people)

    def ben_sends(self, button: str = "_save", **changes: Any) -> Any:
        """What Ben's form gets, which he opened before Ada saved."""
        data = {**self.opened, **changes, button: "1"}
        return self.ben.post(self.path, data, follow=True)

    def told(self, answer: Any) -> dict[str, tuple[str, str, str]]:
        """What the page says was changed: theirs, yours, and what is said of it."""
        return {
            one.label: (written(one.theirs), written(one.yours), one.remark)
            for one in answer.context["differences"]
        }


def signed_in(person: User) -> Browser:
    """The browser of somebody who is signed in."""
    browser = Browser()
    browser.force_login(person)
    return browser


def one_named(name: str) -> Contact:
    """A contact who is told by the name alone."""
    return make_contact(name=name, organization="")


def written(pieces: Any) -> str:
    """The pieces, with what is gone and what is new in brackets."""
    marks = {"same": "{}", "gone": "[-{}]", "new": "[+{}]"}
    return " ".join(marks[piece.kind].format(piece.text) for piece in pieces)
