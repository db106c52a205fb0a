"""No address of the desk, whatever is sent there, publishes past the policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

import pytest

from releases.models import Approval, Publication, Release, State
from releases.workspace.actions import ACTIONS
from tests.admin.desk import DeskTestCase
from tests.builders import SEVEN, author, counsel, make_issuer, make_user, submit
from tests.clock import travel
from tests.desk.test_approvals import finance, require
from tests.examples import share

# What a button, an action, an inline or a curious person could send.
ALL_AT_ONCE: dict[str, Any] = {
    "_save": "1",
    "_submit": "1",
    "_publish": "1",
    "_approve": "1",
    "index": "0",
    "state": "approved",
    "address": "2026/forced",
    "approved_at": "2026-03-03",
    "notice": "Forced.",
    "headline": "Forced",
    "reason": "Forced.",
    "opens": "now",
    "seen": "0" * 64,
    "secret": "sesame",
    "calls_off": "on",
    "ratify_by": "",
    "approvals-TOTAL_FORMS": "1",
    "approvals-INITIAL_FORMS": "0",
}
LIST_ACTIONS = ("approve", "publish", "submit", "delete_selected", "call_off", "")


@pytest.mark.slow
class NoOtherWay(DeskTestCase):
    """Two roles must approve; nobody has."""

    databases = "__all__"

    def setUp(self) -> None:
        make_issuer()
        require("Counsel", "Finance")
        self.release = submit()

    def addresses(self) -> list[str]:
        """Every address of the desk that this release could be reached at."""
        found: set[str] = set()
        ways: list[list[Any]] = [[], [self.release.pk]]
        ways += [[self.release.pk, step] for step in ACTIONS]
        for pattern in admin.site.get_urls():
            for name in self.names(pattern):
                for arguments in ways:
                    try:
                        found.add(reverse(f"admin:{name}", args=arguments))
                    except NoReverseMatch:
                        continue
        found.discard(reverse("admin:logout"))
        assert len(found) > 60
        return sorted(found)

    def names(self, pattern: Any) -> Iterator[str]:
        """Yield the names under a pattern, however deep."""
        if isinstance(pattern, URLPattern):
            yield from [pattern.name] if pattern.name else []
            return
        for inner in pattern.url_patterns:
            yield from self.names(inner)

    def everybody(self) -> dict[str, User | None]:
        """One of each kind, and nobody."""
        return {
            "nobody": None,
            "an author": author(),
            "somebody without a group": make_user(),
            "counsel": counsel(),
            "finance": finance(),
        }

    def test_publishes_what_its_policy_does_not_cover(self) -> None:
        addresses = self.addresses()
        with travel(SEVEN):
            for number, (who, person) in enumerate(self.everybody().items()):
                client = Client(raise_request_exception=False)
                if person:
                    client.force_login(person)
                for path in share(addresses, number, one_in=5):
                    for action in LIST_ACTIONS if path.endswith("/release/") else ("",):
                        sent = ALL_AT_ONCE | {
                            "action": action,
                            "_selected_action": [self.release.pk],
                        }
                        response = client.post(path, sent)
                        if response.streaming:
                            response.getvalue()  # a file closes when it was read
                        assert response.status_code < 500, (who, path, action)
                with self.subTest(who):
                    assert not Publication.objects.releases().exists()
                    assert not Approval.objects.exists()
                    release = Release.objects.get(pk=self.release.pk)
                    assert release.state == State.SUBMITTED
                    assert (release.address, release.headline) == (
                        "",
                        self.release.headline,
                    )
