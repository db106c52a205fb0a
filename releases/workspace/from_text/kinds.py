"""The kinds of parts that a release has: contacts, notices, About sections, events."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from releases.intake import drafts, events
from releases.intake.parser import reading as read
from releases.models import Boilerplate, Contact, Disclaimer, Event
from releases.models.desk.contact import validate_emails
from releases.models.desk.issuer import validate_zone
from releases.record.freeze import lines, paragraphs
from releases.text.word_diff import collapse_spaces
from releases.widgets.wall_time import (
    DayInput,
    instant_of,
    of_our_times,
    to_the_second,
    zone_named,
)
from releases.widgets.web_address import WebAddressField
from releases.workspace.from_text.parts import PartForm


class ContactPart(PartForm):
    """Whom readers may call."""

    model = Contact
    noun = "contact"
    columns: ClassVar[list[str]] = [
        *("audience", "name", "title", "organization", "phones", "emails")
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phones", "emails"):
            self.fields[name].widget.attrs["rows"] = 2
        # A form field made of a model's has only the checks of its type.
        self.fields["emails"].validators.append(validate_emails)

    def initial_of(self, said: read.Contact) -> dict[str, Any]:
        """Its particulars."""
        return dict(drafts.contact_fields(said))

    @property
    def caption(self) -> str:
        """Who it is."""
        known = drafts.contact_fields(self.said)
        return f"Contact: {known['name'] or known['organization']}"

    def edited(self) -> read.Contact:
        """The contact with the particulars of the form."""
        filled = self.cleaned_data
        said: read.Contact = self.said
        return dataclasses.replace(
            said,
            audience=filled["audience"],
            name=filled["name"] or None,
            title=filled["title"] or None,
            organization=filled["organization"] or None,
            phones=tuple(
                read.Phone(written=line, e164=None, label=None)
                for line in lines(filled["phones"])
            ),
            emails=lines(filled["emails"]),
        )


class SectionPart(PartForm):
    """A heading with words below it."""

    words: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.words].widget.attrs["rows"] = 8

    def initial_of(self, said: read.Section) -> dict[str, Any]:
        """Its heading and its words."""
        return {"heading": said.heading or "", self.words: said.text}

    @property
    def caption(self) -> str:
        """Its heading, or how it begins."""
        heading = self.said.heading or drafts.first_words(self.said.text)
        return f"{self.noun[:1].upper()}{self.noun[1:]}: {heading}"

    def edited(self) -> read.Section:
        """The section with the words of the form."""
        said: read.Section = self.said
        return dataclasses.replace(
            said,
            heading=self.cleaned_data["heading"] or None,
            text=paragraphs(self.cleaned_data[self.words]),
        )


class DisclaimerPart(SectionPart):
    """A legal notice."""

    model = Disclaimer
    noun = "disclaimer"
    columns: ClassVar[list[str]] = ["heading", "wording"]
    words = "wording"

    def revises(self, thing: Disclaimer) -> str:
        """The next revision, once the record has this one."""
        if thing.in_use:
            return f"Make the next revision of “{thing.name}” of it"
        return f"Change “{thing}” to these words: it was never published"


class BoilerplatePart(SectionPart):
    """An About section."""

    model = Boilerplate
    noun = "About section"
    columns: ClassVar[list[str]] = ["heading", "text"]
    words = "text"

    def revises(self, thing: Boilerplate) -> str:
        """Its words, everywhere but in what is published."""
        return f"Change “{thing}” to these words, in every draft that carries it"


class EventPart(PartForm):
    """What readers may attend."""

    model = Event
    noun = "event"
    columns: ClassVar[list[str]] = []

    title = forms.CharField(
        max_length=300,
        widget=forms.TextInput({"class": "desk-line"}),
    )
    date = forms.DateField(
        label="Date", required=False, widget=DayInput, validators=[of_our_times]
    )
    start = forms.TimeField(
        label="Starts",
        required=False,
        validators=[to_the_second],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text="By the clock of its time zone. Empty where no hour is announced.",
    )
    ends_on = forms.DateField(
        label="Last day", required=False, widget=DayInput, validators=[of_our_times]
    )
    end = forms.TimeField(
        label="Ends",
        required=False,
        validators=[to_the_second],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    timezone = forms.CharField(
        label="Time zone",
        validators=[validate_zone],
        help_text="By its IANA name: America/New_York.",
    )
    venue = forms.CharField(label="Venue", required=False, max_length=200)
    city = forms.CharField(label="City", required=False, max_length=120)
    webcast = WebAddressField(label="Webcast", required=False, max_length=200)

    def initial_of(self, said: read.Event) -> dict[str, Any]:
        """When and where it is."""
        return {
            "title": events.as_title(said.title),
            "date": events.first_day(said),
            "start": said.start,
            "ends_on": said.ends_on,
            "end": said.end,
            "timezone": events.timezone_of(said, zone=self.zone),
            "venue": said.location or "",
            "city": said.city or "",
            "webcast": events.first_link(said.links),
        }

    @property
    def caption(self) -> str:
        """What it is called."""
        return f"Event: {events.as_title(self.said.title)}"

    @property
    def besides(self) -> list[str]:
        """What else was read of it, and goes with it as it was read."""
        found = [*events.dial_in_lines(self.said)]
        if self.said.replay and self.said.replay.ends:
            found.append(f"Replay until {self.said.replay.ends}")
        return [*found, *(session.title for session in self.said.sessions)]

    def clean(self) -> dict[str, Any] | None:
        """An event has a date, and does not end before it starts."""
        filled = super().clean() or self.cleaned_data
        if "date" in filled and not filled["date"]:
            self.add_error("date", "Give its date, or leave the event out.")
        last, first = filled.get("ends_on"), filled.get("date")
        if last and first and last < first:
            self.add_error("ends_on", "It ends before it starts.")
        start, end = filled.get("start"), filled.get("end")
        if start and end and end < start and (last or first) == first:
            self.add_error("end", "It ends before it starts.")
        self._check_clock("start", first)
        self._check_clock("end", last or first)
        return filled

    def _check_clock(self, field: str, day: dt.date | None) -> None:
        """An hour that the clocks of its zone show once that day."""
        clock, zone = self.cleaned_data.get(field), self.cleaned_data.get("timezone")
        if not (clock and day and zone):
            return
        try:
            instant_of(dt.datetime.combine(day, clock), zone_named(zone))
        except ValidationError as error:
            self.add_error(field, error)

    def edited(self) -> read.Event:
        """The event with the form's particulars."""
        filled = self.cleaned_data
        said: read.Event = self.said
        links = [link for link in said.links if link != events.first_link(said.links)]
        return dataclasses.replace(
            said,
            title=collapse_spaces(filled["title"]),
            date=filled["date"],
            ends_on=filled["ends_on"],
            start=filled["start"],
            end=filled["end"],
            timezone=filled["timezone"],
            location=filled["venue"] or None,
            city=filled["city"] or None,
            links=(filled["webcast"], *links) if filled["webcast"] else tuple(links),
        )


KINDS: dict[str, type[PartForm]] = {
    "contacts": ContactPart,
    "disclaimers": DisclaimerPart,
    "boilerplates": BoilerplatePart,
    "events": EventPart,
}
