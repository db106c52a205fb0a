"""What each journal entry says in a sentence, and the kinds by which staff filter them."""

from __future__ import annotations

from django.db import models
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from django_stubs_ext import StrOrPromise

from releases.models import JournalAction as Action


class HistoryKind(models.TextChoices):
    """The kinds of history: each journal action is of one."""

    WRITING = "writing", _("Writing and editing")
    CHECKS = "checks", _("Answers to checks")
    APPROVAL = "approval", _("Approvals and scheduling")
    PUBLICATION = "publication", _("Publications")
    READING = "reading", _("Reading, previews and exports")
    READERS = "readers", _("Subscribers, questions and mails")
    ACCOUNTS = "accounts", _("Sign-ins and accounts")


# After the name of who did it.
SENTENCES: dict[HistoryKind, dict[Action, StrOrPromise]] = {
    HistoryKind.WRITING: {
        Action.INTAKE: _("drafted %(subject)s from text"),
        Action.COPY: _("made %(subject)s from another release"),
        Action.EDIT: _("edited %(subject)s"),
        Action.COMMENT: _("commented on %(subject)s"),
        Action.REPLY_TO_COMMENT: _("replied to a comment on %(subject)s"),
        Action.RESOLVE_COMMENT: _("resolved a comment on %(subject)s"),
        Action.REOPEN_COMMENT: _("reopened a comment on %(subject)s"),
    },
    HistoryKind.CHECKS: {
        Action.OVERRIDE_CHECK: _("overrode a check of %(subject)s"),
        Action.ANSWER_WARNING: _("confirmed a warning about %(subject)s"),
    },
    HistoryKind.APPROVAL: {
        Action.SUBMIT: _("submitted %(subject)s for approval"),
        Action.SEND_BACK: _("sent %(subject)s back to its authors"),
        Action.APPROVE_IN_PART: _(
            "approved %(subject)s; other approvals were still needed"
        ),
        Action.APPROVE: _("approved %(subject)s, the last approval that it needed"),
        Action.RATIFY: _("approved %(subject)s after it was published in an emergency"),
        Action.RESCHEDULE: _("rescheduled %(subject)s"),
        Action.HOLD: _("put %(subject)s on hold"),
        Action.RESUME: _("resumed %(subject)s"),
        Action.CALL_OFF: _("called off %(subject)s"),
        Action.KEEP_AS_APPROVED: _(
            "kept %(subject)s as approved, though something changed since"
        ),
        Action.APPROVE_WORDING: _("approved the wording of %(subject)s"),
        Action.REQUIRE_APPROVALS: _("changed who must approve releases in %(subject)s"),
        Action.NAME_DEPUTY: _("named a deputy: %(subject)s"),
        Action.REMOVE_DEPUTY: _("removed a deputy: %(subject)s"),
    },
    HistoryKind.PUBLICATION: {
        Action.PUT_ON_RECORD: _("put a version of %(subject)s on the record"),
        Action.IMPORT: _("imported %(subject)s from history"),
        Action.CALL_OFF_VERSION: _("called off a scheduled version of %(subject)s"),
        Action.PUBLISH_ITEM: _("published %(subject)s"),
        Action.PUBLISH_IN_EMERGENCY: _("PUBLISHED %(subject)s IN AN EMERGENCY"),
        Action.PUBLISH_AFTER_WIRE: _("published %(subject)s after the newswire"),
        Action.OPEN_FOR_CORRECTION: _("opened %(subject)s for correction"),
        Action.WITHDRAW: _("withdrew %(subject)s"),
        Action.CANCEL_EVENT: _("cancelled %(subject)s"),
        Action.RECORD_WIRE: _("recorded when the newswire sent %(subject)s"),
        Action.RECORD_NOTICE: _("recorded an exchange’s notice of %(subject)s"),
        Action.RECORD_FILING: _("recorded the 8-K of %(subject)s"),
        Action.SEAL_CHANGES: _("sealed the changes that no entry had sealed yet"),
        Action.ADD_SIGNING_KEY: _("added a signing key: %(subject)s"),
        Action.REVOKE_SIGNING_KEY: _("revoked a signing key: %(subject)s"),
    },
    HistoryKind.READING: {
        Action.READ: _("read %(subject)s before it was public"),
        Action.EXPORT: _("exported everything about %(subject)s"),
        Action.SHARE_PREVIEW: _("shared a preview of %(subject)s"),
        Action.REVOKE_PREVIEW: _("revoked a preview of %(subject)s"),
        Action.OPEN_PREVIEW: _("opened a shared preview of %(subject)s"),
        Action.DOWNLOAD_FROM_PREVIEW: _(
            "downloaded a file from a shared preview of %(subject)s"
        ),
    },
    HistoryKind.READERS: {
        Action.TRY_MAIL_AGAIN: _("had a mail sent again: %(subject)s"),
        Action.STOP_MAILING: _("stopped mailing %(subject)s"),
        Action.UNSUBSCRIBE: _("unsubscribed %(subject)s"),
        Action.ANSWER_QUESTION: _("answered %(subject)s"),
        Action.CHANGE_QUESTION: _("changed the state of %(subject)s"),
        Action.ERASE_QUESTION: _("erased %(subject)s"),
        Action.TEST_MAIL: _("sent themselves a test mail about %(subject)s"),
        Action.IMPORT_SUBSCRIBERS: _("imported subscribers"),
        Action.EXPORT_SUBSCRIBERS: _("exported subscribers"),
    },
    HistoryKind.ACCOUNTS: {
        Action.SIGN_IN: _("signed in"),
        Action.REFUSE_SIGN_IN: _("was refused at sign-in"),
        Action.REFUSE_CODE: _("typed a wrong code"),
        Action.REFUSE_CONFIRMATION: _("did not confirm who they are"),
        Action.CHANGE_PASSWORD: _("changed their password"),
        Action.INVITE: _("made an invitation link for %(subject)s"),
        Action.DEACTIVATE: _("deactivated the account %(subject)s"),
        Action.REACTIVATE: _("reactivated the account %(subject)s"),
        Action.SET_PASSWORD: _("set a new password for %(subject)s"),
        Action.ADD_FACTOR: _("added a second factor"),
        Action.REMOVE_FACTOR: _("removed a second factor of %(subject)s"),
        Action.RESET_FACTORS: _("removed all second factors of %(subject)s"),
        Action.RENEW_CODES: _("renewed their recovery codes"),
        Action.USE_RECOVERY_CODE: _("used a recovery code"),
        Action.STORE_CREDENTIAL: _("stored a credential of %(subject)s"),
        Action.DELETE_CREDENTIAL: _("deleted a credential of %(subject)s"),
    },
}
SENTENCE_OF = {
    action: sentence
    for sentences in SENTENCES.values()
    for action, sentence in sentences.items()
}


def actions_of_kind(kind: str) -> list[Action]:
    """Return the journal actions of a kind."""
    return list(SENTENCES[HistoryKind(kind)])


def sentence_html(sentence: StrOrPromise, subject: SafeString) -> SafeString:
    """Return the sentence with the HTML of its subject; without its author."""
    return SafeString(conditional_escape(str(sentence)) % {"subject": subject})
