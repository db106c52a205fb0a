"""Which roles must approve: chosen on the page of a category, and journalled."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.models import Category, JournalEntry, RequiredApproval
from tests.admin.desk import DeskTestCase, change_path, messages_of, post_form
from tests.builders import make_issuer, make_user


class TheRolesOfACategory(DeskTestCase):
    """Each of them must approve its releases."""

    def setUp(self) -> None:
        make_issuer()
        self.category = Category.objects.get(slug="financial-results")
        self.path = change_path(self.category)
        self.counsel, self.finance, self.authors = (
            Group.objects.get(name=name) for name in ("Counsel", "Finance", "Authors")
        )
        make_user("carl", groups=("Counsel",))

    def require(self, *groups: Group, **changes: Any) -> Any:
        """Save the page with these roles as new rows."""
        rows: dict[str, Any] = {"required_approvals-TOTAL_FORMS": str(len(groups))}
        for place, group in enumerate(groups):
            rows[f"required_approvals-{place}-role"] = group.pk
        return post_form(self.client, self.path, **{**rows, **changes})

    def roles(self) -> list[str]:
        """Return what the category requires."""
        return [str(row.role) for row in self.category.required_approvals.all()]

    def test_an_administrator_chooses_them_and_the_journal_says_so(self) -> None:
        self.sign_in_as("Administrators", name="ines")
        make_user(groups=("Finance",))
        self.require(self.counsel, self.finance)
        assert self.roles() == ["Counsel", "Finance"]
        entry = JournalEntry.objects.get(action="require approvals")
        assert (entry.by, entry.subject) == ("ines", "category:financial-results")
        assert entry.detail == "Counsel, Finance"

    def test_taking_the_last_away_is_journalled_as_what_then_holds(self) -> None:
        self.sign_in_as("Administrators")
        RequiredApproval.objects.create(category=self.category, role=self.counsel)
        post_form(self.client, self.path, **{"required_approvals-0-DELETE": "on"})
        assert self.roles() == []
        entry = JournalEntry.objects.get(action="require approvals")
        assert entry.detail == "one person who did not write it"

    def test_saving_anything_else_of_it_journals_no_roles(self) -> None:
        self.sign_in_as("Administrators")
        post_form(self.client, self.path, name="Results")
        assert not JournalEntry.objects.filter(action="require approvals").exists()

    def test_a_role_that_nobody_has_is_pointed_out(self) -> None:
        self.sign_in_as("Administrators")
        make_user(groups=("Finance",), is_active=False)
        response = self.require(self.counsel, self.finance)
        assert "Nobody is a member of Finance. Until somebody is" in messages_of(
            response
        )
        assert "Counsel" not in messages_of(response)

    def test_only_groups_that_may_approve_can_be_chosen(self) -> None:
        self.sign_in_as("Administrators")
        page = self.page(self.path)
        assert f'<option value="{self.counsel.pk}">Counsel</option>' in page
        assert ">Authors</option>" not in page
        response = self.require(self.authors)
        assert "Select a valid choice" in response.content.decode()
        assert self.roles() == []

    def test_one_that_may_no_more_stays_until_it_is_taken_away(self) -> None:
        self.sign_in_as("Administrators")
        RequiredApproval.objects.create(category=self.category, role=self.authors)
        post_form(self.client, self.path, name="Results")
        assert self.roles() == ["Authors"]

    def test_a_role_is_named_once(self) -> None:
        self.sign_in_as("Administrators")
        response = self.require(self.counsel, self.counsel)
        assert self.roles() == []
        assert "correct the duplicate" in response.content.decode()

    def test_authors_read_them_and_change_none(self) -> None:
        self.sign_in_as("Authors")
        RequiredApproval.objects.create(category=self.category, role=self.counsel)
        assert "Counsel" in self.page(self.path)
        post_form(self.client, self.path, **{"required_approvals-0-DELETE": "on"})
        assert self.roles() == ["Counsel"]

    def test_the_page_costs_the_same_for_one_role_and_for_three(self) -> None:
        self.sign_in_as("Administrators")
        counts = set()
        for name in ("Counsel", "Finance", "Administrators"):
            group = Group.objects.get(name=name)
            RequiredApproval.objects.create(category=self.category, role=group)
            with CaptureQueriesContext(connection) as asked:
                self.page(self.path)
            counts.add(len(asked))
        assert len(counts) == 1
