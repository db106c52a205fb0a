"""How many subscribers there were over time, by status and by choice, from their consents.

Whoever was erased is in no number. Days are in UTC.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from releases.readers.database import readers_connection
from releases.readers.models import Consent, ConsentAction, Status
from releases.readers.sql import utc_text

# How many points in time there are at most.
MAX_POINTS = 52
_CONSENT = Consent._meta.db_table
# The status that each step leads to. A change of choices leads to none.
_STATUS_AFTER = {
    ConsentAction.REQUESTED: Status.PENDING,
    ConsentAction.INVITED: Status.PENDING,
    ConsentAction.CONFIRMED: Status.ACTIVE,
    ConsentAction.IMPORTED: Status.ACTIVE,
    ConsentAction.RESUMED: Status.ACTIVE,
    ConsentAction.PAUSED: Status.PAUSED,
    ConsentAction.LEFT: Status.LEFT,
    ConsentAction.BOUNCED: Status.BOUNCED,
    ConsentAction.COMPLAINED: Status.COMPLAINED,
}
# After which steps a subscriber has choices: whoever gets mail, or has paused.
_WITH_CHOICES = {
    ConsentAction.CHANGED,
    *(
        action
        for action, status in _STATUS_AFTER.items()
        if status in {Status.ACTIVE, Status.PAUSED}
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPoint:
    """How many subscribers there were at the end of a day, by status and by subject."""

    day: dt.date
    by_status: Counter[str]
    by_subject: Counter[str]


def subscriber_history(*, until: dt.datetime) -> list[HistoryPoint]:
    """Return the points from the first consent to `until`, equally far apart."""
    statuses = _changes(_statuses_of, "action <> 'changed'")
    subjects = _changes(_subjects_of, "1 = 1")
    days = sorted(statuses.keys() | subjects.keys())
    if not days:
        return []
    by_status: Counter[str] = Counter()
    by_subject: Counter[str] = Counter()
    points = []
    for end in _ends_of_periods(days[0], until.astimezone(dt.UTC).date()):
        while days and days[0] <= end:
            day = days.pop(0)
            by_status.update(statuses.get(day, {}))
            by_subject.update(subjects.get(day, {}))
        points.append(
            HistoryPoint(day=end, by_status=+by_status, by_subject=+by_subject)
        )
    return points


def _ends_of_periods(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the last day, and before it each as many days apart, in their order."""
    days = max((last - first).days, 0)
    step = max(math.ceil((days + 1) / MAX_POINTS), 1)
    for back in range(days // step, -1, -1):
        yield last - dt.timedelta(days=back * step)


def _changes(
    names_after: Callable[[str, str], Iterable[str]], condition: str
) -> dict[dt.date, Counter[str]]:
    """Return by how much each number changed on each day; some are negative.

    `names_after` gives what a step counts for: its action, and its subjects as JSON.
    """
    changes: dict[dt.date, Counter[str]] = {}
    for day, action, subjects, last_action, last_subjects, count in _steps(condition):
        changed = changes.setdefault(dt.date.fromisoformat(day), Counter())
        for name in names_after(action, subjects):
            changed[name] += count
        if last_action is not None:
            for name in names_after(last_action, last_subjects):
                changed[name] -= count
    return changes


def _steps(condition: str) -> list[tuple[Any, ...]]:
    """Return how many subscribers took which step after which one on each day."""
    with readers_connection().cursor() as cursor:
        cursor.execute(
            "SELECT day, action, subjects, last_action, last_subjects, count(*) FROM ("
            f"SELECT {utc_text('at', 10)} AS day, action,"
            " CAST(subjects AS text) AS subjects,"
            " lag(action) OVER steps AS last_action,"
            " lag(CAST(subjects AS text)) OVER steps AS last_subjects"
            f" FROM {_CONSENT} WHERE {condition}"
            " WINDOW steps AS (PARTITION BY subscriber_id ORDER BY id)) AS consents"
            " GROUP BY day, action, subjects, last_action, last_subjects"
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _statuses_of(action: str, _subjects: str) -> Iterable[str]:
    return (_STATUS_AFTER[ConsentAction(action)],)


def _subjects_of(action: str, subjects: str) -> Iterable[str]:
    return json.loads(subjects) if action in _WITH_CHOICES else ()
