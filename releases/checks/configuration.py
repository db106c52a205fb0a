"""System checks of the settings (docs/checks.md)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils import timezone

from releases.alerts.dkim import DkimKeyError, dkim_signer
from releases.alerts.mail_providers import PROVIDERS
from releases.catalogues import SOURCE_LANGUAGE, catalogue_languages, is_compiled
from releases.record.proof.signers import is_signing_on, why_key_is_unusable
from releases.text.smtp_url import Security, read_smtp_url
from releases.text.webhooks import is_loopback

# How long before its end security.txt is warned of.
SECURITY_TXT_NOTICE = dt.timedelta(days=30)
# Of commands and of processes that a command starts: they configure nothing.
NOT_SETTINGS = {
    *("IRSITE_ADMINISTRATOR_PASSWORD", "IRSITE_SUPERVISOR", "IRSITE_SUPERVISED"),
}


@checks.register(checks.Tags.security, deploy=True)
def check_secret_key(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a secret key that each process makes for itself."""
    if settings.SECRET_KEY_IS_LASTING:
        return []
    return [
        checks.Warning(
            "IRSITE_SECRET_KEY is not set: everybody is signed out at each restart.",
            hint="Set it to 50 or more random characters.",
            id="releases.W001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_second_factor_groups(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a desk that a password alone opens."""
    if settings.IRSITE_SECOND_FACTOR_GROUPS:
        return []
    return [
        checks.Warning(
            "IRSITE_SECOND_FACTOR_GROUPS is empty: a stolen password opens the desk.",
            hint="Leave it unset, for everybody, or name the groups.",
            id="releases.W010",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_variables(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of environment variables that look like settings and set nothing."""
    return [
        checks.Warning(
            f"{name} is set in the environment, and is no setting: it does nothing.",
            hint="docs/settings.md has the settings. Is it misspelt?",
            id="releases.W023",
        )
        for name in settings.IRSITE_UNDECLARED
        if name not in NOT_SETTINGS
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_hosts(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a site that answers under any host name."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        checks.Warning(
            "IRSITE_ALLOWED_HOSTS has *: the site answers under every name that somebody "
            "points at it.",
            hint="Name the hosts of the site.",
            id="releases.W025",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_mail_encryption(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of mails that go to another machine in plain."""
    if not settings.IRSITE_SMTP_URL:
        return []
    server = read_smtp_url(settings.IRSITE_SMTP_URL)
    if server.security is not Security.NONE or is_loopback(server.host):
        return []
    return [
        checks.Warning(
            f"IRSITE_SMTP_URL is smtp:// to {server.host}: readers' addresses, links to "
            "leave and the password of the mail system pass through the network in plain.",
            hint="Use smtps:// or smtp+starttls://.",
            id="releases.W026",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_domain(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report that the feed's permanent ids depend on another setting."""
    if settings.IRSITE_DOMAIN_IS_SET:
        return []
    return [
        checks.Error(
            f"IRSITE_DOMAIN is not set: the feed's permanent ids begin with "
            f"“{settings.IRSITE_DOMAIN}”, which changes with another setting.",
            hint="Set it to the domain name of the site, and never change it.",
            id="releases.E011",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_proxy(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a site that slow clients can reach."""
    if settings.BEHIND_PROXY:
        return []
    return [
        checks.Warning(
            "IRSITE_BEHIND_PROXY is false: slow clients can close a site that no proxy "
            "buffers.",
            hint="Put a proxy in front (docs/nginx.md), and set it to true.",
            id="releases.W011",
        )
    ]


@checks.register(checks.Tags.security)
def check_security_txt(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a security.txt that readers must not trust any more, or soon (RFC 9116, 2.5.5)."""
    expires = settings.IRSITE_SECURITY_EXPIRES
    if not settings.IRSITE_SECURITY_CONTACT or expires is None:
        return []
    now = timezone.now()
    if now < expires - SECURITY_TXT_NOTICE:
        return []
    ends = "has expired" if expires <= now else "will expire"
    return [
        checks.Warning(
            f"/.well-known/security.txt {ends} on {expires:%B %-d, %Y}.",
            hint="Check that IRSITE_SECURITY_CONTACT is still right, and set "
            "IRSITE_SECURITY_EXPIRES to a later instant, at most a year ahead.",
            id="releases.W013",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_signing(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a site whose readers can prove nothing."""
    if is_signing_on():
        return []
    return [
        checks.Warning(
            "Neither IRSITE_SIGNING_KEY nor IRSITE_SIGNING_COMMAND is set: nobody can "
            "prove what the site published.",
            hint="Make a key with manage.py signing_key (docs/proof.md).",
            id="releases.W014",
        )
    ]


@checks.register(checks.Tags.security)
def check_signing_key(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report a signing key that is missing, or that others may read."""
    if not settings.IRSITE_SIGNING_KEY:
        return []
    why = why_key_is_unusable(Path(settings.IRSITE_SIGNING_KEY))
    if not why:
        return []
    return [
        checks.Error(
            f"IRSITE_SIGNING_KEY cannot be used: {why}",
            hint="Give it to the site's user alone (chmod 600).",
            id="releases.E012",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_webhook(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a webhook whose messages anybody could have sent."""
    if not settings.IRSITE_WEBHOOK or settings.IRSITE_WEBHOOK_SECRET:
        return []
    return [
        checks.Warning(
            "IRSITE_WEBHOOK_SECRET is not set: the messages of the webhook are not "
            "signed, and nobody can tell who sent them.",
            hint="Set it to whsec_ and 32 random bytes in base64.",
            id="releases.W015",
        )
    ]


@checks.register(checks.Tags.security)
def check_mail_provider(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report a secret with which anybody could end the mails of readers."""
    provider = PROVIDERS.get(settings.IRSITE_MAIL_PROVIDER)
    if provider is None:
        return []
    why = provider.why_secret_is_unusable(settings.IRSITE_MAIL_PROVIDER_SECRET)
    if not why:
        return []
    return [
        checks.Error(
            f"IRSITE_MAIL_PROVIDER_SECRET cannot be used: {why}.",
            hint="docs/alerts.md says where each provider has it.",
            id="releases.E013",
        )
    ]


@checks.register(checks.Tags.security)
def check_dkim_key(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report a key with which mails cannot be signed."""
    try:
        dkim_signer()
    except DkimKeyError as error:
        return [
            checks.Error(
                str(error),
                hint="docs/alerts.md says how to make a key, and where it is published.",
                id="releases.E014",
            )
        ]
    return []


@checks.register(checks.Tags.translation)
def check_catalogues(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report catalogues of translations that are not compiled, or are not there."""
    languages, own = catalogue_languages(), settings.LANGUAGE_CODE
    try:
        outdated = [language for language in languages if not is_compiled(language)]
    except PermissionError:  # the database's owner, to whom the site's folder is closed
        return []
    hint = "Run “manage.py compile_catalogues” (docs/languages.md)."
    found: list[checks.CheckMessage] = []
    if own in outdated:
        found.append(
            checks.Error(
                f"IRSITE_LANGUAGE is {own}, and its catalogue is not compiled.",
                hint=hint,
                id="releases.E016",
            )
        )
    if others := [language for language in outdated if language != own]:
        found.append(
            checks.Warning(
                f"Catalogues are not compiled: {', '.join(others)}. The words around "
                "releases in these languages are those of the site.",
                hint=hint,
                id="releases.W020",
            )
        )
    if own not in {SOURCE_LANGUAGE, *languages}:
        found.append(
            checks.Warning(
                f"IRSITE_LANGUAGE is {own}, of which irsite has no catalogue: the "
                "site's own words are in English.",
                hint="docs/languages.md says how to make one.",
                id="releases.W021",
            )
        )
    return found
