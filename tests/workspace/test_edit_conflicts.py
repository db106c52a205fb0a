"""Two people at one page: the later save is refused, with everything to compare."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from releases.models import Attachment, JournalEntry, Release, State, Topic
from tests.admin.desk import (
    change_path,
    form_data,
    form_data_of,
    messages_of,
    post_form,
    sign_out,
)
from tests.builders import SEVEN, make_release, make_user, submit
from tests.workspace.concurrent_editing import (
    CONFLICT,
    ConcurrentEditingTestCase,
    signed_in,
)


class TheLaterSave(ConcurrentEditingTestCase):
    """Nothing of it is saved, and nothing of it is lost."""

    def test_is_refused_and_comes_back_as_it_was_typed(self) -> None:
        self.saves_first(self.ada, headline="Ada’s Headline")
        answer = self.ben_sends(source="Ben, Inc.", body="<p>Ben’s words.</p>")
        page = answer.content.decode()
        assert CONFLICT in page
        assert "ada saved it a moment ago." in page
        assert 'value="Ben, Inc."' in page
        assert "Ben’s words." in page
        self.release.refresh_from_db()
        assert self.release.headline == "Ada’s Headline"
        assert self.release.source == "Larkmoor Therapeutics"
        edits = JournalEntry.objects.filter(action="edit")
        assert [entry.by for entry in edits] == ["ada"]

    def test_shows_what_they_changed_word_by_word_beside_yours(self) -> None:
        self.saves_first(
            self.ada,
            headline="Larkmoor Reports Record First Quarter Results",
            body="<p>Revenue grew to twelve million.</p>",
            source="Larkmoor, Inc.",
        )
        answer = self.ben_sends(
            body="<p>Revenue fell to ten million.</p>", source="Larkmoor, Inc."
        )
        assert self.differences(answer) == {
            "Headline": (
                "Larkmoor Reports [+Record] First Quarter Results",
                "",
                "You did not change it. Saving yours undoes their change.",
            ),
            "Body": (
                "Revenue grew to [-ten] [+twelve] million.",
                "Revenue [-grew] [+fell] to ten million.",
                "",
            ),
            "Source": (
                "[-Larkmoor Therapeutics] [+Larkmoor, Inc.]",
                "",
                "You made the same change.",
            ),
        }

    def test_where_only_the_markup_was_changed_it_is_shown(self) -> None:
        self.saves_first(
            self.ada,
            body="<p>Revenue grew to <strong>ten</strong> million.</p>",
        )
        theirs, _, _ = self.differences(self.ben_sends())["Body"]
        assert theirs == (
            "<p>Revenue grew to [-ten] [+<strong>ten</strong>] million.</p>"
        )

    def test_choices_and_times_are_told_in_words(self) -> None:
        Topic.objects.create(name="Oncology")
        topic = Topic.objects.create(name="Dividends")
        self.saves_first(
            self.ada,
            category="2",
            forward_looking="yes",
            topics=[topic.pk],
            go_live_at="2026-03-03T16:01:00",
        )
        answer = self.ben_sends()
        assert {
            label: theirs for label, (theirs, _, _) in self.differences(answer).items()
        } == {
            "Category": "[-Financial results] [+Corporate]",
            "Forward-looking statements": "[-No] [+Yes]",
            "Topics": "[+Dividends]",
            "Publish at": "[+2026-03-03 16:01]",
        }

    def test_opens_no_door(self) -> None:
        self.saves_first(self.ada, headline="Ada’s Headline")
        assert CONFLICT in self.ben_sends(button="_submit").content.decode()
        self.release.refresh_from_db()
        assert self.release.state == State.DRAFT

    def test_where_nobody_saved_it_is_not_late(self) -> None:
        assert "Saved as a draft." in messages_of(
            self.ben_sends(headline="Ben’s Headline")
        )

    def test_where_what_was_saved_changed_nothing_it_is_not_late(self) -> None:
        self.saves_first(self.ada)
        assert "Saved as a draft." in messages_of(
            self.ben_sends(headline="Ben’s Headline")
        )

    def test_tells_ones_own_other_window_from_somebody_else(self) -> None:
        self.saves_first(self.ben, headline="Ben’s Headline")
        page = self.ben_sends(source="Ben, Inc.").content.decode()
        assert "You saved it in another window a moment ago." in page

    def test_is_refused_where_something_else_than_a_form_changed_it(self) -> None:
        Release.objects.update(go_live_at=SEVEN)
        page = self.ben_sends().content.decode()
        assert "It was changed after you opened this page." in page
        assert "2026-03-03 07:00" in page

    def test_of_a_release_that_is_no_draft_any_more_says_that_too(self) -> None:
        self.saves_first(self.ada, headline="Ada’s Headline")
        self.release.refresh_from_db()
        submit(self.release)
        page = self.ben_sends(source="Ben, Inc.").content.decode()
        assert CONFLICT in page
        assert "this release is no longer a draft" in page
        assert 'value="Ben, Inc."' in page

    def test_after_a_session_that_ended_is_refused_all_the_same(self) -> None:
        self.saves_first(self.ada, headline="Ada’s Headline")
        sign_out(self.ben)
        kept = dict(self.ben_sends(source="Ben, Inc.").context["kept_form"].fields)
        self.ben.force_login(make_user("bens-other-name", groups=("Authors",)))
        answer = self.ben.post(self.path, kept)
        assert 'value="Ben, Inc."' in answer.content.decode()
        assert self.differences(answer).keys() == {"Headline"}

    def test_with_a_file_keeps_the_file_for_the_next_time(self) -> None:
        self.saves_first(self.ada, headline="Ada’s Headline")
        file: dict[str, Any] = {
            "attachments-TOTAL_FORMS": "1",
            "attachments-0-title": "Tables",
            "attachments-0-file": SimpleUploadedFile("a.pdf", b"%PDF"),
        }
        answer = self.ben_sends(**file)
        page = answer.content.decode()
        assert "a.pdf (" in page
        assert "is kept" in page
        assert not Attachment.objects.exists()


class AfterReadingIt(ConcurrentEditingTestCase):
    """One button saves over what was read, and over nothing else."""

    page_of_refusal: str
    shown: dict[str, tuple[str, str, str]]
    came_back: dict[str, Any]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        ada, ben = map(signed_in, cls.people)
        sent = {**cls.opened, "_save": "1"}
        changes = {"headline": "Ada’s Headline", "source": "Ada, Inc."}
        ada.post(cls.path, {**sent, **changes})
        refused: Any = ben.post(cls.path, {**sent, "source": "Ben, Inc."})
        cls.page_of_refusal = refused.content.decode()
        cls.shown = cls.differences(refused)
        cls.came_back = form_data_of(refused.context)

    def ben_sends_again(self, *, button: str = "_overwrite", **changes: Any) -> Any:
        """Return the form as it came back."""
        data = {**self.came_back, **changes, button: "1"}
        return self.ben.post(self.path, data, follow=True)

    def test_mine_can_be_saved_over_theirs(self) -> None:
        assert "Saved as a draft." in messages_of(self.ben_sends_again())
        self.release.refresh_from_db()
        assert self.release.source == "Ben, Inc."
        assert self.release.headline == "Larkmoor Reports First Quarter Results"

    def test_with_what_was_taken_over_by_hand(self) -> None:
        self.ben_sends_again(headline="Ada’s and Ben’s Headline")
        self.release.refresh_from_db()
        assert self.release.headline == "Ada’s and Ben’s Headline"

    def test_it_is_the_only_button_that_saves(self) -> None:
        page = self.page_of_refusal
        assert "Save mine over theirs" in page
        assert 'name="_submit"' not in page
        assert 'value="Save"' not in page
        again = self.ben_sends_again(button="_save")
        assert self.differences(again) == self.shown

    def test_what_was_saved_after_the_reading_is_shown_first(self) -> None:
        post_form(self.ada, self.path, headline="Ada’s Second Headline")
        again = self.ben_sends_again()
        assert "Ada’s [+Second] Headline" not in str(self.differences(again))
        assert self.differences(again)["Headline"][0].endswith(
            "[+Ada’s Second Headline]"
        )
        assert self.differences(again).keys() == {"Headline", "Source"}
        self.came_back = form_data_of(again.context)
        assert "Saved as a draft." in messages_of(self.ben_sends_again())

    def test_theirs_is_taken_by_opening_the_page_anew(self) -> None:
        assert f'href="{self.path}">Discard mine' in self.page_of_refusal
        assert "Ada’s Headline" in self.ben.get(self.path).content.decode()


class AFormThatDoesNotSay(ConcurrentEditingTestCase):
    """What it was opened with is not known, so it might undo anything."""

    def test_is_refused_with_all_that_differs(self) -> None:
        other = change_path(make_release(headline="Another"))
        for opened in ("", "forged", form_data(self.ben, other)["opened"]):
            with self.subTest(opened[:10]):
                answer = self.ben_sends(opened=opened, source="Ben, Inc.")
                assert CONFLICT in answer.content.decode()
                assert self.differences(answer) == {
                    "Source": (
                        "Larkmoor Therapeutics",
                        "[-Larkmoor Therapeutics] [+Ben, Inc.]",
                        "",
                    )
                }

    def test_can_be_saved_once_that_is_read(self) -> None:
        answer = self.ben_sends(opened="", source="Ben, Inc.")
        data = {**form_data_of(answer.context), "_overwrite": "1"}
        assert "Saved as a draft." in messages_of(
            self.ben.post(self.path, data, follow=True)
        )

    def test_that_says_the_same_as_what_stands_is_told_so(self) -> None:
        page = self.ben_sends(opened="").content.decode()
        assert "Both versions are the same." in page

    def test_a_digest_of_nothing_that_was_read_saves_nothing(self) -> None:
        self.saves_first(self.ada, headline="Ada’s Headline")
        for digest in ("", "0" * 64):
            answer = self.ben_sends(button="_overwrite", compared=digest)
            assert CONFLICT in answer.content.decode()
