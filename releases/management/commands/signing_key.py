"""Makes and replaces the keys that sign what is published, and signs what is not signed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from releases.models import SigningKey
from releases.record import audit_author
from releases.record.proof import keys, signing
from releases.record.proof.signed_texts import instant_text
from releases.record.proof.signers import SigningFailed, write_new_key


class Command(BaseCommand):
    """One action a run; docs/proof.md says in which order."""

    help = _("Make, show, rotate or revoke the key that signs what is published.")

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        make = actions.add_parser("make", help=_("Make a private key in a new file."))
        make.add_argument("file", type=Path)
        register = actions.add_parser(
            "register", help=_("Put the key that signs now on record.")
        )
        register.add_argument("public_key")
        register.add_argument(
            "--after-loss",
            action="store_true",
            help=_("The key before it was lost, and cannot introduce this one."),
        )
        rotate = actions.add_parser(
            "rotate",
            help=_("Have the key that signs now introduce the one that follows it."),
        )
        rotate.add_argument("public_key")
        revoke = actions.add_parser(
            "revoke", help=_("Revoke a key, by the one that signs now.")
        )
        revoke.add_argument("public_key")
        revoke.add_argument("--reason", required=True)
        actions.add_parser("show", help=_("Show the keys and the DNS record."))
        actions.add_parser("sign", help=_("Sign what is published and not signed."))

    def handle(self, *args: Any, **options: Any) -> None:
        action = getattr(self, f"{options['action']}_action")
        by = audit_author.operator()
        try:
            with audit_author.acting_as(by=by, origin="manage.py"):
                action(options, by)
        except SigningFailed as failure:
            raise CommandError(str(failure)) from failure

    def make_action(self, options: dict[str, Any], by: str) -> None:
        """Make a key file; nothing on record changes."""
        path: Path = options["file"]
        try:
            public_key = write_new_key(path)
        except OSError as error:
            raise CommandError(
                _("%(path)s: %(error)s. Name a file that doesn't exist yet.")
                % {"path": path, "error": error.strerror}
            ) from error
        self.stdout.write(
            _("%(path)s holds a new private key. Its public key: %(key)s")
            % {"path": path, "key": public_key}
        )
        if SigningKey.objects.exists():
            line = _(
                "Next: manage.py signing_key rotate %(key)s, while the old key is set."
            )
        else:
            line = _(
                "Next: set IRSITE_SIGNING_KEY to the file, and run manage.py signing_key "
                "register %(key)s."
            )
        self.stdout.write(line % {"key": public_key})

    def register_action(self, options: dict[str, Any], by: str) -> None:
        """Put a first key on record, or one after a loss."""
        key = keys.register(
            options["public_key"], by=by, after_loss=options["after_loss"]
        )
        self._show_dns_record(key)
        self.stdout.write(
            _("Next: manage.py signing_key sign signs what is published already.")
        )

    def rotate_action(self, options: dict[str, Any], by: str) -> None:
        """Put the next key on record, signed by this one."""
        key = keys.rotate(options["public_key"], by=by)
        self._show_dns_record(key)
        self.stdout.write(
            _("Next: set IRSITE_SIGNING_KEY to the new file, and reload the server.")
        )

    def revoke_action(self, options: dict[str, Any], by: str) -> None:
        """Revoke a key."""
        revocation = keys.revoke(options["public_key"], reason=options["reason"], by=by)
        self.stdout.write(
            _("Revoked from %(instant)s on. Take its TXT record out of the DNS.")
            % {"instant": instant_text(revocation.instant)}
        )

    def show_action(self, options: dict[str, Any], by: str) -> None:
        """Show every key, the DNS records, and what is not signed."""
        for key in SigningKey.objects.select_related("introduced_by", "revocation"):
            line = _("%(key)s from %(instant)s, introduced by %(introducer)s")
            introducer = str(key.introduced_by or _("itself"))
            values = {
                "key": key,
                "instant": instant_text(key.valid_from),
                "introducer": introducer,
            }
            self.stdout.write(line % values)
            if hasattr(key, "revocation"):
                revoked = _("    revoked from %(instant)s on")
                instant = instant_text(key.revocation.instant)
                self.stdout.write(revoked % {"instant": instant})
            else:
                self._show_dns_record(key)
        self.stdout.write(
            _("Not signed: %(count)d publications.")
            % {"count": signing.unsigned().count()}
        )

    def sign_action(self, options: dict[str, Any], by: str) -> None:
        """Sign everything that is not signed."""
        keys.required_signer()
        report = signing.sign_pending()
        self.stdout.write(
            _("Signed: %(envelopes)d publications, %(heads)d heads of the log.")
            % {"envelopes": report.envelopes, "heads": report.heads}
        )

    def _show_dns_record(self, key: SigningKey) -> None:
        self.stdout.write(
            _("Publish in the DNS: %(record)s")
            % {"record": keys.dns_record(key.public_key)}
        )
