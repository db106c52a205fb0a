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
from tests.builders import make_issuer, make_release, make_user, submit


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
            f'<a id="mark-comment-{made.pk}" class="comment-reference" '
            f'href="#comment-{made.pk}" aria-label="Comment 1, by {made.by}" '
            'data-number="1"></a><mark>by </mark><strong><mark>12%</mark></strong>'
            in page
        )
        assert f'<li id="comment-{made.pk}"' in page

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


class AConversation(ReviewingTestCase):
    """Comments are answered, resolved and reopened, each journalled, none public."""

    def setUp(self) -> None:
        super().setUp()
        perform(self.client, self.release, "comment", passage="12%", text="Which?")
        self.remark = Comment.objects.get()

    def press(self, button: str, remark: Comment | None = None, **sent: str) -> Any:
        """Press a button below the comment."""
        pk = (remark or self.remark).pk
        route = f"admin:releases_release_{button}"
        path = reverse(route, args=[self.release.pk, pk])
        return self.client.post(path, sent, follow=True)

    def actions(self) -> list[str]:
        """Return what the journal has of the comments."""
        entries = JournalEntry.objects.filter(action__contains="comment")
        return list(entries.order_by("seq").values_list("action", flat=True))

    def test_a_reply_stands_below_it_and_replies_to_the_same_thread(self) -> None:
        self.press("reply", text="Net,\u200b of course.")
        reply = Comment.objects.get(reply_to=self.remark)
        page = self.press("reply", reply, text="Then say so.").content.decode()
        assert [row.text for row in self.remark.replies.all()] == [
            "Net, of course.",
            "Then say so.",
        ]
        assert "Then say so." in page
        assert "1 open comment" in page
        assert self.actions() == ["comment", "reply to comment", "reply to comment"]

    def test_an_empty_reply_is_refused(self) -> None:
        assert "Say what should change." in messages_of(self.press("reply", text=" "))

    def test_a_resolved_one_is_reopened_before_it_is_answered(self) -> None:
        self.press("reply", text="Net.")
        page = self.press("resolve").content.decode()
        assert "Reopen" in page
        assert "Net." in page
        refusal = messages_of(self.press("reply", text="But"))
        assert "Reopen it first" in refusal
        self.press("reopen")
        self.remark.refresh_from_db()
        assert self.remark.resolved_by is None
        assert "open already" in messages_of(self.press("reopen"))
        assert self.actions()[-2:] == ["resolve comment", "reopen comment"]

    def test_a_reply_cannot_be_resolved_alone(self) -> None:
        self.press("reply", text="Net.")
        reply = Comment.objects.get(reply_to=self.remark)
        assert "already resolved" in messages_of(self.press("resolve", reply))

    def test_who_is_named_is_told_and_who_is_unknown_is_named(self) -> None:
        make_user("Zoe", groups=("Authors",), email="zoe@example.com")
        make_user("Una", groups=("Authors",))
        text = "@zoe, @zoe. @una and @nemo: see a@example.com"
        with self.settings(IRSITE_ALERTS=True):
            reply = messages_of(self.press("reply", text=text))
            assert "Told by mail: Zoe. Nobody here is called @nemo." in reply
        comment = perform(
            self.client, self.release, "comment", passage="", text="@zoe look"
        )
        assert messages_of(comment) == "Comment added."


class ItsPlace(ReviewingTestCase):
    """Of several like it, the words that were selected are marked, as long as they are there."""

    BODY = "<p>Revenue grew by 12% in Europe.</p><p>Costs grew by 12% in Asia.</p>"

    def setUp(self) -> None:
        super().setUp()
        Release.objects.update(body=self.BODY)

    def marked(self) -> str:
        """Return the text of the page with its marks, from the first one on."""
        page = self.page(change_path(self.release))
        return page.partition('<a id="mark-comment')[2].partition("</section>")[0]

    def select(self, **around: str) -> None:
        """Comment on the words with what stands around them."""
        perform(
            self.client, self.release, "comment", passage="by 12%", text="?", **around
        )

    def test_the_selected_occurrence_is_marked_and_no_other(self) -> None:
        self.select(before="Europe. Costs grew ", after=" in Asia.")
        remark = Comment.objects.get()
        assert remark.words_before.endswith("Costs grew")
        assert remark.words_after.startswith("in Asia.")
        assert "in Asia" in self.marked()
        assert "Europe" not in self.marked()

    def test_it_is_found_again_after_the_text_around_it_has_changed(self) -> None:
        self.select(before="Costs grew ", after=" in Asia.")
        Release.objects.update(
            body="<h2>New</h2><p>Costs, however, grew by 12% in Asia.</p>"
            + self.BODY[:38]
        )
        assert "in Asia" in self.marked()

    def test_without_a_script_it_is_the_first(self) -> None:
        self.select()
        assert "in Europe" in self.marked()
        assert "<mark>" not in self.marked().partition("in Asia")[2]

    def test_words_that_are_gone_are_called_gone(self) -> None:
        self.select(before="Costs grew ", after=" in Asia.")
        Release.objects.update(body="<p>Nothing.</p>")
        page = self.page(change_path(self.release))
        assert "no longer in the text" in page
