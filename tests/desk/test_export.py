"""The complete record of a release: counsel can read it, and prove that it is whole."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.test import TestCase

import html5lib
import pytest
import rfc8785

from releases.desk import export, transitions
from releases.models import (
    Approval,
    Comment,
    ExchangeNotice,
    JournalEntry,
    Listing,
    OldPath,
    PreviewLink,
    Release,
    Topic,
    Waiver,
)
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    publication_of,
    publish,
)
from tests.clock import SECOND, travel

HOUR = dt.timedelta(hours=1)


class AFileForCounsel(TestCase):
    """A release with all there can be: corrected once, and once called off."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        with travel(SEVEN - HOUR):
            cls.release = make_release(
                contacts=(make_contact(),),
                disclaimers=(make_disclaimer(),),
                boilerplates=(make_boilerplate(),),
                events=(make_event(),),
            )
            make_attachment(cls.release, name="../results & <more>.pdf")
            cls.release.topics.add(Topic.objects.create(name="Results"))
            by = author()
            Comment.objects.create(
                release=cls.release, by=by, at=SEVEN, passage="grew", text="By <much>?"
            )
            Waiver.objects.create(
                release=cls.release, check_id="x.y", covers="0" * 64, found="TK",
                reason="A name", by=by, at=SEVEN,
            )  # fmt: skip
            ExchangeNotice.objects.create(
                release=cls.release,
                listing=Listing.objects.get(),
                given_at=SEVEN,
                reference="MW-1",
            )
            PreviewLink.objects.create(
                release=cls.release, whom="Grace", made_by=by, made_at=SEVEN,
                expires_at=SEVEN + HOUR,
            )  # fmt: skip
        publish(cls.release, at=SEVEN)
        with travel(SEVEN + HOUR):
            Approval.objects.create(
                release=cls.release, by=counsel(), at=SEVEN, full_digest="w", content_digest="c",
                document='{"read":1}',
            )  # fmt: skip
            transitions.correct(
                cls.release, by=author(), at=SEVEN + HOUR, notice="It was <wrong>."
            )
            OldPath.objects.create(path="/old.html", address=cls.release.address)
        publish(cls.release, at=SEVEN + 2 * HOUR)
        cls.release.refresh_from_db()

    def archive(self) -> zipfile.ZipFile:
        """Return the archive as exported a day later."""
        file = io.BytesIO()
        with travel(SEVEN + 24 * HOUR):
            export.write_archive(self.release, file, by="carl", at=SEVEN + 24 * HOUR)
        return zipfile.ZipFile(file)

    def json_member(self, name: str) -> Any:
        """Return the content of one of the archive's files."""
        return json.loads(self.archive().read(f"{name}.json"))


class WhatItHolds(AFileForCounsel):
    """Everything there is of the release."""

    def test_every_version_is_there_word_for_word(self) -> None:
        archive = self.archive()
        versions = [n for n in archive.namelist() if n.startswith("versions/")]
        digests = [hashlib.sha256(archive.read(n)).hexdigest() for n in versions]
        publications = self.json_member("publications")
        assert [row["digest"] for row in publications] == digests
        assert [row["number"] for row in publications] == [1, 2]

    def test_when_each_version_was_open_to_everyone(self) -> None:
        first, second = self.json_member("publications")
        assert first["live_from"] == "2026-03-03T12:00:00.000000+00:00"
        assert first["live_until"] == second["live_from"]
        assert second["live_until"] is None
        assert first["recorded_at"] < first["live_from"]

    def test_what_people_at_the_desk_did(self) -> None:
        (comment,), (notice,), (preview,) = (
            self.json_member(name) for name in ("comments", "notices", "previews")
        )
        (waiver,) = (
            row for row in self.json_member("waivers") if row["check_id"] == "x.y"
        )
        assert (comment["by"], comment["text"]) == ("ada", "By <much>?")
        assert (waiver["reason"], waiver["by"]) == ("A name", "ada")
        assert (notice["reference"], notice["listing_is"]) == ("MW-1", "Nasdaq: LRKM")
        assert preview["whom"] == "Grace"
        read = [
            row for row in self.json_member("approvals") if row["full_digest"] == "w"
        ]
        assert self.json_member(f"approvals/{read[0]['id']}") == {"read": 1}

    def test_what_it_carries(self) -> None:
        values = self.json_member("release")
        assert values["headline"] == self.release.headline
        assert values["topics"] == ["Results"]
        assert values["old addresses"] == ["/old.html"]
        assert values["release contacts"][0]["contact_is"]
        assert len(values["attachments"]) == 1

    def test_the_journal_and_every_change_under_both_its_names(self) -> None:
        entries = self.json_member("journal")
        subjects = {f"release:{self.release.pk}", f"release:{self.release.address}"}
        assert {row["subject"] for row in entries} == subjects
        assert {"submit", "approve", "put on record"} <= {
            row["action"] for row in entries
        }
        changes = self.json_member("changes")
        tables = {row["table"] for row in changes}
        assert {"releases_release", "releases_releasecontact"} <= tables
        assert {"releases_publication", "releases_attachment"} <= tables
        states = [(row["after"] or {}).get("state") for row in changes]
        assert [state for state in states if state][:2] == ["draft", "submitted"]

    def test_its_files_with_names_that_lead_nowhere(self) -> None:
        archive = self.archive()
        sha256 = publication_of(self.release).files.get().sha256
        (name,) = (n for n in archive.namelist() if n.startswith("files/"))
        assert hashlib.sha256(archive.read(name)).hexdigest() == sha256
        assert re.fullmatch(r"files/[0-9a-f]{16}-[\w.-]+", name)

    def test_what_the_checks_say(self) -> None:
        release = make_release(headline="A draft", body="", slug="draft")
        file = io.BytesIO()
        export.write_archive(release, file, by="carl", at=SEVEN)
        archive = zipfile.ZipFile(file)
        checks = json.loads(archive.read("checks.json"))
        assert checks
        assert checks[0]["found"] in archive.read("index.html").decode()
        assert json.loads(archive.read("publications.json")) == []


