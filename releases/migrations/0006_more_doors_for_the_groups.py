from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def names(actions, models):
    return {f"{action}_{model}" for action in actions for model in models.split()}


READ = names(
    ["view"],
    "requiredapproval approval absence comment waiver exchangenotice previewlink",
)
NOTICES = names(["add", "change", "delete"], "exchangenotice")
POLICY = names(["add", "change", "delete"], "requiredapproval absence")

GROUPS = {
    "Authors": READ | NOTICES | {"share_preview"},
    "Counsel": READ | {"waive_check", "publish_in_emergency", "share_preview"},
    "Finance": READ,
    "Administrators": READ
    | NOTICES
    | POLICY
    | {"waive_check", "publish_in_emergency", "share_preview"},
}


def furnish(apps, schema_editor):
    for label in ("auth", "contenttypes", "releases"):
        create_permissions(installed.get_app_config(label), verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    for name, wanted in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(codename__in=wanted))


class Migration(migrations.Migration):
    dependencies = [("releases", "0005_desk_checks_and_approves")]

    operations = [migrations.RunPython(furnish, migrations.RunPython.noop)]
