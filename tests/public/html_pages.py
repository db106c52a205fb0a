"""Requests of public pages at a moment, parsed as strict HTML."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from xml.etree.ElementTree import Element

from django.test import Client, TestCase

import html5lib

from releases.desk import site_profile, transitions
from releases.models import Release
from tests.builders import SEVEN, approve, author, counsel, make_user
from tests.clock import SECOND, travel


class Page:
    """A response, parsed as HTML5 without an error."""

    def __init__(self, content: bytes) -> None:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: Element = parser.parse(content)

    def all(self, path: str) -> list[Element]:
        """Return every element at this path (ElementTree's XPath)."""
        return self.root.findall(f".//{path}")

    def only(self, path: str) -> Element:
        """Return the only element at this path."""
        (element,) = self.all(path)
        return element

    def texts(self, path: str) -> list[str]:
        """Return the text of every element at this path."""
        return [text_of(element) for element in self.all(path)]

    def text(self, path: str = "body") -> str:
        """Return the text of the only element at this path."""
        return text_of(self.only(path))

    def links(self) -> dict[str, str]:
        """Return the href of each link by its text."""
        return {text_of(link): link.get("href", "") for link in self.all("a")}


def text_of(element: Element) -> str:
    """Return the text of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())


def get_page(address: str, *, at: dt.datetime = SEVEN) -> Page:
    """Request a page at this moment; it must answer 200."""
    with travel(at):
        response = Client().get(address)
    assert response.status_code == 200, (address, response.status_code)
    return Page(response.content)


def get_status(address: str, *, at: dt.datetime = SEVEN) -> int:
    """Return the status of an address at this moment."""
    with travel(at):
        response = Client().get(address)
        response.getvalue()  # Read to its end, which closes the file.
    return response.status_code


def save_and_publish(
    *parts: site_profile.ProfileItem, at: dt.datetime = SEVEN - SECOND
) -> None:
    """Publish contacts, disclaimers, events or the issuer, live from `at`."""
    with travel(at - SECOND):
        by = make_user()
        for part in parts:
            site_profile.publish(part, by=by, at=at)


def correct(release: Release, *, at: dt.datetime, notice: str, **fields: Any) -> None:
    """Correct a release with these fields, live from `at`."""
    with travel(at - SECOND):
        release.refresh_from_db()
        transitions.correct(release, by=author(), at=at, notice=notice)
        for name, value in fields.items():
            setattr(release, name, value)
        release.save()
        approve(release, at=at - SECOND)


def give_notice(
    release: Release,
    *,
    at: dt.datetime,
    kind: Literal["withdrawal", "disregard"] = "withdrawal",
    sealed: bool = False,
) -> None:
    """Replace a release by a notice, live from `at`."""
    with travel(at - SECOND):
        release.refresh_from_db()
        transitions.withdraw(
            release,
            by=counsel(),
            at=at - SECOND,
            reason="Issued in error.",
            kind=kind,
            sealed=sealed,
            events="keep",
        )


class ReaderTestCase(TestCase):
    """Tests of what the public sees."""

    maxDiff = None
