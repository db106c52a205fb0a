"""What a new release starts with: from the company, and from its category's template."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from releases.desk.copying import latest_revisions_of
from releases.models import Category, Disclaimer, Issuer, ReleaseTemplate

TEMPLATE_FIELDS = (
    *("headline", "subheadlines", "body", "source"),
    *("dateline_places", "dateline_wire", "after_wire"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDefaults:
    """Values of the form's fields, and the keys of parts in their order."""

    fields: dict[str, Any]
    contacts: list[int] = field(default_factory=list)
    disclaimers: list[int] = field(default_factory=list)
    boilerplates: list[int] = field(default_factory=list)


def defaults_for(category: Category | None) -> ReleaseDefaults:
    """Return what a new release of this category, or of none yet, starts with."""
    issuer = Issuer.objects.first()
    fields: dict[str, Any] = {}
    if issuer:
        fields["source"] = issuer.legal_name or issuer.name
    if category is None:
        return ReleaseDefaults(fields=fields)
    fields["category"] = category.pk
    template = ReleaseTemplate.objects.filter(category=category).first()
    if template is None:
        return ReleaseDefaults(fields=fields)
    for name in TEMPLATE_FIELDS:
        if value := getattr(template, name):
            fields[name] = value
    disclaimers = Disclaimer.objects.filter(templatedisclaimer__template=template)
    in_order = disclaimers.order_by("templatedisclaimer__order")
    return ReleaseDefaults(
        fields=fields,
        contacts=list(template.templatecontacts.values_list("contact", flat=True)),
        disclaimers=[row.pk for row in latest_revisions_of(in_order)],
        boilerplates=list(
            template.templateboilerplates.values_list("boilerplate", flat=True)
        ),
    )
