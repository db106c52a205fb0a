"""The help beside each step, and the keys on every page of the desk."""

from __future__ import annotations

from django.urls import reverse

from releases.workspace.actions import ACTIONS
from releases.workspace.actions.help import HELP
from tests.admin.desk import DeskTestCase, action_path, change_path
from tests.builders import make_issuer, make_release, submit


class TheHelp(DeskTestCase):
    """Says who may do what, and what happens then."""

    def test_every_step_has_its_own(self) -> None:
        assert HELP.keys() == ACTIONS.keys()
        assert len({str(help_text.next) for help_text in HELP.values()}) == len(HELP)

    def test_it_stands_beside_the_step(self) -> None:
        make_issuer()
        release = submit()
        self.sign_in_as("Counsel")
        page = self.page(action_path(release, "approve"))
        assert "Who may do this:" in page
        assert "Any edit ends the approvals." in page

    def test_the_first_step_of_a_release_answers_to_the_key(self) -> None:
        make_issuer()
        release = submit()
        self.sign_in_as("Counsel")
        page = self.page(change_path(release))
        link = page.partition(" data-next-step")[0].rpartition("<a ")[2]
        assert action_path(release, "approve") in link
        assert page.count("data-next-step") == 1

    def test_every_page_lists_the_keys_for_who_is_signed_in(self) -> None:
        login = self.client.get(reverse("admin:login")).content.decode()
        assert "data-keys" not in login
        self.sign_in_as("Authors")
        assert "data-keys" in self.page(reverse("admin:index"))
        assert "word_count" in self.page(change_path(make_release()))
