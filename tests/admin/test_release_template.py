"""Templates by category: administrators write them, and new releases start with them."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.desk.checks import Level
from releases.desk.context import load_context
from releases.models import (
    Boilerplate,
    Category,
    Contact,
    Disclaimer,
    Release,
    ReleaseTemplate,
    TemplateBoilerplate,
    TemplateContact,
    TemplateDisclaimer,
)
from tests.admin.desk import (
    DeskTestCase,
    add_path,
    change_path,
    form_data,
    list_path,
    messages_of,
    post_form,
)
from tests.builders import (
    SEVEN,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_issuer,
)
from tests.clock import travel


class ATemplate(DeskTestCase):
    """It is written once, and saves typing each quarter."""

    results: Category
    contacts: tuple[Contact, Contact]
    about: Boilerplate
    template: ReleaseTemplate
    latest: Disclaimer

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer(legal_name="Larkmoor Therapeutics, Inc.")
        cls.results = Category.objects.get(slug="financial-results")
        cls.contacts = make_contact(name="Zoe"), make_contact(name="Abe")
        wording = make_disclaimer()
        cls.about = make_boilerplate()
        cls.template = ReleaseTemplate.objects.create(
            category=cls.results,
            headline="Larkmoor Reports [QUARTER] Results",
            body="<p>Revenue of [MILLIONS] was the most ever.</p>",
            dateline_places="BOSTON",
            dateline_wire="BUSINESS WIRE",
            after_wire=True,
        )
        for order, contact in enumerate(cls.contacts, 1):
            TemplateContact.objects.create(
                template=cls.template, contact=contact, order=order
            )
        TemplateDisclaimer.objects.create(
            template=cls.template, disclaimer=wording, order=1
        )
        TemplateBoilerplate.objects.create(
            template=cls.template, boilerplate=cls.about, order=1
        )
        cls.latest = Disclaimer.objects.create(
            ref=wording.ref, revision=2, name=wording.name, wording="Newer."
        )

    def setUp(self) -> None:
        self.sign_in_as("Authors")

    def test_a_new_release_is_offered_it_and_has_the_companys_name(self) -> None:
        page = self.client.get(add_path("release"))
        assert 'href="?template=financial-results"' in page.content.decode()
        initial = page.context["adminform"].form.initial
        assert initial["source"] == "Larkmoor Therapeutics, Inc."
        assert "headline" not in initial
        unknown = self.client.get(add_path("release") + "?template=unknown")
        assert "category" not in unknown.context["adminform"].form.initial
        bare = self.client.get(add_path("release") + "?template=corporate")
        corporate = Category.objects.get(slug="corporate").pk
        assert bare.context["adminform"].form.initial["category"] == corporate

    def test_saved_as_it_opens_a_new_release_has_all_of_it(self) -> None:
        path = add_path("release") + "?template=financial-results"
        with CaptureQueriesContext(connection) as queries:
            self.client.get(path)
        assert len(queries) <= 40
        response = post_form(self.client, path)
        assert "Saved as a draft" in messages_of(response)
        release = Release.objects.get()
        assert release.category == self.results
        assert release.headline == "Larkmoor Reports [QUARTER] Results"
        assert "Revenue of [MILLIONS]" in release.body
        assert release.dateline_places == "BOSTON"
        assert release.dateline_wire == "BUSINESS WIRE"
        assert release.source == "Larkmoor Therapeutics, Inc."
        assert release.after_wire
        contacts = release.releasecontacts.values_list("contact__name", "order")
        assert list(contacts) == [("Zoe", 1), ("Abe", 2)]
        assert list(release.disclaimers.all()) == [self.latest]
        assert list(release.boilerplates.all()) == [self.about]
        with travel(SEVEN):
            results = load_context(release, at=SEVEN).results
        (left,) = [
            one for one in results if one.check.id == "text.template_placeholder"
        ]
        assert left.check.level is Level.BLOCK
        assert {finding.passage for finding in left.findings} == {
            "[QUARTER]",
            "[MILLIONS]",
        }

    def test_administrators_write_it_others_read_it(self) -> None:
        path = change_path(self.template)
        for group in ("Authors", "Counsel", "Finance"):
            self.sign_in_as(group)
            assert self.client.get(add_path("releasetemplate")).status_code == 403
            assert self.client.post(path, {"headline": "No"}).status_code == 403
            self.page(path)
        self.sign_in_as("Administrators")
        hidden = '<p>Grew.</p><p style="display:none">Secret.</p><script>x()</script>'
        response = post_form(self.client, path, body=hidden, dateline_places="LONDON")
        assert "New releases of this category start with it" in messages_of(response)
        self.template.refresh_from_db()
        assert self.template.dateline_places == "LONDON"
        assert self.template.body == "<p>Grew.</p>"
        assert "Financial results" in self.page(list_path("releasetemplate"))

    def test_a_category_has_one_and_each_part_stands_in_it_once(self) -> None:
        self.sign_in_as("Administrators")
        sent = form_data(
            self.client, add_path("releasetemplate"), category=self.results.pk
        )
        page = self.client.post(add_path("releasetemplate"), {**sent, "_save": "1"})
        assert "already exists" in page.content.decode()
        again = {
            "templatecontacts-TOTAL_FORMS": "3",
            "templatecontacts-2-contact": str(self.contacts[0].pk),
            "_save": "1",
        }
        sent = form_data(self.client, change_path(self.template))
        page = self.client.post(change_path(self.template), {**sent, **again})
        assert page.status_code == 200
        assert ReleaseTemplate.objects.count() == 1
        delete = reverse("admin:releases_contact_delete", args=[self.contacts[0].pk])
        self.client.post(delete, {"post": "yes"})
        self.contacts[0].refresh_from_db()
