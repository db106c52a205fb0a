"""What checks found as staff read it: one matter for each check, by what it asks of them."""

from __future__ import annotations

from django.contrib.auth.models import User

from releases.desk.checks import Level
from releases.desk.context import load_context
from releases.models import Release
from releases.workspace.context import WorkspaceContext
from releases.workspace.findings import FindingGroup, FindingMatter
from releases.workspace.release_page import workspace_of
from tests.admin.desk import (
    DeskTestCase,
    action_path,
    change_path,
    release_without_findings,
)
from tests.builders import SEVEN, make_issuer, make_user

MEASURES = (
    "<p>Adjusted EBITDA, EBITDA and free cash flow grew at constant currency. This "
    "non-GAAP measure helps investors.</p>"
)


class WhatChecksFound(DeskTestCase):
    """Is answered once for each matter, and says where to go."""

    ines: User
    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.ines = make_user("ines", groups=("Administrators",))
        cls.release = release_without_findings(body=MEASURES, category=None)

    def groups(self) -> list[FindingGroup]:
        context = WorkspaceContext(self.release, self.ines, at=SEVEN)
        return list(workspace_of(context).finding_groups)

    def matter(self, identity: str) -> FindingMatter:
        matters = [matter for group in self.groups() for matter in group.matters]
        (matter,) = (matter for matter in matters if matter.check.id == identity)
        return matter

    def test_five_measures_are_one_matter(self) -> None:
        matter = self.matter("measures.unreconciled")
        (place,) = matter.places
        assert place.message == (
            "Non-GAAP measures are used: “Adjusted EBITDA”, “EBITDA”, “free cash flow”, "
            "“constant currency”. Add a reconciliation table or file."
        )
        assert matter.field == "id_body"

    def test_a_measure_without_a_name_is_better_than_none(self) -> None:
        body = "<p>This non-GAAP measure helps investors.</p>"
        release = release_without_findings(body=body)
        (result,) = (
            result
            for result in load_context(release, at=SEVEN).results
            if result.check.id == "measures.unreconciled"
        )
        assert "“non-GAAP measure”" in result.message

    def test_the_gravest_come_first_and_each_level_says_what_it_asks(self) -> None:
        levels = [group.level for group in self.groups()]
        assert levels == [level for level in Level if level in levels]
        assert len(levels) == 3
        self.client.force_login(self.ines)
        page = self.page(change_path(self.release))
        for words in ("Blocking", "To answer", "Advice on"):
            assert words in page

    def test_a_step_leads_to_the_field_on_the_form(self) -> None:
        self.client.force_login(self.ines)
        page = self.page(action_path(self.release, "submit"))
        assert f'href="{change_path(self.release)}#id_body">Go to the field' in page
        assert page.count("Add a reconciliation table or file.") == 1
