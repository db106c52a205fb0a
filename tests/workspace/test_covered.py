"""The page that asks for an approval shows everything that the approval covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from pydantic import BaseModel

from releases.desk.images import tag_of_image
from releases.models import Attachment, Event, JournalEntry, Release, Topic
from releases.record.documents import Change, LanguageGroup, SessionEntry
from releases.workspace.context import WorkspaceContext
from releases.workspace.covered import covered_parts
from releases.workspace.text import highlighted_text
from tests.admin.desk import DeskTestCase, action_path
from tests.builders import (
    SEVEN,
    approve,
    counsel,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_image,
    make_issuer,
    make_release,
    submit,
)
from tests.clock import travel

# Fields of the schemas that say nothing to a reader: what kind of document it is, and
# by which key or in which place the same thing is found in another one.
KEYS = {"version", "kind", "ref", "token", "order", "slug"}


def a_release_with_everything() -> Release:
    """Return a release in which no part that an approval covers is empty."""
    event = make_event(
        title="Second call",
        webcast_url="https://example.com/live",
        dial_ins="+1 617 555 0199, code 4711",
        replay_url="https://example.com/replay",
        replay_until=SEVEN + dt.timedelta(days=30),
        venue="Harbour House",
        city="Boston",
    )
    make_attachment(event=event, name="slides.pdf", title="Slides", content=b"%PDF-2")
    release = make_release(
        body=f"<p>It grew.</p>{tag_of_image(make_image())}",
        subheadlines="Revenue up 12%",
        dateline_places="Boston",
        dateline_date=dt.date(2026, 3, 3),
        dateline_wire="BUSINESS WIRE",
        contacts=(make_contact(),),
        disclaimers=(make_disclaimer(jurisdiction="United States"),),
        boilerplates=(make_boilerplate(),),
        events=(event,),
        forward_looking="no",
        material="no",
        wire_order="BW-4711",
        filing_number="0001234567-26-000042",
        filed_at=SEVEN,
        go_live_at=SEVEN + dt.timedelta(hours=2),
    )
    assert release.category
    release.category.other_names = "de: Ergebnisse"
    release.category.save()
    release.topics.add(Topic.objects.create(name="Earnings"))
    make_attachment(release, name="results.pdf", title="Tables", content=b"%PDF-1")
    return release


# Other values for fields that take no other word, or hold nothing yet.
OTHER: dict[str, tuple[Any, ...]] = {
    "change": (
        Change(kind="replacement", text="Changed."),
        Change(kind="correction", text="Changed."),
        Change(kind="correction", text="Changed.", sealed=True),
    ),
    "languages": tuple(
        LanguageGroup(name="key", is_translation=answer) for answer in (True, False)
    ),
    "sessions": ((SessionEntry(title="Changed", kind="poster"),),),
    "topics": (("Changed",),),
    "subheadlines": (("Changed",),),
    "dial_ins": (("Changed",),),
    "phones": (("Changed",),),
    "emails": (("Changed",),),
    "places": (("Changed",),),
    "events": (),  # shown as the events that go out with it
    "audience": ("media",),
    "role": ("slides",),
    "period": ("2026-q3",),
    "event_kind": ("other",),
    "timezone": ("Asia/Tokyo",),
}


def variants(value: BaseModel) -> Iterator[tuple[str, Any]]:
    """Yield the document with each of its fields changed in turn, named by its path."""
    for name in type(value).model_fields:
        if name not in KEYS:
            old = getattr(value, name)
            for inner, changed in changes_of(old, name):
                yield inner, value.model_copy(update={name: changed})


def changes_of(old: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield a name and another value for a field, or for each field inside it."""
    if name in OTHER:
        yield from ((name, value) for value in OTHER[name])
    elif isinstance(old, BaseModel):
        yield from ((f"{name}.{inner}", value) for inner, value in variants(old))
    elif isinstance(old, tuple):
        yield f"{name} (fewer)", old[1:]
        for inner, value in variants(old[0]):
            yield f"{name}.{inner}", (value, *old[1:])
    else:
        yield name, another(old)


def another(old: Any) -> Any:
    """Return another value of the same type."""
    if isinstance(old, dt.date):
        return old + dt.timedelta(days=1)
    if isinstance(old, bool):
        return not old
    return old + 7_000_000 if isinstance(old, int) else f"<p>changed</p>{old}"


