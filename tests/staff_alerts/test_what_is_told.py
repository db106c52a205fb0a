"""Who of the staff is told what, once, and without a word of what is not public."""

from __future__ import annotations

import datetime as dt
import re
from unittest import mock

from releases.accounts.invitations import invite
from releases.desk import transitions
from releases.desk.comments import add_comment, reply_to_comment, resolve_comment
from releases.desk.invitation_tokens import invited_user
from releases.models import Comment, Release, WebWorker
from releases.readers.models import (
    Delivery,
    Mailing,
    MailingKind,
    OutboxState,
    Outcome,
    StaffOptOut,
)
from tests.alerts.couriers import publish
from tests.builders import (
    SEVEN,
    approve,
    full_digest_of,
    make_absence,
    make_event,
    make_user,
    publication_of,
    put_on_record,
    submit,
)
from tests.clock import MICROSECOND, SECOND
from tests.desk.test_approvals import require
from tests.desk.test_emergency import published_in_emergency
from tests.readers.rows import make_subscriber
from tests.staff_alerts.staff_courier import DAY, HEADLINE, HOUR, MINUTE, StaffTestCase

WAITS = "A release waits for your approval"
SENT_BACK = "Your release was sent back"
APPROVED = "Your release was approved"
HELD = "A release was put on hold"
NAMED = "A comment at the desk names you"
LIVE = f"Live: {HEADLINE}"
# A Monday at 08:00 in New York, after its clocks went forward.
MONDAY = dt.datetime(2026, 3, 9, 12, 0, tzinfo=dt.UTC)


class AnApproval(StaffTestCase):
    """Is asked of those who can give it."""

    def test_whoever_can_approve_is_told_once_and_nobody_else(self) -> None:
        release = submit(self.secret_release())
        assert self.run_at(SEVEN + SECOND) == [("carl", WAITS), ("fay", WAITS)]
        assert self.run_at(SEVEN + HOUR) == []
        text = str(self.server.received[0].message.get_body(("plain",)))
        address = f"http://testserver/admin/releases/release/{release.pk}/change/"
        assert address in text
        self.assert_discreet()
        mailing = Mailing.objects.get()
        stored = f"{mailing.key} {mailing.chain}"
        assert full_digest_of(release) not in stored
        assert mailing.key.startswith(f"approve:{release.pk}:")

    def test_a_role_that_is_required_is_asked_alone(self) -> None:
        require("Finance")
        submit(self.secret_release())
        assert self.run_at(SEVEN + SECOND) == [("fay", WAITS)]

    def test_a_deputy_is_told_when_the_absence_begins(self) -> None:
        require("Finance")
        make_absence(self.fay, self.carl, starts=SEVEN + HOUR)
        submit(self.secret_release())
        assert self.run_at(SEVEN + SECOND) == [("fay", WAITS)]
        assert self.run_at(SEVEN + HOUR) == [("carl", WAITS)]
        assert self.run_at(SEVEN + 2 * HOUR) == []

    def test_what_was_changed_waits_anew(self) -> None:
        release = submit(self.secret_release())
        self.run_at(SEVEN + SECOND)
        Release.objects.filter(pk=release.pk).update(body="<p>Another price.</p>")
        mails = self.run_at(SEVEN + 2 * MINUTE)
        assert mails == [("carl", WAITS), ("fay", WAITS)]

    def test_it_is_sent_only_if_still_true(self) -> None:
        release = submit(self.secret_release())
        self.server.script = lambda verb, mailbox: "421 not now"
        assert self.run_at(SEVEN + SECOND) == []
        assert Delivery.objects.due().count() == 2
        self.server.script = lambda verb, mailbox: None
        self.clock.move_to(SEVEN + MINUTE)
        transitions.send_back(
            release, by=self.fay, at=SEVEN + MINUTE, reason="The price"
        )
        assert self.run_at(SEVEN + HOUR) == [("ada", SENT_BACK)]
        outcomes = Delivery.objects.filter(mailing__kind=MailingKind.APPROVAL)
        assert set(outcomes.values_list("outcome", flat=True)) == {Outcome.DROPPED}

    def test_what_was_published_in_an_emergency_waits_for_who_can_ratify_it(
        self,
    ) -> None:
        published_in_emergency(self.secret_release())
        mails = self.run_at(SEVEN - SECOND / 2)
        assert mails == [("fay", WAITS)]
        assert self.run_at(SEVEN + HOUR) == [("carl", LIVE), ("fay", LIVE)]

    def test_whoever_refused_it_is_not_told(self) -> None:
        StaffOptOut.objects.create(staff=self.carl.pk, kind=MailingKind.APPROVAL)
        submit(self.secret_release())
        assert self.run_at(SEVEN + SECOND) == [("fay", WAITS)]

    def test_whoever_refused_it_in_between_is_not_told(self) -> None:
        submit(self.secret_release())
        self.courier._staff.discover(at=SEVEN)  # noqa: SLF001 - before the mails leave
        StaffOptOut.objects.create(staff=self.carl.pk, kind=MailingKind.APPROVAL)
        assert self.run_at(SEVEN + SECOND) == [("fay", WAITS)]

    def test_whoever_lost_the_address_in_between_gets_nothing(self) -> None:
        submit(self.secret_release())
        self.courier._staff.discover(at=SEVEN)  # noqa: SLF001 - before the mails leave
        self.carl.email = ""
        self.carl.save()
        self.fay.is_active = False
        self.fay.save()
        assert self.run_at(SEVEN + SECOND) == []


