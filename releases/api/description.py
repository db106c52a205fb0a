"""The description of the JSON API: OpenAPI 3.1, made from what is declared.

Schemas are made by pydantic from the models of answers and documents. They are open: a
client ignores fields that it does not know, since documents gain some.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from releases.api.declared_lists import DeclaredList
from releases.api.queries import ListQuery
from releases.api.schemas import Problem
from releases.record.representation import Representation
from releases.text.public_paths import API, API_PREFIX

OPENAPI_VERSION = "3.1.0"
COMPONENT = "#/components/schemas/{model}"
PROBLEM_TYPE = "application/problem+json"
PARAMETER = re.compile(r"<(\w+):(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An address of the API, which is read with GET or HEAD.

    `path` is below the API's own, with its parameters in braces, of which `parameters`
    are the schemas; `schema` is the model of the answer, `query` that of its query.
    """

    name: str
    path: str
    parameters: dict[str, dict[str, Any]]
    title: str
    explanation: str
    schema: type[BaseModel]
    query: type[ListQuery] | None
    may_be_sealed: bool


class PlainJsonSchema(GenerateJsonSchema):
    """JSON Schema in which no field has a title: it would repeat the name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def operation_of_list(declared: DeclaredList) -> Operation:
    """Return the operation of a list."""
    return Operation(
        name=declared.name,
        path=declared.path.removeprefix(API_PREFIX),
        parameters={},
        title=str(declared.title),
        explanation=str(declared.explanation),
        schema=declared.schema,
        query=declared.query,
        may_be_sealed=False,
    )


def operation_of_form(form: Representation[Any]) -> Operation:
    """Return the operation of a form of the API."""
    assert form.schema is not None
    ((name, route),) = form.routes()
    return Operation(
        name=name,
        path=PARAMETER.sub(r"{\2}", route.removeprefix(API_PREFIX)),
        parameters={
            parameter: _path_schema(converter)
            for converter, parameter in PARAMETER.findall(route)
        },
        title=str(form.title),
        explanation=str(form.explanation),
        schema=form.schema,
        query=None,
        may_be_sealed=form.of.name in {"release", "version"},
    )


def _path_schema(converter: str) -> dict[str, Any]:
    """Return the schema of a path's parameter by its converter."""
    schemas: dict[str, dict[str, Any]] = {
        "year": {
            "type": "string",
            "pattern": "^[0-9]{4}$",
            "description": gettext("The year of the first publication: four digits."),
        },
        "slug": {
            "type": "string",
            "pattern": "^[-a-zA-Z0-9_]+$",
            "description": gettext("The name, as in the address of the page."),
        },
        "number": {
            "type": "integer",
            "minimum": 1,
            "maximum": 99999,
            "description": gettext("The number of the version; the first is 1."),
        },
    }
    return schemas[converter]


def models_of(operations: Iterable[Operation]) -> list[type[BaseModel]]:
    """Return the models of all answers, each once."""
    models = (operation.schema for operation in operations)
    return list(dict.fromkeys([Problem, *models]))


def openapi(operations: Sequence[Operation], *, root: str) -> dict[str, Any]:
    """Return the description; `root` is the origin of the site's URLs."""
    return {
        "openapi": OPENAPI_VERSION,
        "info": {
            "title": gettext("JSON API of the newsroom"),
            "version": "1",
            "description": gettext(
                "What is published, as JSON: read only, without a key, the same for "
                "everybody. Version 1 only gains fields, filters and addresses: ignore "
                "what you do not know. What would break a program becomes version 2, and "
                "version 1 stays for at least two years after we announce that here."
            ),
        },
        "servers": [{"url": root + API_PREFIX}],
        "externalDocs": {"url": root + API},
        "security": [],
        "paths": {
            operation.path: {"get": _described(operation)} for operation in operations
        },
        "components": {"schemas": component_schemas(models_of(operations))},
    }


def component_schemas(models: Iterable[type[BaseModel]]) -> dict[str, Any]:
    """Return the schemas of these models and of all in them, in order of their names."""
    _, schema = models_json_schema(
        [(model, "validation") for model in models],
        ref_template=COMPONENT,
        schema_generator=PlainJsonSchema,
    )
    components: dict[str, Any] = _translated(_opened(schema["$defs"]))
    return dict(sorted(components.items()))


def query_schemas(query: type[ListQuery]) -> dict[str, dict[str, Any]]:
    """Return the schema of each parameter of a query, with its description."""
    schema = query.model_json_schema(schema_generator=PlainJsonSchema)
    parameters: dict[str, dict[str, Any]] = _translated(schema["properties"])
    for parameter in parameters.values():
        if not parameter["default"]:  # nothing, which no value is
            del parameter["default"]
    return parameters


def _described(operation: Operation) -> dict[str, Any]:
    """Return the OpenAPI of an operation."""
    parameters = [
        _parameter(name, schema, place="path", required=True)
        for name, schema in operation.parameters.items()
    ]
    query = query_schemas(operation.query) if operation.query else {}
    parameters += [
        _parameter(name, schema, place="query", required=False)
        for name, schema in query.items()
    ]
    return {
        "operationId": operation.name,
        "summary": operation.title,
        "description": operation.explanation,
        "parameters": parameters,
        "responses": _responses(operation),
    }


def _parameter(
    name: str, schema: dict[str, Any], *, place: str, required: bool
) -> dict[str, Any]:
    own = {key: value for key, value in schema.items() if key != "description"}
    return {
        "name": name,
        "in": place,
        "required": required,
        "description": schema["description"],
        "schema": own,
    }


def _responses(operation: Operation) -> dict[str, Any]:
    """Return the responses of an operation by their status."""
    model = operation.schema.__name__
    responses = {
        "200": {
            "description": gettext("What is published at this moment."),
            "headers": {
                "ETag": {
                    "description": gettext("What to send as If-None-Match next time."),
                    "schema": {"type": "string"},
                }
            },
            "content": {"application/json": {"schema": _reference(model)}},
        },
        "304": {"description": gettext("Nothing has changed since that ETag.")},
    }
    if operation.query:
        responses["400"] = _problem(gettext("A parameter cannot be read."))
    responses["404"] = {
        "description": gettext(
            "Nothing is published there. It is the page that every address of the site "
            "without anything has, byte for byte."
        ),
        "content": {"text/html": {"schema": {"type": "string"}}},
    }
    if operation.may_be_sealed:
        responses["410"] = _problem(
            gettext("The version was withdrawn from the public.")
        )
    responses["503"] = {
        "description": pgettext("response", "The site is busy: ask again in a second."),
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
    return responses


def _problem(description: str) -> dict[str, Any]:
    content = {PROBLEM_TYPE: {"schema": _reference(Problem.__name__)}}
    return {"description": description, "content": content}


def _reference(model: str) -> dict[str, str]:
    return {"$ref": COMPONENT.format(model=model)}


def _opened(schema: Any) -> Any:
    """Return a schema without those closures that forbid fields to come."""
    if isinstance(schema, dict):
        return {
            key: _opened(value)
            for key, value in schema.items()
            if (key, value) != ("additionalProperties", False)
        }
    return [_opened(part) for part in schema] if isinstance(schema, list) else schema


def _translated(schema: Any) -> Any:
    """Return a schema with its descriptions in the language of the site, on one line."""
    if isinstance(schema, dict):
        return {
            key: gettext(" ".join(value.split()))
            if key == "description" and isinstance(value, str)
            else _translated(value)
            for key, value in schema.items()
        }
    if isinstance(schema, list):
        return [_translated(part) for part in schema]
    return schema
