"""What is told once for all the pages of an interval in which nothing changes."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest

from releases.record.moment import moment_of

# Where a request holds what its interval has been told so far. No client can set a key
# without HTTP_ before it.
INTERVAL = "irsite.interval"
T_co = TypeVar("T_co", covariant=True)


class Question(Protocol[T_co]):
    """Asks the record something whose answer is the same for a whole interval."""

    def __call__(self, *, at: dt.datetime) -> T_co:
        """The answer as of the moment; nobody may change it."""


def once(request: HttpRequest, question: Question[T_co]) -> T_co:
    """The answer as of the request's moment, asked once an interval.

    The press keeps it as long as the interval's pages, so an approval that empties no
    page makes no page more work. A request that is not of an interval has its own answers.
    """
    told: dict[Any, Any] = request.META.setdefault(INTERVAL, {})
    if question not in told:
        told[question] = question(at=moment_of(request))
    answer: T_co = told[question]
    return answer
