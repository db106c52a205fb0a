"""Somebody at the desk, and how they fill its forms."""

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
    """A client that says, as browsers do, whose page it sends."""

    def __init__(self) -> None:
        super().__init__(headers={"origin": ORIGIN})


class DeskTestCase(TestCase):
    """Tests that sit at the desk."""

    client_class = Browser

    def sit_down(self, *groups: str, name: str = "") -> User:
        """Sign in as a member of these groups."""
        user = make_user(name, groups=groups)
        self.client.force_login(user)
        return user

    def page(self, path: str) -> str:
        """The text of a page that opens."""
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()


def add_path(model: str) -> str:
    """The address of the page for a new one."""
    return reverse(f"admin:releases_{model}_add")


def change_path(thing: Any) -> str:
    """The address of the thing's page."""
    return reverse(f"admin:releases_{thing._meta.model_name}_change", args=[thing.pk])


def list_path(model: str) -> str:
    """The address of the list."""
    return reverse(f"admin:releases_{model}_changelist")


def action_path(release: Any, name: str) -> str:
    """The address of a step of a release."""
    return reverse("admin:releases_release_action", args=[release.pk, name])


def typed(client: Client, path: str, **changes: Any) -> dict[str, Any]:
    """What the form at this address would send, with these changes to it."""
    return filled(client.get(path).context, **changes)


def filled(context: Any, **changes: Any) -> dict[str, Any]:
    """What the form of a page that is open would send, with these changes to it."""
    forms = [context["adminform"].form]
    sent = {name: context[name] for name in ("opened",) if context.get(name)}
    if context.get("meanwhile"):
        sent["seen"] = context["meanwhile"].now.digest
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


def flawless(**fields: Any) -> Release:
    """A draft that no check says anything of."""
    defaults: dict[str, Any] = {
        "subheadlines": "Revenue grew by 12%",
        "body": "<p>Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) says that it grew.</p>",
        "contacts": (make_contact(),),
    }
    return make_release(**defaults | fields)


def asked(client: Client, release: Any, name: str, **changes: Any) -> dict[str, Any]:
    """What the page of a step would send, with these changes to it.

    Whoever sends it has read what the page showed, and says who they are.
    """
    context: Any = client.get(action_path(release, name)).context
    form = context["form"]
    sent: dict[str, Any] = {"seen": context["seen"]}
    if form.secret_field:
        sent["secret"] = "sesame"
    bound = [form, *getattr(form, "passages", [])]
    if hasattr(form, "passages"):
        bound.append(form.passages.management_form)
    for one in bound:
        for field in one:
            value = field.value()
            if not (value is None or value is False or value == ""):
                written = field.field.widget.format_value(value)
                sent[field.html_name] = value if isinstance(written, list) else written
    if hasattr(form, "questions"):
        for question in form.questions():
            result = question.result
            sent[f"covers-{result.check.id}"] = result.digest
    return {**sent, **changes}


def take(client: Client, release: Any, name: str, **changes: Any) -> Any:
    """Fill the page of a step and send it; follow where it leads."""
    sent = asked(client, release, name, **changes)
    return client.post(action_path(release, name), sent, follow=True)


def send(client: Client, path: str, *, button: str = "_save", **changes: Any) -> Any:
    """Send the form at this address with this button; follow where it leads."""
    data = typed(client, path, **changes)
    return client.post(path, {**data, button: "1"}, follow=True)


def said(response: Any) -> str:
    """The messages at the top of the page."""
    return " ".join(str(message) for message in response.context["messages"])


def sign_out(client: Client) -> None:
    """The session ends while a page stands open; the browser keeps its other cookies."""
    del client.cookies[settings.SESSION_COOKIE_NAME]
