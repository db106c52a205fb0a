"""Contacts and the company: saved, then published by a button."""

from __future__ import annotations

from django.urls import reverse

from releases.desk import site_profile
from releases.models import (
    Category,
    Contact,
    Event,
    Issuer,
    JournalEntry,
    Publication,
)
from releases.record.published import profile
from tests.admin.desk import (
    DeskTestCase,
    add_path,
    change_path,
    form_data,
    list_path,
    messages_of,
    post_form,
)
from tests.builders import (
    SEVEN,
    author,
    make_boilerplate,
    make_contact,
    make_event,
    make_issuer,
    make_release,
    publish,
)
from tests.clock import SECOND, travel


class SaveAndPublish(DeskTestCase):
    """Two buttons: one keeps it at the desk, one puts it before the public."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")

    def test_saved_is_not_public_and_the_page_says_so(self) -> None:
        response = post_form(self.client, add_path("contact"), name="Dana Whitlock")
        assert "Saved but not published." in messages_of(response)
        assert "Saved but not published." in self.page(
            change_path(Contact.objects.get())
        )
        assert "Dana Whitlock" not in self.page("/contacts/")

    def test_one_in_use_cannot_be_deleted_and_the_releases_are_named(self) -> None:
        dana = make_contact(name="Dana Whitlock")
        release = make_release(headline="Larkmoor Reports Results", contacts=(dana,))
        path = reverse("admin:releases_contact_delete", args=[dana.pk])
        page = self.page(path)
        assert f'href="{change_path(release)}">Larkmoor Reports Results</a>' in page
        assert "Release contact" not in page
        self.client.post(path, {"post": "yes"})
        assert Contact.objects.filter(pk=dana.pk).exists()

    def test_published_is_on_the_contact_page_a_second_later(self) -> None:
        with travel(SEVEN):
            response = post_form(
                self.client,
                add_path("contact"),
                button="_publish",
                name="Dana Whitlock",
                emails="ir@example.com",
            )
        assert "Public from 3 March 2026, 07:00:01 EST." in messages_of(response)
        with travel(SEVEN + SECOND):
            page = self.page("/contacts/")
            assert "Dana Whitlock" in page
            assert "ir@example.com" in page

    def test_a_change_that_is_only_saved_says_what_the_public_still_sees(self) -> None:
        contact = make_contact()
        with travel(SEVEN):
            site_profile.publish(contact, by=author(), at=SEVEN)
        response = post_form(self.client, change_path(contact), name="Dana Other")
        assert "readers still see the previous version" in messages_of(response)

    def test_without_the_permission_there_is_no_such_button(self) -> None:
        self.sign_in_as("Counsel")
        assert "_publish" not in self.page(change_path(make_contact()))

    def test_forged_without_the_permission_it_changes_nothing(self) -> None:
        contact = make_contact()
        data = form_data(self.client, change_path(contact), name="Forged")
        self.sign_in_as("Finance")
        response = self.client.post(change_path(contact), {**data, "_publish": "1"})
        contact.refresh_from_db()
        assert response.status_code == 403
        assert contact.name == "Dana Whitlock"
        assert not Publication.objects.exists()

    def test_an_address_that_is_none_is_refused_with_everything_kept(self) -> None:
        response = post_form(
            self.client, add_path("contact"), name="Dana", emails="ir at example"
        )
        page = response.content.decode()
        assert "“ir at example” is not an e-mail address." in page
        assert 'value="Dana"' in page

    def test_the_company_is_named_once_and_its_listings_go_with_it(self) -> None:
        issuer = Issuer.objects.get()
        with travel(SEVEN):
            post_form(
                self.client, change_path(issuer), button="_publish", about="We make."
            )
        page = profile(at=SEVEN + SECOND)
        assert (page.about, page.listings[0].symbol) == ("We make.", "LRKM")
        assert self.client.get(add_path("issuer")).status_code == 403

    def test_several_are_added_one_after_another(self) -> None:
        response = post_form(
            self.client, add_path("contact"), button="_addanother", name="Dana"
        )
        assert response.request["PATH_INFO"] == add_path("contact")
        assert "Saved but not published." in messages_of(response)

    def test_one_is_added_beside_a_release_and_publishes_nothing(self) -> None:
        response = post_form(
            self.client, add_path("contact"), button="_publish", name="D", _popup="1"
        )
        assert "popup_response.js" in response.content.decode()
        assert Contact.objects.exists()
        assert not Publication.objects.exists()

    def test_an_about_section_says_where_its_change_is_seen(self) -> None:
        response = post_form(
            self.client, change_path(make_boilerplate()), text="We make."
        )
        assert "published releases keep the old one" in messages_of(response)

    def test_a_category_that_readers_know_keeps_its_address(self) -> None:
        category = Category.objects.get(slug="financial-results")
        assert 'name="slug"' in self.page(change_path(category))
        publish()
        with travel(SEVEN):
            post_form(
                self.client, change_path(category), button="_publish", name="Results"
            )
        page = self.page(change_path(category))
        assert 'name="slug"' not in page
        assert "/releases/category/financial-results/" in page

    def test_a_name_in_another_language_begins_with_the_language(self) -> None:
        path = change_path(Category.objects.get(slug="financial-results"))
        for names, message in (
            ("Ergebnisse", "such as “de: Ergebnisse”, not “Ergebnisse”."),
            ("de: Ergebnisse\nDE: Zahlen", "two names for the language “de”."),
        ):
            with self.subTest(names):
                page = post_form(self.client, path, other_names=names).content.decode()
                assert message in page
        post_form(self.client, path, other_names="de: Ergebnisse\n\nfr-CA: Résultats")
        saved = Category.objects.get(slug="financial-results").other_names
        assert saved.split() == ["de:", "Ergebnisse", "fr-CA:", "Résultats"]

    def test_a_web_address_without_its_scheme_is_a_secure_one(self) -> None:
        issuer = Issuer.objects.get()
        post_form(self.client, change_path(issuer), website="www.example.com")
        issuer.refresh_from_db()
        assert issuer.website == "https://www.example.com"


class TakingDown(DeskTestCase):
    """What is public is not deleted behind the public's back."""

    contact: Contact
    event: Event

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.contact = make_contact()
        cls.event = make_event()
        with travel(SEVEN - SECOND):
            for particular in (cls.contact, cls.event):
                site_profile.publish(particular, by=author(), at=SEVEN)

    def setUp(self) -> None:
        self.sign_in_as("Administrators")

    def test_deleting_it_is_refused_and_the_page_says_what_to_do(self) -> None:
        path = reverse("admin:releases_contact_delete", args=[self.contact.pk])
        for response in (
            self.client.get(path),
            self.client.post(path, {"post": "yes"}),
        ):
            assert "Untick “Shown on the contact page”" in response.content.decode()
        assert Contact.objects.exists()

    def test_so_is_deleting_several_at_once(self) -> None:
        never_public = make_contact(name="Never Public")
        response = self.client.post(
            list_path("contact"),
            {
                "action": "delete_selected",
                "_selected_action": [self.contact.pk, never_public.pk],
                "post": "yes",
            },
        )
        assert "Untick “Shown on the contact page”" in response.content.decode()
        assert Contact.objects.count() == 2

    def test_what_was_never_public_goes_after_a_question(self) -> None:
        never_public = make_contact(name="Never Public")
        sent = {"action": "delete_selected", "_selected_action": never_public.pk}
        response = self.client.post(list_path("contact"), sent)
        assert "Delete all of these?" in response.content.decode()
        self.client.post(list_path("contact"), {**sent, "post": "yes"})
        assert Contact.objects.get() == self.contact

    def test_once_taken_down_it_can_be_deleted(self) -> None:
        Contact.objects.update(shown=False)
        self.contact.refresh_from_db()
        with travel(SEVEN):
            site_profile.publish(self.contact, by=author(), at=SEVEN)
        path = reverse("admin:releases_contact_delete", args=[self.contact.pk])
        assert self.client.post(path, {"post": "yes"}).status_code == 302
        assert not Contact.objects.exists()

    def test_a_public_event_is_cancelled_and_not_deleted(self) -> None:
        path = reverse("admin:releases_event_delete", args=[self.event.pk])
        assert "tick “Cancelled”" in self.page(path)


class TheJournal(DeskTestCase):
    """What the buttons do is written down."""

    def test_publishing_names_who_pressed(self) -> None:
        make_issuer()
        user = self.sign_in_as("Authors")
        post_form(self.client, change_path(make_contact()), button="_publish")
        assert JournalEntry.objects.get(action="publish item").by == user.username
