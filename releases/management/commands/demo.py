"""Load the demo newsroom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.management.catalogues.compiling import compile_catalogues
from releases.management.demo import people, scale, watching
from releases.management.demo.loader import DemoLoader
from releases.models import Publication
from releases.record.clock import next_second, read_clock


class Command(BaseCommand):
    """Migrates, loads the newsroom unless it is there, and prints the sign-ins."""

    help = "Load the demo newsroom of a fictional issuer. Safe to repeat."
    requires_system_checks: list[str] = []  # one of them is of the catalogues

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--releases",
            type=int,
            default=0,
            metavar="N",
            help="Add copies until there are N releases, to measure speed.",
        )
        parser.add_argument(
            "--address",
            default="http://127.0.0.1:8000",
            help="The address to print for the site.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        compile_catalogues()
        if not options.get("skip_checks"):
            self.check()
        path = settings.VAR / "demo-sign-ins.txt"
        is_new = not path.exists()
        staff = people.load_sign_ins(path)
        users = people.create_users(staff, reset_passwords=is_new)
        DemoLoader(staff=users, at=timezone.now(), write_line=self.stdout.write).load()
        if options["releases"]:
            scale.add_copies(options["releases"], write_line=self.stdout.write)
        soon = next_second(read_clock())
        count = Publication.objects.releases().live(at=soon).count()
        public = ngettext(
            "%(count)d release is public.", "%(count)d releases are public.", count
        )
        self.stdout.write(f"\n{public % {'count': count}}\n\n")
        site, desk = _("The newsroom"), _("The desk")
        self.stdout.write(f"  {site:12}  {options['address']}/\n")
        self.stdout.write(f"  {desk:12}  {options['address']}/admin/\n\n")
        for person in staff:
            self.stdout.write(
                f"  {person.name:8}{person.password:16}{person.group}: {person.description}"
            )
        opening = watching.opening_to_watch(address=options["address"], at=soon)
        self.stdout.write(f"\n{opening}\n\n" if opening else "")
