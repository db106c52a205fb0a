"""The versions of a draft's text are listed, compared, and one is restored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse

from releases.desk import transitions
from releases.models import JournalEntry, Release
from tests.admin.desk import (
    DeskTestCase,
    change_path,
    messages_of,
    post_form,
    release_without_findings,
)
from tests.builders import make_issuer, make_user, submit

FOUR, FIVE = (
    f"<p>Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) sold {number}% more.</p>"
    for number in (4, 5)
)


class AnAuthor(DeskTestCase):
    """Saves a draft three times through its form."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        make_user("ada", groups=("Authors",))

    def setUp(self) -> None:
        self.user = self.sign_in_as("Authors")
        self.release = release_without_findings(headline="First", body=FOUR)
        self.path = reverse("admin:releases_release_versions", args=[self.release.pk])
        self.save(headline="Second", body=FIVE)
        self.save(subheadlines="More of it", material="yes")

    def save(self, **fields: str) -> None:
        post_form(self.client, change_path(self.release), **fields)
        self.release.refresh_from_db()

    def restore(self, version: Any, seen: Any) -> Any:
        sent = {"version": version.key, "seen": seen.key}
        answer = self.client.post(self.path, sent, follow=True)
        self.release.refresh_from_db()
        return answer

    def shown(self) -> Any:
        """Return what the page is made of."""
        return self.client.get(self.path).context

    def test_every_save_of_the_text_is_listed_the_present_one_first(self) -> None:
        self.save(material="no")  # which is no text
        listed = [(version.by, names) for version, names in self.shown()["versions"]]
        ada = self.user.username
        assert listed[:2] == [(ada, "Subheadlines"), (ada, "Headline, Body")]
        assert listed[2][1] == ""
        assert len(listed) == 3

    def test_any_two_are_compared(self) -> None:
        _now, second, first = [version for version, _names in self.shown()["versions"]]
        page = self.page(f"{self.path}?before={first.key}&after={second.key}")
        assert "First" in page.split("<del", 2)[2].split("</del>")[0]
        assert "Second" in page.split("<ins", 2)[2].split("</ins>")[0]
        assert "Restore the text of" in page

    def test_one_is_restored_as_an_edit_and_its_replacement_stays(self) -> None:
        now, _second, first = [version for version, _names in self.shown()["versions"]]
        answer = self.restore(first, now)
        assert "The text is again as" in messages_of(answer)
        assert self.release.headline == "First"
        assert self.release.body == FOUR
        assert self.release.subheadlines == first.values["subheadlines"]
        assert self.release.material == "yes"
        edit = JournalEntry.objects.filter(action="edit").latest("seq")
        assert edit.by == self.user.username
        assert edit.facts["restored"] == first.at.isoformat()
        again, former, *_rest = [version for version, _n in self.shown()["versions"]]
        assert former.values["headline"] == "Second"
        self.restore(former, again)
        assert self.release.headline == "Second"
        assert "Restored from the version of" in self.page(
            reverse("admin:releases_release_history", args=[self.release.pk])
        )

    def test_nothing_that_was_saved_meanwhile_is_replaced(self) -> None:
        now, *_between, first = [version for version, _n in self.shown()["versions"]]
        self.save(headline="Third")
        answer = self.restore(first, now)
        assert "Someone saved the text after you opened this page" in messages_of(
            answer
        )
        assert self.release.headline == "Third"

    def test_the_text_of_what_waits_or_of_nothing_is_not_restored(self) -> None:
        now, *_between, first = [version for version, _n in self.shown()["versions"]]
        assert "already as it was" in messages_of(self.restore(now, now))
        present = self.shown()["present"]
        elsewhere = replace(now, key=10**6)
        assert "not among the latest" in messages_of(self.restore(elsewhere, present))
        transitions.submit(self.release, by=self.user, at=present.at)
        assert "Restore the text of" not in self.page(self.path)
        assert self.restore(first, present).status_code in {200, 403}
        assert self.release.headline == "Second"

    def test_who_may_only_read_restores_nothing(self) -> None:
        now, *_between, first = [version for version, _n in self.shown()["versions"]]
        self.sign_in_as("Finance")
        assert "Restore the text of" not in self.page(self.path)
        assert self.restore(first, now).status_code == 403

    def test_an_edit_of_something_else_is_no_version(self) -> None:
        waiting = submit()
        path = reverse("admin:releases_release_versions", args=[waiting.pk])
        assert len(self.client.get(path).context["versions"]) == 1
        assert self.client.get(path).context["comparison"] is None
