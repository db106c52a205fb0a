"""The lists of the JSON API, each declared once: what is served and what is described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from pydantic import BaseModel

from releases.api.queries import EventQuery, ListQuery, ReleaseQuery
from releases.api.schemas import EventPage, ReleasePage
from releases.models.record.kinds import Kind
from releases.text.public_paths import ARCHIVE, EVENTS, api_path


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredList:
    """A list of what is published of one kind.

    `query` reads its parameters, `schema` is the model of its answer, `title` and
    `explanation` say what it is for.
    """

    name: str
    path: str
    kind: Kind
    query: type[ListQuery]
    schema: type[BaseModel]
    title: Any
    explanation: Any


RELEASES = DeclaredList(
    name="api_releases",
    path=api_path(ARCHIVE),
    kind=Kind.RELEASE,
    query=ReleaseQuery,
    schema=ReleasePage,
    title=gettext_lazy("Press releases"),
    explanation=gettext_lazy(
        "By their first publication, the newest first, without their texts: a correction "
        "keeps its release’s place. To learn what is new, ask for latest.json or a feed."
    ),
)
EVENTS_LIST = DeclaredList(
    name="api_events",
    path=api_path(EVENTS),
    kind=Kind.EVENT,
    query=EventQuery,
    schema=EventPage,
    title=gettext_lazy("Events"),
    explanation=gettext_lazy(
        "By their end, the latest first: what is to come is before what is over. With "
        "dates of results that the page leaves out beside the call of the day."
    ),
)
