"""The page that documents the JSON API, made from the same description as openapi.json."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from releases.api.description import (
    Operation,
    component_schemas,
    models_of,
    query_schemas,
)
from releases.api.queries import DEFAULT_LIMIT, MAX_LIMIT
from releases.api.representations.openapi_description import operations
from releases.models.record.kinds import Kind
from releases.public.record_view import RecordView
from releases.record.public_view import PublicationRef
from releases.text.public_paths import API, API_DESCRIPTION, API_PREFIX, ARCHIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedField:
    """A parameter or a member: its name, its type, and what it means.

    `model` is the name of the model that its values are of, if they are of one.
    """

    name: str
    type: str
    model: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedModel:
    """A JSON object with its members."""

    name: str
    meaning: str
    fields: tuple[DocumentedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedOperation:
    """An address of the API; `model` is the name of its answer's model."""

    name: str
    path: str
    title: str
    explanation: str
    model: str
    parameters: tuple[DocumentedField, ...]


class ApiDocumentation(RecordView):
    """Every address of the API, its parameters and its answers."""

    template_name = "releases/api.html"
    section = "api"
    # It changes with the layout of all pages alone.
    prerendered = False

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (API,) if ref.kind == Kind.PROFILE else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the addresses, the models, and an address to try."""
        described = operations()
        return super().get_context_data(
            operations=[documented_operation(operation) for operation in described],
            models=documented_models(described),
            description=API_DESCRIPTION,
            example=f"{self.site.root}{API_PREFIX}{ARCHIVE.removesuffix('/')}?limit=5",
            archive=ARCHIVE,
            prefix=API_PREFIX,
            default_limit=DEFAULT_LIMIT,
            max_limit=MAX_LIMIT,
            **kwargs,
        )


def documented_operation(operation: Operation) -> DocumentedOperation:
    """Return what the page says of an operation."""
    schemas = dict(operation.parameters)
    if operation.query:
        schemas |= query_schemas(operation.query)
    return DocumentedOperation(
        name=operation.name,
        path=f"{API_PREFIX}{operation.path}",
        title=operation.title,
        explanation=operation.explanation,
        model=operation.schema.__name__,
        parameters=tuple(_fields(schemas)),
    )


def documented_models(described: Iterable[Operation]) -> list[DocumentedModel]:
    """Return what the page says of the models of all answers, by name."""
    return [
        DocumentedModel(
            name=name,
            meaning=schema.get("description", "").replace("`", ""),
            fields=tuple(_fields(schema["properties"])),
        )
        for name, schema in component_schemas(models_of(described)).items()
    ]


def _fields(properties: dict[str, dict[str, Any]]) -> Iterator[DocumentedField]:
    for name, schema in properties.items():
        type_, model = type_of(schema)
        yield DocumentedField(
            name=name,
            type=type_,
            model=model,
            meaning=schema.get("description", ""),
        )


def type_of(schema: dict[str, Any]) -> tuple[str, str]:
    """Return what a value of the schema is, and the model that it is of or holds."""
    if "$ref" in schema:
        return _("object"), schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        first, model = type_of(schema["anyOf"][0])
        return _("%(type)s or null") % {"type": first}, model
    if schema.get("type") == "array":
        entries, model = type_of(schema["items"])
        return _("list of %(type)s") % {"type": entries}, model
    return _simple_type(schema), ""


def _simple_type(schema: dict[str, Any]) -> str:
    """Return what a value that is no object and no list is."""
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    by_format = {
        "date-time": _("instant (RFC 3339)"),
        "date": _("date"),
        "uri": _("address"),
    }
    by_type = {
        "string": _("text"),
        "integer": _("number"),
        "boolean": _("true or false"),
    }
    return by_format.get(schema.get("format", "")) or by_type[schema["type"]]
