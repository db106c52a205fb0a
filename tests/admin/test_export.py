"""The exports of a release for counsel: from its page, as a PDF and as an archive."""

from __future__ import annotations

import hashlib
from typing import Any

from django.test import override_settings
from django.urls import reverse

from releases.models import JournalAction, JournalEntry, Release
from releases.record.representation import NotWritable
from tests.admin.desk import DeskTestCase, change_path
from tests.builders import SEVEN, counsel, make_issuer, make_release, publish
from tests.clock import SECOND, travel
from tests.pdf.reading import read_pdf


def no_typesetter(*args: Any, **kwargs: Any) -> bytes:
    """Refuse as the typesetter does when it is too slow."""
    raise NotWritable


class TheExport(DeskTestCase):
    """Says what was public when, who approved it and what was done, to read and to print."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        body = (
            "<h2>Highlights</h2><p>Revenue <em>grew</em>.</p>"
            "<table><tr><td>1</td></tr></table>"
        )
        cls.release = publish(make_release(body=body), at=SEVEN)

    def setUp(self) -> None:
        self.enterContext(travel(SEVEN + SECOND))
        self.client.force_login(counsel())

    def export(self) -> Any:
        path = reverse("admin:releases_release_export_pdf", args=[self.release.pk])
        return self.client.get(path)

    def test_it_is_a_tagged_pdf_with_versions_approvals_and_journal(self) -> None:
        response = self.export()
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        assert "no-store" in response["Cache-Control"]
        content = response.content
        tree = read_pdf(content)
        assert [tag.text for tag in tree.all("/H1")] == [str(self.release)]
        assert "Approvals" in [tag.text for tag in tree.all("/H2")]
        letters = tree.letters
        for words in (
            "Confidential: the complete record of a release",
            "Larkmoor Reports First Quarter Results",
            "Version 1",
            "Revenue grew",
            "carl",
            "SHA-256 of what was approved",
            "put on record",
            "Exported 2026-03-03 12:00:01 UTC",
        ):
            with self.subTest(words):
                assert words.replace(" ", "") in letters

    def test_the_journal_has_who_exported_it_with_its_digest(self) -> None:
        digest = hashlib.sha256(self.export().content).hexdigest()
        entry = JournalEntry.objects.get(action=JournalAction.EXPORT)
        assert (entry.by, entry.digest) == ("carl", digest)

    def test_where_it_cannot_be_set_the_page_says_what_to_do(self) -> None:
        with override_settings(PDF_TYPESETTER=f"{__name__}.no_typesetter"):
            response = self.export()
        page = self.page(response.headers["Location"])
        assert "Download the archive instead." in page
        assert not JournalEntry.objects.filter(action=JournalAction.EXPORT).exists()

    def test_others_are_refused(self) -> None:
        self.sign_in_as()
        assert self.export().status_code == 403

    def test_the_page_of_a_release_leads_to_what_counsel_asks(self) -> None:
        page = self.page(change_path(self.release))
        for path in (
            reverse("admin:releases_release_export", args=[self.release.pk]),
            reverse("admin:releases_release_export_pdf", args=[self.release.pk]),
            reverse("admin:releases_release_history", args=[self.release.pk])
            + "?kind=approval",
            reverse("admin:releases_publication_as_of")
            + f"?page=/releases/{self.release.address}/",
        ):
            with self.subTest(path):
                assert f'href="{path}"' in page
