"""The template pack that readers' forms are laid out with."""

from __future__ import annotations

from django import forms
from django.template import Context, Template
from django.test import RequestFactory, SimpleTestCase

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # no types
from crispy_forms.layout import Layout, Submit  # type: ignore[import-untyped]

from tests.public.html_pages import Page


class Specimen(forms.Form):
    """A form with one of everything."""

    address = forms.EmailField(label="E-mail", help_text="Where news should go.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        """Refuse the whole."""
        raise forms.ValidationError("Subscriptions open tomorrow.")


def rendered(form: Specimen, *, method: str = "post") -> Page:
    """Return the form on a page."""
    helper = FormHelper()
    helper.form_method = method
    helper.layout = Layout("address", "token", Submit("", "Subscribe"))
    template = Template(
        "{% load crispy_forms_tags %}<!doctype html><title>x</title>"
        "{% crispy form helper %}"
    )
    request = RequestFactory().get("/")
    context = Context({"form": form, "helper": helper, "csrf_token": "sesame"})
    context["request"] = request
    return Page(template.render(context).encode())


class AFormOfThePack(SimpleTestCase):
    """Labels, help, errors: each tied to its field."""

    def test_help_is_tied_to_its_field(self) -> None:
        page = rendered(Specimen())
        field = page.only("input[@name='address']")
        assert page.text("label") == "E-mail"
        assert page.only("label").get("for") == field.get("id")
        help_ = page.only(f"p[@id='{field.get('aria-describedby')}']")
        assert help_.text == "Where news should go."

    def test_an_error_is_tied_to_its_field_and_the_value_stays(self) -> None:
        page = rendered(Specimen({"address": "nobody"}))
        field = page.only("input[@name='address']")
        assert field.get("value") == "nobody"
        assert field.get("aria-invalid") == "true"
        described = field.get("aria-describedby", "").split()
        assert [page.only(f"*[@id='{name}']").tag for name in described] == ["p", "div"]

    def test_an_error_of_the_whole_form_is_announced(self) -> None:
        page = rendered(Specimen({"address": "a@example.com"}))
        assert page.text("div[@role='alert']") == "Subscriptions open tomorrow."

    def test_a_hidden_field_has_no_label(self) -> None:
        page = rendered(Specimen())
        assert page.only("input[@name='token']").get("type") == "hidden"
        assert len(page.all("label")) == 1

    def test_what_is_posted_carries_a_token_and_what_is_asked_does_not(self) -> None:
        token = "input[@name='csrfmiddlewaretoken']"
        assert len(rendered(Specimen()).all(token)) == 1
        assert not rendered(Specimen(), method="get").all(token)
