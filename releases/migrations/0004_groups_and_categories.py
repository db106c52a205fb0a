"""The groups of staff with their permissions, and the categories to start with."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

CATEGORIES = [
    ("financial-results", "Financial results"),
    ("corporate", "Corporate"),
    ("clinical-data", "Clinical data"),
    ("regulatory", "Regulatory"),
    ("dividends", "Dividends"),
    ("appointments", "Appointments"),
    ("events", "Calls and meetings"),
]

ISSUER = (
    "issuer listing category topic contact disclaimer boilerplate event eventsession"
)
RELEASE = "release attachment releasecontact releasedisclaimer releaseboilerplate releaseevent exchangenotice"
REVIEW = "approval comment waiver previewlink"
APPROVERS = "requiredapproval absence"
RECORD = "publication publishedfile eventmention horizoninstant journalentry"


def permissions(actions, models):
    return {f"{action}_{model}" for action in actions for model in models.split()}


EDIT = ["add", "change", "delete"]
READ = permissions(["view"], f"{ISSUER} {RELEASE} {REVIEW} {APPROVERS} {RECORD}")
WRITE = permissions(EDIT, f"{ISSUER} {RELEASE}")
SUBMIT = {"submit_release", "call_off_release", "correct_release"}
# The row changes tell of people and of drafts alike.
READ_CHANGES = {"view_rowchange"}

GROUPS = {
    "Authors": READ | WRITE | SUBMIT | {"publish_particulars", "share_preview"},
    "Counsel": READ
    | READ_CHANGES
    | {"approve_release", "approve_disclaimer", "call_off_release", "withdraw_release"}
    | {"waive_check", "publish_in_emergency", "share_preview"},
    "Finance": READ | {"approve_release", "call_off_release"},
    "Administrators": READ
    | READ_CHANGES
    | WRITE
    | SUBMIT
    | permissions(EDIT, APPROVERS)
    | permissions([*EDIT, "view"], "user group")
    | {"approve_release", "approve_disclaimer", "withdraw_release"}
    | {"waive_check", "publish_in_emergency", "share_preview"}
    | {"publish_particulars", "publish_alone"},
}


def create_groups_and_categories(apps, schema_editor):
    alias = schema_editor.connection.alias
    for label in ("auth", "contenttypes", "releases"):
        create_permissions(installed.get_app_config(label), verbosity=0, using=alias)
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for name, codenames in GROUPS.items():
        group, _ = Group.objects.using(alias).get_or_create(name=name)
        group.permissions.set(
            Permission.objects.using(alias).filter(codename__in=codenames)
        )
    Category = apps.get_model("releases", "Category")
    for order, (slug, name) in enumerate(CATEGORIES, 1):
        Category.objects.using(alias).get_or_create(
            slug=slug, defaults={"name": name, "order": order}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0003_tables_of_operations"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(create_groups_and_categories, migrations.RunPython.noop)
    ]