class OneList(DeskTestCase):
    """Whatever changes in what is covered changes what is shown."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = a_release_with_everything()

    release: Release

    def context(self) -> WorkspaceContext:
        """Return the release as its approver reads it."""
        release = Release.objects.get(pk=self.release.pk)
        return WorkspaceContext(release, counsel(), at=SEVEN)

    def shown(self, context: WorkspaceContext) -> str:
        """Return what the page shows of it: the parts, and the text."""
        names = {"release": context.release, "covered_parts": covered_parts(context)}
        parts = render_to_string("admin/releases/workspace/covered.html", names)
        text = {"text": highlighted_text(context)}
        return parts + render_to_string("admin/releases/workspace/text.html", text)

    def test_of_the_release(self) -> None:
        before = self.shown(self.context())
        changes = list(variants(self.context().document))
        assert len(changes) > 30
        for name, document in changes:
            with self.subTest(name):
                context = self.context()
                context.page = replace(context.page, document=document)
                assert self.shown(context) != before

    def test_of_an_event(self) -> None:
        before = self.shown(self.context())
        (page,) = self.context().event_pages
        changes = list(variants(page.document))
        assert len(changes) > 15
        for name, document in changes:
            with self.subTest(name):
                context = self.context()
                context.event_pages = (replace(page, document=document),)
                assert self.shown(context) != before

    def test_of_the_release_itself(self) -> None:
        before = self.shown(self.context())
        for field, value in {
            "go_live_at": None,
            "after_wire": True,
            "forward_looking": "yes",
            "material": "yes",
            "wire_order": "BW-1",
            "wire_crossed_at": SEVEN,
            "filing_number": "0001234567-26-000043",
            "filed_at": SEVEN + dt.timedelta(hours=1),
        }.items():
            with self.subTest(field):
                context = self.context()
                setattr(context.release, field, value)
                assert self.shown(context) != before

    def test_every_file_has_a_link(self) -> None:
        parts = covered_parts(self.context())
        files = [file for part in parts for file in part.files]
        assert [file.entry.name for file in files] == ["results.pdf", "slides.pdf"]
        assert all(file.url for file in files)


class ReadAndApprove(DeskTestCase):
    """The approver's page."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        with travel(SEVEN):
            cls.release = submit(a_release_with_everything())

    release: Release

    def setUp(self) -> None:
        self.felix = self.sign_in_as("Counsel", name="felix")

    def approving(self) -> str:
        """Return the page on which felix approves."""
        with travel(SEVEN):
            return self.page(action_path(self.release, "approve"))

    def open_file(self, name: str) -> Attachment:
        """Open the file from its link."""
        file = Attachment.objects.get(name=name)
        path = reverse("admin:releases_attachment_file", args=[file.pk])
        response: Any = self.client.get(path)
        assert b"".join(response.streaming_content).startswith(b"%PDF")
        return file

    def test_it_shows_the_call_the_contacts_and_the_answers(self) -> None:
        page = self.approving()
        for words in (
            "Event: Second call",
            "10 March 2026, 08:00:00 EDT",
            "+1 617 555 0199, code 4711",
            "https://example.com/live",
            "slides.pdf",
            "Dana Whitlock, Director, Investor Relations",
            "Contains forward-looking statements",
            "BW-4711",
            "0001234567-26-000042",
            "Boston, March 3, 2026 (BUSINESS WIRE)",
        ):
            assert words in page, words
        assert reverse("admin:releases_release_preview", args=[self.release.pk]) in page

    def test_it_shows_each_answered_finding_with_the_answer(self) -> None:
        page = self.approving()
        waivers = list(self.release.waivers.all())
        assert waivers
        assert "Check findings that were answered" in page
        assert page.count("Looked at. (") == len(waivers)

    def test_it_says_which_files_this_approver_has_opened(self) -> None:
        assert "You have not opened 2 files that your approval covers." in (
            self.approving()
        )
        with travel(SEVEN):
            self.open_file("slides.pdf")
        page = self.approving()
        assert "You opened it on 3 March 2026, 07:00:00 EST." in page
        assert "You have not opened 1 file that your approval covers." in page
        entry = JournalEntry.objects.get(action="read", detail__startswith="the file")
        assert (entry.by, entry.subject) == ("felix", f"release:{self.release.pk}")
        self.sign_in_as("Counsel", name="cora")
        assert "You have not opened 2 files" in self.approving()

    def test_another_file_in_its_place_is_not_opened_yet(self) -> None:
        with travel(SEVEN):
            self.open_file("slides.pdf").delete()
            event = Event.objects.get()
            make_attachment(event=event, name="slides.pdf", content=b"%PDF-3")
        assert "You have not opened 2 files" in self.approving()

    def test_opening_what_is_public_is_not_noted(self) -> None:
        with travel(SEVEN):
            approve(self.release, at=SEVEN)
        with travel(SEVEN + dt.timedelta(days=1)):
            self.open_file("results.pdf")
        assert not JournalEntry.objects.filter(detail__startswith="the file").exists()
