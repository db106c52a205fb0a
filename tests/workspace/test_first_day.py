"""What a new newsroom finds on its front page until it has everything."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import override_settings
from django.urls import reverse

from releases.desk import disclaimer_revisions, site_profile
from releases.models import JournalAction
from releases.record import journal
from releases.workspace.dashboard.first_day import RELEASES_OF_A_FIRST_DAY
from tests.admin.desk import DeskTestCase
from tests.builders import (
    SEVEN,
    counsel,
    make_contact,
    make_disclaimer,
    make_issuer,
    publish,
    schedule,
)
from tests.clock import travel

INDEX = reverse("admin:index")
MINUTE = dt.timedelta(minutes=1)


class TheFirstDay(DeskTestCase):
    """Each step has a link until it is done, and the list goes away with the last one."""

    databases = "__all__"

    def setUp(self) -> None:
        self.enterContext(travel(SEVEN))
        self.ines = self.sign_in_as("Administrators", name="ines")

    def left(self) -> list[str]:
        """Return the steps that are still to be done; none where there is no list."""
        context: Any = self.client.get(INDEX).context
        return [str(step.title) for step in context["setup_steps"] if not step.is_done]

    def publish_item(self, item: Any) -> None:
        site_profile.publish(item, by=self.ines, at=SEVEN)

    @override_settings(IRSITE_ALERTS=True)
    def test_each_step_is_done_by_doing_it(self) -> None:
        titles = self.left()
        assert len(titles) == 7
        issuer = make_issuer()
        assert self.left() == titles
        self.publish_item(issuer)
        self.publish_item(make_contact())
        disclaimer = make_disclaimer()
        assert "Have a forward-looking disclaimer approved" in self.left()
        disclaimer_revisions.approve_revision(disclaimer, by=counsel(), at=SEVEN)
        with travel(SEVEN + MINUTE):
            self.client.force_login(self.ines)
            assert self.left() == [
                "See something open at its instant",
                "Send yourself a test mail",
            ]
            page = self.page(INDEX)
            assert "Done:</strong> Name your company" in page
            assert f'<a href="{reverse("admin:releases_release_add")}">See some' in page
        schedule(live_from=SEVEN + 10 * MINUTE, approved_at=SEVEN + MINUTE)
        journal.write(JournalAction.TEST_MAIL, "release:1", by=self.ines)
        with travel(SEVEN + 11 * MINUTE):
            self.client.force_login(self.ines)
            assert "Before your first release" not in self.page(INDEX)

    def test_a_desk_of_one_needs_no_second_person_and_no_mail_where_none_is_sent(
        self,
    ) -> None:
        assert "Add a second person who may approve" in self.left()
        assert "Send yourself a test mail" not in self.left()
        with override_settings(IRSITE_ONE_PERSON_DESK=True):
            assert "Add a second person who may approve" not in self.left()

    def test_it_is_for_those_who_set_the_newsroom_up(self) -> None:
        self.sign_in_as("Finance")
        assert self.left() == []

    def test_a_newsroom_that_publishes_is_no_longer_new(self) -> None:
        for number in range(RELEASES_OF_A_FIRST_DAY):
            publish(headline=f"Release {number}", at=SEVEN + number * MINUTE)
        with travel(SEVEN + 60 * MINUTE):
            self.client.force_login(self.ines)
            assert self.left() == []