class ATransition(StaffTestCase):
    """Is told to those whom it concerns, but not to who did it."""

    def test_a_release_is_sent_back_approved_and_held(self) -> None:
        release = submit(self.secret_release(go_live_at=SEVEN + DAY))
        self.run_at(SEVEN + SECOND)
        self.clock.move_to(SEVEN + MINUTE)
        transitions.send_back(
            release, by=self.carl, at=SEVEN + MINUTE, reason="The price"
        )
        assert self.run_at(SEVEN + MINUTE) == [("ada", SENT_BACK)]
        self.clock.move_to(SEVEN + HOUR)
        release.refresh_from_db()
        submit(release, at=SEVEN + HOUR)
        assert self.run_at(SEVEN + HOUR) == [("carl", WAITS), ("fay", WAITS)]
        self.clock.move_to(SEVEN + 2 * HOUR)
        approve(release, at=SEVEN + 2 * HOUR)
        assert self.run_at(SEVEN + 2 * HOUR) == [("ada", APPROVED)]
        self.clock.move_to(SEVEN + 3 * HOUR)
        transitions.hold(release, by=self.fay, at=SEVEN + 3 * HOUR, reason="Nasdaq")
        assert self.run_at(SEVEN + 3 * HOUR) == [("ada", HELD), ("carl", HELD)]
        self.assert_discreet()

    def test_what_was_done_before_alerts_were_switched_on_is_not_told(self) -> None:
        release = submit(self.secret_release())
        transitions.send_back(release, by=self.carl, at=SEVEN, reason="The price")
        OutboxState.objects.update(floor=SEVEN + MINUTE)
        assert self.run_at(SEVEN + HOUR) == []

    def test_what_cannot_be_found_out_holds_up_no_reader(self) -> None:
        make_subscriber("ann@example.org")
        publish(at=SEVEN + SECOND)
        broken = mock.patch(
            "releases.staff_alerts.mailings.waiting_approvals", side_effect=ValueError
        )
        with broken, self.assertLogs("releases.staff_alerts") as logs:
            mails = self.run_at(SEVEN + MINUTE)
        assert mails == [("ann", "Results")]
        assert "cannot be discovered" in logs.output[0]


