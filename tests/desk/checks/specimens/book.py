"""The book of specimens: for each check what trips it, and what nearly does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from releases.models import Release
from tests.builders import SEVEN

Make = Callable[[], Release]


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """A release for one check, looked at by `at`, and whether it trips it."""

    check: str
    trips: bool
    make: Make
    at: dt.datetime

    @property
    def name(self) -> str:
        """What the specimen shows."""
        verb = "is found by" if self.trips else "passes"
        return f"{self.make.__name__.replace('_', ' ')} {verb} {self.check}"


BOOK: list[Specimen] = []


def trips(check: str, *, at: dt.datetime = SEVEN) -> Callable[[Make], Make]:
    """Register a function that makes a release in which the check finds something."""
    return _entered(check, trips=True, at=at)


def near_miss(check: str, *, at: dt.datetime = SEVEN) -> Callable[[Make], Make]:
    """Register a function that makes a release in which the check almost finds something."""
    return _entered(check, trips=False, at=at)


def _entered(check: str, *, trips: bool, at: dt.datetime) -> Callable[[Make], Make]:
    def enter(make: Make) -> Make:
        BOOK.append(Specimen(check=check, trips=trips, make=make, at=at))
        return make

    return enter
