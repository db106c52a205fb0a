"""What every run of the checks promises, whatever is found."""

from __future__ import annotations

from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.desk import checks
from releases.desk.checks import CheckedRelease
from releases.desk.checks.registry import check as register_check
from releases.models import Release, Waiver
from releases.record.documents import CategoryEntry, ReleaseDocument
from releases.text.html import sanitize_html
from releases.text.html_blocks import parse_body
from tests.builders import (
    SEVEN,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_event,
    make_issuer,
    make_release,
    publish,
)
from tests.desk.checks.clean_release import (
    HOUR,
    MINUTE,
    findings_in,
    make_approved_disclaimer,
    make_call,
    make_clean_release,
    make_pdf,
    paragraphs,
)
from tests.examples import examples


def spoilt(**fields: Any) -> Release:
    """Return a release with something of each level amiss."""
    return make_clean_release(
        **{
            "category": None,
            "more": "TK and [●]. TK again. Monday, March 3.",
            "source": "",
            "forward_looking": "",
            "go_live_at": None,
        }
        | fields
    )


class TheFindings(TestCase):
    """In an order that is read, and by a digest that an answer can cover."""

    def test_come_the_gravest_first_and_each_checks_together(self) -> None:
        found_by = [finding.check for finding in findings_in(spoilt(), at=SEVEN)]
        order = list(checks.Level)
        assert {check.level for check in found_by} == set(order)
        assert found_by == sorted(
            found_by, key=lambda check: (order.index(check.level), check.id)
        )

    def test_say_the_same_thing_once(self) -> None:
        findings = findings_in(spoilt(), at=SEVEN)
        blanks = [
            finding.passage
            for finding in findings
            if finding.check.id == "text.placeholder"
        ]
        assert blanks == ["TK", "[●]"]

    def test_stand_in_the_text_word_for_word(self) -> None:
        release = spoilt(more="TK, and on Monday, March 3 it expects growth.")
        Release.objects.filter(pk=release.pk).update(forward_looking="no")
        inside = [
            finding
            for finding in findings_in(release, at=SEVEN)
            if finding.field == "body"
        ]
        assert len(inside) == 3
        assert all(finding.passage in release.body for finding in inside)

    def test_stay_the_same_while_nothing_but_time_passes(self) -> None:
        release = spoilt(material="yes", events=(make_call(dial_ins=""),))
        Release.objects.filter(pk=release.pk).update(state="submitted")
        findings = findings_in(release, at=SEVEN)
        assert "timing.nasdaq_notice" in {finding.check.id for finding in findings}
        assert findings_in(release, at=SEVEN + MINUTE) == findings

    def test_have_a_digest_that_knows_no_order(self) -> None:
        findings = findings_in(spoilt(), at=SEVEN)
        assert checks.digest_of_findings(findings) == checks.digest_of_findings(
            reversed(findings)
        )

    def test_have_another_digest_where_another_thing_is_found(self) -> None:
        first = findings_in(spoilt(), at=SEVEN)
        other = findings_in(spoilt(more="TK and [●]. Tuesday, March 3."), at=SEVEN)
        assert checks.digest_of_findings(first) != checks.digest_of_findings(other)
        assert checks.digest_of_findings(first) != checks.digest_of_findings(first[1:])

    def test_are_those_of_the_release_as_it_is_saved(self) -> None:
        release = make_clean_release()
        release.headline = "Not saved, and cut of"
        assert findings_in(release, at=SEVEN) == ()

    def test_are_of_the_instant_at_which_a_published_one_opened(self) -> None:
        release = publish(make_clean_release(go_live_at=None), at=SEVEN)
        assert findings_in(release, at=SEVEN + 30 * 24 * HOUR) == ()

    def test_are_few_in_the_plainest_release_of_the_tests(self) -> None:
        make_issuer()
        findings = findings_in(make_release(), at=SEVEN)
        assert {finding.check.level for finding in findings} == {checks.Level.WARNING}


