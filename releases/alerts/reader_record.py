"""What is kept about one subscriber, in words: for the reader, and for staff at the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.alerts.folding import folded_mailings
from releases.alerts.publications import titles_of, version_of
from releases.alerts.subjects import labels_by_subject
from releases.alerts.subscribers import subjects_of
from releases.readers.models import Consent, Delivery, Mailing, Pace, Subscriber
from releases.record.documents import ProfileDocument
from releases.translation import language_name

# How many of the mails that were sent are shown, the latest first.
MAX_MAILS = 200
# What an import keeps of a consent that was given elsewhere.
PROOF: Mapping[str, Promise] = {
    "consent_at": gettext_lazy("Agreed on"),
    "consent_how": gettext_lazy("How"),
    "consent_wording": gettext_lazy("To which wording"),
    "consent_source": gettext_lazy("Proof on file"),
    "basis": gettext_lazy("As staff said of the list"),
    "list": gettext_lazy("SHA-256 of the list"),
}
# Writes a time as its reader sees it.
FormatTime = Callable[[dt.datetime], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentStep:
    """One step of a consent; `proof` has labels and texts."""

    action: str
    time: str
    means: str
    wording: str
    subjects: list[str]
    proof: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailToReader:
    """A mail that the reader was owed; `time` is empty until it was tried."""

    kind: str
    title: str
    outcome: str
    time: str
    reply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRecord:
    """What is kept about a subscriber as of `at`."""

    subscriber: Subscriber
    issuer: ProfileDocument
    at: dt.datetime
    format_time: FormatTime

    @property
    def subjects(self) -> list[str]:
        """What the reader chose."""
        return self._labels(subjects_of(self.subscriber))

    @property
    def pace(self) -> str:
        """When mails are sent."""
        label = str(self.subscriber.get_pace_display())
        if self.subscriber.pace != Pace.DAILY:
            return label
        hour = time_format(dt.time(self.subscriber.digest_hour))
        return _("%(pace)s, at %(hour)s") % {"pace": label, "hour": hour}

    @property
    def language(self) -> str:
        """The language of the mails, by its own name."""
        return language_name(self.subscriber.language)

    def steps(self) -> list[ConsentStep]:
        """Return the steps of the consent, the first one first."""
        return [
            ConsentStep(
                action=str(consent.get_action_display()),
                time=self.format_time(consent.at),
                means=consent.means_name,
                wording=consent.wording,
                subjects=self._labels(consent.subjects),
                proof=list(self._proof(consent)),
            )
            for consent in self.subscriber.consents.order_by("pk")
        ]

    def mails(self) -> list[MailToReader]:
        """Return the latest mails, in a fixed number of queries."""
        rows = Delivery.objects.filter(subscriber=self.subscriber)
        deliveries = list(rows.select_related("mailing").order_by("-pk")[:MAX_MAILS])
        folded = list(islice(folded_mailings(self.subscriber), MAX_MAILS))
        titles = titles_of([*(row.mailing for row in deliveries), *folded], at=self.at)
        mails = [
            MailToReader(
                kind=str(row.mailing.get_kind_display()),
                title=_title_of(row.mailing, titles),
                outcome=str(row.get_outcome_display() or _("Waiting")),
                time=self.format_time(row.at) if row.at else "",
                reply=row.reply,
            )
            for row in deliveries
        ]
        # Of those only a bit says that the reader has them.
        mails += [
            MailToReader(
                kind=str(mailing.get_kind_display()),
                title=_title_of(mailing, titles),
                outcome="",
                time=self.format_time(mailing.opens),
            )
            for mailing in folded
        ]
        return mails

    def _labels(self, subjects: Iterable[str]) -> list[str]:
        return list(labels_by_subject(subjects, self.issuer).values())

    def _proof(self, consent: Consent) -> Iterator[tuple[str, str]]:
        for name, label in PROOF.items():
            text = consent.proof.get(name, "")
            if text and name == "consent_at":
                text = self.format_time(dt.datetime.fromisoformat(text))
            if text:
                yield str(label), text


def _title_of(mailing: Mailing, titles: Mapping[int, str]) -> str:
    """Return the title of what the mailing is about, and which version of it.

    It is the chain where the record has no title.
    """
    title = titles.get(mailing.pk, mailing.chain)
    if mailing.number is None or mailing.number == 1:
        return title
    return f"{title} ({version_of(mailing)})"
