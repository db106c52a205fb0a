"""Anybody can compare a text, a digest or a file with what was published."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from releases.models import Attachment, ContentDigest, Release
from releases.record.proof.comparison import MAX_LINES
from tests.builders import (
    SEVEN,
    make_attachment,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    make_user,
    publication_of,
    put_on_record,
)
from tests.clock import MICROSECOND, travel
from tests.pagecache.client import PageCacheTestCase
from tests.public.html_pages import Page, correct, give_notice, save_and_publish
from tests.record.rows import insert, refused
from tests.signing import sign_everything

HOUR = dt.timedelta(hours=1)
FIRST = "Larkmoor’s revenue grew by 12 percent – to $12.0 million."
SECOND = "“We are on track,” said Moira Penn, who leads the company."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
WORDING = "Some of these statements look forward, and things may differ."
YES, PARTLY, NO = (
    "Yes. It is exactly what we published.",
    "Not as a whole. Some paragraphs are ours.",
    "No. We have published nothing like it.",
)


class VerifyTestCase(TestCase):
    """A release with a file and an event goes live at SEVEN."""

    release: Release
    file: Attachment

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        with travel(SEVEN - HOUR):
            cls.release = make_release(
                slug="results",
                headline="Larkmoor Reports Growth of Revenue",
                body=BODY,
                disclaimers=(make_disclaimer(wording=WORDING),),
                events=(make_event(slug="call", title="Call on the results"),),
            )
            cls.file = make_attachment(cls.release)
        put_on_record(cls.release, at=SEVEN, recorded_at=SEVEN - HOUR)

    def outcome(self, *, at: dt.datetime = SEVEN, **fields: object) -> str:
        """Return the text of the answer to this form."""
        with travel(at):
            response = Client().post("/verify/", {"text": "", **fields})
        assert response.status_code == 200
        assert not response.cookies
        assert response["Cache-Control"] == "no-store"
        assert "csrfmiddlewaretoken" not in response.content.decode()
        return " ".join(
            Page(response.content).texts("section[@aria-labelledby='outcome']")
        )


class ADigest(VerifyTestCase):
    """Of a document, a file or a PDF; a wrong one is nothing."""

    def test_of_the_document_is_the_document(self) -> None:
        digest = publication_of(self.release).digest
        grouped = ":".join(digest[at : at + 2] for at in range(0, 64, 2)).upper()
        for text in (digest, f"SHA-256: {grouped}", f"{digest[:32]}\n{digest[32:]}"):
            with self.subTest(text):
                outcome = self.outcome(text=text)
                assert outcome.startswith(YES)
                assert "The signed document of Larkmoor Reports Growth" in outcome
                assert "version 1, since March 3, 2026" in outcome

    def test_that_begins_like_one_is_nothing(self) -> None:
        for ours in (publication_of(self.release).digest, self.file.sha256):
            like_it = f"{ours[:40]}{'0' * 24}"
            assert self.outcome(text=like_it).startswith(NO)

    def test_of_an_event_and_of_the_profile_name_them(self) -> None:
        rows = ContentDigest.objects.filter(part="document").select_related()
        digests = {row.publication.kind: row.publication.digest for row in rows}
        assert "Call on the results" in self.outcome(text=digests["event"])
        assert "our company profile" in self.outcome(text=digests["profile"])


class AFile(VerifyTestCase):
    """It is ours byte for byte, or it is not."""

    def upload(self, content: bytes, *, at: dt.datetime = SEVEN) -> str:
        """Return the outcome of uploading this."""
        return self.outcome(file=SimpleUploadedFile("a.pdf", content), at=at)

    def test_it_is_one_that_went_out_with_a_release(self) -> None:
        outcome = self.upload(b"%PDF-1.7 not really")
        assert outcome.startswith(YES)
        assert "A file that went out with Larkmoor Reports Growth" in outcome
        assert self.upload(b"%PDF-1.7 not really!").startswith(NO)

    def test_it_is_the_pdf_of_a_version(self) -> None:
        with travel(SEVEN):
            pdf = Client().get("/releases/2026/results/release.pdf").content
        outcome = self.upload(pdf)
        assert outcome.startswith(YES)
        assert "The PDF of Larkmoor Reports Growth" in outcome
        assert self.outcome(text=hashlib.sha256(pdf).hexdigest()).startswith(YES)
        assert self.upload(pdf[:-1]).startswith(NO)

    def test_one_that_is_too_large_is_refused_with_a_sentence(self) -> None:
        with travel(SEVEN):
            large = SimpleUploadedFile("a.pdf", bytes(2 * 1024 * 1024 + 1))
            page = Client().post("/verify/", {"file": large}).content.decode()
            nothing = Client().post("/verify/", {"text": " "}).content.decode()
        assert "larger than 2 MB" in page
        assert "Paste a text or a digest, or choose a file." in nothing
        assert 'id="outcome"' not in page + nothing


class AText(VerifyTestCase):
    """It is ours as a whole, or some of its paragraphs are."""

    def test_of_the_whole_release_or_its_body_is_exactly_ours(self) -> None:
        for text, part in (
            (f"{FIRST}\n\n{SECOND}", "The whole text of"),
            (f"{FIRST} {SECOND}".replace("“", '"'), "The whole text of"),
            (
                f"Larkmoor Reports Growth of Revenue\n{FIRST}\n{SECOND}",
                "The whole press release",
            ),
        ):
            with self.subTest(text):
                outcome = self.outcome(text=text)
                assert outcome.startswith(YES)
                assert part in outcome

    def test_with_one_figure_changed_is_not_and_the_paragraph_is_shown(self) -> None:
        forged = FIRST.replace("12.0", "21.0")
        outcome = self.outcome(text=f"{forged}\n\n{SECOND}\n\n{WORDING}")
        assert outcome.startswith(PARTLY)
        assert "2 paragraphs of 3: Larkmoor Reports Growth" in outcome
        assert f"What the first of these does not say {forged}" in outcome

    def test_a_paragraph_that_is_broken_into_lines_is_found(self) -> None:
        broken = SECOND.replace(" said", "\nsaid")
        assert "1 paragraph of 1:" in self.outcome(text=f"{broken}\n\n")
        both = self.outcome(text=f"Another line that was never ours.\n{SECOND}")
        assert "1 paragraph of 2:" in both

    def test_of_nothing_that_was_published_is_nothing(self) -> None:
        assert self.outcome(text="Larkmoor is to be sold to Hollin.").startswith(NO)
        assert self.outcome(text="Short.").startswith(NO)

    def test_of_a_paragraph_with_too_many_lines_none_is_looked_up(self) -> None:
        def pasted(lines: int) -> str:
            others = [f"A line which nobody has published: {n}" for n in range(lines)]
            return "\n".join([*others, FIRST])

        outcome = self.outcome(text=pasted(400))
        assert outcome.startswith(PARTLY)
        assert FIRST not in outcome
        assert self.outcome(text=pasted(MAX_LINES)).startswith(NO)

    def test_each_version_counts_but_a_sealed_one(self) -> None:
        correct(self.release, at=SEVEN + HOUR, notice="A slip.", body="<p>It fell.</p>")
        later = SEVEN + 2 * HOUR
        both = f"{FIRST}\n{SECOND}"
        assert "no longer current" not in self.outcome(text=both)
        assert "no longer current" in self.outcome(text=both, at=SEVEN + HOUR)
        assert "version 1, since" in self.outcome(text=both, at=later)
        give_notice(self.release, at=later, sealed=True)
        assert self.outcome(text=f"{FIRST}\n{SECOND}", at=later).startswith(NO)


class WhatIsUnderEmbargo(VerifyTestCase):
    """It gets the answer of what never was, by the same queries."""

    def test_it_is_like_what_never_was(self) -> None:
        just_before = SEVEN - MICROSECOND
        digest = publication_of(self.release).digest
        answers = {}
        sendings: dict[str, dict[str, str | bytes]] = {
            "embargoed digest": {"text": digest},
            "no digest": {"text": "0" * 64},
            "embargoed file": {"file": b"%PDF-1.7 not really"},
            "no file": {"file": b"%PDF-1.7 not at all"},
            "embargoed text": {"text": f"{FIRST}\n\n{SECOND}"},
            "no text": {"text": f"{FIRST[::-1]}\n\n{SECOND[::-1]}"},
        }
        for name, fields in sendings.items():
            sent = {
                field: value
                if isinstance(value, str)
                else SimpleUploadedFile("a.pdf", value)
                for field, value in fields.items()
            }
            with CaptureQueriesContext(connection) as queries:
                outcome = self.outcome(at=just_before, **sent)
            answers[name] = (outcome, [_shape(one["sql"]) for one in queries])
        assert answers["embargoed digest"] == answers["no digest"]
        assert answers["embargoed file"] == answers["no file"]
        assert answers["embargoed text"] == answers["no text"]
        assert answers["no text"][0].startswith(NO)
        assert self.outcome(text=digest).startswith(YES)


class AForgedRequest(VerifyTestCase):
    """Has nothing to gain, so the form needs no token against forgery (docs/security.md)."""

    def test_it_opens_no_session_and_changes_nothing(self) -> None:
        client = Client(headers={"origin": "https://evil.example"})
        with travel(SEVEN - HOUR / 4):
            client.force_login(make_user("staff"))
        digest = publication_of(self.release).digest
        pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.7 not really")
        for fields in ({"text": digest}, {"text": FIRST}, {"text": "", "file": pdf}):
            with (
                self.subTest(str(fields)),
                travel(SEVEN),
                CaptureQueriesContext(connection) as queries,
            ):
                response = client.post("/verify/", fields)
            assert response.status_code == 200
            assert not response.cookies
            statements = [each["sql"] for each in queries]
            assert statements
            assert not [sql for sql in statements if not sql.startswith("SELECT")]
            assert not [sql for sql in statements if "django_session" in sql]


class ThePage(PageCacheTestCase):
    """It is cached, and what is sent to it is bounded."""

    def test_a_file_of_two_megabytes_is_received_and_a_larger_one_is_not(self) -> None:
        page = self.request("/verify/")
        assert page.status == 200
        assert b'enctype="multipart/form-data"' in page.body
        assert page.cookies == ()
        assert b"verify_irsite" not in page.body
        with travel(SEVEN):
            put_on_record()
            sign_everything()
        later = self.request("/verify/", at=SEVEN + HOUR)
        assert b'download="verify_irsite.py"' in later.body
        for path, length, status in (
            ("/verify/", 2 * 1024 * 1024, 200),
            ("/verify/", 2 * 1024 * 1024 + 20 * 1024, 413),
            ("/feeds/", 65 * 1024, 413),
        ):
            with self.subTest(f"{path} {length}"):
                answer = self.request(path, method="POST", body=bytes(length))
                assert (answer.status, answer.cookies) == (status, ())


class ADigestsRow(VerifyTestCase):
    """It is never altered, and stands once."""

    def test_it_stands_once(self) -> None:
        row = ContentDigest.objects.latest("pk")
        assert str(row) == f"{row.part} {row.digest}"
        with refused("never altered"):
            ContentDigest.objects.all().delete()
        row.pk = None
        stands_once = "stands once|content_digest_stands_once_in_a_publication"
        with refused(stands_once):
            insert(row)


def _shape(sql: str) -> str:
    """Return a query without its values."""
    return sql.partition(" WHERE ")[0]
