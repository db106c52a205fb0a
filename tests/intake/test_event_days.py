"""Days that are no event's, days that were moved, the zones of hours, and places."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from tests.intake.test_event_layouts import END, HEADLINE, facts, release


class ADayThatIsNoEvents(TestCase):
    """Of a law, of a page's stamp in two languages, or of an aggregator's sentence."""

    def test_of_a_law(self) -> None:
        for words in (
            (
                "En virtud de la Circular 2/1993 de 3 de marzo, Hornos del Ebro, S.A., comunica la "
                "siguiente información: se ha modificado el Consejo de Administración."
            ),
            (
                "De conformidad con la Ley 24/1988, de 28 de julio, se comunica lo siguiente: la Junta "
                "General ha sido informada."
            ),
            (
                "Pursuant to Directive 2014/65 of 15 May and the annual meeting’s resolution, the "
                "Board informs the market as follows."
            ),
        ):
            with self.subTest(words):
                assert release(words).events == ()

    def test_on_which_dealings_start_or_a_page_filed_the_headline(self) -> None:
        for words in (
            "Dealings in the new shares are expected to start at 8.00 a.m. on 15 April 2026.",
            f"Wednesday, March 4th, 2026 Comments Off on {HEADLINE}",
        ):
            with self.subTest(words):
                assert release(words).events == ()

    def test_by_which_something_has_to_be_done(self) -> None:
        for rows in (
            ("Next steps:", "Report to the panel on progress by July 31, 2026"),
            ("Dividend:", "Last day including right: July 9, 2026"),
        ):
            with self.subTest(rows):
                assert release(*rows).events == ()

    def test_of_a_meeting_that_was_held_today(self) -> None:
        words = "Fenwick Kilns held its Annual General Meeting for shareholders at 10.30am today."
        assert release(words).events == ()

    def test_of_a_stamp_in_two_languages(self) -> None:
        for line in (
            "1 lunes, 6 de julio de 2026 Monday, July 6, 2026",
            "Montag, 6. Juli 2026 / Monday, July 6, 2026",
            "le 6 juillet 2026 - July 6, 2026",
        ):
            with self.subTest(line):
                assert release("Financial calendar", line).events == ()

    def test_on_which_an_aggregator_says_that_it_was_reported(self) -> None:
        for sentence in (
            (
                "On March 3, 2026 Fenwick Kilns AG (FRA: FWK), a maker of kilns, reported that it "
                "will take part in the following upcoming investor conferences:"
            ),
            (
                "On March 3, 2026, Fenwick Kilns AG (FRA: FWK) announced that it will attend an "
                "investor conference."
            ),
        ):
            with self.subTest(sentence):
                reading = read(f"{HEADLINE}\n\n{sentence}\n\n{END}")
                assert reading.events == ()
                assert str(reading.dateline and reading.dateline.date) == "2026-03-03"


class AMeetingThatWasMoved(TestCase):
    """Has only its new day, and the place where the sentence ends."""

    def test_in_spanish_french_and_german(self) -> None:
        for words, wanted in (
            (
                (
                    "El Consejo ha acordado trasladar la fecha de la Junta General Ordinaria, "
                    "convocada para el 15 de julio de 2026, que se celebrará el día 16 de septiembre "
                    "de 2026, a las 12:30 horas, en el Salón Ebro de la fábrica, Camino Real 14, "
                    "25001 Lérida, y podrá seguirse en www.fenwick.example."
                ),
                "2026-09-16 12:30 Salón Ebro de la fábrica, Camino Real 14, 25001 Lérida",
            ),
            (
                (
                    "L’assemblée générale, initialement prévue le 15 juillet 2026, est reportée au 16 "
                    "septembre 2026 à 12h30 à l’Hôtel du Parc, 14 rue Basse, Lyon."
                ),
                "2026-09-16 12:30 Hôtel du Parc, 14 rue Basse, Lyon",
            ),
            (
                (
                    "Die für den 15. Juli 2026 geplante Hauptversammlung wird auf den 16. September "
                    "2026 um 12:30 Uhr verschoben."
                ),
                "2026-09-16 12:30",
            ),
            (
                (
                    "The extraordinary general meeting convened to be held at 2:30 p.m. on "
                    "Wednesday, 15 July 2026 has been postponed to 12:30 p.m. on Wednesday, 16 "
                    "September 2026 at Room 1202, Roland Centre, Bremen."
                ),
                "2026-09-16 12:30 Room 1202, Roland Centre, Bremen",
            ),
            (
                (
                    "As announced, the AGM was to be held on 15 July 2026. The Board has decided "
                    "to postpone it to 16 September 2026, at 12:30 p.m."
                ),
                "2026-09-16 12:30",
            ),
            (
                (
                    "The date of the AGM has been changed. The new date is 16 September 2026, at "
                    "12:30 p.m. (previously 15 July 2026)."
                ),
                "2026-09-16 12:30",
            ),
            (
                (
                    "The annual meeting of shareholders, which was to have taken place on July 15, "
                    "2026, has been rescheduled to September 16, 2026, at 12:30 p.m."
                ),
                "2026-09-16 12:30",
            ),
            (
                (
                    "The call will now take place on September 16, 2026, at 12:30 p.m. instead of "
                    "July 15, 2026, as announced."
                ),
                "2026-09-16 12:30",
            ),
        ):
            with self.subTest(words):
                assert facts(release(words)) == [wanted]


class AnHour(TestCase):
    """Has the zone that its country's language prints after it."""

    def test_in_words(self) -> None:
        for hour, zone in (
            ("um 8 Uhr deutscher Zeit", "Europe/Berlin"),
            ("à 8h00 heure de Paris", "Europe/Paris"),
            ("à 8 heures (heure française)", "Europe/Paris"),
            ("at 8 a.m. Warsaw time", "Europe/Warsaw"),
            ("at 8:00 a.m. (Taiwan time)", "Asia/Taipei"),
        ):
            with self.subTest(hour):
                [event] = release(
                    f"Fenwick Kilns will hold a conference call on April 16, 2026, {hour}."
                ).events
                assert (str(event.start), event.timezone) == ("08:00:00", zone)


