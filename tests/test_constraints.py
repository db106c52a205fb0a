"""Tests of the database's constraints: each is broken by a row saved past every form."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.test import TestCase

import pytest

from releases.models import (
    Attachment,
    Boilerplate,
    Category,
    Contact,
    Disclaimer,
    EarlyRequest,
    Event,
    EventSession,
    Filing,
    Issuer,
    JournalEntry,
    Listing,
    Logo,
    RecordState,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
    ReleaseMention,
    ReleaseTemplate,
    Report,
    SitePage,
    TemplateBoilerplate,
    TemplateContact,
    TemplateDisclaimer,
)
from releases.record.triggers import installation
from tests.builders import (
    SEVEN,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    make_report,
    make_site_page,
    make_user,
)
from tests.clock import MICROSECOND, SECOND
from tests.record.rows import file_of, instant_of, mention_of, refused, unsaved

NOT_UNIQUE = "(?i)unique"


class EveryConstraint(TestCase):
    """Every constraint of the app is named in a test."""

    def test_a_test_names_it(self) -> None:
        names = {
            constraint.name
            for model in apps.get_app_config("releases").get_models()
            for constraint in model._meta.constraints
        }
        assert len(names) > 20
        tests = "\n".join(
            path.read_text() for path in Path(__file__).parent.rglob("*.py")
        )
        assert not {name for name in names if name not in tests}


class ConstraintTestCase(TestCase):
    """Save rows past every form."""

    def assert_broken(self, name: str, row: models.Model) -> None:
        """Assert that the database refuses the row by this constraint."""
        with self.subTest(constraint=name), refused(name):
            row.save(force_insert=True)

    def assert_duplicate(self, name: str, row: models.Model) -> None:
        """Assert that the database refuses a second row like this one."""
        row.pk = None
        row._state.adding = True
        with self.subTest(constraint=name), refused(NOT_UNIQUE):
            row.save(force_insert=True)


class ADeskRow(ConstraintTestCase):
    """A row that staff write is complete."""

    def test_it_has_a_name_or_a_text(self) -> None:
        self.assert_broken("release_has_a_headline", Release(headline=""))
        self.assert_broken("boilerplate_has_a_text", Boilerplate(name="About", text=""))
        self.assert_broken("disclaimer_has_a_wording", Disclaimer(name="FLS"))
        self.assert_broken("event_has_a_title", Event(title="", starts=SEVEN))
        self.assert_broken(
            "report_has_a_title", Report(title="", slug="x", dated=SEVEN.date())
        )
        self.assert_broken("site_page_has_a_title", SitePage(title="", slug="x"))
        self.assert_broken("issuer_has_a_name", Issuer(name=""))
        self.assert_broken("contact_has_a_name_or_an_organization", Contact(title="Dr"))

    def test_a_contact_may_lack_a_name_or_an_organization(self) -> None:
        make_contact(name="")
        make_contact(organization="")

    def test_it_does_not_end_before_it_starts(self) -> None:
        early: dict[str, Any] = {"starts": SEVEN, "ends": SEVEN - MICROSECOND}
        self.assert_broken(
            "event_does_not_end_before_it_starts", Event(title="Call", **early)
        )
        session = EventSession(event=make_event(), title="Poster", **early)
        self.assert_broken("session_does_not_end_before_it_starts", session)
        unbegun = EventSession(event=make_event(), title="Poster", ends=SEVEN)
        self.assert_broken("session_does_not_end_before_it_starts", unbegun)

    def test_a_fiscal_period_has_its_year_and_its_part(self) -> None:
        halves: list[dict[str, Any]] = [{"fiscal_year": 2026}, {"fiscal_part": "q1"}]
        for half in halves:
            self.assert_broken(
                "release_fiscal_period_is_whole", Release(headline="Results", **half)
            )
            self.assert_broken(
                "event_fiscal_period_is_whole",
                Event(title="Call", starts=SEVEN, **half),
            )
            self.assert_broken(
                "filing_fiscal_period_is_whole",
                Filing(accession="1", form="8-K", filed_on=SEVEN.date(), **half),
            )

    def test_who_and_when_are_recorded_together(self) -> None:
        person = make_user()
        for half in ({"approved_by": person}, {"approved_at": SEVEN}):
            self.assert_broken(
                "release_approval_names_who_and_when", Release(headline="A", **half)
            )
            self.assert_broken(
                "disclaimer_approval_names_who_and_when",
                Disclaimer(wording="A", **half),
            )
        for half in ({"submitted_by": person}, {"submitted_at": SEVEN}):
            self.assert_broken(
                "release_submission_names_who_and_when", Release(headline="A", **half)
            )

    def test_a_release_on_the_record_has_an_address_of_its_own(self) -> None:
        for state in ("approved", "withdrawn"):
            self.assert_broken(
                "release_on_the_record_has_an_address",
                Release(headline="A", state=state),
            )
        make_release(address="2026/results")
        self.assert_duplicate(
            "release_address_is_its_own", Release(headline="B", address="2026/results")
        )

    def test_a_file_belongs_to_one_release_event_report_or_page(self) -> None:
        name = "attachment_belongs_to_one_owner"
        self.assert_broken(name, Attachment(title="A", size=1))
        both = make_attachment(make_release())
        both.event = make_event()
        with refused(name):
            both.save()
        make_attachment(page=make_site_page())
        both = make_attachment(report=make_report())
        both.page = make_site_page()
        with refused(name):
            both.save()

    def test_it_is_unique(self) -> None:
        release = make_release()
        contact, disclaimer = make_contact(), make_disclaimer()
        boilerplate, event = make_boilerplate(), make_event()
        listing = Listing.objects.filter(issuer=make_issuer()).get()
        twice: dict[str, models.Model] = {
            "release_names_a_contact_once": ReleaseContact(contact=contact),
            "release_carries_a_disclaimer_once": ReleaseDisclaimer(
                disclaimer=disclaimer
            ),
            "release_carries_a_boilerplate_once": ReleaseBoilerplate(
                boilerplate=boilerplate
            ),
            "release_names_an_event_once": ReleaseEvent(event=event),
        }
        for name, part in twice.items():
            part.release = release  # type: ignore[attr-defined]
            part.save()
            self.assert_duplicate(name, part)
        template = ReleaseTemplate.objects.create(
            category=Category.objects.latest("pk")
        )
        of_template: dict[str, models.Model] = {
            "template_names_a_contact_once": TemplateContact(contact=contact),
            "template_carries_a_disclaimer_once": TemplateDisclaimer(
                disclaimer=disclaimer
            ),
            "template_carries_a_boilerplate_once": TemplateBoilerplate(
                boilerplate=boilerplate
            ),
        }
        for name, part in of_template.items():
            part.template = template  # type: ignore[attr-defined]
            part.save()
            self.assert_duplicate(name, part)
        self.assert_duplicate("disclaimer_has_each_revision_once", disclaimer)
        listing.primary = False
        self.assert_duplicate("listing_is_named_once", listing)
        second = Listing(
            issuer=listing.issuer, exchange="XLON", symbol="LRK", primary=True
        )
        self.assert_duplicate("listing_is_primary_on_one_exchange", second)
        logo = Logo(issuer=listing.issuer, scheme="dark", size=1, width=1, height=1)
        logo.save()
        logo.token = "another"
        self.assert_duplicate("logo_is_one_a_scheme", logo)


@pytest.mark.owner
class ARecordRow(ConstraintTestCase):
    """A row of the record keeps its constraints even without the triggers."""

    def setUp(self) -> None:
        installation.thaw(connection)

    def test_its_times_are_in_their_order(self) -> None:
        hour = dt.timedelta(hours=1)
        live_from = SEVEN + hour
        self.assert_broken(
            "publication_does_not_end_before_it_starts",
            unsaved(live_until=live_from - MICROSECOND),
        )
        self.assert_broken(
            "publication_is_dated_no_later_than_it_is_live",
            unsaved(number=2, dated=live_from + MICROSECOND),
        )
        self.assert_broken(
            "publication_is_dated_when_first_live_unless_imported",
            unsaved(dated=live_from - MICROSECOND),
        )
        self.assert_broken(
            "publication_is_recorded_before_it_is_live", unsaved(recorded_at=live_from)
        )

    def test_an_import_is_dated_back(self) -> None:
        unsaved(dated=SEVEN - 1000 * SECOND, imported=True).save()

    def test_its_numbers_start_at_one(self) -> None:
        self.assert_broken("publication_numbers_start_at_one", unsaved(number=0))

    def test_an_event_and_nothing_else_has_times(self) -> None:
        name = "publication_of_an_event_has_its_times"
        self.assert_broken(name, unsaved(starts=SEVEN, ends=SEVEN))
        for half in ({"starts": SEVEN}, {"ends": SEVEN}, {}):
            self.assert_broken(name, unsaved(kind="event", **half))

    def test_its_number_is_given_once_among_those_that_stand(self) -> None:
        live_from = SEVEN + dt.timedelta(hours=1)
        unsaved(live_until=live_from).save()
        unsaved().save()
        unsaved(live_until=live_from, bundle=uuid.uuid4()).save()
        self.assert_duplicate("publication_number_is_given_once", unsaved())
        self.assert_duplicate(
            "publication_number_is_given_once", unsaved(live_until=live_from + SECOND)
        )

    def test_what_goes_out_with_it_is_named_once(self) -> None:
        publication = unsaved()
        publication.save()
        for name, row in {
            "published_file_has_one_token_a_publication": file_of(publication),
            "horizon_instant_is_named_once": instant_of(publication, SEVEN),
            "event_is_mentioned_once": mention_of(publication),
            "release_is_mentioned_once": ReleaseMention(
                publication=publication, address="2026/results"
            ),
        }.items():
            row.save()
            self.assert_duplicate(name, row)

    def test_what_the_radar_saw_of_one_path_from_one_source_is_one_row(self) -> None:
        seen = EarlyRequest(path="/", source="a", requests=1, since=SEVEN, latest=SEVEN)
        seen.save()
        self.assert_duplicate("early_request_is_counted_once_for_path_and_source", seen)

    def test_there_is_one_edition_and_one_entry_a_number(self) -> None:
        self.assert_broken(
            "record_state_is_the_only_row", RecordState(id=2, clock=SEVEN)
        )
        entry = JournalEntry(seq=1, at=SEVEN)
        entry.save()
        self.assert_duplicate("seq", entry)
