"""Published now, approved after: the page shouts, and so does the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from releases.models import Category, JournalEntry, Publication, Release, State
from tests.admin.desk import (
    DeskTestCase,
    action_path,
    change_path,
    messages_of,
    perform,
)
from tests.builders import (
    SEVEN,
    counsel,
    make_disclaimer,
    make_issuer,
    make_release,
    make_user,
    publication_of,
    submit,
)
from tests.clock import SECOND, travel
from tests.workspace.concurrent_editing import signed_in

DAY = dt.timedelta(days=1)
WHY = "The figures are on a message board."


class EmergencyTestCase(DeskTestCase):
    """Counsel at the desk, at seven."""

    cleo: User

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.cleo = make_user("cleo", groups=("Counsel",))

    def setUp(self) -> None:
        self.client.force_login(self.cleo)

    def publish(self, release: Release, **changes: Any) -> Any:
        """On one person's word."""
        return publish_alone(self.client, release, **changes)


def publish_alone(client: Client, release: Release, **changes: Any) -> Any:
    """Publish it at seven on one person's word."""
    with travel(SEVEN):
        answer = perform(client, release, "emergency", **{"reason": WHY} | changes)
    release.refresh_from_db()
    return answer


class AnEmergency(EmergencyTestCase):
    """One person's word, with a reason."""

    def test_it_is_out_in_the_next_second(self) -> None:
        release = make_release()
        answer = self.publish(release)
        assert "Public from 3 March 2026, 07:00:01 EST" in messages_of(answer)
        assert "must approve it by 4 March 2026, 07:00:00 EST" in messages_of(answer)
        assert publication_of(release).live_from == SEVEN + SECOND
        assert WHY in JournalEntry.objects.get(action="publish in emergency").detail

    def test_its_page_shows_the_text_and_shouts(self) -> None:
        page = self.page(action_path(make_release(), "emergency"))
        assert "Nobody else has approved this." in page
        assert "within 24 hours" in page
        assert "PUBLISH NOW, without approvals" in page
        assert "Revenue grew." in page

    def test_without_a_reason_nothing_is_done(self) -> None:
        page = self.publish(make_release(), reason="").content.decode()
        assert "This field is required." in page
        assert not Publication.objects.exists()

    def test_what_was_changed_since_it_was_read_is_refused(self) -> None:
        page = self.publish(make_release(), seen="0" * 64).content.decode()
        assert "was changed after you read it" in page
        assert not Publication.objects.exists()

    def test_what_blocks_stops_it_too(self) -> None:
        release = make_release(body="")
        page = self.page(action_path(release, "emergency"))
        assert "also block an emergency" in page
        self.publish(release)
        assert release.state == State.DRAFT

    def test_it_asks_for_what_the_draft_lacks(self) -> None:
        release = make_release(forward_looking="", category=None)
        page = self.page(action_path(release, "emergency"))
        assert "also block an emergency" not in page
        assert 'name="category"' in page
        assert 'name="forward_looking"' in page
        assert "This field is required." in self.publish(release).content.decode()
        category = Category.objects.get(slug="corporate")
        self.publish(release, category=category.pk, forward_looking="no")
        assert (release.category, release.forward_looking) == (category, "no")
        assert publication_of(release).live_from == SEVEN + SECOND
        assert publication_of(release).category == "corporate"

    def test_with_forward_looking_statements_it_asks_for_a_disclaimer(self) -> None:
        release = make_release(forward_looking="")
        page = self.publish(release, forward_looking="yes").content.decode()
        assert "Choose one: the release contains forward-looking" in page
        disclaimer = make_disclaimer(
            approved_at=SEVEN - DAY, approved_by=counsel(), in_force=True
        )
        self.publish(release, forward_looking="yes", disclaimer=disclaimer.pk)
        assert list(release.disclaimers.all()) == [disclaimer]
        assert disclaimer.wording[:20] in publication_of(release).document

    def test_what_was_answered_is_not_asked_again(self) -> None:
        page = self.page(action_path(make_release(), "emergency"))
        assert 'name="category"' not in page
        assert 'name="forward_looking"' not in page
        assert 'name="disclaimer"' not in page

    def test_it_is_the_last_of_the_actions(self) -> None:
        page = self.page(change_path(submit()))
        more_actions = page.rpartition("More actions")[2]
        assert "Publish in an emergency" in more_actions


class TheSecondApproval(EmergencyTestCase):
    """It follows, by another person, of what was published."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.release = make_release(body="<p>It was <em>so</em>.</p>")
        publish_alone(signed_in(cls.cleo), cls.release)

    def at_the_desk(self, path: str, *, later: dt.timedelta = SECOND) -> str:
        """Return a page at this time."""
        with travel(SEVEN + later):
            return self.page(path)

    def test_who_published_it_is_told_that_somebody_else_must(self) -> None:
        page = self.at_the_desk(change_path(self.release))
        assert "cleo published it alone in an emergency. Someone else must" in page

    def test_others_read_what_was_published_and_approve_it(self) -> None:
        self.sign_in_as("Finance")
        Release.objects.filter(pk=self.release.pk).update(body="<p>Tampered.</p>")
        path = action_path(self.release, "ratify")
        page = self.at_the_desk(path)
        assert "<p>It was <em>so</em>.</p>" in page
        assert "Tampered." not in page
        with travel(SEVEN + SECOND):
            answer = perform(self.client, self.release, "ratify")
        self.release.refresh_from_db()
        assert "Two people have now approved this release" in messages_of(answer)
        assert self.release.ratify_by is None

    def test_who_published_it_is_refused(self) -> None:
        with travel(SEVEN + SECOND):
            answer = perform(self.client, self.release, "ratify")
        assert "Someone else must approve it" in (answer.content.decode())

    def test_after_its_deadline_the_page_shouts(self) -> None:
        self.sign_in_as("Finance")
        page = self.at_the_desk(change_path(self.release), later=DAY + SECOND)
        assert "That deadline has passed." in page
        assert "Second approval due" in page
