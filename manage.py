#!/usr/bin/env python
"""Run a command of the newsroom, such as `python manage.py intake FILE`."""

import os
import sys

from django.core.management import execute_from_command_line

from releases.record import audit_author

if __name__ == "__main__":
    # What a command writes holds what is under embargo: its own user alone may read it.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irsite.settings")
    command = " ".join(["command", *sys.argv[1:2]])
    with audit_author.acting_as(by=audit_author.operator(), origin=command):
        execute_from_command_line(sys.argv)
