"""What the history is about: the journal's subjects of an object, their names and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString

from releases.desk.journal_subjects import (
    subject_of_category,
    subject_of_disclaimer,
)
from releases.models import (
    Boilerplate,
    Category,
    Contact,
    Disclaimer,
    Event,
    Release,
    Report,
    SitePage,
)
from releases.models.record.kinds import Kind
from releases.staff_views import change_url

# Subjects that are not named as the model is.
MODEL_NAMES = {"page": "sitepage", "profile": "issuer"}
# The column of a key that is no primary key.
KEY_COLUMNS = {"category": "slug", "disclaimer": "ref"}
# The column of the names by which people look for something.
NAMES: dict[type[Model], str] = {
    Release: "headline",
    Event: "title",
    Contact: "name",
    Disclaimer: "name",
    Boilerplate: "name",
    Category: "name",
    Report: "title",
    SitePage: "title",
    User: "username",
}
# Rows of a model whose history is shown for the same words.
NAMED_ROWS = 30


def subjects_of(instance: Model) -> list[str]:
    """Return every subject under which the history has something about `instance`."""
    name = instance._meta.model_name
    subjects = [f"{name}:{instance.pk}"]
    if isinstance(instance, Disclaimer):
        revisions = Disclaimer.objects.filter(ref=instance.ref)
        subjects = [f"{name}:{key}" for key in revisions.values_list("pk", flat=True)]
        subjects.append(subject_of_disclaimer(instance))
    elif isinstance(instance, Category):
        subjects.append(subject_of_category(instance))
    address = getattr(instance, "address", "")
    if address:
        kinds = {MODEL_NAMES.get(kind, kind): kind for kind in Kind.values}
        subjects += [f"{kind}:{address}" for key, kind in kinds.items() if key == name]
    return subjects


def rows_of_subjects(subjects: Iterable[str]) -> dict[str, Model]:
    """Return the object of each subject that is still there, a query for each model."""
    keys: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for subject in set(subjects):
        name, _colon, key = subject.partition(":")
        if key:
            keys[name, key_column(name, key)].add(key)
    rows: dict[str, Model] = {}
    for (name, column), values in keys.items():
        model = model_of_subject(name)
        if model is None or not hasattr(model, column):
            continue
        for row in model._default_manager.filter(**{f"{column}__in": values}):
            value = getattr(row, column)
            key = value.hex if column == "ref" else str(value)
            rows[f"{name}:{key}"] = row
    return rows


def key_column(name: str, key: str) -> str:
    """Return the column by which a subject names its row."""
    return "pk" if key.isdecimal() else KEY_COLUMNS.get(name, "address")


def model_of_subject(name: str) -> type[Model] | None:
    """Return the model that a subject's name stands for; None where there is none."""
    name = MODEL_NAMES.get(name, name)
    for label in ("releases", "auth"):
        models = apps.get_app_config(label).models
        if name in models:
            return models[name]
    return None


def subject_html(subject: str, row: Model | None) -> SafeString:
    """Return the name of what an entry is about, with a link to its page if it has one."""
    name, _colon, key = subject.partition(":")
    if row is None:
        return format_html("{} {}", name, key)
    label = format_html("“{}”", row)
    if not isinstance(row, Release | User):
        label = format_html("{} “{}”", row._meta.verbose_name, row)
    try:
        return format_html('<a href="{}">{}</a>', change_url(row), label)
    except NoReverseMatch:
        return label


def subjects_named(words: str) -> list[str]:
    """Return the subjects of what has these words in its name; a subject means itself."""
    if model_of_subject(words.partition(":")[0]) and ":" in words:
        return [words]
    subjects: dict[str, None] = {}
    for model, column in NAMES.items():
        for row in model._default_manager.filter(**{f"{column}__icontains": words})[
            :NAMED_ROWS
        ]:
            subjects |= dict.fromkeys(subjects_of(row))
    return list(subjects)
