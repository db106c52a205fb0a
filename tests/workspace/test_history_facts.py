"""The facts of a journal entry, as its page in the admin says them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from releases.desk import transitions
from releases.models import JournalAction, JournalEntry, Listing
from releases.record import journal
from releases.workspace.history.facts import LABELS, facts_in_words
from tests.admin.desk import DeskTestCase, change_path
from tests.builders import SEVEN, author, counsel, make_issuer, put_on_record, submit
from tests.clock import travel
from tests.desk.test_approvals import require

RELEASES = Path(__file__).parents[2] / "releases"


def keys_written() -> Iterator[str]:
    """Yield each key of a dict that is given as `facts`, or that a `_facts` returns."""
    for path in RELEASES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_given = isinstance(node, ast.keyword) and node.arg == "facts"
            is_function = isinstance(node, ast.FunctionDef) and node.name in {
                "_facts",
                "_capacity_facts",
                "approval_facts",
                "facts",
            }
            if is_given or is_function:
                for literal in ast.walk(node):
                    if isinstance(literal, ast.Dict):
                        yield from (
                            str(key.value)
                            for key in literal.keys
                            if isinstance(key, ast.Constant)
                        )


class TheFactsOfAJournalEntry(DeskTestCase):
    """Are said in plain words, each under its name."""

    def page_of(self, action: JournalAction) -> str:
        """Return the page of the latest entry of this action."""
        entry = JournalEntry.objects.filter(action=action).first()
        assert entry is not None
        return self.page(change_path(entry))

    def test_every_fact_that_the_code_writes_has_a_name(self) -> None:
        written = set(keys_written())
        assert len(written) > 30
        assert written <= LABELS.keys(), written - LABELS.keys()

    def test_times_people_roles_and_answers(self) -> None:
        make_issuer()
        require("Finance", "Counsel")
        release = submit()
        transitions.approve(release, by=counsel(), at=SEVEN)
        self.sign_in_as("Administrators")
        page = self.page_of(JournalAction.APPROVE_IN_PART)
        for fact in (
            "<dt>Roles still to approve</dt> <dd>Finance</dd>",
            "<dt>Role</dt> <dd>Counsel</dd>",
            "<dt>Standing in for</dt> <dd>None</dd>",
            "<dt>Alone</dt> <dd>No</dd>",
        ):
            with self.subTest(fact):
                assert fact in page

    def test_of_a_withdrawal(self) -> None:
        make_issuer()
        release = put_on_record()
        with travel(SEVEN):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="An error.")
        self.sign_in_as("Administrators")
        page = self.page_of(JournalAction.WITHDRAW)
        assert "<dt>Notice</dt> <dd>Withdraw" in page
        assert "<dt>What was scheduled</dt> <dd>None</dd>" in page
        with travel(SEVEN):
            self.sign_in_as("Counsel")
            page = self.page_of(JournalAction.PUT_ON_RECORD)
        assert "<dt>Public from</dt> <dd>3 March 2026, 07:00:01 EST</dd>" in page

    def test_of_a_row_that_is_deleted_or_has_a_later_name(self) -> None:
        listing = make_issuer().listings.get()
        someone = author()
        journal.write(
            JournalAction.NAME_DEPUTY,
            "absence:1",
            by=someone,
            facts={"listing": listing.pk, "person": someone.pk, "deputy": 4711},
        )
        facts = JournalEntry.objects.get(action=JournalAction.NAME_DEPUTY).facts
        assert facts_in_words(facts) == [
            ("Exchange", str(listing)),
            ("Away", "ada"),
            ("Deputy", "#4711"),
        ]
        Listing.objects.all().delete()
        assert ("Exchange", f"#{listing.pk}") in facts_in_words(facts)

    def test_an_unknown_fact_is_said_under_its_own_name(self) -> None:
        assert facts_in_words({"old_key": ["a", "b"], "missing_roles": [None]}) == [
            ("Roles still to approve", "Any approver"),
            ("old key", "a, b"),
        ]

    def test_an_entry_without_facts_says_so(self) -> None:
        journal.write(JournalAction.SEAL_CHANGES, "changes", by=author())
        self.sign_in_as("Administrators")
        page = self.page_of(JournalAction.SEAL_CHANGES)
        assert "Facts:" in page
        assert "desk-facts" not in page
