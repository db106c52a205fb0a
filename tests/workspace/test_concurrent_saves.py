"""Two forms of one release, sent in the same moment."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.models import User

from releases.models import JournalEntry, Release
from tests.admin.desk import Browser, change_path, form_data
from tests.builders import author, make_issuer, make_release
from tests.record.test_publishing import Racing
from tests.workspace.concurrent_editing import CONFLICT

PEOPLE = 4


class SavedAtOnce(Racing):
    """One of them is saved; every other person is shown it."""

    def test_one_is_saved_and_the_others_are_shown_it(self) -> None:
        writer, path = self.alone(written)
        clients = [Browser() for _ in range(PEOPLE)]
        forms: list[dict[str, Any]] = []
        for client in clients:
            self.alone(partial(client.force_login, writer))
            forms.append(self.alone(partial(form_data, client, path)))
        answers = self.at_once(
            lambda n: clients[n].post(
                path, {**forms[n], "headline": f"Headline {n}", "_save": "1"}
            ),
            people=PEOPLE,
        )
        assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
        (winner,) = (n for n in range(PEOPLE) if answers[n].status_code == 302)
        for answer in answers:
            if answer.status_code == 200:
                assert CONFLICT in answer.content.decode()
                assert f"Headline {winner}</ins>" in answer.content.decode()
        headline, edits = self.alone(saved)
        assert (headline, edits) == (f"Headline {winner}", 1)


def written() -> tuple[User, str]:
    """Return a writer, and the address of a draft."""
    make_issuer()
    return author(), change_path(make_release())


def saved() -> tuple[str, int]:
    """Return what the draft says, and how often the journal says that it was edited."""
    edits = JournalEntry.objects.filter(action="edit")
    return Release.objects.get().headline, edits.count()
