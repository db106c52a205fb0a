from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

# The changes tell of people and of drafts alike.
GROUPS = ("Counsel", "Administrators")


def let_them_read(apps, schema_editor):
    create_permissions(installed.get_app_config("releases"), verbosity=0)
    wanted = apps.get_model("auth", "Permission").objects.filter(codename="view_trace")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*wanted)


class Migration(migrations.Migration):
    dependencies = [("releases", "0007_every_change_leaves_a_trace")]

    operations = [migrations.RunPython(let_them_read, migrations.RunPython.noop)]
