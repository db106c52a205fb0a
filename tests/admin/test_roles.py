"""Who may do what at the desk, by group, whatever is sent."""

from __future__ import annotations

from django.urls import reverse

from releases.models import Contact, Release, State
from tests.admin.desk import (
    DeskTestCase,
    action_path,
    add_path,
    change_path,
    form_data,
    list_path,
)
from tests.builders import (
    full_digest_of,
    make_contact,
    make_issuer,
    make_release,
    make_user,
    submit,
)

GROUPS = ("Authors", "Counsel", "Finance", "Administrators")
WRITERS = {"Authors", "Administrators"}


class ARelease(DeskTestCase):
    """Response by some, approved by others."""

    def setUp(self) -> None:
        make_issuer()
        make_user("ines", groups=("Administrators",))

    def form(self, path: str, **changes: str) -> dict[str, object]:
        """Return what an administrator's form would send."""
        self.sign_in_as("Administrators")
        return {**form_data(self.client, path, **changes), "_save": "1"}

    def test_authors_and_administrators_edit_and_nobody_else(self) -> None:
        release = make_release()
        path = change_path(release)
        for group in GROUPS:
            data = self.form(path, subheadlines=f"By {group}")
            self.sign_in_as(group)
            with self.subTest(group):
                may = group in WRITERS
                assert self.client.post(path, data).status_code == (302 if may else 403)
                release.refresh_from_db()
                assert (release.subheadlines == f"By {group}") is may

    def test_authors_and_administrators_write_and_nobody_else(self) -> None:
        for model in ("release", "contact", "disclaimer", "event"):
            for group in GROUPS:
                self.sign_in_as(group)
                with self.subTest(model, group=group):
                    status = self.client.get(add_path(model)).status_code
                    assert status == (200 if group in WRITERS else 403)

    def test_everybody_but_authors_approves(self) -> None:
        for group in GROUPS:
            release = submit(headline=f"For {group}")
            sent = {"seen": full_digest_of(release), "secret": "sesame"}
            self.sign_in_as(group)
            with self.subTest(group):
                response = self.client.post(action_path(release, "approve"), sent)
                may = group != "Authors"
                assert response.status_code == (302 if may else 403)
                release.refresh_from_db()
                assert release.state == (State.APPROVED if may else State.SUBMITTED)

    def test_counsel_deletes_nothing_even_in_bulk(self) -> None:
        contact = make_contact()
        release = make_release(contacts=(contact,))
        self.sign_in_as("Counsel")
        for model, row in (("release", release), ("contact", contact)):
            data = {
                "action": "delete_selected",
                "_selected_action": str(row.pk),
                "post": "yes",
            }
            self.client.post(list_path(model), data)
            path = reverse(f"admin:releases_{model}_delete", args=[row.pk])
            assert self.client.post(path, {"post": "yes"}).status_code == 403
        assert Release.objects.count() == Contact.objects.count() == 1

    def test_people_and_groups_are_for_administrators(self) -> None:
        for name in ("auth_user_changelist", "auth_user_add", "auth_group_changelist"):
            for group in GROUPS:
                self.sign_in_as(group)
                with self.subTest(name, group=group):
                    may = group == "Administrators"
                    status = self.client.get(reverse(f"admin:{name}")).status_code
                    assert status == (200 if may else 403)
