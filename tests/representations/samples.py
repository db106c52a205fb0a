"""Paths of every form in a newsroom where something changes at each of some instants."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any

from django.test import Client

from releases.models import Event, Issuer, Publication
from releases.record.public_view import PublicationRef
from releases.record.publication_refs import refs_changing_at
from releases.record.representation import Representation
from tests.builders import (
    SEVEN,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import correct, save_and_publish
from tests.signing import sign_everything

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
# When a release and its event go live, the issuer is renamed, the event is cancelled, and
# a release of earlier is corrected: each alone.
PUBLISHED = SEVEN
RENAMED = SEVEN + HOUR
CANCELLED = SEVEN + 2 * HOUR
CORRECTED = SEVEN + 3 * HOUR
INSTANTS = (PUBLISHED, RENAMED, CANCELLED, CORRECTED)
NEVER = "/no/such/page/"
WORDING = "Some of these statements look forward."
TABLE = "<table><tr><th>Revenue</th><td>$ 1,204</td></tr></table>"

Response = tuple[int, list[tuple[str, str]], bytes]


def furnish() -> None:
    """Fill the newsroom, with all that happens at the instants on the record, signed."""
    issuer = make_issuer()
    contact = make_contact(shown=True, organization="")
    save_and_publish(issuer, contact, at=SEVEN - 2 * DAY)
    with travel(SEVEN - 2 * DAY):
        disclaimer = make_disclaimer(wording=WORDING)
        earlier = make_release(
            slug="earlier",
            body=f"<p>Revenue grew.</p>{TABLE}",
            contacts=(make_contact(),),
            disclaimers=(disclaimer,),
        )
        call = make_event(slug="call", title="Call")
        release = make_release(
            slug="results",
            headline="Larkmoor to Merge",
            body=f"<p>They agree.</p>{TABLE}",
            events=(call,),
            disclaimers=(disclaimer,),
            boilerplates=(make_boilerplate(),),
        )
    put_on_record(earlier, at=SEVEN - DAY)
    put_on_record(release, at=PUBLISHED)
    Issuer.objects.update(name="Larkmoor Group", colour="#14466b")
    save_and_publish(Issuer.objects.get(), at=RENAMED)
    Event.objects.update(cancelled=True)
    save_and_publish(Event.objects.get(), at=CANCELLED)
    correct(earlier, at=CORRECTED, notice="A slip.", body=f"<p>It fell.</p>{TABLE}")
    with travel(CORRECTED - SECOND):
        sign_everything()


Refs = dict[dt.datetime, list[PublicationRef]]


def all_refs() -> Refs:
    """Return what is on the record, by the instant from which it is live."""
    instants = set(Publication.objects.values_list("live_from", flat=True))
    return {instant: list(refs_changing_at(instant)) for instant in instants}


def sample_paths(form: Representation[Any], refs: Refs) -> list[str]:
    """Return the paths of a form of everything on the record."""
    every = itertools.chain.from_iterable(refs.values())
    paths = {path for ref in every for path in form.affected_paths(ref)}
    fixed = {route for _, route in form.routes() if "<" not in route}
    return sorted(paths | fixed)


def response_to(path: str) -> Response:
    """Return Django's response to a reader."""
    response = Client().get(path)
    return response.status_code, sorted(response.headers.items()), response.content


def mistakes(
    forms: Iterable[Representation[Any]], instant: dt.datetime, refs: Refs
) -> list[str]:
    """Return what is wrong with the samples of the forms across an instant.

    A path that is new is the one 404 before it. One that is not changes if its form says
    that a kind that goes live then changes it, and otherwise does not. The 404 itself
    changes with what it leads to.
    """
    samples = [(path, form) for form in forms for path in sample_paths(form, refs)]
    with travel(instant - MICROSECOND):
        missing = response_to(NEVER)
        before = {path: response_to(path) for path, _ in samples}
    with travel(instant):
        still_missing = response_to(NEVER)
        after = {path: response_to(path) for path, _ in samples}
    found = []
    for path, form in samples:
        kinds = form.of.by & {ref.kind for ref in refs[instant]}
        is_affected = any(path in form.affected_paths(ref) for ref in refs[instant])
        is_missing = (before[path], after[path]) == (missing, still_missing)
        is_changed = before[path] != after[path] and not is_missing
        if is_affected and after[path][0] != 200:
            found.append(f"{path} is {after[path][0]} at {instant:%H}")
        if is_affected and not is_changed:
            found.append(f"{path} is unchanged at {instant:%H}")
        if is_changed and not kinds:
            found.append(f"{path} changes at {instant:%H}")
        if before[path][0] != 200 and before[path] != missing:
            found.append(f"{path} is not the one 404 before {instant:%H}")
    return found
