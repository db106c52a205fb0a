"""Which sections of an admin form are folded when its page opens."""

from __future__ import annotations

from django import template
from django.contrib.admin.helpers import Fieldset, InlineAdminFormSet
from django.contrib.admin.utils import flatten

register = template.Library()

FOLDED = "collapse"


@register.filter
def is_folded(fieldset: Fieldset) -> bool:
    """Return whether a field set starts folded: its class says so, and it has no error.

    Django's own `is_collapsible` overlooks the errors of fields that share a line.
    """
    names = flatten(fieldset.fields)  # type: ignore[attr-defined]  # the stubs lack it
    wrong = set(names) & set(fieldset.form.errors)
    return FOLDED in fieldset.classes.split() and not wrong


@register.filter
def is_folded_inline(rows: InlineAdminFormSet) -> bool:
    """Return whether the rows of an inline start folded: likewise."""
    has_errors = any(rows.formset.errors) or bool(rows.formset.non_form_errors())
    return FOLDED in rows.classes.split() and not has_errors