class AnInstant(StaffTestCase):
    """Is told an hour before, ten minutes before, and when the page is there."""

    instant = SEVEN + 3 * HOUR

    def test_a_release_goes_live(self) -> None:
        release = put_on_record(
            self.secret_release(), at=self.instant, recorded_at=SEVEN
        )
        in_an_hour = "A release goes live within 60 minutes"
        soon = "A release goes live within 10 minutes"
        mails = [
            self.run_at(self.instant - before)
            for before in (
                HOUR + MICROSECOND,
                HOUR,
                30 * MINUTE,
                10 * MINUTE,
                MICROSECOND,
            )
        ]
        assert [len(each) for each in mails] == [0, 2, 0, 2, 0]
        assert mails[1] == [("carl", in_an_hour), ("fay", in_an_hour)]
        assert mails[3] == [("carl", soon), ("fay", soon)]
        text = str(self.server.received[0].message.get_body(("plain",)))
        assert "3 March 2026, 10:00:00 EST (15:00:00 UTC)" in " ".join(text.split())
        self.assert_discreet()
        self.pages.are_there = False
        assert self.run_at(self.instant) == []
        self.pages.are_there = True
        live = self.run_at(self.instant + SECOND)
        assert live == [("carl", LIVE), ("fay", LIVE)]
        path = f"http://testserver/releases/{publication_of(release).address}/"
        assert path in str(self.server.received[-1].message.get_body(("plain",)))
        assert self.run_at(self.instant + HOUR) == []

    def test_readers_have_theirs_as_well(self) -> None:
        make_subscriber("ann@example.org")
        put_on_record(self.secret_release(), at=self.instant)
        mails = self.run_at(self.instant + SECOND)
        assert mails == [("ann", HEADLINE), ("carl", LIVE), ("fay", LIVE)]

    def test_one_that_was_approved_late_or_called_off_is_not_announced(self) -> None:
        release = put_on_record(
            self.secret_release(),
            at=self.instant,
            recorded_at=self.instant - 30 * MINUTE,
        )
        assert self.run_at(self.instant - 20 * MINUTE) == []
        self.clock.move_to(self.instant - 15 * MINUTE)
        transitions.call_off(release, by=self.carl, at=self.instant - 15 * MINUTE)
        assert self.run_at(self.instant - 10 * MINUTE) == []
        assert self.run_at(self.instant + MINUTE) == []

    def test_a_worker_that_is_not_ready_is_told_once_and_in_time(self) -> None:
        def report(at: dt.datetime, *, is_ready: bool) -> None:
            WebWorker.objects.update_or_create(
                name="web:1",
                defaults={
                    "seen": at,
                    "generation": 1,
                    "offset": 0,
                    "next_instant": self.instant,
                    "ready": is_ready,
                },
            )

        subject = "The page cache is not ready"
        report(self.instant - 8 * SECOND, is_ready=False)
        assert self.run_at(self.instant - 6 * SECOND) == []
        mails = self.run_at(self.instant - 5 * SECOND)
        assert mails == [("carl", subject), ("fay", subject)]
        assert self.run_at(self.instant - 4 * SECOND) == []
        text = str(self.server.received[0].message.get_body(("plain",)))
        assert "1 web worker had not rendered" in " ".join(text.split())

    def test_while_an_instant_is_near_the_desk_waits(self) -> None:
        put_on_record(self.secret_release(), at=self.instant, recorded_at=SEVEN)
        self.run_at(SEVEN + SECOND)
        submit(self.secret_release(slug="another"), at=SEVEN + SECOND)
        near = self.instant - 4 * SECOND
        subjects = {subject for _, subject in self.run_at(near)}
        assert WAITS not in subjects
        subjects = {subject for _, subject in self.run_at(self.instant + SECOND)}
        assert {LIVE} <= subjects
        subjects |= {subject for _, subject in self.run_at(self.instant + 2 * SECOND)}
        assert WAITS in subjects


