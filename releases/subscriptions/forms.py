"""The forms of readers: what all have, to subscribe, and to change what they get."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import time_format
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import HTML, Field, Fieldset, Layout, Submit  # type: ignore[import-untyped]

from releases.alerts.subjects import event_subjects, release_subjects
from releases.alerts.subscribers import Choices
from releases.readers.models import RELEASES, Pace
from releases.text.email_addresses import (
    MAX_ADDRESS,
    EmailAddress,
    InvalidAddress,
    read_address,
)
from releases.text.public_paths import ALERTS
from releases.text.reader_zones import READER_ZONES, UTC, city_of, is_listed
from releases.translation import known_language

FIRST_HOUR = 7


class ReaderForm(forms.Form):
    """A form of readers, in the public design and without a token."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.disable_csrf = True  # its token would set a cookie
        self.helper.form_class = "alerts-form"
        self.helper.attrs = {"novalidate": ""}


class PublicForm(ReaderForm):
    """A form that anybody may send, with an address that mail can reach."""

    address = forms.CharField(
        label=_("Your e-mail address"),
        max_length=MAX_ADDRESS,
        error_messages={"required": _("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    # People never see it: who fills it in is a program.
    topic = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_address(self) -> EmailAddress:
        """Return the address as mail takes it."""
        try:
            return read_address(self.cleaned_data["address"])
        except InvalidAddress:
            raise ValidationError(
                _(
                    "Mail cannot be sent to this address. Enter it in full, such as "
                    "name@example.com."
                )
            ) from None

    @property
    def is_from_a_program(self) -> bool:
        """Whether the field was filled in that people do not see."""
        return bool(self.cleaned_data["topic"])


def unseen_field() -> Any:
    """Return the place of the field that people do not see."""
    return Field("topic", template="irsite/unseen_field.html")


class ChoicesForm(ReaderForm):
    """What a reader wants, and when; `categories` are slugs with names.

    `zone` is the IANA zone that is chosen at first.
    """

    releases = forms.MultipleChoiceField(
        label=_("Press releases"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    events = forms.MultipleChoiceField(
        label=_("Events"), required=False, widget=forms.CheckboxSelectMultiple
    )
    pace = forms.ChoiceField(
        label=_("Send them"),
        choices=Pace.choices,
        initial=Pace.AT_ONCE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when to send them.")},
    )
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily mail"), coerce=int, initial=FIRST_HOUR
    )
    zone = forms.ChoiceField(label=_("Time zone"), initial=UTC)

    def __init__(
        self,
        *args: Any,
        categories: Iterable[tuple[str, str]],
        zone: str = UTC,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("releases", release_subjects(categories).items())
        self._choices("events", event_subjects().items())
        self._choices("digest_hour", hours())
        self._choices("zone", zones(zone))
        self.fields["zone"].initial = zone
        offered = languages()
        if len(offered) > 1:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of the mails"),
                choices=offered,
                initial=known_language(get_language() or ""),
            )

    def _choices(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Require a subject."""
        cleaned: dict[str, Any] = self.cleaned_data
        is_valid = not {"releases", "events"} & self.errors.keys()
        if is_valid and not cleaned["releases"] and not cleaned["events"]:
            self.add_error(
                "releases", ValidationError(_("Choose at least one kind of alert."))
            )
        return cleaned

    def choice_layout(self) -> tuple[Any, ...]:
        """Return the parts of the layout that both forms have."""
        language = ["language"] if "language" in self.fields else []
        return (
            Fieldset(_("What to send"), "releases", "events", css_class="choices"),
            Fieldset(
                _("How often"),
                "pace",
                "digest_hour",
                "zone",
                *language,
                css_class="times",
            ),
        )

    @property
    def chosen(self) -> Choices:
        """What was chosen in a valid form; all releases include those of each category."""
        cleaned = self.cleaned_data
        releases = cleaned["releases"]
        if RELEASES in releases:
            releases = [RELEASES]
        return Choices(
            subjects=(*releases, *cleaned["events"]),
            pace=cleaned["pace"],
            digest_hour=cleaned["digest_hour"],
            zone=cleaned["zone"],
            language=cleaned.get("language") or known_language(get_language() or ""),
        )


class SubscribeForm(PublicForm, ChoicesForm):
    """The public form: an address, and what to send to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["releases"].initial = [RELEASES]
        self.helper.form_action = ALERTS
        self.helper.layout = Layout(
            "address",
            *self.choice_layout(),
            unseen_field(),
            HTML("{% include 'subscriptions/agreement.html' %}"),
            Submit("", _("Subscribe")),
        )


class ChangeForm(ChoicesForm):
    """What a subscriber gets, to be changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*self.choice_layout(), Submit("save", _("Save")))


def languages() -> list[tuple[str, str]]:
    """Return the languages that mails are written in, each by its own name."""
    return [
        (code, get_language_info(code)["name_local"])
        for code, _name in settings.LANGUAGES
        if known_language(code) == code
    ]


def hours() -> Iterator[tuple[int, str]]:
    """Yield each hour of the day as it is written in the active language."""
    for hour in range(24):
        yield hour, time_format(dt.time(hour))


def zones(current: str) -> Iterator[tuple[str, Any]]:
    """Yield the zones to choose from by region, and the current one if it is no other."""
    yield UTC, UTC
    if not is_listed(current):
        yield current, current.replace("_", " ")
    for region, names in READER_ZONES.items():
        cities = sorted((city_of(zone), zone) for zone in names)
        yield region, [(zone, city) for city, zone in cities]
