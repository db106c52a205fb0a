"""Reports and other documents for investors: annual reports, proxies, presentations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.models.record.kinds import ReportKind


class Report(models.Model):
    """A document for investors with its files, which readers find at /reports/."""

    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_("What readers see, such as: Annual report 2025."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("Its name on the page of reports, such as annual-report-2025."),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=ReportKind, default=ReportKind.ANNUAL_REPORT
    )
    dated = models.DateField(
        _("date"), help_text=_("The date of the document. The list sorts by it.")
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("A sentence or two, if the title does not say it all."),
    )
    shown = models.BooleanField(
        _("shown"),
        default=True,
        help_text=_("Untick, save and publish to remove it from the page of reports."),
    )

    class Meta:
        ordering = ["-dated", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                name="report_has_a_title",
                condition=~Q(title=""),
                violation_error_message=_("Enter the report’s title."),
            )
        ]

    def __str__(self) -> str:
        return self.title
