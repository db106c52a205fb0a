"""A courier: one process that sends the mails that are due, one at a time.

Every courier discovers, fills and sends. There is no leader, and no other queue: what is due
is a row, and whose hands it is in, a lock that ends with the process (`alerts.holders`).
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import ChainMap
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error as AnyDatabaseError
from django.utils.translation import gettext as _

from releases.alerts.bounces import envelope_sender, suppress
from releases.alerts.dkim import DkimSigner
from releases.alerts.filling import fill_next
from releases.alerts.holders import Holders
from releases.alerts.inquiries import forward_inquiries
from releases.alerts.mail_health import MailHealth
from releases.alerts.outbox import Claimed, Outbox, Settlement
from releases.alerts.page_probe import PageProbe, path_of
from releases.alerts.publications import (
    PublicationWatch,
    Standing,
    publications_of,
)
from releases.alerts.recipients import Recipient, load_recipients
from releases.alerts.reminders import follow_event
from releases.alerts.rendering import RENDERERS, MailWriter
from releases.alerts.smtp import MailSystemUnavailable, SmtpConnection
from releases.alerts.subscription_requests import handle_requests
from releases.management.delivering.lookout import Lookout
from releases.management.delivering.retries import settlement_of
from releases.management.delivering.sending_pace import SendingPace, claim_size
from releases.management.delivering.webhook_sender import WebhookSender
from releases.readers.models import Mailing, MailingKind, Outcome, Rank, Status
from releases.staff_alerts.mailings import StaffMailings

logger = logging.getLogger(__name__)

REFILL_AFTER = 0.5
# How long a courier rests while the mail system takes nothing, in seconds: each time twice
# as long. After so many seconds in all, it is logged as an error.
REST, MAX_REST = 0.5, 60.0
ALARM_AFTER = 60.0
# When a mailing is tried again whose page is not there, in seconds.
PAGE_RETRY, MAX_PAGE_RETRY = 0.05, 5.0
# When a mailing is tried again whose mails cannot be written, in seconds.
WRITE_RETRY, MAX_WRITE_RETRY = 1.0, 60.0


@dataclass(slots=True)
class Trouble:
    """Something that does not work for now: since when, and how long to wait."""

    since: float
    wait: float
    until: float
    was_logged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierHost:
    """What a courier has of its process.

    `now` is the page cache's clock, as a datetime in UTC, `monotonic` a clock in seconds
    that is never set. `sleep` waits so many seconds, less if the courier is asked to stop;
    `note_sent` gets the time of each mail that the tables have as sent. What makes mails
    wait for `alarm_after` seconds is logged as an error.
    """

    now: Callable[[], dt.datetime]
    sleep: Callable[[float], object]
    is_stopping: Callable[[], bool]
    note_sent: Callable[[dt.datetime], None]
    monotonic: Callable[[], float] = time.monotonic
    alarm_after: float = ALARM_AFTER


class Courier:
    """Sends what is due, one mail after the other, over one connection."""

    def __init__(
        self,
        *,
        holders: Holders,
        smtp: SmtpConnection,
        probe: PageProbe,
        host: CourierHost,
        signer: DkimSigner | None = None,
    ) -> None:
        self._holders = holders
        self._smtp = smtp
        self._probe = probe
        self._now = host.now
        self._sleep = host.sleep
        self._is_stopping = host.is_stopping
        self._note_sent = host.note_sent
        self._monotonic = host.monotonic
        self._staff = StaffMailings()
        self._writer = MailWriter(
            ChainMap(self._staff.renderers, RENDERERS), signer=signer
        )
        self._watch = PublicationWatch(host.monotonic)
        self._outbox = Outbox(holders.number)
        self._webhook = WebhookSender(self._outbox, self._staff, host.monotonic)
        self._health = MailHealth()
        self._lookout = Lookout(holders, self._staff, monotonic=host.monotonic)
        self._alarm_after = host.alarm_after
        # Mailings that wait for another courier, and when to fill them again.
        self._refill_at: dict[int, float] = {}
        # Mailings without a page, or whose mails cannot be written.
        self._mailing_troubles: dict[int, Trouble] = {}
        self._pages_seen: set[int] = set()
        self._mail_trouble: Trouble | None = None
        # Of the last claim.
        self._seconds_a_mail = 1.0
        # The settlement of the last mail, which goes with the beginning of the next.
        self._settling: Settlement | None = None

    def start(self) -> None:
        """Make due what an earlier process with this number left in its hands."""
        self._outbox.take_over(self._outbox.number, due=self._now())

    def run(self) -> None:
        """Deliver until it is asked to stop."""
        self.start()
        while not self._is_stopping():
            if not self.step():
                self._idle()

    def run_while_due(self) -> None:
        """Deliver until nothing is due, or it is asked to stop.

        Where the mail system or a page makes mails wait, it waits with them: whoever woke
        it would do so again at once.
        """
        self.start()
        while not self._is_stopping():
            if not self.step():
                if not self._lookout.is_anything_due(at=self._now()):
                    return
                self._idle()

    def step(self) -> bool:
        """Do what there is to do now, at most one claim; return whether there was any."""
        at = self._now()
        has_discovered = self._lookout.find_mailings(at=at)
        has_filled = self._fill(at)
        has_handled = handle_requests(at=at) + forward_inquiries(at=at) > 0
        has_posted = self._webhook.step(at=at)
        did_more = has_filled or has_discovered or has_handled or has_posted
        return self._deliver() or did_more

    def _idle(self) -> None:
        self._sleep(self._lookout.idle_time(at=self._now()))

    def _fill(self, at: dt.datetime) -> bool:
        now = self._monotonic()
        later = frozenset(key for key, due in self._refill_at.items() if due > now)
        filled = fill_next(at=at, later=later)
        if filled is None:
            return False
        self._refill_at.pop(filled.mailing, None)
        if filled.is_waiting:
            self._refill_at[filled.mailing] = now + REFILL_AFTER
        return True

    def _deliver(self) -> bool:
        """Claim what is due, and send it; return whether anything was."""
        now = self._monotonic()
        if self._mail_trouble is not None and now < self._mail_trouble.until:
            return False
        at = self._now()
        waiting = [key for key in self._mailing_troubles if self._waits(key)]
        rank = self._outbox.due_rank(at=at, except_of=waiting)
        if rank is None:
            return False
        size = claim_size(self._seconds_a_mail)
        claims = self._outbox.claim(rank, at=at, limit=size, except_of=waiting)
        if rank == Rank.DIGEST:
            readers = {
                each.subscriber for each in claims if each.subscriber is not None
            }
            claims += self._outbox.claim_rest(rank, readers, at=at)
        if claims:
            self._deliver_claims(claims, is_digest=rank == Rank.DIGEST, at=at)
            self._seconds_a_mail = (self._monotonic() - now) / len(claims)
        return bool(claims)

    def _deliver_claims(
        self, claims: list[Claimed], *, is_digest: bool, at: dt.datetime
    ) -> None:
        """Send the mails of claims in turn; whatever happens, none stays in our hands."""
        mailings = Mailing.objects.in_bulk({claimed.mailing for claimed in claims})
        recipients = load_recipients(claims, at=at)
        mails = mails_of(claims, is_digest=is_digest)
        pace = SendingPace(len(mails), at=at)
        waiting = {claimed.id: claimed for claimed in claims}
        for mail in mails:
            self._sleep(pace.seconds_to_next(self._now()))
            if self._is_stopping():
                break
            for claimed in mail:
                if claimed.id in waiting:
                    self._may_be_sent(mailings[claimed.mailing], waiting)
            sent = [claimed for claimed in mail if waiting.pop(claimed.id, None)]
            contents = [mailings[claimed.mailing] for claimed in sent]
            if sent and not self._send(sent, contents, recipients.get(sent[0].id)):
                break
        self._settle_last()
        self._outbox.give_back(waiting, due=at)

    def _may_be_sent(self, mailing: Mailing, waiting: dict[int, Claimed]) -> bool:
        """Return whether what the mail is about is public, and its page is there.

        If not, or if its mails cannot be written, the mailing's claims are settled or given
        back, and no longer `waiting`.
        """
        at = self._now()
        standing = self._watch.standing(mailing, at=at)
        if standing is Standing.NO_LONGER and follow_event(mailing, at=at):
            standing = Standing.STANDS
        if standing is Standing.STANDS and self._is_ready(mailing):
            return True
        self._settle_last()
        deliveries = [
            id_ for id_, each in waiting.items() if each.mailing == mailing.pk
        ]
        for delivery in deliveries:
            del waiting[delivery]
        if standing is Standing.NO_LONGER:
            self._outbox.settle_unbegun(deliveries, Outcome.OVERTAKEN, at=at)
        else:
            self._outbox.give_back(deliveries, due=max(at, mailing.opens))
        return False

    def _waits(self, mailing: int) -> bool:
        """Return whether there is trouble with the mailing, and it is too early to retry."""
        trouble = self._mailing_troubles.get(mailing)
        return trouble is not None and self._monotonic() < trouble.until

    def _is_ready(self, mailing: Mailing) -> bool:
        """Ask for the page until it was there once."""
        if self._waits(mailing.pk):
            return False
        if mailing.publication is None or mailing.pk in self._pages_seen:
            return True
        publication = publications_of(mailing).get()
        if self._probe.has_page(path_of(publication)):
            self._pages_seen.add(mailing.pk)
            self._mailing_troubles.pop(mailing.pk, None)
            return True
        trouble = self._longer(
            self._mailing_troubles.get(mailing.pk), PAGE_RETRY, MAX_PAGE_RETRY
        )
        self._mailing_troubles[mailing.pk] = trouble
        self._alarm(
            trouble,
            _("The page cache has no page for %(mailing)s: its mails wait.")
            % {"mailing": mailing.key},
        )
        return False

    def _send(
        self,
        claims: list[Claimed],
        mailings: list[Mailing],
        recipient: Recipient | None,
    ) -> bool:
        """Send one mail; return False if the mail system takes no more for now."""
        at = self._now()
        ids = tuple(claimed.id for claimed in claims)
        kind = MailingKind(mailings[0].kind)
        if recipient is None:
            self._outbox.settle_unbegun(ids, Outcome.DROPPED, at=at)
            return True
        content = self._write(mailings, recipient, staff=claims[0].staff, at=at)
        if content == b"":
            self._outbox.settle_unbegun(ids, Outcome.DROPPED, at=at)
            return True
        if content is None:
            self._outbox.give_back(ids, due=at)
            return True
        has_begun = False

        def begin() -> bool:
            nonlocal has_begun
            settling, self._settling = self._settling, None
            has_begun = self._outbox.begin(claims, kind=kind, at=at, settling=settling)
            self._note_settled(settling)
            return has_begun

        try:
            answer = self._smtp.send(
                sender=envelope_sender(recipient.subscriber_id, recipient.secret),
                mailbox=recipient.mailbox,
                content=content,
                may_leave=begin,
            )
        except MailSystemUnavailable as error:
            self._rest(error)
            self._settle_last()
            begun = -1 if has_begun and not error.may_have_left else 0
            self._settling = Settlement(
                deliveries=ids, at=at, due=at, begun=begun, reply=str(error)
            )
            return False
        if answer is None:
            self._outbox.settle_unbegun(ids, Outcome.DROPPED, at=at)
            return True
        self._mail_trouble = None
        self._health.note_working()
        attempts = max(claimed.attempts for claimed in claims)
        self._settling = settlement_of(ids, attempts, answer, at=self._now())
        if answer.is_bounce and recipient.subscriber_id is not None:
            suppress(recipient.subscriber_id, Status.BOUNCED, at=at, means="smtp")
        return True

    def _write(
        self,
        mailings: list[Mailing],
        recipient: Recipient,
        *,
        staff: int | None,
        at: dt.datetime,
    ) -> bytes | None:
        """Return the mail. None if it cannot be written, which must not hold up others.

        Empty if it is for a member of staff, and no longer so or no longer wanted.
        """
        try:
            if staff and not self._staff.is_true_for(mailings[0], staff, at=at):
                return b""
            content = self._writer.write(mailings, recipient, at=at)
        except AnyDatabaseError:
            raise
        except Exception:
            for mailing in mailings:
                self._mailing_troubles[mailing.pk] = self._longer(
                    self._mailing_troubles.get(mailing.pk), WRITE_RETRY, MAX_WRITE_RETRY
                )
            keys = ", ".join(mailing.key for mailing in mailings)
            logger.exception("The mails of %s cannot be written: they wait.", keys)
            return None
        for mailing in mailings:
            self._mailing_troubles.pop(mailing.pk, None)
        return content

    def _settle_last(self) -> None:
        if self._settling is not None:
            settling, self._settling = self._settling, None
            self._outbox.settle(settling)
            self._note_settled(settling)

    def _note_settled(self, settled: Settlement | None) -> None:
        if settled is not None and settled.outcome is Outcome.SENT:
            self._note_sent(settled.at)

    def _rest(self, error: MailSystemUnavailable) -> None:
        """Leave the mail system alone, each time for longer."""
        self._mail_trouble = self._longer(self._mail_trouble, REST, MAX_REST)
        self._alarm(
            self._mail_trouble,
            _("The mail system takes no mail (%(reason)s): all mails wait.")
            % {"reason": error},
        )
        if self._mail_trouble.was_logged:
            tried_for = self._monotonic() - self._mail_trouble.since
            since = self._now() - dt.timedelta(seconds=tried_for)
            self._health.note_down(since=since)

    def _longer(self, trouble: Trouble | None, first: float, longest: float) -> Trouble:
        now = self._monotonic()
        if trouble is None:
            return Trouble(since=now, wait=first, until=now + first)
        trouble.wait = min(2 * trouble.wait, longest)
        trouble.until = now + trouble.wait
        return trouble

    def _alarm(self, trouble: Trouble, sentence: str) -> None:
        is_long = self._monotonic() - trouble.since >= self._alarm_after
        if is_long and not trouble.was_logged:
            trouble.was_logged = True
            logger.error(sentence)

    def stop(self) -> None:
        """Settle the last mail, and give up the number."""
        try:
            self._settle_last()
            self._webhook.stop(at=self._now())
        finally:
            self._smtp.close()
            self._holders.release()


def mails_of(claims: list[Claimed], *, is_digest: bool) -> list[list[Claimed]]:
    """Return the claims of each mail: of a digest, all of one reader."""
    if not is_digest:
        return [[claimed] for claimed in claims]
    by_reader: dict[int | None, list[Claimed]] = {}
    for claimed in sorted(claims, key=lambda claimed: claimed.id):
        by_reader.setdefault(claimed.subscriber, []).append(claimed)
    return list(by_reader.values())