class LoadingARelease(TestCase):
    """As many queries for a long release as for a short one."""

    def filled(self, times: int) -> Release:
        """Return a release with this number of each part."""
        links = "".join(
            f'<a href="/releases/2026/r{n}/">a</a> <a href="/events/e{n}/">b</a> '
            f'<a href="/files/f{n}/x">c</a>'
            for n in range(times)
        )
        release = make_clean_release(
            body=paragraphs(*["TK"] * times) + f"<p>{links}</p>",
            contacts=tuple(make_contact(name=f"C{n}") for n in range(times)),
            disclaimers=tuple(
                make_approved_disclaimer(name=f"W{n}") for n in range(times)
            ),
            boilerplates=tuple(make_boilerplate() for _ in range(times)),
            events=tuple(make_event() for _ in range(times)),
        )
        for event in release.events.all():
            make_attachment(event=event, content=make_pdf())
        for number in range(times):
            make_attachment(release, content=make_pdf(), name=f"{number}.pdf")
            make_clean_release(translation_of=release, language=f"x{number}")
        return release

    def test_costs_the_same_few_queries(self) -> None:
        release, other = self.filled(1), self.filled(7)
        with CaptureQueriesContext(connection) as few:
            findings_in(release, at=SEVEN)
        with CaptureQueriesContext(connection) as many:
            findings_in(other, at=SEVEN)
        assert len(few) == len(many) <= 24

    def test_works_without_an_issuer(self) -> None:
        assert findings_in(make_release(body=paragraphs()), at=SEVEN) == ()


class AnyText(SimpleTestCase):
    """Checks look at whatever staff write, and never fall over it."""

    @settings(max_examples=examples(20))
    @given(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                [
                    *(
                        "<p>",
                        "</p>",
                        "<table><tr><td>",
                        "[insert",
                        "PENDING",
                        "TK",
                        "$XX",
                    ),
                    *("Monday, March 3", "June 31", "expects to", "Adjusted EBITDA"),
                    *(
                        '<a href="http://[/">',
                        '<a href="//">www.a.com',
                        "</a>",
                        "(Nasdaq: ",
                    ),
                    *(
                        "Larkmoor ",
                        "replay available",
                        "will host a call",
                        "DRAFT",
                        "\n",
                    ),
                ]
            ),
            max_size=25,
        ),
    )
    def test_is_looked_over(self, headline: str, pieces: list[str]) -> None:
        body = sanitize_html(" ".join(pieces))
        checked = CheckedRelease(
            release=Release(headline=headline, body=" ".join(pieces)),
            document=ReleaseDocument(
                headline=headline,
                body=body,
                category=CategoryEntry(slug="news", name="News"),
                language="en",
                timezone="UTC",
            ),
            body=parse_body(body),
            at=SEVEN,
            goes_live_at=SEVEN,
            zone=ZoneInfo("UTC"),
        )
        for finding in checks.findings_in(checked):
            assert finding.message
            assert len(checks.digest_of_findings([finding])) == 64


class TheRegistry(SimpleTestCase):
    """The list of all checks."""

    def test_has_ids_that_an_answer_can_keep(self) -> None:
        longest = Waiver._meta.get_field("check_id").max_length
        assert longest
        assert all(len(check.id) <= longest for check in checks.all_checks())

    def test_finds_a_check_by_its_id(self) -> None:
        assert checks.get_check("approvals.missing").level is checks.Level.BLOCK

    def test_has_each_id_once(self) -> None:
        enter = register_check(
            "approvals.missing", checks.Level.ERROR, title="-", rule="-"
        )
        with pytest.raises(ValueError, match="Two checks have the id"):
            enter(lambda checked: iter(()))

    def test_only_these_can_never_be_overridden(self) -> None:
        blocks = {
            check.id
            for check in checks.all_checks()
            if check.level is checks.Level.BLOCK
        }
        assert blocks == {
            *("complete.headline", "complete.body", "complete.category"),
            *("forward_looking.unanswered", "forward_looking.no_disclaimer"),
            *("files.missing", "approvals.missing", "tables.spreadsheet"),
            *("tables.column_without_heading", "tables.short_heading_row"),
            *("tables.future_heading", "files.hidden_sheets", "text.invisible"),
            *("text.template_placeholder", "images.missing"),
        }

    def test_gives_a_rule_in_sentences_and_sources_over_https(self) -> None:
        for check in checks.all_checks():
            with self.subTest(check.id):
                assert check.rule.endswith(".")
                assert not check.title.endswith(".")
                assert not check.source or check.source.startswith("https://")


class AFindingInAnotherLanguage(TestCase):
    """It is translated where it is shown, and recorded in English."""

    def test_is_recorded_and_digested_in_english(self) -> None:
        release = spoilt()
        (finding, *_) = findings_in(release, at=SEVEN)
        digest = checks.digest_of_findings([finding])
        translations = {"Choose a category.": "Wählen Sie eine Kategorie."}
        with mock.patch("releases.translation.gettext", translations.get):
            assert finding.message == "Wählen Sie eine Kategorie."
            assert finding.english_message == "Choose a category."
            assert checks.digest_of_findings([finding]) == digest
