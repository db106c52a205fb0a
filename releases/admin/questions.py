"""The pages of readers' questions: to read, to answer, to close and to erase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin.alert_pages import (
    ANSWER_QUESTIONS,
    PER_PAGE,
    ReadersAdmin,
    ReadersView,
    changing_readers,
)
from releases.admin.approval import company_time
from releases.alerts.inquiries import (
    answer,
    change_status,
    erase_inquiry,
    inquiries_like,
    is_unreachable,
)
from releases.alerts.mail_addresses import reply_address
from releases.models import JournalAction
from releases.readers.models import (
    MAX_ANSWER,
    Delivery,
    Inquiry,
    InquiryAnswer,
    InquiryStatus,
    MailingKind,
)
from releases.record import journal
from releases.record.published import profile
from releases.staff_views import change_url
from releases.widgets.long_text import LongTextField
from releases.widgets.visible_text import VisibleTextForm

# The buttons of a question, each with the state that it leads to.
CHANGES = {
    "close": InquiryStatus.CLOSED,
    "spam": InquiryStatus.SPAM,
    "reopen": InquiryStatus.NEW,
}


class QuestionSearchForm(forms.Form):
    """A part of what is known of the asker. It is sent by POST, for no log to have it."""

    text = forms.CharField(
        label=gettext_lazy("Name, organization or address, or a part of it"),
        max_length=254,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class AnswerForm(VisibleTextForm, forms.Form):
    """An answer; `seen` is how many answers its page showed."""

    text = LongTextField(
        label=gettext_lazy("Your answer"),
        max_length=MAX_ANSWER,
        error_messages={"required": gettext_lazy("Enter your answer.")},
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """An answer as the page shows it: who wrote it, and what became of its mail."""

    answer: InquiryAnswer
    author: str
    written: str
    mail: str


class QuestionsView(ReadersView):
    """The questions of one state, and what a search finds."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of them, the latest first; of new ones, unless asked otherwise."""
        status = request.GET.get("status", InquiryStatus.NEW)
        if status not in InquiryStatus.values:
            status = InquiryStatus.NEW
        paging = self.page_of(Inquiry.objects.filter(status=status).order_by("-pk"))
        rows = list(paging.object_list)
        return self.list_of(rows, QuestionSearchForm(), paging=paging, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Search by a part of the name, the organization or the address."""
        form = QuestionSearchForm(request.POST)
        if not form.is_valid():
            return self.list_of([], form)
        matches = inquiries_like(form.cleaned_data["text"]).order_by("-pk")
        rows = list(matches[: PER_PAGE + 1])
        return self.list_of(
            rows[:PER_PAGE], form, is_search=True, has_more=len(rows) > PER_PAGE
        )

    def list_of(
        self, rows: list[Inquiry], form: QuestionSearchForm, **context: Any
    ) -> HttpResponse:
        """Return the page with these questions."""
        return self.page(
            "admin/alerts/questions.html",
            title=_("Questions"),
            form=form,
            counts=count_by_status(),
            rows=[(row, company_time(row.at)) for row in rows],
            **context,
        )


class QuestionView(ReadersView):
    """One question with its answers, and the form for another."""

    inquiry: Inquiry

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Load the question once the permission is checked; 404 where there is none."""
        if self.has_permission():
            self.inquiry = get_object_or_404(Inquiry, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the question with its answers, and an empty form for another."""
        return self.question()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what the button says: send an answer, change the state, or erase."""
        if "erase" in request.POST:
            return self.erase()
        for button, status in CHANGES.items():
            if button in request.POST:
                return self.change(status)
        return self.send_answer(AnswerForm(request.POST))

    def question(
        self, form: AnswerForm | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Return the page, with the form as it was sent or empty."""
        inquiry = self.inquiry
        answers = shown_answers(inquiry)
        form = form or AnswerForm(initial={"seen": len(answers)})
        response = self.page(
            "admin/alerts/question.html",
            title=str(inquiry),
            inquiry=inquiry,
            asked=company_time(inquiry.at),
            since=company_time(inquiry.since),
            forwarded=mail_state(inquiry, MailingKind.QUESTION),
            answers=answers,
            form=form,
            is_unreachable=is_unreachable(inquiry.key),
            reply_to=reply_address(
                profile(at=self.at).contacts, audience=inquiry.topic
            ),
        )
        response.status_code = status
        return response

    def send_answer(self, form: AnswerForm) -> HttpResponse:
        """Have the answer mailed, and journal who wrote it, not what."""
        if not form.is_valid():
            return self.question(form, status=422)
        seen = form.cleaned_data["seen"]
        with changing_readers():
            is_owed = answer(
                self.inquiry,
                form.cleaned_data["text"],
                author=self.user.pk,
                seen=seen,
                at=self.at,
            )
            if is_owed:
                self.write_journal(JournalAction.ANSWER_QUESTION)
        if is_owed:
            messages.success(self.request, _("The answer will be mailed right away."))
            return HttpResponseRedirect(change_url(self.inquiry))
        current = AnswerForm(
            {"text": form.data["text"], "seen": self.inquiry.answers.count()}
        )
        current.add_error(
            None,
            _(
                "Nothing was sent: someone else has answered, or mail to this address is "
                "refused. Look at the answers above, then send yours if it is still needed."
            ),
        )
        return self.question(current, status=409)

    def change(self, status: InquiryStatus) -> HttpResponse:
        """Change the state of the question."""
        with changing_readers():
            is_new = change_status(self.inquiry, status, at=self.at)
            if is_new:
                self.write_journal(JournalAction.CHANGE_QUESTION, status.value)
        if is_new:
            text = _("This question is now: %(status)s.") % {"status": status.label}
            messages.success(self.request, text)
        return HttpResponseRedirect(change_url(self.inquiry))

    def erase(self) -> HttpResponse:
        """Delete the question, once the box beside the button is ticked."""
        if "sure" not in self.request.POST:
            messages.error(
                self.request, _("Tick the box if you want to erase the question.")
            )
            return HttpResponseRedirect(change_url(self.inquiry))
        with changing_readers():
            self.write_journal(JournalAction.ERASE_QUESTION)
            erase_inquiry(self.inquiry, at=self.at)
        messages.success(self.request, _("The question and its answers are erased."))
        return HttpResponseRedirect(reverse("admin:readers_inquiry_changelist"))

    def write_journal(self, action: JournalAction, detail: str = "") -> None:
        """Journal what was done, by the number of the question alone."""
        subject = f"inquiry:{self.inquiry.pk}"
        journal.write(action, subject, by=self.user, detail=detail)


@admin.register(Inquiry)
class QuestionAdmin(ReadersAdmin[Inquiry]):
    """The list, and a page of each question."""

    required_permission = ANSWER_QUESTIONS

    def get_urls(self) -> list[URLPattern]:
        return [
            path("", QuestionsView.for_admin(self), name="readers_inquiry_changelist"),
            path(
                "<int:pk>/",
                QuestionView.for_admin(self),
                name="readers_inquiry_change",
            ),
        ]


def shown_answers(inquiry: Inquiry) -> list[ShownAnswer]:
    """Return the answers, the first one first, in three queries."""
    answers = list(inquiry.answers.order_by("pk"))
    users = User.objects.in_bulk({row.author for row in answers})
    mails = {
        mail.mailing_id: mail
        for mail in Delivery.objects.filter(
            inquiry=inquiry, mailing__in=[row.mailing_id for row in answers]
        )
    }
    return [
        ShownAnswer(
            answer=row,
            author=_name_of(users.get(row.author)),
            written=company_time(row.at),
            mail=state_of(mails.get(row.mailing_id)),
        )
        for row in answers
    ]


def mail_state(inquiry: Inquiry, kind: MailingKind) -> str:
    """Return what became of the mail of this kind about a question."""
    mails = Delivery.objects.filter(inquiry=inquiry, mailing__kind=kind)
    return state_of(mails.first())


def state_of(mail: Delivery | None) -> str:
    """Return what became of a mail, in words."""
    if mail is None or not mail.outcome:
        return _("Waiting")
    outcome = mail.get_outcome_display()
    return f"{outcome}, {company_time(mail.at)}" if mail.at else outcome


def count_by_status() -> list[tuple[InquiryStatus, int]]:
    """Return how many questions have each state."""
    counts = dict(
        Inquiry.objects.order_by()
        .values_list("status")
        .annotate(number=Count("pk"))
        .values_list("status", "number")
    )
    return [(status, counts.get(status, 0)) for status in InquiryStatus]


def _name_of(user: User | None) -> str:
    return user.get_full_name() or user.username if user else _("a former account")
