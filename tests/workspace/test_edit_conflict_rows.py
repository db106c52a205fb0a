"""Two people at one page: the rows below it, who saved it, and every other page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from releases.models import Contact, ReleaseContact, Topic
from tests.admin.desk import (
    DeskTestCase,
    change_path,
    form_data,
    form_data_of,
    messages_of,
    post_form,
)
from tests.builders import (
    SEVEN,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    make_user,
)
from tests.clock import travel
from tests.workspace.concurrent_editing import (
    CONFLICT,
    ConcurrentEditingTestCase,
    make_named_contact,
)


class TheRowsBelow(ConcurrentEditingTestCase):
    """Contacts, files and the like are compared row by row."""

    def ada_sends(self, **changes: Any) -> None:
        """Save the page as Ada."""
        self.saves_first(self.ada, **changes)

    def names(self) -> list[str]:
        """Return the contacts of the release, in their order."""
        rows = ReleaseContact.objects.filter(release=self.release)
        return [row.contact.name for row in rows.select_related("contact")]

    def overwrite(self, answer: Any, **changes: Any) -> None:
        """Save over what the answer showed."""
        data = {**form_data_of(answer.context, **changes), "_overwrite": "1"}
        assert "Saved as a draft." in messages_of(
            self.ben.post(self.path, data, follow=True)
        )

    def test_a_row_that_was_added_is_told_and_stays(self) -> None:
        third = make_named_contact("Third")
        self.ada_sends(**{"releasecontacts-2-contact": third.pk})
        answer = self.ben_sends(source="Ben, Inc.")
        assert self.differences(answer)["Added: release contact"] == (
            "[+Contact: Third (investors); Position: 2]",
            "",
            "This stays whichever version you choose.",
        )
        self.overwrite(answer)
        assert set(self.names()) == {"First", "Second", "Third"}

    def test_a_row_that_was_changed_is_told_by_its_name(self) -> None:
        self.ada_sends(**{"releasecontacts-0-order": "7"})
        answer = self.ben_sends(**{"releasecontacts-1-order": "5"})
        assert self.differences(answer) == {
            "First (investors): Position": (
                "[-0] [+7]",
                "",
                "You did not change it. Saving yours undoes their change.",
            )
        }

    def test_a_row_that_you_take_away_is_told_so(self) -> None:
        self.ada_sends(**{"releasecontacts-0-order": "7"})
        answer = self.ben_sends(**{"releasecontacts-0-DELETE": "on"})
        assert [remark for _, _, remark in self.differences(answer).values()] == [
            "You deleted it."
        ]
        self.overwrite(answer)
        assert self.names() == ["Second"]

    def test_a_row_that_was_taken_away_comes_back_with_yours(self) -> None:
        self.ada_sends(**{"releasecontacts-0-DELETE": "on"})
        answer = self.ben_sends(**{"releasecontacts-0-order": "3"})
        assert self.differences(answer)["Deleted: release contact"][0] == (
            "[-Contact: First (investors); Position: 0]"
        )
        self.overwrite(answer)
        assert self.names() == ["Second", "First"]

    def test_a_row_that_both_took_away_is_gone(self) -> None:
        self.ada_sends(**{"releasecontacts-0-DELETE": "on"})
        answer = self.ben_sends(**{"releasecontacts-0-DELETE": "on"})
        self.overwrite(answer)
        assert self.names() == ["Second"]

    def test_a_row_that_both_added_is_refused_in_a_sentence(self) -> None:
        third: dict[str, Any] = {
            "releasecontacts-2-contact": make_named_contact("Third").pk
        }
        self.ada_sends(**third)
        answer = self.ben_sends(**third)
        data = {**form_data_of(answer.context), "_overwrite": "1"}
        page = self.ben.post(self.path, data).content.decode()
        assert "This contact is already on the release." in page

    def test_a_file_that_was_taken_away_does_not_come_back_by_itself(self) -> None:
        make_attachment(self.release, title="Tables")
        self.opened = form_data(self.ben, self.path)
        self.ada_sends(**{"attachments-0-DELETE": "on"})
        answer = self.ben_sends(source="Ben, Inc.")
        assert self.differences(answer)["Deleted: attachment"][2] == (
            "To keep it, attach the file again."
        )
        self.overwrite(answer)
        self.release.refresh_from_db()
        assert self.release.source == "Ben, Inc."
        assert not self.release.attachments.exists()

    def test_counts_of_rows_that_are_none_are_refused_and_break_nothing(self) -> None:
        for name, number in (
            ("TOTAL", ""),
            ("TOTAL", "²"),
            ("TOTAL", "9" * 9999),
            ("INITIAL", "-1"),
            ("INITIAL", "9999"),
        ):
            with self.subTest(name, number=number[:5]):
                answer = self.ben_sends(**{f"releasecontacts-{name}_FORMS": number})
                assert answer.status_code == 200
        assert self.names() == ["First", "Second"]


class EveryOtherPage(DeskTestCase):
    """What releases carry, and the company, are edited by several people too."""

    def test_each_refuses_the_later_save(self) -> None:
        issuer = make_issuer()
        self.sign_in_as("Administrators", name="ines")
        release = make_release()
        for obj, field in (
            (make_contact(), "name"),
            (make_disclaimer(), "wording"),
            (make_boilerplate(), "text"),
            (make_event(), "title"),
            (release.category, "name"),
            (Topic.objects.create(name="Oncology"), "name"),
            (issuer, "legal_name"),
        ):
            path = change_path(obj)
            opened = form_data(self.client, path)
            assert obj is not None
            with self.subTest(path):
                self.client.post(path, {**opened, field: "Theirs"})
                answer = self.client.post(path, {**opened, field: "Yours"})
                page = answer.content.decode()
                assert CONFLICT in page
                assert "Theirs</ins>" in page
                assert "Yours</ins>" in page
                obj.refresh_from_db()
                assert getattr(obj, field) == "Theirs"

    def test_an_event_compares_by_its_own_clock(self) -> None:
        make_issuer()
        self.sign_in_as("Administrators")
        event = make_event(timezone="Europe/London")
        opened = form_data(self.client, change_path(event))
        moved = {**opened, "timezone": "America/New_York"}
        self.client.post(change_path(event), moved)
        answer = self.client.post(change_path(event), opened)
        labels = [difference.label for difference in answer.context["differences"]]
        assert labels == ["Time zone"]

    def test_a_new_thing_needs_no_comparison(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")
        path = reverse("admin:releases_contact_add")
        post_form(self.client, path, name="New")
        assert Contact.objects.get().name == "New"


class WhoSavedItLately(ConcurrentEditingTestCase):
    """Users who open the page are told."""

    def test_somebody_elses_save_is_told_for_half_an_hour(self) -> None:
        with travel(SEVEN):
            self.ada.force_login(make_user("ann", groups=("Authors",)))
            self.saves_first(self.ada, headline="Ann’s Headline")
        message = "ann saved this 4 minutes ago and may still be editing it."
        for minutes, expected in ((4, True), (31, False)):
            with travel(SEVEN + dt.timedelta(minutes=minutes)):
                self.ben.force_login(make_user(groups=("Authors",)))
                page = self.ben.get(self.path).content.decode()
                assert (message in page) is expected

    def test_ones_own_is_not(self) -> None:
        self.saves_first(self.ben, headline="Ben’s Headline")
        assert "may still be editing it" not in self.ben.get(self.path).content.decode()

    def test_long_ago_is_told_in_hours_and_days(self) -> None:
        with travel(SEVEN):
            self.ada.force_login(make_user("ann", groups=("Authors",)))
            self.saves_first(self.ada, headline="Ann’s Headline")
        for hours, words in ((1, "1 hour ago"), (5, "5 hours ago"), (50, "2 days ago")):
            with travel(SEVEN + dt.timedelta(hours=hours)):
                self.ben.force_login(make_user(groups=("Authors",)))
                assert f"ann saved it {words}." in self.ben_sends().content.decode()