class TheWeeklyMail(StaffTestCase):
    """Comes on Mondays at eight, company time, to whoever reads the desk."""

    def test_it_lists_what_is_coming_without_headlines(self) -> None:
        scheduled = put_on_record(
            self.secret_release(), at=MONDAY + DAY, recorded_at=MONDAY - DAY
        )
        self.secret_release(slug="draft", go_live_at=MONDAY + 2 * DAY)
        self.secret_release(slug="far", go_live_at=MONDAY + 8 * DAY)
        event = make_event(
            title="Annual meeting", slug="meeting", starts=MONDAY + 3 * DAY, ends=None
        )
        put_on_record(
            self.secret_release(slug="with-event", events=(event,)),
            at=MONDAY - 2 * HOUR,
        )
        OutboxState.objects.update(floor=MONDAY - HOUR)
        assert self.run_at(MONDAY - MICROSECOND) == []
        subject = "What goes live this week"
        everyone = [("ada", subject), ("carl", subject), ("fay", subject)]
        assert self.run_at(MONDAY) == everyone
        assert self.run_at(MONDAY + HOUR) == []
        plain = self.server.received[-1].message.get_body(("plain",))
        assert plain is not None
        text = " ".join(plain.get_content().split())
        assert f"Release {scheduled.pk}, scheduled" in text
        assert text.count("draft") == 0
        assert "Draft" in text
        assert "Annual meeting" in text
        assert "10 March 2026, 08:00:00 EDT" in text
        assert "merge" not in text.lower()
        assert "17 March" not in text

    def test_a_week_without_anything_has_none_nor_has_a_late_start(self) -> None:
        OutboxState.objects.update(floor=MONDAY - HOUR)
        assert self.run_at(MONDAY) == []
        self.secret_release(go_live_at=MONDAY + 2 * DAY)
        assert self.run_at(MONDAY + 13 * HOUR) == []


class AComment(StaffTestCase):
    """That names somebody is told to them, without a word of it."""

    def comment(self, text: str, release: Release | None = None) -> Comment:
        """Comment as Ada at seven."""
        return add_comment(
            release or self.secret_release(), by=self.ada, at=SEVEN, text=text
        )

    def test_whoever_is_named_gets_a_mail_once(self) -> None:
        self.comment("@Carl and @ada: the price of the merger? @noel @gus @nemo")
        assert self.run_at(SEVEN + SECOND) == [("carl", NAMED)]
        assert self.run_at(SEVEN + HOUR) == []
        self.assert_discreet()

    def test_a_reply_tells_too_and_a_resolved_comment_does_not(self) -> None:
        remark = self.comment("Look.")
        reply_to_comment(remark, by=self.ada, at=SEVEN, text="I mean @fay.")
        settled = self.comment("@carl?", remark.release)
        resolve_comment(settled, by=self.ada, at=SEVEN)
        assert self.run_at(SEVEN + SECOND) == [("fay", NAMED)]

    def test_nobody_is_told_of_themselves_nor_after_a_week(self) -> None:
        self.comment("@ada, remember.")
        self.comment("@carl, remember.")
        assert self.run_at(SEVEN + 8 * DAY) == []

    def test_who_wants_no_such_mail_gets_none(self) -> None:
        StaffOptOut.objects.create(staff=self.carl.pk, kind=MailingKind.MENTIONED)
        self.comment("@carl?")
        assert self.run_at(SEVEN + SECOND) == []


class AnInvitation(StaffTestCase):
    """To the desk is mailed to who has no password yet, and to nobody else."""

    def setUp(self) -> None:
        super().setUp()
        self.hal = make_user("hal", groups=("Authors",), email="hal@example.com")

    def invited(self) -> str:
        """Invite Hal once more, and return the path of the link."""
        return invite(self.hal, by=self.ada)

    def test_has_a_link_with_which_they_choose_a_password(self) -> None:
        self.hal.set_unusable_password()
        self.invited()
        self.invited()
        with self.settings(IRSITE_WEBHOOK="https://127.0.0.1:9/"):
            mails = self.run_at(SEVEN + SECOND)
        assert [name for name, _subject in mails] == ["hal"]
        text = str(self.server.received[-1].message.get_body(("plain",)))
        link = re.search(r"/admin/invitation/(\w+)/([\w-]+)", text.replace("=\n", ""))
        assert link is not None
        assert invited_user(*link.groups()) == self.hal
        assert self.run_at(SEVEN + HOUR) == []
        assert not Delivery.objects.filter(webhook=True).exists()

    def test_is_not_mailed_once_there_is_a_password(self) -> None:
        self.hal.set_unusable_password()
        self.invited()
        self.hal.set_password("sesame")
        self.hal.save()
        assert self.run_at(SEVEN + SECOND) == []
