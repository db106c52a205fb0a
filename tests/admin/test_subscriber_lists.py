"""Lists of subscribers at the desk and by manage.py: imported with proof, and exported."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

import pytest

from releases.admin import subscriber_lists
from releases.alerts import subscriber_import, subscriber_rows
from releases.alerts.subscribers import Step, confirm, erase
from releases.models import JournalEntry
from releases.readers.models import (
    Consent,
    ConsentAction,
    Delivery,
    Mailing,
    MailingKind,
    Status,
    Subscriber,
    SubscriberImport,
    Suppression,
)
from tests.admin.desk import DeskTestCase, messages_of
from tests.builders import SEVEN, make_issuer
from tests.clock import travel
from tests.public.html_pages import save_and_publish
from tests.readers.rows import make_subscriber

UPLOAD = reverse("admin:readers_subscriber_import")
EXPORT = reverse("admin:readers_subscriber_export")
SUBSCRIBERS = reverse("admin:readers_subscriber_changelist")
BASIS = "Signed cards from the annual meeting, kept by Dana."
LATER = SEVEN + dt.timedelta(minutes=5)
HEADER = (
    "address,choices,pace,hour,zone,language,consent_at,consent_how,consent_wording"
)
PROVEN = "ann@example.org,releases events,daily,9,Europe/Berlin,en,2025-03-31,card,Yes"


class ListTestCase(DeskTestCase):
    """A desk with an issuer, five minutes after SEVEN."""

    databases = "__all__"

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(timezone="America/New_York"))

    def setUp(self) -> None:
        self.enterContext(travel(LATER))
        self.user = self.sign_in_as("Administrators")

    def upload(self, text: str | bytes, basis: str = BASIS) -> str:
        """Upload a list, and return the page that follows."""
        content = text.encode() if isinstance(text, str) else text
        file = SimpleUploadedFile("readers.csv", content)
        response = self.client.post(UPLOAD, {"list": file, "basis": basis}, follow=True)
        assert "no-store" in response["Cache-Control"]
        return response.content.decode()

    def import_list(self, *lines: str) -> str:
        """Upload a list and press the button; return the message that follows."""
        self.upload("\n".join(lines))
        kept = SubscriberImport.objects.latest("pk")
        path = reverse("admin:readers_subscriber_check", args=[kept.pk])
        return messages_of(self.client.post(path, {"import": ""}, follow=True))

    def export(self, status: str = "") -> list[list[str]]:
        """Return the rows of the exported file."""
        response = self.client.post(EXPORT, {"status": status})
        assert "no-store" in response["Cache-Control"]
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a file
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


class AnImport(ListTestCase):
    """Subscribes whoever has proof of consent, and asks the others."""

    def test_whoever_has_proof_is_subscribed_by_a_step_that_carries_it(self) -> None:
        assert "1 reader was subscribed" in self.import_list(HEADER, PROVEN)
        reader = Subscriber.objects.get()
        assert (reader.status, reader.pace, reader.digest_hour) == (
            "active",
            "daily",
            9,
        )
        assert (reader.zone, reader.since) == ("Europe/Berlin", LATER)
        subjects = sorted(row.subject for row in reader.subscriptions.all())
        assert subjects == ["events", "releases"]
        consent = Consent.objects.get()
        assert (consent.action, consent.means) == (ConsentAction.IMPORTED, "import")
        assert consent.proof["consent_at"] == "2025-03-31T00:00:00+00:00"
        assert consent.proof["basis"] == BASIS
        assert len(consent.proof["list"]) == 64
        assert not Delivery.objects.exists()
        own = self.page(reverse("admin:readers_subscriber_change", args=[reader.pk]))
        for label in ("As staff said of the list", "Agreed on", "SHA-256 of the list"):
            assert f"<dt>{label}</dt>" in own
        assert f"<dd>{BASIS}</dd>" in own
        assert "30 March 2025, 20:00:00 EDT" in own
        assert not SubscriberImport.objects.exists()

    def test_all_others_get_a_mail_to_confirm(self) -> None:
        lines = ("bob@example.org,,,,,,,,", "cy@example.org,,,,,,2025-03-31,card,")
        self.import_list(HEADER, *lines)
        readers = Subscriber.objects.order_by("pk")
        assert [reader.status for reader in readers] == [Status.PENDING] * 2
        assert {reader.zone for reader in readers} == {"America/New_York"}
        mailing = Mailing.objects.get()
        assert (mailing.kind, mailing.filled_at) == (MailingKind.INVITATION, LATER)
        assert mailing.deliveries.filter(due=LATER).count() == 2
        assert confirm(readers[0], Step(at=LATER, means="link"))
        assert Consent.objects.filter(action=ConsentAction.INVITED).count() == 2

    def test_nothing_is_changed_before_the_button_is_pressed(self) -> None:
        page = self.upload(f"{HEADER}\n{PROVEN}\nbad address,,,,,,,,\n")
        assert "<dt>Subscribed, with proof of consent</dt><dd>1</dd>" in page
        assert "Line 3" in page
        assert "Mail cannot be sent to this address" in page
        assert BASIS in page
        assert not Subscriber.objects.exists()
        assert not JournalEntry.objects.filter(action="import subscribers").exists()
        kept = SubscriberImport.objects.get()
        path = reverse("admin:readers_subscriber_check", args=[kept.pk])
        assert "deleted" in messages_of(
            self.client.post(path, {"discard": ""}, follow=True)
        )
        assert not SubscriberImport.objects.exists()
        assert self.client.get(path).status_code == 404

    def test_who_left_bounced_or_complained_stays_so(self) -> None:
        for status in (Status.LEFT, Status.BOUNCED, Status.COMPLAINED):
            make_subscriber(f"{status}@example.org", status=status)
        erased = make_subscriber("erased@example.org", status=Status.COMPLAINED)
        erase(erased, at=SEVEN)
        assert Suppression.objects.count() == 1
        header, proof = (
            "address,status,consent_at,consent_how,consent_wording",
            "2025-01-01,card,Yes",
        )
        page = self.import_list(
            header,
            *(f"{status.upper()}@example.org,active,{proof}" for status in Status),
            f"erased@example.org,,{proof}",
            f"elsewhere@example.org,left,{proof}",
        )
        assert "3 readers were subscribed" in page
        before = Subscriber.objects.filter(since=SEVEN)
        assert sorted(row.status for row in before) == ["bounced", "complained", "left"]
        assert not Subscriber.objects.filter(key__startswith="e").exists()

    def test_what_is_known_is_not_changed_so_a_list_can_be_sent_again(self) -> None:
        self.import_list(HEADER, PROVEN)
        with_events = PROVEN.replace("releases events", "events")
        assert "0 readers were subscribed" in self.import_list(HEADER, with_events)
        assert Subscriber.objects.get().subscriptions.count() == 2
        assert Consent.objects.count() == 1

    def test_a_paused_reader_stays_paused(self) -> None:
        header = f"status,{HEADER}"
        self.import_list(
            header, f"paused,{PROVEN}", f"pending,bob@example.org{PROVEN[15:]}"
        )
        assert [row.status for row in Subscriber.objects.order_by("pk")] == [
            Status.PAUSED,
            Status.PENDING,
        ]
        actions = Consent.objects.order_by("pk").values_list("action", flat=True)
        assert list(actions) == ["imported", "paused", "invited"]

    def test_the_journal_has_the_numbers_and_no_address(self) -> None:
        self.import_list(HEADER, PROVEN, "bob@example.org,,,,,,,,", "x,,,,,,,,")
        entry = JournalEntry.objects.get(action="import subscribers")
        assert entry.user_id == self.user.pk
        assert entry.facts["subscribed"] == entry.facts["asked"] == 1
        assert entry.facts["refused"] == 1
        assert "@" not in f"{entry.subject}{entry.detail}{entry.facts}"

    def test_each_mistake_has_its_line_and_a_sentence(self) -> None:
        mistakes = {
            "a@example.org,stocks,,,,,,,": "A choice is none of these: events, releases",
            "a@example.org,,hourly,,,,,,": "The pace is none of these: at_once, daily",
            "a@example.org,,,24,,,,,": "a number from 0 to 23",
            "a@example.org,,,,Mars,,,,": "The time zone is not known",
            "a@example.org,,,,,xx,,,": "The language is none of these",
            "a@example.org,,,,,,31.3.2025,,": "Write the date of the consent as",
            "a@example.org,,,,,,2026-04-01,,": "in the future",
            f"a@example.org,,,,,,,{'x' * 301},": "longer than 300",
            "a@example.org": "It has 1 cells, and 9 are named",
            "a@example.org,,,,,,2025-01-01,,": "proof of consent needs the date",
            "A@EXAMPLE.ORG,,,,,,,,": "repeats the address of line 11",
        }
        page = self.upload("\n".join([HEADER, *mistakes]))
        for line, sentence in enumerate(mistakes.values(), start=2):
            with self.subTest(sentence):
                assert f"<strong>Line {line}</strong>" in page
                assert sentence in page

    def test_a_list_that_cannot_be_read_is_refused_with_a_sentence(self) -> None:
        for content, sentence in {
            HEADER.encode() + b"\nM\xfcller@example.org": "not in UTF-8",
            b"name,address\n": "The first line must name the columns",
            b"choices\n": "The first line must name the columns",
            b"address,address\n": "each once",
            b'address\n"' + b"a" * 140_000: "not a CSV file",
            b"": "The file is empty",
        }.items():
            with self.subTest(sentence):
                page = self.upload(content)
                assert sentence in page
                assert BASIS in page
        assert "Say how these people agreed" in self.upload(HEADER, basis="")
        assert not SubscriberImport.objects.exists()

    def test_a_long_list_is_for_manage_py(self) -> None:
        with mock.patch.object(subscriber_lists, "MAX_ROWS_AT_DESK", 1):
            page = self.upload(f"{HEADER}\n{PROVEN}\n\n{PROVEN}")
        assert "more than 1 lines" in page

    def test_a_spreadsheet_of_europe_with_a_mark_of_its_encoding_is_read(self) -> None:
        text = '\ufeffAddress;Choices\r\nann@example.org;"releases\r\nevents"\r\n;\r\n'
        self.upload(text)
        self.import_list(text)
        assert Subscriber.objects.get().subscriptions.count() == 2

    def test_many_problems_are_counted_and_the_first_shown(self) -> None:
        with mock.patch.object(subscriber_import, "MAX_PROBLEMS", 2):
            page = self.upload("\n".join(["address", *"abc"]))
        assert "The first 2 of 3" in page
        assert "Import" not in page.split('class="desk-actions"')[1].split("</form>")[0]

    def test_only_administrators_may(self) -> None:
        kept = SubscriberImport.objects.create(
            user=1, content=b"", basis="Trust", at=LATER
        )
        check = reverse("admin:readers_subscriber_check", args=[kept.pk])
        for group in ("Authors", "Counsel", "Finance"):
            self.sign_in_as(group)
            for path in (UPLOAD, check, EXPORT):
                with self.subTest(path, group=group):
                    assert self.client.get(path).status_code == 403
                    assert self.client.post(path).status_code == 403


class AnExport(ListTestCase):
    """Is read by an import, and holds no formula."""

    def test_it_is_read_by_an_import(self) -> None:
        self.import_list(HEADER, PROVEN, "bob@example.org,,,,,,,,")
        confirmed = make_subscriber("cy@example.org", status=Status.PENDING)
        Consent.objects.create(
            subscriber=confirmed,
            at=SEVEN,
            action="requested",
            means="form",
            wording="1",
            source="ab",
        )
        confirm(confirmed, Step(at=LATER, means="link"))
        make_subscriber("dee@example.org", status=Status.LEFT)
        header, *rows = self.export()
        assert tuple(header) == subscriber_rows.COLUMNS
        by_address = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
        assert by_address["ann@example.org"]["consent_how"] == "card"
        assert by_address["bob@example.org"]["consent_at"] == ""
        own = by_address["cy@example.org"]
        assert own["consent_at"] == LATER.isoformat()
        assert (own["consent_wording"], own["consent_source"]) == ("revision 1", "ab")
        Subscriber.objects.all().delete()
        text = io.StringIO()
        csv.writer(text).writerows([header, *rows])
        self.import_list(*text.getvalue().splitlines())
        statuses = Subscriber.objects.order_by("key").values_list("key", "status")
        assert dict(statuses) == {
            "ann@example.org": "active",
            "bob@example.org": "pending",
            "cy@example.org": "active",
        }
        entry = JournalEntry.objects.filter(action="export subscribers").get()
        assert entry.facts == {"subscribers": 4, "status": ""}

    def test_it_is_of_one_status_if_one_is_shown(self) -> None:
        make_subscriber("ann@example.org")
        make_subscriber("bob@example.org", status=Status.PAUSED)
        assert "Export these" in self.page(f"{SUBSCRIBERS}?status=paused")
        assert [row[0] for row in self.export("paused")] == [
            "address",
            "bob@example.org",
        ]
        assert len(self.export("nonsense")) == 3

    def test_no_cell_is_a_formula_and_the_address_comes_back(self) -> None:
        for address in ("=cmd@example.org", "+a@example.org", "-b@example.org"):
            make_subscriber(address)
        rows = self.export()[1:]
        assert [row[0] for row in rows] == [
            "'=cmd@example.org",
            "'+a@example.org",
            "'-b@example.org",
        ]
        Subscriber.objects.all().delete()
        self.import_list("address", *(row[0] for row in rows))
        keys = set(Subscriber.objects.values_list("key", flat=True))
        assert keys == {"=cmd@example.org", "+a@example.org", "-b@example.org"}

    def test_it_is_a_post(self) -> None:
        assert self.client.get(EXPORT).status_code == 405


class TheCommands(ListTestCase):
    """Do the same for lists of any length, and print no address."""

    def setUp(self) -> None:
        super().setUp()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.list = self.folder / "list.csv"
        self.list.write_text(f"{HEADER}\n{PROVEN}\nbad,,,,,,,,\n")

    def run_command(self, *arguments: object) -> str:
        """Return what the command prints."""
        output = io.StringIO()
        call_command(*map(str, arguments), stdout=output)
        assert "@" not in output.getvalue()
        return output.getvalue()

    def test_an_import_is_checked_first(self) -> None:
        output = self.run_command("import_subscribers", self.list)
        assert "Line 3: Mail cannot be sent to this address." in output
        assert "Subscribed, with proof of consent: 1" in output
        assert "Nothing was changed" in output
        assert not Subscriber.objects.exists()
        with mock.patch.object(subscriber_import, "MAX_PROBLEMS", 0):
            applied = self.run_command(
                "import_subscribers", self.list, "--apply", "--basis", BASIS
            )
        assert "1 lines have such a sentence" in applied
        assert Subscriber.objects.count() == 1

    def test_an_export_is_written_once(self) -> None:
        make_subscriber()
        file = self.folder / "export.csv"
        assert "1 subscribers were written" in self.run_command(
            "export_subscribers", file
        )
        assert len(file.read_text().splitlines()) == 2
        with pytest.raises(CommandError, match="written"):
            call_command("export_subscribers", str(file))

    def test_a_mistake_is_a_sentence(self) -> None:
        with pytest.raises(CommandError, match="how these people agreed"):
            call_command("import_subscribers", str(self.list), "--apply")
        with pytest.raises(CommandError, match="No such file"):
            call_command("import_subscribers", str(self.folder / "none.csv"))
        self.list.write_text("nothing")
        with pytest.raises(CommandError, match="name the columns"):
            call_command("import_subscribers", str(self.list))
