"""Deputies: named by administrators, seen by everybody, journalled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.desk.approvals import Approver
from releases.models import Absence, JournalEntry
from tests.admin.desk import (
    DeskTestCase,
    add_path,
    change_path,
    list_path,
    messages_of,
    post_form,
)
from tests.builders import SEVEN, make_absence, make_issuer, make_user
from tests.clock import travel

DAY = dt.timedelta(days=1)


class NamingADeputy(DeskTestCase):
    """Who is away, who instead, from when and until when."""

    def setUp(self) -> None:
        make_issuer(timezone="America/New_York")
        self.enterContext(travel(SEVEN))
        self.carl = make_user("carl", groups=("Counsel",), first_name="Carl")
        self.dora = make_user("dora", groups=("Finance",))
        self.sign_in_as("Administrators", name="ines")

    def name(self, **changes: Any) -> Any:
        """Fill the form for a new one."""
        values: dict[str, Any] = {
            "person": self.carl.pk,
            "deputy": self.dora.pk,
            "starts": "2026-03-03T09:00",
            "ends": "2026-03-10T09:00",
        }
        return post_form(self.client, add_path("absence"), **{**values, **changes})

    def test_is_by_the_companys_clock(self) -> None:
        response = self.name()
        assert (
            "Saved. dora is the deputy of carl from 3 March 2026, 09:00:00 EST."
            in messages_of(response)
        )
        absence = Absence.objects.get()
        assert absence.starts == dt.datetime(2026, 3, 3, 14, tzinfo=dt.UTC)
        assert absence.ends == dt.datetime(2026, 3, 10, 13, tzinfo=dt.UTC)
        assert "Company time (America/New_York)" in response.content.decode()

    def test_lets_the_deputy_approve_in_their_roles(self) -> None:
        self.name()
        counsel = self.carl.groups.get()
        inside, outside = SEVEN + 2 * DAY, SEVEN + 8 * DAY
        assert Approver(self.dora, at=inside).roles[counsel.pk] == self.carl
        assert counsel.pk not in Approver(self.dora, at=outside).roles

    def test_is_journalled_and_so_is_changing_it_and_taking_it_back(self) -> None:
        self.name()
        absence = Absence.objects.get()
        post_form(self.client, change_path(absence), ends="2026-03-11T09:00")
        delete = reverse("admin:releases_absence_delete", args=[absence.pk])
        self.client.post(delete, {"post": "yes"})
        assert not Absence.objects.exists()
        entries = JournalEntry.objects.filter(subject=f"absence:{absence.pk}")
        days = "from 2026-03-03T14:00:00+00:00 until 2026-03-{}T13:00:00+00:00"
        assert [
            (entry.by, entry.action, entry.detail) for entry in entries.order_by("seq")
        ] == [
            ("ines", "name deputy", f"dora for carl, {days.format(10)}"),
            ("ines", "name deputy", f"dora for carl, {days.format(11)}"),
            ("ines", "remove deputy", f"dora for carl, {days.format(11)}"),
        ]

    def test_several_that_are_taken_back_at_once_are_each_journalled(self) -> None:
        pks = [make_absence(self.carl, make_user()).pk for _ in range(2)]
        data = {"action": "delete_selected", "_selected_action": pks, "post": "yes"}
        self.client.post(list_path("absence"), data)
        taken = JournalEntry.objects.filter(action="remove deputy")
        assert {entry.subject for entry in taken} == {f"absence:{pk}" for pk in pks}

    def test_refuses_what_could_come_to_nothing(self) -> None:
        gone = make_user("gone", is_active=False)
        reader = make_user("reader")
        reader.is_staff = False
        reader.save()
        for changes, words in (
            ({"ends": "2026-03-02T09:00"}, "This time has passed."),
            ({"ends": "2026-03-03T08:00"}, "The absence must end after it starts."),
            ({"deputy": self.carl.pk}, "Choose somebody else as deputy."),
            ({"deputy": gone.pk}, "Select a valid choice"),
            ({"deputy": reader.pk}, "Select a valid choice"),
            ({"starts": ""}, "This field is required"),
            ({"starts": "2026-03-08T02:30"}, "There is no 02:30:00"),
        ):
            with self.subTest(words):
                assert words in self.name(**changes).content.decode()
        assert not Absence.objects.exists()

    def test_refuses_the_same_two_twice_and_takes_a_second_deputy(self) -> None:
        self.name()
        again = self.name(starts="2026-03-09T09:00", ends="2026-03-12T09:00")
        assert (
            "dora is already the deputy of carl from 3 March 2026, 09:00:00 EST until "
            "10 March 2026, 09:00:00 EDT" in again.content.decode()
        )
        self.name(starts="2026-03-10T09:00", ends="2026-03-12T09:00")
        self.name(deputy=make_user().pk)
        assert Absence.objects.count() == 3

    def test_warns_of_a_deputy_who_is_away_too(self) -> None:
        make_absence(self.dora, make_user(), starts=SEVEN + DAY)
        assert "dora is away for part of that time" in messages_of(self.name())

    def test_warns_where_there_is_nothing_to_stand_in_for(self) -> None:
        writer = make_user("ada", groups=("Authors",))
        assert "ada can’t approve releases" in messages_of(self.name(person=writer.pk))

    def test_of_somebody_who_has_left_can_still_be_ended(self) -> None:
        absence = make_absence(self.carl, self.dora)
        type(self.carl).objects.filter(pk=self.carl.pk).update(is_active=False)
        post_form(self.client, change_path(absence), ends="2026-03-04T09:00")
        absence.refresh_from_db()
        assert absence.ends == dt.datetime(2026, 3, 4, 14, tzinfo=dt.UTC)

    def test_people_are_chosen_by_the_names_they_are_known_by(self) -> None:
        page = self.page(add_path("absence"))
        assert ">Carl (carl)</option>" in page
        assert ">dora</option>" in page


class TheListOfDeputies(DeskTestCase):
    """Everybody at the desk sees it; only administrators change it."""

    def setUp(self) -> None:
        make_issuer()
        self.enterContext(travel(SEVEN))

    def test_it_says_who_stands_in_now(self) -> None:
        self.sign_in_as("Authors")
        make_absence(make_user("carl"), make_user("dora"))
        page = self.page(list_path("absence"))
        assert "3 March 2026, 07:00:00 EST" in page
        assert 'alt="True"' in page

    def test_others_only_read(self) -> None:
        absence = make_absence(make_user("carl"), make_user("dora"))
        for group in ("Authors", "Counsel", "Finance"):
            with self.subTest(group):
                self.sign_in_as(group)
                self.page(change_path(absence))
                assert self.client.post(change_path(absence), {}).status_code == 403
                assert self.client.get(add_path("absence")).status_code == 403

    def test_the_index_leads_there(self) -> None:
        self.sign_in_as("Authors")
        assert list_path("absence") in self.page(reverse("admin:index"))

    def test_who_has_no_permission_sees_none(self) -> None:
        user = self.sign_in_as()
        user.user_permissions.add(Permission.objects.get(codename="view_topic"))
        assert self.client.get(list_path("absence")).status_code == 403

    def test_it_costs_the_same_for_one_and_for_ten(self) -> None:
        self.sign_in_as("Administrators")
        counts = set()
        for number in (1, 9):
            for _ in range(number):
                make_absence(make_user(), make_user())
            with CaptureQueriesContext(connection) as asked:
                self.page(list_path("absence"))
            counts.add(len(asked))
        assert len(counts) == 1
