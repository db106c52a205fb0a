"""Something that an approved release carries is changed before the release is public."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.urls import reverse

import pytest

from releases.desk import outdated, transitions
from releases.models import (
    Boilerplate,
    Contact,
    Disclaimer,
    Event,
    Issuer,
    JournalEntry,
    Publication,
    Release,
    State,
    Topic,
)
from tests.admin.desk import (
    DeskTestCase,
    action_path,
    add_path,
    change_path,
    list_path,
    messages_of,
    post_form,
)
from tests.builders import (
    SEVEN,
    author,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    make_user,
    schedule,
)
from tests.clock import travel
from tests.workspace.concurrent_editing import signed_in

HOUR = dt.timedelta(hours=1)
LATER = SEVEN + 2 * HOUR
INDEX = reverse("admin:index")


class OutdatedTestCase(DeskTestCase):
    """A release approved for nine, and an event, a contact and wordings with it."""

    issuer: Issuer
    topic: Topic
    event: Event
    contact: Contact
    about: Boilerplate
    disclaimer: Disclaimer
    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        cls.issuer = make_issuer()
        cls.topic = Topic.objects.create(name="Dividend")
        cls.event, cls.contact = make_event(), make_contact()
        cls.about, cls.disclaimer = make_boilerplate(), make_disclaimer()
        with travel(SEVEN - HOUR):
            draft = make_release(
                contacts=(cls.contact,),
                events=(cls.event,),
                boilerplates=(cls.about,),
                disclaimers=(cls.disclaimer,),
            )
            draft.topics.add(cls.topic)
            cls.release = schedule(draft, live_from=LATER, approved_at=SEVEN - HOUR)

    def setUp(self) -> None:
        self.enterContext(travel(SEVEN))


def move(client: Client, event: Event, time: str = "2026-03-10T09:00") -> str:
    """Save the event at another time; return the page that follows."""
    answer = post_form(client, change_path(event), starts=time, ends="")
    return str(answer.content.decode())


class WhoeverSavesIt(OutdatedTestCase):
    """They are shown at once, with a button to stop the release and one to leave it."""

    def test_of_an_event(self) -> None:
        self.sign_in_as("Administrators")
        page = move(self.client, self.event)
        assert "1 approved release still says the old" in page
        assert "Changed since its approval: the event “First quarter earnings" in page
        assert action_path(self.release, "hold") in page
        assert action_path(self.release, "keep") in page
        assert "remove it from that release" not in page
        assert "See the public page" not in page
        assert "has the previous version" in page

    def test_an_author_is_offered_to_call_it_off(self) -> None:
        self.sign_in_as("Authors")
        page = move(self.client, self.event)
        assert action_path(self.release, "call-off") in page
        assert action_path(self.release, "hold") not in page
        assert action_path(self.release, "keep") in page

    def test_of_a_contact_an_about_section_and_a_disclaimer(self) -> None:
        self.sign_in_as("Administrators")
        for part, changes, words in (
            (self.contact, {"name": "Somebody Else"}, "a contact"),
            (self.about, {"text": "Another text."}, "an About section"),
            (self.disclaimer, {"wording": "Other words."}, "(revision 2)"),
        ):
            with self.subTest(words):
                answer = post_form(self.client, change_path(part), **changes)
                page = answer.content.decode()
                assert "1 approved release still says the old" in page
                assert words in page.partition("outdated-title")[2]

    def test_of_a_category_a_topic_and_the_company_s_time_zone(self) -> None:
        self.sign_in_as("Administrators")
        for part, changes, words in (
            (self.release.category, {"name": "Results"}, "approval: the category."),
            (self.topic, {"name": "Dividends"}, "the category and a topic."),
            (self.issuer, {"timezone": "Europe/Oslo"}, "the company’s time zone"),
        ):
            with self.subTest(words):
                answer = post_form(self.client, change_path(part), **changes)
                page = answer.content.decode()
                assert "1 approved release still says the old" in page
                assert words in page.partition("outdated-title")[2]

    def test_by_every_button_that_saves(self) -> None:
        self.sign_in_as("Administrators")
        for button in ("_save", "_continue", "_addanother", "_publish"):
            with self.subTest(button):
                answer = post_form(
                    self.client,
                    change_path(self.contact),
                    button=button,
                    name=f"Somebody {button}",
                )
                page = answer.content.decode()
                assert "1 approved release still says the old" in page
                assert action_path(self.release, "hold") in page

    def test_on_an_add_page_only_of_what_was_saved_before_it(self) -> None:
        self.sign_in_as("Administrators")
        post_form(self.client, change_path(self.contact), name="Somebody")
        unused = make_contact(name="Unused")
        add = add_path("contact")
        for query, is_named in (
            (f"?saved={self.contact.pk}", True),
            (f"?saved={unused.pk}", False),
            ("?saved=x", False),
            ("?saved=99999", False),
            ("", False),
        ):
            with self.subTest(query):
                page = self.page(f"{add}{query}")
                assert ("still says the old" in page) == is_named
        answer = post_form(self.client, change_path(unused), button="_addanother")
        assert answer.redirect_chain[-1][0] == add

    def test_in_a_small_window_on_the_next_page(self) -> None:
        self.sign_in_as("Administrators")
        path = f"{change_path(self.contact)}?_popup=1"
        answer = post_form(self.client, path, name="Somebody", _popup="1")
        assert answer.status_code == 200
        page = self.page(INDEX)
        assert f'{change_path(self.release)}">{self.release}</a>: Changed since' in page

    def test_of_a_topic_that_is_deleted(self) -> None:
        self.sign_in_as("Administrators")
        path = reverse("admin:releases_topic_delete", args=[self.topic.pk])
        answer = self.client.post(path, {"post": "yes"}, follow=True)
        assert "Changed since its approval: a topic." in messages_of(answer)

    def test_of_topics_that_are_deleted_together(self) -> None:
        self.sign_in_as("Administrators")
        answer = self.client.post(
            list_path("topic"),
            {
                "action": "delete_selected",
                "_selected_action": [self.topic.pk],
                "post": "yes",
            },
            follow=True,
        )
        assert "Changed since its approval: a topic." in messages_of(answer)

    def test_of_a_file_of_the_event(self) -> None:
        make_attachment(event=self.event, name="slides.pdf")
        self.sign_in_as("Counsel")
        page = self.page(change_path(self.event))
        assert "1 approved release still says the old" in page

    def test_publishing_the_event_alone_is_refused_without_a_dead_end(self) -> None:
        self.sign_in_as("Administrators")
        answer = post_form(
            self.client, change_path(self.event), button="_publish", ends=""
        )
        shown = messages_of(answer)
        assert "hold that release and have it approved again, or call it off" in shown

    def test_nothing_is_said_where_nothing_differs(self) -> None:
        self.sign_in_as("Administrators")
        for part in (self.event, self.contact, self.about, self.disclaimer):
            assert "still says the old" not in self.page(change_path(part))
        assert "outdated" not in self.page(change_path(self.release))
        assert not outdated.outdated_releases(at=SEVEN)


class UntilItIsSettled(OutdatedTestCase):
    """The release, the dashboard and the list of events say so."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with travel(SEVEN):
            move(signed_in(make_user(groups=("Administrators",))), cls.event)

    def setUp(self) -> None:
        super().setUp()
        self.sign_in_as("Counsel", name="cora")

    def press(self, name: str, **data: Any) -> Any:
        """Press the button on the event's page."""
        self.page(change_path(self.event))
        answer = self.client.post(action_path(self.release, name), data, follow=True)
        self.release.refresh_from_db()
        return answer

    def digest(self) -> str:
        """Return the digest that the button posts."""
        (row,) = outdated.outdated_releases(at=SEVEN)
        return row.digest

    def test_on_the_release_and_the_dashboard(self) -> None:
        for path in (change_path(self.release), INDEX):
            page = self.page(path)
            assert "Changed since its approval: the event" in page
        page = self.page(change_path(self.release))
        assert "Scheduled, but outdated" in page
        assert "It will publish automatically." not in page
        assert "workspace-alert" in page
        assert "Changed since its approval" in self.page(
            action_path(self.release, "hold")
        )

    def test_in_the_list_of_events(self) -> None:
        page = self.page(list_path("event"))
        assert "Nothing yet (the previous version is scheduled)" in page

    def test_one_press_holds_it_and_it_is_approved_again(self) -> None:
        answer = self.press("hold")
        assert "Held. It will not publish" in messages_of(answer)
        assert self.release.state == State.HELD
        assert "Approve it again, or send it back." in answer.content.decode()
        assert "Changed since its approval: the event" not in self.page(INDEX)

    def test_one_press_leaves_it_and_the_old_goes_public(self) -> None:
        answer = self.press("keep", seen=self.digest())
        assert "Left as approved." in messages_of(answer)
        assert self.release.state == State.APPROVED
        for path in (INDEX, change_path(self.release), change_path(self.event)):
            assert "Changed since its approval" not in self.page(path)
        entry = JournalEntry.objects.get(action="keep as approved")
        assert entry.by == "cora"
        assert Publication.objects.releases().live(at=LATER).exists()

    def test_another_change_must_be_settled_anew(self) -> None:
        self.press("keep", seen=self.digest())
        self.sign_in_as("Administrators")
        page = move(self.client, self.event, "2026-03-10T10:00")
        assert "still says the old" in page

    def test_what_has_changed_again_is_not_left_unseen(self) -> None:
        seen = self.digest()
        self.event.city = "Boston"
        self.event.save()
        with pytest.raises(transitions.NotAllowed, match="something else"):
            outdated.keep_as_approved(self.release, by=author(), at=SEVEN, seen=seen)

    def test_changing_it_back_settles_it(self) -> None:
        self.sign_in_as("Administrators")
        answer = post_form(
            self.client,
            change_path(self.event),
            starts="2026-03-10T08:00",
            ends="2026-03-10T09:00",
        )
        assert "still says the old" not in answer.content.decode()

    def test_once_it_is_public_nothing_is_left_to_stop(self) -> None:
        with travel(LATER):
            self.sign_in_as("Counsel")
            assert "Changed since its approval" not in self.page(INDEX)
            page = self.page(change_path(self.event))
        assert "readers still see the previous version" in page
