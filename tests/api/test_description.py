"""openapi.json describes the JSON API as it is, and the page documents the same."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.test import Client, TestCase

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from releases.api.list_views import LIST_VIEWS
from releases.api.representations.openapi_description import operations
from releases.models import Publication
from releases.representations import REPRESENTATIONS
from tests.api.requests import API, get_json
from tests.builders import make_filing, make_report, make_site_page
from tests.clock import travel
from tests.public.html_pages import get_page, save_and_publish
from tests.representations.samples import CORRECTED, furnish

AT = CORRECTED + dt.timedelta(hours=1)
# Each address of an answer, below that of the API.
ANSWERS = {
    "/releases": "/releases",
    "/releases/{year}/{slug}": "/releases/2026/earlier",
    "/releases/{year}/{slug}/versions/{number}": "/releases/2026/earlier/versions/1",
    "/events": "/events",
    "/events/{slug}": "/events/call",
    "/results": "/results",
    "/filings": "/filings",
    "/reports": "/reports",
    "/pages": "/pages",
    "/issuer": "/issuer",
}
DOCUMENTS = {
    "release": "ReleaseDocument",
    "event": "EventDocument",
    "profile": "ProfileDocument",
    "filing": "FilingDocument",
    "report": "ReportDocument",
    "page": "PageDocument",
}


class TheDescription(TestCase):
    """Of a newsroom with one of everything."""

    @classmethod
    def setUpTestData(cls) -> None:
        furnish()
        save_and_publish(make_filing(), make_report(), make_site_page(), at=CORRECTED)

    def setUp(self) -> None:
        self.description = get_json("/openapi.json", at=AT)

    def validator(self, schema: dict[str, Any]) -> Draft202012Validator:
        """Return a validator of a schema that may refer to the components."""
        whole = {**schema, "components": self.description["components"]}
        return Draft202012Validator(
            whole, format_checker=Draft202012Validator.FORMAT_CHECKER
        )

    def test_is_valid_openapi_and_names_the_site(self) -> None:
        OpenAPIV31SpecValidator(self.description).validate()
        assert self.description["openapi"] == "3.1.0"
        assert self.description["servers"] == [{"url": f"http://testserver{API}"}]

    def test_has_every_address_that_is_declared(self) -> None:
        forms = {form.name for form in REPRESENTATIONS if form.schema}
        lists = {view.declared.name for view in LIST_VIEWS}
        described = {
            operation["get"]["operationId"]
            for operation in self.description["paths"].values()
        }
        assert described == forms | lists
        assert set(self.description["paths"]) == set(ANSWERS)

    def test_each_answer_is_as_described(self) -> None:
        for template, path in ANSWERS.items():
            with self.subTest(path):
                success = self.description["paths"][template]["get"]["responses"]["200"]
                schema = success["content"]["application/json"]["schema"]
                self.validator(schema).validate(get_json(path, at=AT))

    def test_each_document_of_the_record_is_as_described(self) -> None:
        rows = Publication.objects.all()
        assert {row.kind for row in rows} == set(DOCUMENTS)
        for row in rows:
            with self.subTest(str(row)):
                name = DOCUMENTS[row.kind]
                validator = self.validator({"$ref": f"#/components/schemas/{name}"})
                text = row.document
                validator.validate(self.parsed(text))
                wrong = self.parsed(text) | {"kind": "other"}
                assert not validator.is_valid(wrong)

    def parsed(self, text: str) -> dict[str, Any]:
        """Return a stored document as a client reads it."""
        document: dict[str, Any] = json.loads(text)
        return document

    def test_each_problem_is_as_described(self) -> None:
        with travel(AT):
            problem = Client().get(f"{API}/releases?limit=0&year=x").json()
        reference = {"$ref": "#/components/schemas/Problem"}
        self.validator(reference).validate(problem)

    def test_a_document_may_gain_fields(self) -> None:
        assert '"additionalProperties": false' not in json.dumps(self.description)

    def test_each_parameter_says_what_it_has_to_be(self) -> None:
        listed = self.description["paths"]["/releases"]["get"]["parameters"]
        assert [parameter["name"] for parameter in listed] == [
            *("after", "limit", "year", "category", "words"),
        ]
        for operation in self.description["paths"].values():
            for parameter in operation["get"]["parameters"]:
                assert parameter["description"]
        limit = listed[1]["schema"]
        assert (limit["minimum"], limit["maximum"], limit["default"]) == (1, 50, 20)


class ThePage(TestCase):
    """Documents the same without a script or another host."""

    def test_has_every_address_with_its_parameters_and_its_answer(self) -> None:
        page = get_page(f"{API}/")
        shown = page.texts("code")
        for operation in operations():
            with self.subTest(operation.name):
                assert f"{API}{operation.path}" in shown
                parameters = set(operation.parameters)
                if operation.query:
                    parameters |= set(operation.query.model_fields)
                assert parameters <= set(shown)
                assert operation.schema.__name__ in page.texts("h3")

    def test_each_of_its_references_leads_to_a_place_on_it(self) -> None:
        page = get_page(f"{API}/")
        ids = {element.get("id") for element in page.all("*")}
        references = {
            link.get("href", "")[1:]
            for link in page.all("a")
            if link.get("href", "").startswith("#")
        }
        assert {"ReleaseDocument", "Problem"} <= references
        assert references <= ids

    def test_is_linked_by_the_page_of_feeds_and_every_footer(self) -> None:
        for address in ("/", "/feeds/"):
            with self.subTest(address):
                assert get_page(address).links()["JSON API"] == f"{API}/"
