"""A reader: asks for a page at a moment and takes it apart as strict HTML."""

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
    """One answer, parsed."""

    def __init__(self, content: bytes) -> None:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: Element = parser.parse(content)

    def all(self, path: str) -> list[Element]:
        """Every element at this path."""
        return self.root.findall(f".//{path}")

    def one(self, path: str) -> Element:
        """The only element at this path."""
        (found,) = self.all(path)
        return found

    def texts(self, path: str) -> list[str]:
        """What the elements at this path say, with single spaces."""
        return [words(element) for element in self.all(path)]

    def text(self, path: str = "body") -> str:
        """What the only element at this path says."""
        return words(self.one(path))

    def links(self) -> dict[str, str]:
        """Where each link leads, by its words."""
        return {words(link): link.get("href", "") for link in self.all("a")}


def words(element: Element) -> str:
    """The element's text with single spaces."""
    return " ".join("".join(element.itertext()).split())


def read(address: str, *, at: dt.datetime = SEVEN) -> Page:
    """The page at this address at this moment; it must be there."""
    with travel(at):
        answer = Client().get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return Page(answer.content)


def status(address: str, *, at: dt.datetime = SEVEN) -> int:
    """Only whether it is there."""
    with travel(at):
        answer = Client().get(address)
        answer.getvalue()  # to its end, which closes the file
    return answer.status_code


def save_and_publish(
    *things: site_profile.Particular, at: dt.datetime = SEVEN - SECOND
) -> None:
    """Put contacts, wordings, events or the issuer before the public by `at`."""
    with travel(at - SECOND):
        by = make_user()
        for thing in things:
            site_profile.publish(thing, by=by, at=at)


def correct(release: Release, *, at: dt.datetime, notice: str, **fields: Any) -> None:
    """A correction with these fields, public from `at`."""
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
    """A notice in the place of what stands, public from `at`."""
    with travel(at - SECOND):
        release.refresh_from_db()
        transitions.withdraw(
            release,
            by=counsel(),
            at=at - SECOND,
            reason="Issued in error.",
            kind=kind,
            sealed=sealed,
        )


class ReaderTestCase(TestCase):
    """What the public sees."""

    maxDiff = None
