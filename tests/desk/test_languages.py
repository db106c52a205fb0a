"""A release in several languages is one bundle: all of it goes public, or none."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management import call_command
from django.test import TestCase

import pytest

from releases.desk import transitions
from releases.desk.context import load_context
from releases.desk.copying import translate_release
from releases.models import Publication, Release, State
from releases.models.record.kinds import Kind
from releases.record.documents import ReleaseDocument
from tests.builders import (
    SEVEN,
    approve,
    author,
    counsel,
    live_headlines,
    make_attachment,
    make_event,
    make_release,
    publication_of,
    publish,
    schedule,
    submit,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.desk.test_approvals import finance

HOUR = dt.timedelta(hours=1)
BEFORE = SEVEN - HOUR
ENGLISH, GERMAN = "Larkmoor Grows", "Larkmoor wächst"


def in_german(original: Release, **fields: Any) -> Release:
    """Translate a release into German, as Ada does."""
    draft = translate_release(original, language="de", by=author())
    Release.objects.filter(pk=draft.pk).update(headline=GERMAN, **fields)
    draft.refresh_from_db()
    return draft


def two_languages(**fields: Any) -> tuple[Release, Release]:
    """Make an English release for SEVEN, and its German translation."""
    english = make_release(headline=ENGLISH, **{"go_live_at": SEVEN} | fields)
    return english, in_german(english)


def scheduled(**fields: Any) -> tuple[Release, Release]:
    """Approve both languages an hour before SEVEN."""
    with travel(BEFORE):
        english, german = two_languages(**fields)
        approve(english, at=BEFORE)
        approve(german, at=BEFORE)
    english.refresh_from_db()
    return english, german


def states(*releases: Release) -> list[str]:
    """Return the state of each release as it is saved."""
    for release in releases:
        release.refresh_from_db()
    return [release.state for release in releases]


def bundle_of(*releases: Release) -> set[Any]:
    """Return the bundles of the latest versions of these releases."""
    return {publication_of(release).bundle for release in releases}


class ATranslation(TestCase):
    """It starts with all that the original has, and its own language."""

    def test_it_has_the_files_events_and_answers_of_the_original(self) -> None:
        original = make_release(
            go_live_at=SEVEN,
            dateline_date=SEVEN.date(),
            fiscal_year=2026,
            fiscal_part="q1",
            slug="first-quarter",
            events=(make_event(),),
        )
        file = make_attachment(original)
        draft = in_german(original)
        for name in ("go_live_at", "dateline_date", "material", "fiscal_part", "body"):
            assert getattr(draft, name) == getattr(original, name), name
        assert list(draft.events.all()) == list(original.events.all())
        copy = draft.attachments.get()
        assert (copy.sha256, copy.title) == (file.sha256, file.title)
        assert copy.token != file.token
        assert (draft.language, draft.slug) == ("de", "first-quarter-de")
        assert draft.translation_of == original

    def test_one_of_a_translation_is_one_of_its_original(self) -> None:
        original = make_release()
        french = translate_release(in_german(original), language="fr", by=author())
        assert french.translation_of == original

    def test_there_is_one_for_each_language(self) -> None:
        german = in_german(make_release())
        for release, language in ((german, "DE"), (german.translation_of, "en")):
            assert release
            with pytest.raises(transitions.NotAllowed, match="this language already"):
                translate_release(release, language=language, by=author())

    def test_what_is_scheduled_alone_is_called_off_first(self) -> None:
        original = schedule(live_from=SEVEN)
        with travel(BEFORE), pytest.raises(transitions.NotAllowed, match="call it off"):
            translate_release(original, language="de", by=author())

    def test_nothing_withdrawn_is_translated(self) -> None:
        original = publish()
        with travel(SEVEN + HOUR):
            transitions.withdraw(original, by=counsel(), at=SEVEN, reason="Wrong.")
            with pytest.raises(transitions.NotAllowed, match="is withdrawn"):
                translate_release(original, language="de", by=author())


class TwoLanguages(TestCase):
    """One instant, one bundle."""

    def test_the_first_that_is_approved_waits_for_the_other(self) -> None:
        with travel(BEFORE):
            english, german = two_languages()
            approve(english, at=BEFORE)
            assert states(english, german) == [State.CLEARED, State.DRAFT]
            assert not Publication.objects.exists()
            approve(german, at=BEFORE)
        assert states(english, german) == [State.APPROVED, State.APPROVED]

    def test_both_appear_at_one_instant(self) -> None:
        scheduled()
        assert live_headlines(SEVEN - MICROSECOND) == []
        assert sorted(live_headlines(SEVEN)) == [ENGLISH, GERMAN]

    def test_they_are_one_bundle_with_their_event(self) -> None:
        english, german = scheduled(events=(make_event(),))
        (bundle,) = bundle_of(english, german)
        kinds = Publication.objects.filter(bundle=bundle).values_list("kind", flat=True)
        assert sorted(kinds) == [Kind.EVENT, Kind.RELEASE, Kind.RELEASE]

    def test_their_documents_share_a_key_that_says_nothing(self) -> None:
        english, german = scheduled()
        rows = [publication_of(english), publication_of(german)]
        documents = [ReleaseDocument.model_validate_json(row.document) for row in rows]
        groups = [document.languages for document in documents]
        assert groups[0]
        assert groups[1]
        assert groups[0].name == groups[1].name
        assert len(groups[0].name) == 32
        assert [group.is_translation for group in groups if group] == [False, True]
        assert [row.is_translation for row in rows] == [False, True]
        assert {row.translation_group for row in rows} == {groups[0].name}

    def test_a_release_in_one_language_is_written_without_a_key(self) -> None:
        row = publication_of(publish())
        assert "languages" not in row.document
        assert row.translation_group == ""

    def test_the_record_verifies(self) -> None:
        scheduled(events=(make_event(),))
        call_command("verify_record")

    def test_another_time_is_refused(self) -> None:
        with travel(BEFORE):
            english, german = two_languages()
            Release.objects.filter(pk=german.pk).update(go_live_at=SEVEN + HOUR)
            approve(english, at=BEFORE)
            submit(german, at=BEFORE)
            waived = {"translations.instant": "Later in Germany."}
            with pytest.raises(transitions.NotAllowed, match="same time"):
                transitions.approve(german, by=counsel(), at=BEFORE, waive=waived)

    def test_one_address_is_refused(self) -> None:
        with travel(BEFORE):
            english, german = two_languages(slug="growth")
            Release.objects.filter(pk=german.pk).update(slug="growth")
            approve(english, at=BEFORE)
            submit(german, at=BEFORE)
            with pytest.raises(transitions.NotAllowed, match="Choose another one"):
                transitions.approve(german, by=counsel(), at=BEFORE)
        assert states(english, german) == [State.CLEARED, State.SUBMITTED]

    def test_one_that_changed_after_its_approval_is_awaited(self) -> None:
        with travel(BEFORE):
            english, german = two_languages()
            approve(english, at=BEFORE)
            Release.objects.filter(pk=english.pk).update(headline="Changed")
            approve(german, at=BEFORE)
        assert states(english, german) == [State.CLEARED, State.CLEARED]
        assert not Publication.objects.exists()

    def test_one_that_is_sent_back_keeps_the_other_waiting(self) -> None:
        with travel(BEFORE):
            english, german = two_languages()
            approve(english, at=BEFORE)
            submit(german, at=BEFORE)
            transitions.send_back(german, by=counsel(), at=BEFORE, reason="Typo.")
            assert states(english, german) == [State.CLEARED, State.DRAFT]
            approve(german, at=BEFORE)
        assert states(english, german) == [State.APPROVED, State.APPROVED]

    def test_the_approver_moves_both(self) -> None:
        with travel(BEFORE):
            english, german = two_languages()
            approve(english, at=BEFORE)
            submit(german, at=BEFORE)
            transitions.approve(german, by=counsel(), at=BEFORE, opens=SEVEN + HOUR)
        assert live_headlines(SEVEN) == []
        assert len(live_headlines(SEVEN + HOUR)) == 2
        call_command("verify_record")

    def test_now_is_refused_while_one_is_awaited(self) -> None:
        with travel(SEVEN):
            english, german = two_languages(go_live_at=SEVEN - HOUR)
            submit(english, at=SEVEN)
            with pytest.raises(transitions.NotAllowed, match="another language"):
                transitions.approve(
                    english, by=counsel(), at=SEVEN, opens=transitions.NOW
                )
            assert states(german) == [State.DRAFT]

    def test_an_error_in_the_other_stops_both(self) -> None:
        with travel(BEFORE):
            english, german = two_languages()
            approve(english, at=BEFORE)
            Release.objects.filter(pk=german.pk).update(language="EN")
            submit(german, at=BEFORE)
            with pytest.raises(transitions.NotAllowed, match="also marked as EN"):
                transitions.approve(german, by=counsel(), at=BEFORE)
        assert states(english, german) == [State.CLEARED, State.SUBMITTED]

    def test_without_a_time_they_go_with_the_last_approval(self) -> None:
        with travel(SEVEN - SECOND):
            english, german = two_languages(go_live_at=None)
            approve(english, at=SEVEN - SECOND)
            approve(german, at=SEVEN - SECOND)
        assert len(bundle_of(english, german)) == 1
        assert len(live_headlines(SEVEN)) == 2


class AfterTheWire(TestCase):
    """All wait for the wire of one."""

    def waiting(self) -> tuple[Release, Release]:
        with travel(BEFORE):
            english, german = two_languages(after_wire=True, dateline_wire="WIRE")
            Release.objects.filter(pk=german.pk).update(after_wire=False)
            approve(english, at=BEFORE)
            approve(german, at=BEFORE)
        assert states(english, german) == [State.CLEARED, State.CLEARED]
        return english, german

    def test_its_crossing_publishes_both(self) -> None:
        english, german = self.waiting()
        late = SEVEN + HOUR
        with travel(late):
            transitions.record_wire_crossing(
                english, by=author(), at=late, crossed_at=late
            )
        assert states(english, german) == [State.APPROVED, State.APPROVED]
        assert len(bundle_of(english, german)) == 1
        call_command("verify_record")

    def test_its_crossing_is_recorded_while_a_language_is_awaited(self) -> None:
        with travel(BEFORE):
            english, german = two_languages(after_wire=True)
            Release.objects.filter(pk=german.pk).update(after_wire=False)
            approve(english, at=BEFORE)
            transitions.record_wire_crossing(
                english, by=author(), at=BEFORE, crossed_at=BEFORE
            )
            assert states(english, german) == [State.CLEARED, State.DRAFT]
            approve(german, at=BEFORE)
        assert states(english, german) == [State.APPROVED, State.APPROVED]


class Stopping(TestCase):
    """Who stops one language stops all."""

    def test_a_hold_holds_both_and_both_resume(self) -> None:
        english, german = scheduled()
        with travel(SEVEN - 90 * SECOND):
            transitions.hold(german, by=finance(), at=BEFORE, reason="Nasdaq asks.")
            assert states(english, german) == [State.HELD, State.HELD]
            assert english.address == german.address == ""
            transitions.resume(english, by=finance(), at=BEFORE, opens=SEVEN + HOUR)
        assert states(english, german) == [State.APPROVED, State.APPROVED]
        assert live_headlines(SEVEN) == []
        assert len(live_headlines(SEVEN + HOUR)) == 2
        call_command("verify_record")

    def test_one_that_is_held_alone_keeps_the_other_waiting(self) -> None:
        with travel(BEFORE):
            english, german = two_languages()
            approve(english, at=BEFORE)
            transitions.hold(english, by=finance(), at=BEFORE)
            approve(german, at=BEFORE)
            assert states(english, german) == [State.HELD, State.CLEARED]
            transitions.resume(english, by=finance(), at=BEFORE, opens=SEVEN)
        assert states(english, german) == [State.APPROVED, State.APPROVED]

    def test_calling_one_off_makes_both_drafts(self) -> None:
        english, german = scheduled()
        with travel(BEFORE + SECOND):
            transitions.call_off(german, by=counsel(), at=BEFORE)
        assert states(english, german) == [State.DRAFT, State.DRAFT]
        assert live_headlines(SEVEN) == []
        with travel(BEFORE + HOUR / 2):
            approve(english, at=BEFORE)
            approve(german, at=BEFORE)
        assert len(live_headlines(SEVEN)) == 2
        call_command("verify_record")

    def test_an_emergency_waits_for_no_language(self) -> None:
        with travel(BEFORE):
            english, german = two_languages()
            approve(german, at=BEFORE)
            transitions.publish_in_emergency(
                english, by=counsel(), at=BEFORE, reason="It leaked."
            )
            assert states(english, german) == [State.APPROVED, State.CLEARED]
            transitions.hold(german, by=finance(), at=BEFORE)
            waived = {"translations.instant": "It leaked."}
            transitions.resume(
                german, by=counsel(), at=BEFORE, opens=SEVEN, waive=waived
            )
        assert live_headlines(BEFORE + 2 * SECOND) == [ENGLISH]
        assert len(live_headlines(SEVEN)) == 2


class Correcting(TestCase):
    """One language alone, or those that are open together."""

    def correction(self, release: Release, **fields: Any) -> Release:
        transitions.correct(release, by=author(), at=SEVEN, notice="A figure.")
        Release.objects.filter(pk=release.pk).update(**fields)
        release.refresh_from_db()
        return release

    def test_a_slip_in_one_language_is_corrected_alone(self) -> None:
        english, german = scheduled()
        with travel(SEVEN + HOUR):
            approve(self.correction(german, headline="Besser"), at=SEVEN)
        assert sorted(live_headlines(SEVEN + 2 * HOUR)) == ["Besser", ENGLISH]
        assert publication_of(english).number == 1

    def test_what_is_open_in_both_goes_together(self) -> None:
        english, german = scheduled()
        with travel(SEVEN + HOUR):
            for release in (english, german):
                self.correction(release, go_live_at=SEVEN + 3 * HOUR)
            approve(english, at=SEVEN)
            approve(german, at=SEVEN)
        assert len(bundle_of(english, german)) == 1
        assert publication_of(german).number == 2

    def test_an_earlier_correction_keeps_the_other_language_s(self) -> None:
        english, german = scheduled()
        with travel(SEVEN + HOUR):
            for release in (english, german):
                self.correction(release, go_live_at=SEVEN + 3 * HOUR)
            approve(english, at=SEVEN)
            approve(german, at=SEVEN)
            self.correction(english, headline="Sooner", go_live_at=SEVEN + 2 * HOUR)
            approve(english, at=SEVEN, calls_off=True)
        assert publication_of(german).live_from == SEVEN + 3 * HOUR
        assert publication_of(german).number == 2
        assert "Sooner" in live_headlines(SEVEN + 4 * HOUR)
        call_command("verify_record")

    def test_a_withdrawal_keeps_the_other_language_s_correction(self) -> None:
        english, german = scheduled()
        with travel(SEVEN + HOUR):
            for release in (english, german):
                self.correction(release, go_live_at=SEVEN + 3 * HOUR)
            approve(english, at=SEVEN)
            approve(german, at=SEVEN)
            transitions.withdraw(
                english, by=counsel(), at=SEVEN, reason="Wrong.", later="call off"
            )
        assert publication_of(german).live_from == SEVEN + 3 * HOUR
        assert states(english, german) == [State.WITHDRAWN, State.APPROVED]

    def test_a_new_language_of_what_is_public_waits_for_nothing(self) -> None:
        english = publish(headline=ENGLISH)
        with travel(SEVEN + HOUR):
            german = in_german(english, go_live_at=None)
            approve(german, at=SEVEN + HOUR)
        row = publication_of(german)
        assert (row.translation_group, row.is_translation) == (english.address, True)
        english.refresh_from_db()
        document = load_context(english, at=SEVEN).document
        assert document.languages
        assert document.languages.name == english.address
