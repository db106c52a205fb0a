"""Keeps an issuer's logos at the desk; they are published with its profile."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from releases.models import Issuer, Logo
from releases.models.desk.attachment import new_token
from releases.models.desk.logo import Scheme
from releases.models.stored_file import sha256_of


def keep_logo(
    issuer: Issuer, scheme: Scheme, *, content: bytes, width: int, height: int
) -> Logo:
    """Store the PNG, and make it the issuer's logo in this scheme; `width` in pixels."""
    file = ContentFile(content)
    logo = Logo.objects.filter(issuer=issuer, scheme=scheme).first()
    logo = logo or Logo(issuer=issuer, scheme=scheme)
    sha256 = sha256_of(file)
    if logo.sha256 != sha256:
        logo.token = new_token()
    logo.sha256, logo.size = sha256, len(content)
    logo.width, logo.height = width, height
    if not default_storage.exists(logo.storage_name):
        default_storage.save(logo.storage_name, file)
    logo.save()
    return logo


def remove_logos(issuer: Issuer) -> None:
    """Let the pages show the issuer's name again, from the next publication of it."""
    issuer.logos.all().delete()
