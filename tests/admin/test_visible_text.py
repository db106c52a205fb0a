"""Characters that nobody sees never get past a form, and who saves it is shown so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.models import Release
from tests.admin.desk import (
    DeskTestCase,
    add_path,
    change_path,
    messages_of,
    perform,
    post_form,
)
from tests.builders import (
    SEVEN,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    publish,
)
from tests.clock import travel

OVERRIDE, ZERO_WIDTH, RTL_MARK = "\u202e", "\u200b", "\u200f"


class AForm(DeskTestCase):
    """Every form of the desk stores only what can be seen."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors", "Administrators")

    def save(self, path: str, **changes: Any) -> str:
        """Save a form with these changes; return the messages."""
        return messages_of(post_form(self.client, path, **changes))

    def test_of_a_release_names_each_field_and_each_character(self) -> None:
        shown = self.save(
            add_path("release"),
            headline=f"Lark{ZERO_WIDTH}moor Speaks",
            body=f"<p>It pays ${OVERRIDE}51.</p>",
        )
        release = Release.objects.get()
        assert release.headline == "Larkmoor Speaks"
        assert release.body == "<p>It pays $51.</p>"
        assert (
            "Removed from “Headline”: zero width space (U+200B). Nobody can see them."
        ) in shown
        assert (
            "Removed from “Body”: right-to-left override (U+202E). They change the order "
            "in which letters are shown, so read the field again."
        ) in shown

    def test_also_finds_them_written_as_entities(self) -> None:
        self.save(
            add_path("release"),
            headline="Larkmoor Speaks",
            body="<p>It pays $&#x202e;51&#8203;.</p>",
        )
        assert Release.objects.get().body == "<p>It pays $51.</p>"

    def test_of_every_part_of_a_release(self) -> None:
        for part, field in (
            (make_contact(), "name"),
            (make_disclaimer(), "wording"),
            (make_boilerplate(), "text"),
            (make_event(), "title"),
        ):
            with self.subTest(field):
                shown = self.save(change_path(part), **{field: f"New{OVERRIDE} words"})
                part.refresh_from_db()
                assert getattr(part, field) == "New words"
                assert "right-to-left override" in shown

    def test_of_a_row_below_another_form(self) -> None:
        event = make_event()
        shown = self.save(
            change_path(event),
            **{
                "sessions-TOTAL_FORMS": "1",
                "sessions-0-title": f"Open{ZERO_WIDTH}ing",
                "sessions-0-event": event.pk,
                "sessions-0-kind": "poster",
                "sessions-0-order": "0",
            },
        )
        assert event.sessions.get().title == "Opening"
        assert "Removed from “Title”" in shown

    def test_keeps_the_marks_of_a_language_written_from_right_to_left(self) -> None:
        release = make_release(language="he")
        shown = self.save(change_path(release), headline=f"דנה (1){RTL_MARK} Larkmoor")
        release.refresh_from_db()
        assert RTL_MARK in release.headline
        assert "Removed" not in shown
        self.save(change_path(release), language="en", headline=f"Larkmoor{RTL_MARK} 1")
        release.refresh_from_db()
        assert release.headline == "Larkmoor 1"

    def test_of_nothing_else_counts_as_empty(self) -> None:
        answer = post_form(self.client, add_path("release"), headline=ZERO_WIDTH)
        assert "This field is required." in answer.content.decode()
        assert not Release.objects.exists()

    def test_of_an_action_too(self) -> None:
        release = publish()
        with travel(SEVEN + dt.timedelta(hours=2)):
            answer = perform(
                self.client, release, "correct", kind="correction",
                notice=f"The price was{OVERRIDE} wrong.",
            )  # fmt: skip
        assert "They change the order" in messages_of(answer)


class WhatIsStruckOutInTheBody(DeskTestCase):
    """Is named when the draft is saved."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")

    def test_with_its_words(self) -> None:
        for body in (
            "<p>It pays <s>$1</s>$2.</p>",
            '<p>It pays <b style="text-decoration:line-through">$1</b>$2.</p>',
            "It pays <del>$1</del>$2.",
        ):
            with self.subTest(body):
                release = make_release()
                answer = post_form(self.client, change_path(release), body=body)
                assert (
                    "Left out of the body: words struck out: “$1”. Read the body again."
                ) in messages_of(answer)
                release.refresh_from_db()
                assert release.body == "<p>It pays $2.</p>"

    def test_hidden_words_and_comments_too(self) -> None:
        body = (
            '<p>It pays <b style="display:none">ASK LEGAL</b>$2<a class="msocomanchor">[A1]'
            '</a>.</p><div class="msocomtxt"><p>[A1]Is it so?</p></div>'
        )
        answer = post_form(self.client, change_path(make_release()), body=body)
        assert "hidden words: “ASK LEGAL”; a reviewer's comment: “Is it so?”" in (
            messages_of(answer)
        )
