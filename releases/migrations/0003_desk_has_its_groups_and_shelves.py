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

DESK = "issuer listing category topic contact disclaimer boilerplate event eventsession"
PARTS = "release attachment releasecontact releasedisclaimer releaseboilerplate releaseevent"
RECORD = "publication publishedfile horizoninstant journalentry"


def names(actions, models):
    return {f"{action}_{model}" for action in actions for model in models.split()}


READ = names(["view"], f"{DESK} {PARTS} {RECORD}")
WRITE = names(["add", "change", "delete"], f"{DESK} {PARTS}")
DOORS = {f"{door}_release" for door in ("submit", "call_off", "correct")}

GROUPS = {
    "Authors": READ | WRITE | DOORS | {"publish_particulars"},
    "Counsel": READ
    | {"approve_release", "approve_disclaimer", "call_off_release", "withdraw_release"},
    "Finance": READ | {"approve_release", "call_off_release"},
    "Administrators": READ
    | WRITE
    | DOORS
    | names(["add", "change", "delete", "view"], "user group")
    | {
        "approve_release",
        "approve_disclaimer",
        "withdraw_release",
        "publish_particulars",
        "publish_alone",
    },
}


def furnish(apps, schema_editor):
    for label in ("auth", "contenttypes", "releases"):
        create_permissions(installed.get_app_config(label), verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    for name, wanted in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(codename__in=wanted))
    Category = apps.get_model("releases", "Category")
    for order, (slug, name) in enumerate(CATEGORIES, 1):
        Category.objects.get_or_create(
            slug=slug, defaults={"name": name, "order": order}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0002_record_is_frozen"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(furnish, migrations.RunPython.noop)]
