"""The demo newsroom, ready to be served."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from releases.management.demo import people, scale
from releases.management.demo.loader import Loader
from releases.models import Publication
from releases.record.clock import next_second, read_clock


class Command(BaseCommand):
    """Migrates, loads the fictional newsroom once, and tells the sign-ins."""

    help = "Load the demo newsroom: a fictional issuer. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many releases, and where the site will be found."""
        parser.add_argument(
            "--releases",
            type=int,
            default=0,
            metavar="N",
            help="Make it at least N releases, for work on speed.",
        )
        parser.add_argument(
            "--address", default="http://127.0.0.1:8000", help="Where it is served."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is not there yet."""
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        kept = settings.VAR / "demo-sign-ins.txt"
        afresh = not kept.exists()
        staff = people.sign_ins(kept)
        users = people.hire(staff, afresh=afresh)
        Loader(staff=users, at=timezone.now(), say=self.stdout.write).load()
        if options["releases"]:
            scale.grow(options["releases"], say=self.stdout.write)
        soon = next_second(read_clock())
        count = Publication.objects.releases().live(at=soon).count()
        self.stdout.write(f"\n{count} releases are public.\n\n")
        self.stdout.write(f"  The newsroom  {options['address']}/\n")
        self.stdout.write(f"  The desk      {options['address']}/admin/\n\n")
        for person in staff:
            self.stdout.write(
                f"  {person.name:8}{person.password:16}{person.group}: {person.may}"
            )
        self.stdout.write("")
