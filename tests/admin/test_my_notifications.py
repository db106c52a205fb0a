"""Each member of staff chooses which mails to get."""

from __future__ import annotations

from django.urls import reverse

from releases.readers.models import STAFF_MAILS, MailingKind, StaffOptOut
from releases.staff_alerts.choices import save_wanted_mails, wanted_mails
from tests.admin.desk import DeskTestCase, messages_of

PAGE = reverse("admin:my_notifications")


class MyNotifications(DeskTestCase):
    """The page of the person who is signed in."""

    databases = "__all__"

    def test_everything_is_on_until_somebody_refuses_it(self) -> None:
        user = self.sign_in_as("Authors")
        page = self.page(PAGE)
        assert page.count(" checked") == len(STAFF_MAILS)
        assert 'aria-describedby="id_kinds_0_help"' in page
        assert 'id="id_kinds_0_help"' in page
        assert "Mails are off" in page
        assert "has no e-mail address" in page
        wanted = [MailingKind.HELD.value, MailingKind.SOON.value]
        response = self.client.post(PAGE, {"kinds": wanted}, follow=True)
        assert messages_of(response) == "Your notifications were saved."
        assert response.content.decode().count(" checked") == 2
        assert wanted_mails(user.pk) == wanted
        self.client.post(PAGE, {"kinds": [kind.value for kind in STAFF_MAILS]})
        assert not StaffOptOut.objects.exists()

    def test_a_choice_is_the_persons_own(self) -> None:
        other = self.sign_in_as("Counsel")
        save_wanted_mails(other.pk, [])
        user = self.sign_in_as("Authors")
        self.client.post(PAGE, {"kinds": ["held"]})
        assert wanted_mails(other.pk) == []
        assert wanted_mails(user.pk) == [MailingKind.HELD]

    def test_what_is_no_kind_is_refused_and_nothing_is_lost(self) -> None:
        user = self.sign_in_as("Authors")
        page = self.client.post(PAGE, {"kinds": ["held", "mail_down"]})
        text = page.content.decode()
        assert "Select a valid choice" in text
        assert text.count(" checked") == 1
        assert len(wanted_mails(user.pk)) == len(STAFF_MAILS)

    def test_it_says_where_the_mails_go(self) -> None:
        user = self.sign_in_as("Authors")
        user.email = "ada@example.com"
        user.save()
        with self.settings(IRSITE_ALERTS=True):
            page = self.page(PAGE)
        assert "Mails go to ada@example.com." in page
        assert "Mails are off" not in page
        assert f'href="{PAGE}"' in self.page(reverse("admin:index"))

    def test_only_staff_open_it(self) -> None:
        assert self.client.get(PAGE).status_code == 302
