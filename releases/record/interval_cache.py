"""A cache for answers that hold for a whole interval in which the site does not change."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Hashable, Iterator
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest

from releases.record.moment import moment_of

# The key of the request's META that holds the answers of its interval. No client can set
# a key that does not start with HTTP_.
INTERVAL = "irsite.interval"
# The key of its start, which only the page cache sets.
INTERVAL_START = "irsite.interval_start"
# The key, among the answers, of the subjects that are shared at present.
SUBJECTS = "subjects"
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class IntervalQuery(Protocol[T_co]):
    """A question to the record whose answer is the same for a whole interval."""

    def __call__(self, *, at: dt.datetime) -> T_co:
        """Return the answer as of `at`; callers share it and must not change it."""


def per_interval(request: HttpRequest, query: IntervalQuery[T_co]) -> T_co:
    """Return the answer as of the request's moment, asking at most once an interval.

    The page cache holds the answers as long as the interval's pages. A request that
    belongs to no interval has answers of its own.
    """
    answers: dict[Any, Any] = request.META.setdefault(INTERVAL, {})
    if query not in answers:
        answers[query] = query(at=moment_of(request))
    answer: T_co = answers[query]
    return answer


@contextlib.contextmanager
def sharing_subjects(answers: dict[Any, Any]) -> Iterator[None]:
    """Have forms of one subject that are written during the block read it once.

    A list of releases takes much more memory than its feed, so that it isn't kept for the
    whole interval, whose `answers` these are.
    """
    answers[SUBJECTS] = {}
    try:
        yield
    finally:
        del answers[SUBJECTS]


def shared_subject(request: HttpRequest, key: Hashable, read: Callable[[], T]) -> T:
    """Return what `read` returns, or what it returned for this key during the block."""
    subjects: dict[Hashable, T] | None = request.META.get(INTERVAL, {}).get(SUBJECTS)
    if subjects is None:
        return read()
    if key not in subjects:
        subjects[key] = read()
    return subjects[key]


def interval_start(request: HttpRequest) -> dt.datetime | None:
    """Return since when the site has not changed; None if that is not known.

    It is known where the page cache renders for a whole interval.
    """
    start = request.META.get(INTERVAL_START)
    assert start is None or isinstance(start, dt.datetime)
    return start
