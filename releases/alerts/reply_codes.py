"""Why mails failed: what a mail system's replies say without the addresses in them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from releases.readers.models import Delivery

# A reply code of RFC 5321, 4.2, and the class and subject of an enhanced one (RFC 3463).
_ENHANCED = r"^[45][0-9]{2} [45]\.[0-7]"
_PLAIN = r"^[245][0-9]{2}"
_ENHANCED_LENGTH, _PLAIN_LENGTH = 7, 3


def reply_code() -> Case:
    """Return the expression for a delivery's reply without its text: `550 5.1`.

    It is empty where there is no code. What it returns of its own result is the same.
    """
    return Case(
        When(reply__regex=_ENHANCED, then=Substr("reply", 1, _ENHANCED_LENGTH)),
        When(reply__regex=_PLAIN, then=Substr("reply", 1, _PLAIN_LENGTH)),
        default=Value(""),
        output_field=CharField(),
    )


def trim_replies(deliveries: QuerySet[Delivery]) -> int:
    """Reduce what the mail system said to its code; return of how many."""
    return deliveries.exclude(reply="").update(reply=reply_code())


def reason_of(code: str) -> str:
    """Return what a code of `reply_code` means, in words."""
    subject = code[_ENHANCED_LENGTH - 1 :]
    return _by_subject().get(subject) or (
        _("Refused for the moment, too often")
        if code.startswith("4")
        else _("Refused without a reason that is known")
    )


def _by_subject() -> Mapping[str, str]:
    """Return the meaning of the second number of an enhanced code (RFC 3463, 3)."""
    return {
        "1": _("There is no such mailbox or domain"),
        "2": _("The mailbox is full or switched off"),
        "3": _("The reader’s mail system takes no such mail"),
        "4": _("The reader’s mail system could not be reached"),
        "5": _("The two mail systems do not understand each other"),
        "6": _("The content was refused"),
        "7": _("Refused by a rule against unwanted mail"),
    }
