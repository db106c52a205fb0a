"""The public pages for a question: the form, and what follows after it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils.translation import get_language

from releases.models.record.kinds import Kind
from releases.readers.models import Inquiry
from releases.record.public_view import PublicationRef
from releases.subscriptions.ask_form import AskForm
from releases.subscriptions.form_view import MailPage, PublicFormView
from releases.subscriptions.sources import FormSource
from releases.text.public_paths import ASK, ASK_SENT
from releases.translation import known_language


class AskView(MailPage):
    """A public page about questions."""

    section = "ask"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (ASK, ASK_SENT) if ref.kind == Kind.PROFILE else ()


class Ask(PublicFormView, AskView):
    """The form."""

    template_name = "subscriptions/ask.html"
    sent_path = ASK_SENT

    def form(self, data: Any = None) -> AskForm:
        """Return the form."""
        return AskForm(data)

    def write_down(self, form: AskForm, source: FormSource) -> None:
        cleaned = form.cleaned_data
        Inquiry.objects.create(
            topic=cleaned["about"],
            name=cleaned["name"],
            address=cleaned["address"].typed,
            key=cleaned["address"].key,
            organization=cleaned["organization"],
            phone=cleaned["phone"],
            question=cleaned["question"],
            language=known_language(get_language() or ""),
            at=self.at,
            since=self.at,
            **asdict(source),
        )


class QuestionSent(AskView):
    """What follows: an answer, by a person."""

    template_name = "subscriptions/question_sent.html"
    indexed = False
