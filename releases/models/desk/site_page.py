"""Simple pages of the site, such as governance and frequently asked questions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releases.models.record.kinds import Placement


class SitePage(models.Model):
    """A page that staff write: a title, a text, and files such as charters."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The last part of its address, such as governance or faq."),
    )
    body = models.TextField(_("text"), blank=True)
    placement = models.CharField(
        _("link to it"),
        max_length=12,
        choices=Placement,
        default=Placement.NAVIGATION,
        help_text=_("Where every page of the site links to it."),
    )
    order = models.PositiveSmallIntegerField(_("position"), default=0)
    shown = models.BooleanField(
        _("shown"),
        default=True,
        help_text=_("Untick, save and publish to remove the page from the site."),
    )

    class Meta:
        ordering = ["order", "title"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.CheckConstraint(
                name="site_page_has_a_title",
                condition=~Q(title=""),
                violation_error_message=_("Enter the page’s title."),
            )
        ]

    def __str__(self) -> str:
        return self.title
