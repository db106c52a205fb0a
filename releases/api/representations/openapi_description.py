"""The description of the JSON API (OpenAPI 3.1), made from what is declared."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy

from releases.api.declared_lists import EVENTS_LIST, OTHER_LISTS, RELEASES
from releases.api.description import (
    Operation,
    openapi,
    operation_of_form,
    operation_of_list,
)
from releases.api.representations import event, issuer, release, version
from releases.record.representation import Representation, WriteContext, site
from releases.text.public_paths import API_DESCRIPTION


def operations() -> list[Operation]:
    """Return every address of the API but this one, in the language of the site."""
    return [
        operation_of_list(RELEASES),
        operation_of_form(release.REPRESENTATION),
        operation_of_form(version.REPRESENTATION),
        operation_of_list(EVENTS_LIST),
        operation_of_form(event.REPRESENTATION),
        *map(operation_of_list, OTHER_LISTS),
        operation_of_form(issuer.REPRESENTATION),
    ]


def write(subject: None, context: WriteContext) -> bytes:
    """Return the description, which depends on nothing that is published."""
    description = openapi(operations(), root=context.root)
    return f"{json.dumps(description, ensure_ascii=False, indent=1)}\n".encode()


REPRESENTATION = Representation(
    name="api_description",
    of=site(lambda lookup: None, by=()),
    path=API_DESCRIPTION,
    media_type="application/json",
    write=write,
    title=gettext_lazy("Description of the API (OpenAPI 3.1)"),
    indexed=False,
    cors=True,
)
