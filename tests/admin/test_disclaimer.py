"""Legal wordings at the desk: revised, and approved by counsel."""

from __future__ import annotations

from django.urls import reverse

from releases.desk import disclaimer_revisions
from releases.models import (
    Disclaimer,
)
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
    counsel,
    make_disclaimer,
    make_issuer,
    make_release,
    publish,
)


class AWording(DeskTestCase):
    """It is revised, and counsel stands by each revision."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")
        self.wording = make_disclaimer()

    def test_one_that_no_release_carries_is_simply_changed(self) -> None:
        post_form(self.client, change_path(self.wording), wording="Other words.")
        assert Disclaimer.objects.get().wording == "Other words."

    def test_one_that_a_release_carries_becomes_the_next_revision(self) -> None:
        publish(make_release(disclaimers=(self.wording,)))
        response = post_form(
            self.client, change_path(self.wording), wording="Other words."
        )
        assert "your change is saved as revision 2" in messages_of(response)
        first, second = Disclaimer.objects.order_by("revision")
        assert first.wording.startswith("Some of these")
        assert second.wording == "Other words."
        assert response.request["PATH_INFO"] == change_path(second)

    def test_an_earlier_revision_is_only_shown(self) -> None:
        publish(make_release(disclaimers=(self.wording,)))
        post_form(self.client, change_path(self.wording), wording="Other words.")
        page = self.page(change_path(self.wording))
        assert "Earlier revision. The latest is revision 2." in page
        assert 'name="wording"' not in page

    def test_what_was_typed_into_one_replaced_meanwhile_is_kept(self) -> None:
        publish(make_release(disclaimers=(self.wording,)))
        path = change_path(self.wording)
        data = form_data(self.client, path, wording="Typed too late.")
        post_form(self.client, path, wording="Other words.")
        response = self.client.post(path, {**data, "_save": "1"})
        page = response.content.decode()
        assert "Nothing was saved: somebody made revision 2" in page
        assert "Typed too late." in page
        assert Disclaimer.objects.count() == 2

    def test_a_draft_can_carry_the_latest_and_keeps_the_one_it_has(self) -> None:
        publish(make_release(disclaimers=(self.wording,)))
        post_form(self.client, change_path(self.wording), wording="Other words.")
        draft = make_release(disclaimers=(self.wording,))
        page = self.page(change_path(draft))
        assert "(revision 1)</option>" in page
        assert "(revision 2)</option>" in page
        assert "(revision 1)</option>" not in self.page(add_path("release"))

    def test_the_list_shows_the_latest_until_all_are_asked_for(self) -> None:
        publish(make_release(disclaimers=(self.wording,)))
        post_form(self.client, change_path(self.wording), wording="Other words.")
        assert self.page(list_path("disclaimer")).count("action-select") == 1
        every = self.page(list_path("disclaimer") + "?revisions=all")
        assert every.count('class="action-select"') == 2

    def test_what_a_release_carries_is_not_deleted(self) -> None:
        publish(make_release(disclaimers=(self.wording,)))
        path = reverse("admin:releases_disclaimer_delete", args=[self.wording.pk])
        self.client.post(path, {"post": "yes"})
        assert "is part of a published release" in self.page(path)
        assert Disclaimer.objects.exists()

    def approve(self, digest: str) -> str:
        """Press the button, having read these words; returns what is said."""
        path = reverse("admin:releases_disclaimer_approve", args=[self.wording.pk])
        response = self.client.post(path, {"wording_digest": digest}, follow=True)
        if response.status_code != 200:
            return str(response.status_code)
        return messages_of(response)

    def wording_digest(self) -> str:
        """Return the digest of the words on the page."""
        return str(self.client.get(change_path(self.wording)).context["wording_digest"])

    def test_counsel_approves_the_words_that_were_read(self) -> None:
        self.sign_in_as("Counsel", name="carl")
        assert self.approve(self.wording_digest()) == "Wording approved."
        assert "Wording approved by carl" in self.page(change_path(self.wording))

    def test_words_changed_since_are_not_approved(self) -> None:
        self.sign_in_as("Counsel")
        digest = self.wording_digest()
        self.wording.wording = "Other words."
        disclaimer_revisions.save_revision(self.wording, by=author())
        assert "changed after you opened the page" in self.approve(digest)

    def test_an_author_approves_nothing(self) -> None:
        assert "Approve wording" not in self.page(change_path(self.wording))
        assert self.approve("forged") == "403"

    def test_a_wording_approved_twice_is_refused(self) -> None:
        self.sign_in_as("Counsel")
        digest = self.wording_digest()
        disclaimer_revisions.approve_revision(self.wording, by=counsel(), at=SEVEN)
        assert "already approved" in self.approve(digest)