class APlace(TestCase):
    """Stands beside a meeting: in a bracket of its row, or after a verb."""

    def test_in_the_bracket_of_a_calendars_row(self) -> None:
        for title in ("Annual general meeting", "Annual General Meeting"):
            with self.subTest(title):
                rows = (
                    "Financial calendar 2026",
                    "4 May 2026 Interim report – first quarter 2026",
                    f"14 April 2026  {title} (Hotel Strand, Weserweg 112, 28195 Bremen at 15:00 hours CET)",
                )
                assert any(
                    "Hotel Strand, Weserweg 112" in fact
                    for fact in facts(release(*rows))
                )

    def test_after_a_spanish_verb(self) -> None:
        for words in (
            "a celebrar en Toledo, Palacio Miradero, calle Cervantes, el próximo día 11 de mayo de 2026, a las 12:00 horas",
            "que tendrá lugar en Toledo, Palacio Miradero, el día 11 de mayo de 2026, a las 12:00 horas",
        ):
            with self.subTest(words):
                text = f"El Consejo ha acordado convocar Junta General Ordinaria de Accionistas, {words}."
                [meeting] = facts(release(text))
                assert "Toledo, Palacio Miradero" in meeting

    def test_before_what_the_meeting_shall_do(self) -> None:
        for words, place in (
            (
                (
                    "Se convoca a los accionistas a la Junta General Extraordinaria, que se celebrará el "
                    "día 11 de mayo de 2026 a las 12:30 horas en el domicilio social, C/ del Horno 21, "
                    "Vigo, con el siguiente orden del día"
                ),
                "domicilio social, C/ del Horno 21, Vigo",
            ),
            (
                (
                    "Die Erhöhung bedarf der Zustimmung einer außerordentlichen Hauptversammlung. Diese "
                    "soll am 11. Mai 2026 um 12:30 Uhr in der Alten Ofenhalle, Weserweg 3, Bremen, "
                    "stattfinden"
                ),
                "Alten Ofenhalle, Weserweg 3, Bremen",
            ),
        ):
            with self.subTest(place):
                [meeting] = release(f"{words}.").events
                assert (str(meeting.date), f"{meeting.start}") == (
                    "2026-05-11",
                    "12:30:00",
                )
                assert meeting.location == place
