"""The forms of contacts, disclaimers, About sections and events that were read."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.intake import drafts, events
from releases.intake.matching import find_matches
from releases.intake.parser import reading as read
from releases.intake.parser.reading import Reading
from releases.models import Boilerplate, Contact, Disclaimer, Event
from releases.models.desk.contact import validate_emails
from releases.models.desk.issuer import validate_zone
from releases.record.freeze import lines, paragraphs
from releases.text.word_diff import collapse_spaces
from releases.widgets.wall_time import (
    DayInput,
    instant_at,
    validate_whole_seconds,
    validate_year,
    zone_named,
)
from releases.widgets.web_address import WebAddressField
from releases.workspace.from_text.part_form import PartForm


class ContactForm(PartForm):
    """A contact."""

    model = Contact
    noun = "contact"
    new_label = gettext_lazy("Add as a new contact")
    model_fields: ClassVar[list[str]] = [
        *("audience", "name", "title", "organization", "phones", "emails")
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phones", "emails"):
            self.fields[name].widget.attrs["rows"] = 2
        # A form field made from a model field lacks the model field's validators.
        self.fields["emails"].validators.append(validate_emails)

    def initial_values(self, parsed: read.Contact) -> dict[str, Any]:
        return dict(drafts.contact_fields(parsed))

    @property
    def caption(self) -> str:
        fields = drafts.contact_fields(self.parsed)
        name = fields["name"] or fields["organization"]
        return _("Contact: %(name)s") % {"name": name}

    def edited_part(self) -> read.Contact:
        cleaned_data = self.cleaned_data
        parsed: read.Contact = self.parsed
        return dataclasses.replace(
            parsed,
            audience=cleaned_data["audience"],
            name=cleaned_data["name"] or None,
            title=cleaned_data["title"] or None,
            organization=cleaned_data["organization"] or None,
            phones=tuple(
                read.Phone(written=line, e164=None, label=None)
                for line in lines(cleaned_data["phones"])
            ),
            emails=lines(cleaned_data["emails"]),
        )


class SectionForm(PartForm):
    """A heading with text below it."""

    text_field: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.text_field].widget.attrs["rows"] = 8

    def initial_values(self, parsed: read.Section) -> dict[str, Any]:
        return {"heading": parsed.heading or "", self.text_field: parsed.text}

    def edited_part(self) -> read.Section:
        parsed: read.Section = self.parsed
        return dataclasses.replace(
            parsed,
            heading=self.cleaned_data["heading"] or None,
            text=paragraphs(self.cleaned_data[self.text_field]),
        )

    @property
    def heading(self) -> str:
        """Return the heading, or how the text begins."""
        return self.parsed.heading or drafts.first_words(self.parsed.text)


class DisclaimerForm(SectionForm):
    """A disclaimer."""

    model = Disclaimer
    noun = "disclaimer"
    new_label = gettext_lazy("Add as a new disclaimer")
    model_fields: ClassVar[list[str]] = ["heading", "wording"]
    text_field = "wording"

    @property
    def caption(self) -> str:
        return _("Disclaimer: %(heading)s") % {"heading": self.heading}

    def revise_label(self, existing: Disclaimer) -> str:
        """Say that a wording in use gets a new revision and stays as it is."""
        if existing.in_use:
            return _("Create the next revision of “%(name)s” with this text") % {
                "name": existing.name
            }
        return _("Update “%(name)s” with this text (it was never published)") % {
            "name": existing
        }


class BoilerplateForm(SectionForm):
    """An About section."""

    model = Boilerplate
    noun = "About section"
    new_label = gettext_lazy("Add as a new About section")
    model_fields: ClassVar[list[str]] = ["heading", "text"]
    text_field = "text"

    @property
    def caption(self) -> str:
        return _("About section: %(heading)s") % {"heading": self.heading}

    def revise_label(self, existing: Boilerplate) -> str:
        """Say that other drafts change too; what is published does not."""
        return _("Update “%(name)s” with this text, in every draft that uses it") % {
            "name": existing
        }


class EventForm(PartForm):
    """An event."""

    model = Event
    noun = "event"
    new_label = gettext_lazy("Add as a new event")
    model_fields: ClassVar[list[str]] = []

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=300,
        widget=forms.TextInput({"class": "desk-line"}),
    )
    date = forms.DateField(
        label=gettext_lazy("Date"),
        required=False,
        widget=DayInput,
        validators=[validate_year],
    )
    start = forms.TimeField(
        label=gettext_lazy("Starts"),
        required=False,
        validators=[validate_whole_seconds],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy(
            "In the event's time zone. Leave it empty if no time is announced."
        ),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=DayInput,
        validators=[validate_year],
    )
    end = forms.TimeField(
        label=gettext_lazy("Ends"),
        required=False,
        validators=[validate_whole_seconds],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    timezone = forms.CharField(
        label=gettext_lazy("Time zone"),
        validators=[validate_zone],
        help_text=gettext_lazy("IANA name. Example: America/New_York."),
    )
    venue = forms.CharField(label=gettext_lazy("Venue"), required=False, max_length=200)
    city = forms.CharField(label=gettext_lazy("City"), required=False, max_length=120)
    webcast = WebAddressField(
        label=gettext_lazy("Webcast"), required=False, max_length=200
    )

    def initial_values(self, parsed: read.Event) -> dict[str, Any]:
        return {
            "title": events.as_title(parsed.title),
            "date": events.first_day(parsed),
            "start": parsed.start,
            "ends_on": parsed.ends_on,
            "end": parsed.end,
            "timezone": events.timezone_of(parsed, zone=self.zone),
            "venue": parsed.location or "",
            "city": parsed.city or "",
            "webcast": events.first_link(parsed.links),
        }

    @property
    def caption(self) -> str:
        return _("Event: %(title)s") % {"title": events.as_title(self.parsed.title)}

    @property
    def uneditable_details(self) -> list[str]:
        """Return what else was read and is saved with the event, but has no field."""
        details = [*events.dial_in_lines(self.parsed)]
        if self.parsed.replay and self.parsed.replay.ends:
            details.append(
                _("Replay until %(time)s") % {"time": self.parsed.replay.ends}
            )
        return [*details, *(session.title for session in self.parsed.sessions)]

    def clean(self) -> dict[str, Any] | None:
        """Require a date, an end after the start, and times that exist in the zone."""
        cleaned_data = super().clean() or self.cleaned_data
        if "date" in cleaned_data and not cleaned_data["date"]:
            self.add_error("date", _("Enter a date for the event, or leave it out."))
        ends_before_start = _("The event ends before it starts.")
        last, first = cleaned_data.get("ends_on"), cleaned_data.get("date")
        if last and first and last < first:
            self.add_error("ends_on", ends_before_start)
        start, end = cleaned_data.get("start"), cleaned_data.get("end")
        if start and end and end < start and (last or first) == first:
            self.add_error("end", ends_before_start)
        self._check_time_exists("start", first)
        self._check_time_exists("end", last or first)
        return cleaned_data

    def _check_time_exists(self, field: str, day: dt.date | None) -> None:
        """Add an error if a change of the clocks skips or repeats this time."""
        clock, zone = self.cleaned_data.get(field), self.cleaned_data.get("timezone")
        if not (clock and day and zone):
            return
        try:
            instant_at(dt.datetime.combine(day, clock), zone_named(zone))
        except ValidationError as error:
            self.add_error(field, error)

    def edited_part(self) -> read.Event:
        cleaned_data = self.cleaned_data
        parsed: read.Event = self.parsed
        first_link = events.first_link(parsed.links)
        links = [link for link in parsed.links if link != first_link]
        webcast = cleaned_data["webcast"]
        return dataclasses.replace(
            parsed,
            title=collapse_spaces(cleaned_data["title"]),
            date=cleaned_data["date"],
            ends_on=cleaned_data["ends_on"],
            start=cleaned_data["start"],
            end=cleaned_data["end"],
            timezone=cleaned_data["timezone"],
            location=cleaned_data["venue"] or None,
            city=cleaned_data["city"] or None,
            links=(webcast, *links) if webcast else tuple(links),
        )


# By the name of the part in a reading.
PART_FORMS: dict[str, type[PartForm]] = {
    "contacts": ContactForm,
    "disclaimers": DisclaimerForm,
    "boilerplates": BoilerplateForm,
    "events": EventForm,
}


def make_part_forms(
    reading: Reading, data: Any, *, by: User, zone: str
) -> list[PartForm]:
    """Return a form for each part of the reading, with the desk's matching parts."""
    matches = find_matches(reading, zone=zone)
    return [
        form_class(
            data,
            parsed=parsed,
            position=position,
            matches=matches[f"{form_class.model._meta.model_name}-{position}"],
            by=by,
            zone=zone,
        )
        for name, form_class in PART_FORMS.items()
        for position, parsed in enumerate(getattr(reading, name))
    ]
