"""The mails about questions: to the contact who answers, and the answer to who asked.

They are plain text, and no header has a word that anybody typed. What a reader wrote stands
behind "> ", so that none of it looks like a line of ours.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from releases.alerts.mail_addresses import reply_address, sender
from releases.alerts.mime import MailTemplate, Part, Slot, mail_template
from releases.readers.models import (
    Inquiry,
    InquiryAnswer,
    Mailing,
)
from releases.record.documents import ProfileDocument
from releases.record.published import profile
from releases.text.email_addresses import InvalidAddress, read_address
from releases.text.invisible import without_invisible
from releases.translation import labelled

# The page of a question at the desk.
DESK_PAGE = "admin:readers_inquiry_change"


def question_mail(mailing: Mailing) -> MailTemplate:
    """Return the mail with a question, whose answer goes to who asked."""
    return question_letter(Inquiry.objects.get(deliveries__mailing=mailing))


def answer_mail(mailing: Mailing) -> MailTemplate:
    """Return the mail with an answer, in the active language."""
    reply = InquiryAnswer.objects.select_related("inquiry").get(mailing=mailing)
    return answer_letter(reply, profile(at=mailing.opens))


def question_letter(inquiry: Inquiry) -> MailTemplate:
    """Return the mail to the contact."""
    number = inquiry.pk
    subject = _("Question %(number)d from the website") % {"number": number}
    facts = (
        (_("Topic"), inquiry.get_topic_display()),
        (_("Name"), inquiry.name),
        (_("Organization"), inquiry.organization),
        (_("E-mail"), inquiry.address),
        (_("Phone"), inquiry.phone),
    )
    page = settings.IRSITE_URL + reverse(DESK_PAGE, args=[number])
    paragraphs = (
        _("A reader has asked a question on the website."),
        "\n".join(labelled(label, one_line(value)) for label, value in facts if value),
        quoted(inquiry.question),
        _("Answer it at the desk, where others see that it is answered:") + f"\n{page}",
        _(
            "An answer to this mail goes to the reader too, but the desk knows nothing of it."
        ),
        _(
            "Nobody has verified the name and the address. Say nothing that is material "
            "and not public yet (Regulation FD)."
        ),
    )
    return _letter(
        subject, paragraphs, reply_to=_mailbox(inquiry.address), is_automatic=True
    )


def answer_letter(reply: InquiryAnswer, issuer: ProfileDocument) -> MailTemplate:
    """Return the answer, with the question below it, in the thread of the question."""
    inquiry = reply.inquiry
    name = one_line(issuer.name) or settings.IRSITE_DOMAIN
    paragraphs = (
        without_invisible(unix_lines(reply.text)).strip(),
        _("You asked %(name)s on %(root)s:")
        % {"name": name, "root": settings.IRSITE_URL},
        quoted(inquiry.question),
        _(
            "Was it not you? Then somebody entered your address by mistake: please tell us by an answer to this mail."
        ),
    )
    return _letter(
        _("Your question to %(name)s") % {"name": name},
        paragraphs,
        reply_to=reply_address(issuer.contacts, audience=inquiry.topic),
        sender_name=name,
        is_reply=True,
    )


def one_line(text: str) -> str:
    """Return a text that somebody typed as one line of visible characters."""
    return " ".join(without_invisible(text).split())


def unix_lines(text: str) -> str:
    """Return the text with LF at the end of each line, whatever ends it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def quoted(text: str) -> str:
    """Return a text that somebody typed as a quotation of visible characters."""
    lines = without_invisible(unix_lines(text)).strip().split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _letter(
    subject: str,
    paragraphs: tuple[str, ...],
    *,
    reply_to: str,
    sender_name: str = "",
    is_automatic: bool = False,
    is_reply: bool = False,
) -> MailTemplate:
    headers = [
        ("From", sender(sender_name)),
        ("To", Slot.MAILBOX.mark),
        ("Subject", subject),
        ("Date", Slot.DATE.mark),
        ("Message-ID", Slot.MESSAGE_ID.mark),
    ]
    if reply_to:
        headers.append(("Reply-To", reply_to))
    if is_automatic:
        headers.append(("Auto-Submitted", "auto-generated"))  # RFC 3834
    if is_reply:
        headers.append(("In-Reply-To", Slot.FIRST_MESSAGE_ID.mark))
        headers.append(("References", Slot.FIRST_MESSAGE_ID.mark))
    text = "\n\n".join(paragraphs)
    return mail_template(
        headers=headers,
        alternatives=[Part(media_type="text/plain; charset=utf-8", text=text)],
    )


def _mailbox(address: str) -> str:
    try:
        return read_address(address).mailbox
    except InvalidAddress:
        return ""
