"""The form of a draft that was read from a text, and where each field came from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.intake.parser.reading import Dateline, Doubt, Lines, Quote, Reading
from releases.intake.source_document import SourceDocument
from releases.models import Release
from releases.record.freeze import lines
from releases.workspace.from_text.part_form import PartForm, fields_helper
from releases.workspace.from_text.part_kinds import PART_FORMS
from releases.workspace.release_form import ReleaseForm


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A field or a part of the form, and the lines of the text that it came from.

    `text` is the text of a field; empty for a part, which has all of its lines.
    """

    label: str
    anchor: str
    lines: Lines
    text: str = ""

    def distance_from(self, doubt: Doubt) -> tuple[bool, int]:
        """Return the sort key by which a doubt is shown at its closest origin.

        An origin that contains the doubted words comes first, then the one of fewest
        lines.
        """
        is_elsewhere = bool(self.text) and str(doubt.saw) not in self.text
        return is_elsewhere, self.lines.last - self.lines.first


class DraftForm(ReleaseForm):
    """The fields that were read, and the questions that only a person can answer."""

    go_live_at = None  # type: ignore[assignment]  # removes the field

    class Meta:
        model = Release
        widgets = ReleaseForm.Meta.widgets
        fields = [
            *("headline", "subheadlines"),
            *("dateline_places", "dateline_date", "dateline_wire"),
            *("body", "source", "category", "forward_looking", "material"),
        ]
        labels = {
            **ReleaseForm.Meta.labels,
            "dateline_places": gettext_lazy("Dateline: places"),
            "dateline_date": gettext_lazy("Dateline: date"),
            "dateline_wire": gettext_lazy("Dateline: wire"),
            "material": gettext_lazy("Material news"),
        }

    def __init__(self, data: Any, *, source: SourceDocument) -> None:
        self.source = source
        super().__init__(data, initial=_initial_values(source.reading))
        field_lines = lines_of_fields(source.reading)
        for name, span in field_lines.items():
            field = self.fields[name]
            field.help_text = format_html("{} {}", field.help_text, _lines_link(span))
            if span:
                field.widget.attrs["data-lines"] = f"{span.first}-{span.last}"
        self.questions_helper = fields_helper("category", "forward_looking", "material")
        self.text_helper = fields_helper(*field_lines)

    def edited_reading(self, parts: list[PartForm]) -> Reading:
        """Return the reading with the edits made in this form and in those of parts."""
        cleaned_data = self.cleaned_data
        # What was typed came from no line; nothing asks for its lines any more.
        no_lines = Lines(first=1, last=1)
        return dataclasses.replace(
            self.source.reading,
            headline=Quote(text=cleaned_data["headline"], lines=no_lines),
            subheadlines=tuple(
                Quote(text=line, lines=no_lines)
                for line in lines(cleaned_data["subheadlines"])
            ),
            dateline=Dateline(
                places=_split_places(cleaned_data["dateline_places"]),
                date=cleaned_data["dateline_date"],
                wire=cleaned_data["dateline_wire"],
                text="",
                lines=no_lines,
            ),
            body_html=cleaned_data["body"],
            source=Quote(text=cleaned_data["source"], lines=no_lines),
            contacts=_edited_parts(parts, "contacts"),
            disclaimers=_edited_parts(parts, "disclaimers"),
            boilerplates=_edited_parts(parts, "boilerplates"),
            events=_edited_parts(parts, "events"),
        )


def lines_of_fields(reading: Reading) -> dict[str, Lines | None]:
    """Return the lines that each field came from; None for what was not found."""
    subheadlines = [line.lines for line in reading.subheadlines]
    dateline = reading.dateline
    dateline_lines = dateline.lines if dateline else None
    return {
        "headline": reading.headline.lines if reading.headline else None,
        "subheadlines": (
            Lines(first=subheadlines[0].first, last=subheadlines[-1].last)
            if subheadlines
            else None
        ),
        "dateline_places": dateline_lines if dateline and dateline.places else None,
        "dateline_date": dateline_lines if dateline and dateline.date else None,
        "dateline_wire": dateline_lines if dateline and dateline.wire else None,
        "body": reading.body_lines,
        "source": reading.source.lines if reading.source else None,
    }


def origins(form: DraftForm, parts: list[PartForm]) -> Iterator[Origin]:
    """Yield each field and each part that came from lines of the text."""
    for name, span in lines_of_fields(form.source.reading).items():
        if span:
            yield Origin(
                label=str(form[name].label),
                anchor=f"id_{name}",
                lines=span,
                text=str(form.initial[name]),
            )
    for part in parts:
        yield Origin(label=part.caption, anchor=part.key, lines=part.parsed.lines)


def _edited_parts(parts: list[PartForm], name: str) -> tuple[Any, ...]:
    """Return the parts of one kind, with edits where the text will be used."""
    return tuple(
        part.edited_part() if part.uses_text else part.parsed
        for part in parts
        if isinstance(part, PART_FORMS[name])
    )


def _split_places(text: str) -> tuple[str, ...]:
    return tuple(place.strip() for place in text.split(";") if place.strip())


def _initial_values(reading: Reading) -> dict[str, Any]:
    dateline = reading.dateline
    return {
        "headline": reading.headline.text if reading.headline else "",
        "subheadlines": "\n".join(line.text for line in reading.subheadlines),
        "dateline_places": "; ".join(dateline.places) if dateline else "",
        "dateline_date": dateline.date if dateline else None,
        "dateline_wire": (dateline.wire or "") if dateline else "",
        "body": reading.body_html,
        "source": reading.source.text if reading.source else "",
    }


def _lines_link(span: Lines | None) -> str:
    """Return a link to the first of the lines, or a note that nothing was found."""
    if span is None:
        return _("Not found in the text.")
    if span.last > span.first:
        label = _("From lines %(first)d–%(last)d") % dataclasses.asdict(span)
    else:
        label = _("From line %(line)d") % {"line": span.first}
    return format_html(
        '<a class="from-text-lines" href="#line-{}">{}</a>', span.first, label
    )
