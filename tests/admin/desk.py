"""A signed-in browser at the admin, and what it posts to forms and actions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.forms import BaseFormSet
from django.test import Client, TestCase
from django.urls import reverse

from releases.models import Release
from tests.builders import make_contact, make_release, make_user

ORIGIN = "http://testserver"


class Browser(Client):
    """A client that sends an Origin header, as browsers do."""

    def __init__(self) -> None:
        super().__init__(headers={"origin": ORIGIN})


class DeskTestCase(TestCase):
    """Tests of pages that staff open."""

    client_class = Browser

    def sign_in_as(self, *groups: str, name: str = "") -> User:
        """Sign in as a member of these groups."""
        user = make_user(name, groups=groups)
        self.client.force_login(user)
        return user

    def page(self, path: str) -> str:
        """Return the HTML of a page, which must answer 200."""
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()


def add_path(model: str) -> str:
    """Return the address of the page that adds an object of this model."""
    return reverse(f"admin:releases_{model}_add")


def change_path(obj: Any) -> str:
    """Return the address of the page that changes this object."""
    return reverse(f"admin:releases_{obj._meta.model_name}_change", args=[obj.pk])


def list_path(model: str) -> str:
    """Return the address of the list of this model."""
    return reverse(f"admin:releases_{model}_changelist")


def action_path(release: Any, name: str) -> str:
    """Return the address of an action on a release."""
    return reverse("admin:releases_release_action", args=[release.pk, name])


def form_data(client: Client, path: str, **changes: Any) -> dict[str, Any]:
    """Return what the form at this address would post, with these changes."""
    return form_data_of(client.get(path).context, **changes)


def form_data_of(context: Any, **changes: Any) -> dict[str, Any]:
    """Return what the form of an open page would post, with these changes."""
    forms = [context["adminform"].form]
    sent = {name: context[name] for name in ("opened",) if context.get(name)}
    if context.get("edit_conflict"):
        sent["compared"] = context["edit_conflict"].current.digest
    for inline in context["inline_admin_formsets"]:
        formset: BaseFormSet[Any] = inline.formset
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is None or value is False or value in ("", []):
                continue
            written = "on" if value is True else field.field.widget.format_value(value)
            if written is not None:  # a file is not sent twice
                sent[field.html_name] = value if isinstance(written, list) else written
    return {**sent, **changes}


def release_without_findings(**fields: Any) -> Release:
    """Make a draft in which no check finds anything."""
    defaults: dict[str, Any] = {
        "subheadlines": "Revenue grew by 12%",
        "body": "<p>Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) says that it grew.</p>",
        "contacts": (make_contact(),),
    }
    return make_release(**defaults | fields)


def action_data(
    client: Client, release: Any, name: str, **changes: Any
) -> dict[str, Any]:
    """Return what the page of an action would post, with these changes.

    With the digest of what the page shows, and the password if it asks for one.
    """
    context: Any = client.get(action_path(release, name)).context
    form = context["form"]
    sent: dict[str, Any] = {"seen": context["seen"]}
    if form.secret_field:
        sent["secret"] = "sesame"
    forms = [form, *getattr(form, "passages", [])]
    if hasattr(form, "passages"):
        forms.append(form.passages.management_form)
    for subform in forms:
        for field in subform:
            value = field.value()
            if not (value is None or value is False or value == ""):
                written = field.field.widget.format_value(value)
                sent[field.html_name] = value if isinstance(written, list) else written
    if hasattr(form, "questions"):
        for question in form.questions():
            result = question.result
            sent[f"covers-{result.check.id}"] = result.digest
    return {**sent, **changes}


def perform(client: Client, release: Any, name: str, **changes: Any) -> Any:
    """Post the form of an action's page, and follow the redirect."""
    sent = action_data(client, release, name, **changes)
    return client.post(action_path(release, name), sent, follow=True)


def post_form(
    client: Client, path: str, *, button: str = "_save", **changes: Any
) -> Any:
    """Post the form at this address with this button, and follow the redirect."""
    data = form_data(client, path, **changes)
    return client.post(path, {**data, button: "1"}, follow=True)


def messages_of(response: Any) -> str:
    """Return the messages at the top of the page, as one string."""
    return " ".join(str(message) for message in response.context["messages"])


def sign_out(client: Client) -> None:
    """End the session while a page is open; the browser keeps its other cookies."""
    del client.cookies[settings.SESSION_COOKIE_NAME]