class HowItReads(AFileForCounsel):
    """A page for a browser, and a text that says what is what."""

    def test_its_page_is_valid_and_escapes_what_people_wrote(self) -> None:
        page = self.archive().read("index.html").decode()
        html5lib.HTMLParser(strict=True).parse(page)
        assert "By &lt;much&gt;?" in page
        assert "It was &lt;wrong&gt;." in page
        assert "<p>Revenue grew.</p>" in page
        assert "<script" not in page

    def test_its_text_names_every_file(self) -> None:
        archive = self.archive()
        text = archive.read("README.txt").decode()
        tops = {name.partition("/")[0] for name in archive.namelist()}
        for top in tops - {"README.txt"}:
            assert top in text
        assert JournalEntry.objects.filter(seal__in=re.findall(r"[0-9a-f]{64}", text))


class HowItIsProved(AFileForCounsel):
    """Nobody need believe us."""

    def test_each_file_has_its_sum_and_there_is_no_other(self) -> None:
        archive = self.archive()
        lines = archive.read("SHA256SUMS").decode().splitlines()
        sums = {line[66:]: line[:64] for line in lines}
        assert set(sums) | {"SHA256SUMS"} == set(archive.namelist())
        for name, digest in sums.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest

    def test_the_usual_tool_finds_that_all_is_well(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self.archive().extractall(folder)
            done = subprocess.run(
                ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],  # noqa: S607 - wherever it is
                cwd=folder,
                check=False,
                capture_output=True,
            )
        assert (done.returncode, done.stdout) == (0, b"")

    def test_each_seal_is_computed_as_the_text_tells(self) -> None:
        for entry in self.json_member("journal"):
            names = [
                *("action", "at", "by", "changes_digest", "changes_sealed", "detail"),
                *("digest", "facts", "previous", "seq", "subject", "user_id"),
            ]
            canonical = rfc8785.dumps({name: entry[name] for name in names})
            assert hashlib.sha256(canonical).hexdigest() == entry["seal"]

    def test_the_journal_notes_who_took_it_with_its_digest(self) -> None:
        sums = self.archive().read("SHA256SUMS")
        entry = JournalEntry.objects.get(action="export")
        assert (entry.by, entry.subject) == ("carl", f"release:{self.release.pk}")
        assert entry.digest == hashlib.sha256(sums).hexdigest()

    def test_the_same_moment_makes_the_same_bytes(self) -> None:
        first, second = io.BytesIO(), io.BytesIO()
        for file in (first, second):
            for name, content in export.archive_members(self.release, at=SEVEN):
                with content:
                    file.write(name.encode() + content.read())
        assert first.getvalue() == second.getvalue()


class TheCommand(AFileForCounsel):
    """Names the release by address or number, and overwrites nothing."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def run_for(self, named: str, out: str) -> str:
        output = io.StringIO()
        with travel(SEVEN + 3 * HOUR + SECOND):
            call_command("export_release", named, out=self.folder / out, stdout=output)
        return output.getvalue()

    def test_it_takes_an_address_or_a_number(self) -> None:
        address = self.release.address
        ways = [address, f"/releases/{address}/", str(self.release.pk)]
        for n, named in enumerate(ways):
            output = self.run_for(named, f"{n}.zip")
            path = self.folder / f"{n}.zip"
            assert self.release.headline in output
            assert zipfile.is_zipfile(path)
            assert path.stat().st_mode & 0o777 == 0o600

    def test_it_says_what_to_do_about_a_name_it_does_not_know(self) -> None:
        for named in ("2026/nothing", "987654", "", "/"):
            with (
                self.subTest(named=named),
                pytest.raises(CommandError, match="There is no release"),
            ):
                self.run_for(named, "x.zip")
        assert not (self.folder / "x.zip").exists()

    def test_it_overwrites_nothing(self) -> None:
        kept = self.folder / "kept.zip"
        kept.write_text("precious")
        for out in ("kept.zip", "no/such/folder.zip"):
            with pytest.raises(CommandError, match="exist yet"):
                self.run_for(self.release.address, out)
        assert kept.read_text() == "precious"
