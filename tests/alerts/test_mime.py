"""Tests of mails as templates: what is joined is what a reader of mails reads."""

from __future__ import annotations

import quopri
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from django.test import SimpleTestCase

import pytest

from releases.alerts.mime import Part, Slot, mail_template, quoted_printable

KEY = "A" * 27 + "_"
VALUES = dict.fromkeys(Slot, "x") | {
    Slot.MAILBOX: "ana@example.org",
    Slot.LEAVE_KEY: KEY,
}


def write(
    text: str = "Text", *, headers: tuple[tuple[str, str], ...] = (), **fields: Part
) -> tuple[bytes, EmailMessage]:
    """Return a mail with this text, as bytes without stuffing and as it is read."""
    template = mail_template(
        headers=(("From", "ir@example.com"), ("To", Slot.MAILBOX.mark), *headers),
        alternatives=(
            Part(media_type="text/plain; charset=utf-8", text=text),
            Part(media_type="text/html; charset=utf-8", text=f"<p>{text}</p>"),
        ),
        attachments=tuple(fields.values()),
    )
    content = template.write(VALUES).replace(b"\r\n..", b"\r\n.")
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return content, message


class AMail(SimpleTestCase):
    """Is read as it was written, by the standard library and by another decoder."""

    def test_a_slot_is_whole_in_whatever_column_it_begins(self) -> None:
        for column in range(160):
            text = f"{'é' * (column % 7)}{'a' * column}{Slot.LEAVE_KEY.mark}/ end"
            content, message = write(text)
            expected = text.replace(Slot.LEAVE_KEY.mark, KEY)
            part = message.get_body(("plain",))
            assert part is not None
            assert part.get_content() == f"{expected}\r\n"
            assert max(map(len, content.split(b"\r\n"))) <= 76
            assert KEY.encode() in content

    def test_a_second_decoder_reads_the_same(self) -> None:
        text = f"Revenue = 5 €\n.\n..dots\ntrailing \n{Slot.LEAVE_KEY.mark}\n= =20 "
        decoded = quopri.decodestring(
            quoted_printable(text).replace(Slot.LEAVE_KEY.mark.encode(), KEY.encode())
        )
        expected = text.replace(Slot.LEAVE_KEY.mark, KEY).replace("\n", "\r\n")
        assert decoded.decode() == f"{expected}\r\n"

    def test_dots_are_stuffed_once(self) -> None:
        content, message = write(".first\n.\nlast")
        part = message.get_body(("plain",))
        assert part is not None
        assert part.get_content() == ".first\r\n.\r\nlast\r\n"
        assert b"\r\n.\r\n" not in content.replace(b"\r\n.", b"\r\n..")

    def test_a_headline_of_any_kind_is_one_header(self) -> None:
        for subject in (
            "Ergebnisse 📈 im 3. Quartal",
            "é" * 300,
            "a" * 300,
            "x " * 150,
            "b" * 72,
        ):
            with self.subTest(subject):
                content, message = write(headers=(("Subject", subject.strip()),))
                assert message["Subject"] == subject.strip()
                assert b"Subject:\r\n" not in content
                head = content.partition(b"\r\n\r\n")[0]
                assert head.isascii()
                assert max(map(len, head.split(b"\r\n"))) <= 998

    def test_a_line_break_in_a_header_is_refused(self) -> None:
        for subject in ("Results\r\nBcc: all@example.org", "Results\nX: y", "a\rb"):
            with self.subTest(subject), pytest.raises(ValueError, match=r".+"):
                write(headers=(("Subject", subject),))

    def test_an_attachment_is_beside_the_texts(self) -> None:
        calendar = Part(
            media_type="text/calendar; charset=utf-8", text="BEGIN:VCALENDAR"
        )
        _, message = write(calendar=calendar)
        assert message.get_content_type() == "multipart/mixed"
        assert [part.get_content_type() for part in message.iter_attachments()] == [
            "text/calendar"
        ]
