"""Who did what, and when: a log that nobody can edit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from django_stubs_ext import StrOrPromise


class JournalAction(models.TextChoices):
    """What can be done, as journal entries say it. The values are stored: never change one."""

    # a release at the desk
    INTAKE = "intake", _("Drafted from text")
    COPY = "copy", _("Copied as a draft")
    EDIT = "edit", _("Edited")
    COMMENT = "comment", _("Commented")
    REPLY_TO_COMMENT = "reply to comment", _("Replied to a comment")
    RESOLVE_COMMENT = "resolve comment", _("Resolved a comment")
    REOPEN_COMMENT = "reopen comment", _("Reopened a comment")
    OVERRIDE_CHECK = "override check", _("Overrode a check")
    ANSWER_WARNING = "answer warning", _("Answered a warning")
    SUBMIT = "submit", _("Submitted for approval")
    SEND_BACK = "send back", _("Sent back")
    APPROVE_IN_PART = "approve in part", _("Approved, others still must")
    APPROVE = "approve", _("Approved")
    RESCHEDULE = "reschedule", _("Rescheduled")
    HOLD = "hold", _("Held")
    RESUME = "resume", _("Resumed")
    CALL_OFF = "call off", _("Called off")
    RECORD_WIRE = "record wire crossing", _("Recorded the wire crossing")
    PUBLISH_AFTER_WIRE = "publish after wire", _("Published after the wire")
    RECORD_NOTICE = "record exchange notice", _("Recorded an exchange notice")
    RECORD_FILING = "record filing", _("Recorded a filing")
    PUBLISH_IN_EMERGENCY = "publish in emergency", _("PUBLISHED IN AN EMERGENCY")
    RATIFY = "ratify", _("Approved after an emergency")
    OPEN_FOR_CORRECTION = "open for correction", _("Opened for correction")
    WITHDRAW = "withdraw", _("Withdrew")
    KEEP_AS_APPROVED = "keep as approved", _("Kept as approved")
    READ = "read", _("Read")
    EXPORT = "export", _("Exported")
    SHARE_PREVIEW = "share preview", _("Shared a preview")
    REVOKE_PREVIEW = "revoke preview", _("Revoked a preview")
    OPEN_PREVIEW = "open preview", _("Opened a preview")
    DOWNLOAD_FROM_PREVIEW = "download from preview", _("Downloaded from a preview")
    # the record
    PUT_ON_RECORD = "put on record", _("Put on the record")
    IMPORT = "import", _("Imported")
    CALL_OFF_VERSION = "call off version", _("Called off a version")
    SEAL_CHANGES = "seal changes", _("Sealed changes")
    ADD_SIGNING_KEY = "add signing key", _("Added a signing key")
    REVOKE_SIGNING_KEY = "revoke signing key", _("Revoked a signing key")
    # contacts, disclaimers, categories, events and the issuer
    PUBLISH_ITEM = "publish item", _("Published")
    CANCEL_EVENT = "cancel event", _("Cancelled an event")
    APPROVE_WORDING = "approve wording", _("Approved a wording")
    REQUIRE_APPROVALS = "require approvals", _("Changed the required approvals")
    NAME_DEPUTY = "name deputy", _("Named a deputy")
    REMOVE_DEPUTY = "remove deputy", _("Removed a deputy")
    # alerts
    TRY_MAIL_AGAIN = "try mail again", _("Had a mail sent again")
    STOP_MAILING = "stop mailing", _("Stopped mailing an address")
    UNSUBSCRIBE = "unsubscribe", _("Unsubscribed a reader")
    ANSWER_QUESTION = "answer question", _("Answered a reader’s question")
    CHANGE_QUESTION = "change question", _("Changed the state of a question")
    ERASE_QUESTION = "erase question", _("Erased a question")
    TEST_MAIL = "test mail", _("Sent a test mail")
    IMPORT_SUBSCRIBERS = "import subscribers", _("Imported subscribers")
    EXPORT_SUBSCRIBERS = "export subscribers", _("Exported subscribers")
    # accounts
    SIGN_IN = "sign in", _("Signed in")
    REFUSE_SIGN_IN = "refuse sign-in", _("Sign-in refused")
    REFUSE_CODE = "refuse code", _("Code refused")
    REFUSE_CONFIRMATION = "refuse confirmation", _("Confirmation refused")
    CHANGE_PASSWORD = "change password", _("Changed the password")
    INVITE = "invite", _("Made an invitation link")
    DEACTIVATE = "deactivate", _("Deactivated the account")
    REACTIVATE = "reactivate", _("Reactivated the account")
    SET_PASSWORD = "set password", _("Set a new password")
    ADD_FACTOR = "add second factor", _("Added a second factor")
    REMOVE_FACTOR = "remove second factor", _("Removed a second factor")
    RESET_FACTORS = "reset second factors", _("Removed all second factors")
    RENEW_CODES = "renew recovery codes", _("Renewed the recovery codes")
    USE_RECOVERY_CODE = "use recovery code", _("Used a recovery code")
    STORE_CREDENTIAL = "store credential", _("Stored a credential")
    DELETE_CREDENTIAL = "delete credential", _("Deleted a credential")


def journal_actions() -> list[tuple[str, StrOrPromise]]:
    """Return the choices of `JournalEntry.action`, so that a new one needs no migration."""
    return list(JournalAction.choices)


class JournalEntry(models.Model):
    """One action, chained to the entry before it.

    `at` is the database's clock. `by` is the name of who did it, `user_id` the id of their
    account if they have one. `detail` is a sentence for people, in English; programs read `facts`.
    `seal` is the SHA-256 of the entry's canonical form, which holds the seal of the entry
    before. `changes_digest` is the digest of the row changes (`RowChange`) that this entry
    seals, and `changes_sealed` their number. `code` authenticates the seal under the site's
    key; it is empty where the site has no lasting key.
    """

    seq = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"))
    by = models.CharField(_("by"), max_length=150)
    # Not a foreign key: the journal outlives accounts.
    user_id = models.BigIntegerField(_("account"), null=True, blank=True)
    action = models.CharField(_("action"), max_length=40, choices=journal_actions)
    subject = models.CharField(_("subject"), max_length=120)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    changes_sealed = models.PositiveIntegerField(_("changes sealed"), default=0)
    changes_digest = models.CharField(
        _("digest of the changes"), max_length=64, blank=True
    )
    previous = models.CharField(_("previous seal"), max_length=64, blank=True)
    seal = models.CharField(_("seal"), max_length=64)
    code = models.CharField(_("authentication code"), max_length=64, blank=True)

    class Meta:
        ordering = ["-seq"]
        default_permissions = ("view",)
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        indexes = [
            # what was done to one release, latest first
            models.Index(fields=["subject", "-seq"], name="journal_by_subject")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S %Z} {self.by}: {self.action} {self.subject}"
