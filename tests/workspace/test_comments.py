"""Comments on passages: with a release that is sent back, beside its text, resolved."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from releases.models import Comment, JournalEntry, Release, State
from tests.admin.desk import (
    DeskTestCase,
    action_path,
    change_path,
    messages_of,
    perform,
)
from tests.builders import make_issuer, make_release, submit


def comments(*rows: tuple[str, str]) -> dict[str, str]:
    """Return what the rows of the page would send."""
    sent = {"passages-TOTAL_FORMS": str(max(3, len(rows)))}
    for number, (passage, text) in enumerate(rows):
        sent[f"passages-{number}-passage"] = passage
        sent[f"passages-{number}-text"] = text
    return sent


class ReviewingTestCase(DeskTestCase):
    """A release that waits, and counsel who reads it."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = submit(body="<p>Revenue grew by <strong>12%</strong> net.</p>")

    def setUp(self) -> None:
        self.officer = self.sign_in_as("Counsel")

    def send_back(self, *rows: tuple[str, str], reason: str = "Check EPS.") -> Any:
        """Send it back with these comments."""
        answer = perform(
            self.client, self.release, "send-back", reason=reason, **comments(*rows)
        )
        self.release.refresh_from_db()
        return answer


class SendingBack(ReviewingTestCase):
    """With a reason, and with what should change where."""

    def test_its_authors_get_the_reason_and_every_comment(self) -> None:
        self.send_back(("grew by 12% net", "Say whether gross."), ("", "All too long."))
        assert self.release.state == State.DRAFT
        assert JournalEntry.objects.get(action="send back").detail == "Check EPS."
        assert list(Comment.objects.values_list("passage", "text")) == [
            ("grew by 12% net", "Say whether gross."),
            ("", "All too long."),
        ]

    def test_a_reason_is_asked_for_and_the_comments_are_kept(self) -> None:
        page = self.send_back(("12%", "Which?"), reason="").content.decode()
        assert "This field is required." in page
        assert "Which?</textarea>" in page
        assert self.release.state == State.SUBMITTED

    def test_words_that_are_not_in_the_text_are_refused(self) -> None:
        page = self.send_back(("shrank", "Did it?")).content.decode()
        assert "This passage is not in the text" in page
        assert self.release.state == State.SUBMITTED

    def test_a_passage_without_a_comment_is_asked_about(self) -> None:
        page = self.send_back(("12%", " ")).content.decode()
        assert "Say what should change in this passage." in page
        assert not Comment.objects.exists()

    def test_without_scripts_there_is_room_for_three(self) -> None:
        page = self.page(action_path(self.release, "send-back"))
        assert 'name="passages-2-passage"' in page
        assert 'name="passages-__prefix__-passage"' in page  # for the script


class Comments(ReviewingTestCase):
    """They stand on the release's page until somebody resolves them."""

    def comment(self, passage: str, text: str) -> Any:
        """Say it from the release's page."""
        return perform(self.client, self.release, "comment", passage=passage, text=text)

    def resolve(self, remark: Comment) -> Any:
        """Press its button."""
        path = reverse(
            "admin:releases_release_resolve", args=[self.release.pk, remark.pk]
        )
        return self.client.post(path, follow=True)

    def test_one_can_be_made_without_sending_it_back(self) -> None:
        answer = self.comment("by 12%", "Check this.")
        assert "Comment added." in messages_of(answer)
        made = Comment.objects.get()
        assert (made.by, made.passage, made.text) == (
            self.officer,
            "by 12%",
            "Check this.",
        )
        self.release.refresh_from_db()
        assert self.release.state == State.SUBMITTED

    def test_its_passage_is_marked_in_the_text(self) -> None:
        self.comment("by 12%", "Check this.")
        made = Comment.objects.get()
        page = self.page(change_path(self.release))
        assert f'href="#mark-comment-{made.pk}"' in page
        assert (
            f'<span id="mark-comment-{made.pk}"></span><mark>by </mark>'
            "<strong><mark>12%</mark></strong>" in page
        )

    def test_one_whose_passage_is_gone_says_so(self) -> None:
        self.comment("by 12%", "Check this.")
        self.release.body = "<p>Revenue grew.</p>"
        self.release.save()
        assert "no longer in the text" in self.page(change_path(self.release))

    def test_one_button_resolves_it(self) -> None:
        self.comment("by 12%", "Check this.")
        remark = Comment.objects.get()
        page = self.resolve(remark).content.decode()
        remark.refresh_from_db()
        assert remark.resolved_by == self.officer
        assert "1 resolved comment" in page
        assert "already resolved" in messages_of(self.resolve(remark))

    def test_an_empty_one_is_refused(self) -> None:
        page = self.comment("by 12%", "").content.decode()
        assert "This field is required." in page

    def test_who_may_neither_write_nor_approve_resolves_nothing(self) -> None:
        self.comment("by 12%", "Check this.")
        remark = Comment.objects.get()
        self.sign_in_as()
        assert self.resolve(remark).status_code == 403
        remark.refresh_from_db()
        assert remark.resolved_at is None

    def test_only_a_post_resolves_and_only_on_its_own_release(self) -> None:
        self.comment("by 12%", "Check this.")
        remark = Comment.objects.get()
        name, other = "admin:releases_release_resolve", make_release()
        path = reverse(name, args=[self.release.pk, remark.pk])
        assert self.client.get(path).status_code == 405
        path = reverse(name, args=[other.pk, remark.pk])
        assert self.client.post(path).status_code == 404
