"""What is wrong with the site itself: an unready page cache, a mail system that is down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.alerts.mail_health import mail_down_since
from releases.pagecache.worker_status import describe_finding, unready_workers
from releases.readers.models import MailingKind
from releases.record.canary_note import CanaryFinding, recent_findings
from releases.staff_alerts.alert import StaffAlert, StaffMessage, desk_url
from releases.staff_alerts.instants import company_time
from releases.staff_alerts.staff import Staff

# Who administers people looks after the site as well.
ADMINISTER = "auth.change_user"


def page_cache_alerts(*, at: dt.datetime) -> Iterator[StaffAlert]:
    """Yield an alert for each instant of the next five seconds that a worker is not ready for."""
    unready = unready_workers(at=at)
    for instant in sorted({instant for instant, _name in unready}):
        count = sum(each == instant for each, _name in unready)
        yield StaffAlert(
            key=f"press:{instant:%Y%m%dT%H%M%S.%f}",
            kind=MailingKind.PAGE_CACHE,
            opens=at,
            find_recipients=_operators,
            write_message=partial(_unready, instant, count),
        )


def canary_alerts(*, at: dt.datetime) -> Iterator[StaffAlert]:
    """Yield an alert for each fault that the canary of this machine saw in the last hour."""
    for finding in recent_findings(at=at):
        yield StaffAlert(
            key=f"canary:{finding.key}",
            kind=MailingKind.PAGE_CACHE,
            opens=finding.seen,
            find_recipients=_operators,
            write_message=partial(_canary_message, finding),
        )


def serving_alerts(*, at: dt.datetime) -> Iterator[StaffAlert]:
    """Yield an alert for whatever keeps pages from showing at their instant."""
    yield from page_cache_alerts(at=at)
    yield from canary_alerts(at=at)


def mail_down_alerts(*, at: dt.datetime) -> Iterator[StaffAlert]:
    """Yield an alert while the mail system takes no mail. No mail can tell it."""
    since = mail_down_since()
    if since is not None and since <= at:
        yield StaffAlert(
            key=f"mail:down:{since:%Y%m%dT%H%M%S.%f}",
            kind=MailingKind.MAIL_DOWN,
            opens=since,
            find_recipients=_nobody,
            write_message=partial(_mail_down, since),
        )


def _operators(staff: Staff) -> frozenset[int]:
    return staff.approver_ids | staff.with_permission(ADMINISTER)


def _nobody(staff: Staff) -> frozenset[int]:
    return frozenset()


def _unready(instant: dt.datetime, workers: int) -> StaffMessage:
    workers_text = ngettext(
        "%(count)d web worker", "%(count)d web workers", workers
    ) % {"count": workers}
    return StaffMessage(
        subject=_("The page cache is not ready"),
        sentences=(
            _(
                "%(workers)s had not rendered the pages that change on %(time)s. Their "
                "first readers wait a few hundredths of a second longer."
            )
            % {"workers": workers_text, "time": company_time(instant)},
            _("The dashboard shows what else is wrong."),
        ),
        url=desk_url("index"),
    )


def _canary_message(finding: CanaryFinding) -> StaffMessage:
    return StaffMessage(
        subject=_("The site is not as it should be"),
        sentences=(
            describe_finding(finding),
            _("The dashboard shows what else is wrong."),
        ),
        url=desk_url("index"),
    )


def _mail_down(since: dt.datetime) -> StaffMessage:
    return StaffMessage(
        subject=_("The mail system takes no mail"),
        sentences=(
            _("No mail could be sent since %(time)s. All mails wait, and none is lost.")
            % {"time": company_time(since)},
            _("Check the mail system, and IRSITE_SMTP_URL."),
        ),
        url=desk_url("index"),
    )
