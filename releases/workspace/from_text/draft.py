"""The two forms of “New release from text”: what is given, and the draft of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.utils.html import format_html

from releases.intake.matching import find_matches
from releases.intake.parser import Reading
from releases.intake.parser.reading import Dateline, Doubt, Lines, Quote
from releases.intake.readers import SourceDocument
from releases.models import Release
from releases.record.freeze import lines
from releases.workspace.from_text.kinds import KINDS
from releases.workspace.from_text.parts import PartForm, fields_only
from releases.workspace.release_form import ReleaseForm


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where something of the form came from; a part counts for all that its lines say."""

    label: str
    anchor: str
    lines: Lines
    words: str = ""

    def fits(self, doubt: Doubt) -> tuple[bool, int]:
        """How well the doubt sits here: not in other words, and in the fewest lines."""
        elsewhere = bool(self.words) and str(doubt.saw) not in self.words
        return elsewhere, self.lines.last - self.lines.first


class DraftForm(ReleaseForm):
    """The words of the release as they were read, and what only a person can say."""

    go_live_at = None  # type: ignore[assignment]  # takes the field out

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
            "dateline_places": "Dateline: places",
            "dateline_date": "Dateline: date",
            "dateline_wire": "Dateline: wire",
            "material": "Material news",
        }

    def __init__(self, data: Any, *, arrival: SourceDocument) -> None:
        self.arrival = arrival
        reading = arrival.reading
        super().__init__(data, initial=_initial(reading))
        for name, span in _spans(reading).items():
            field = self.fields[name]
            field.help_text = format_html("{} {}", field.help_text, _link(span))
            if span:
                field.widget.attrs["data-lines"] = f"{span.first}-{span.last}"
        self.answers_helper = fields_only("category", "forward_looking", "material")
        self.words_helper = fields_only(*_spans(reading))

    def edited(self, parts: list[PartForm]) -> Reading:
        """The reading with what the person made of it."""
        filled, was = self.cleaned_data, self.arrival.reading
        nowhere = Lines(first=1, last=1)
        below = tuple(
            Quote(text=line, lines=nowhere) for line in lines(filled["subheadlines"])
        )
        return dataclasses.replace(
            was,
            headline=Quote(text=filled["headline"], lines=nowhere),
            subheadlines=below,
            dateline=Dateline(
                places=_places(filled["dateline_places"]),
                date=filled["dateline_date"],
                wire=filled["dateline_wire"],
                text="",
                lines=nowhere,
            ),
            body_html=filled["body"],
            source=Quote(text=filled["source"], lines=nowhere),
            contacts=_words_of(parts, "contacts"),
            disclaimers=_words_of(parts, "disclaimers"),
            boilerplates=_words_of(parts, "boilerplates"),
            events=_words_of(parts, "events"),
        )


def _words_of(parts: list[PartForm], name: str) -> tuple[Any, ...]:
    """The parts of this kind, edited where their words will be used."""
    return tuple(
        part.edited() if part.uses_words else part.said
        for part in parts
        if isinstance(part, KINDS[name])
    )


def part_forms(
    arrival: SourceDocument, data: Any, *, by: User, zone: str
) -> list[PartForm]:
    """A form for each contact, notice, About section and event that was read."""
    found = find_matches(arrival.reading, zone=zone)
    return [
        kind(
            data,
            said=said,
            place=place,
            matches=found[f"{kind.model._meta.model_name}-{place}"],
            by=by,
            zone=zone,
        )
        for name, kind in KINDS.items()
        for place, said in enumerate(getattr(arrival.reading, name))
    ]


def _places(written: str) -> tuple[str, ...]:
    return tuple(place.strip() for place in written.split(";") if place.strip())


def _initial(reading: Reading) -> dict[str, Any]:
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


def _spans(reading: Reading) -> dict[str, Lines | None]:
    """The lines that each field came from; None where the text has nothing of it."""
    below = [line.lines for line in reading.subheadlines]
    dateline = reading.dateline
    place, date, wire = (
        (dateline.lines if dateline and said else None)
        for said in (
            dateline and dateline.places,
            dateline and dateline.date,
            dateline and dateline.wire,
        )
    )
    return {
        "headline": reading.headline.lines if reading.headline else None,
        "subheadlines": (
            Lines(first=below[0].first, last=below[-1].last) if below else None
        ),
        "dateline_places": place,
        "dateline_date": date,
        "dateline_wire": wire,
        "body": reading.body_lines,
        "source": reading.source.lines if reading.source else None,
    }


def origins(form: DraftForm, parts: list[PartForm]) -> Iterator[Origin]:
    """Each field and each part that came from lines of the text."""
    for name, span in _spans(form.arrival.reading).items():
        if span:
            yield Origin(
                label=str(form[name].label),
                anchor=f"id_{name}",
                lines=span,
                words=str(form.initial[name]),
            )
    for part in parts:
        yield Origin(label=part.caption, anchor=part.key, lines=part.said.lines)


def _link(span: Lines | None) -> str:
    """Where it came from, as a link to its first line."""
    if span is None:
        return "Not found in the text."
    several = span.last > span.first
    words = f"lines {span.first}–{span.last}" if several else f"line {span.first}"
    return format_html(
        '<a class="from-text-from" href="#line-{}">From {}</a>', span.first, words
    )
