"""The entrance and the Security pages; nothing else of the library is reachable."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from releases.accounts import login, security

desk = admin.site.admin_view

# The names are the library's own.
urlpatterns = [
    path("login/", login.sign_in, name="account_login"),
    path("login/passkey/", login.passkey, name="mfa_login_webauthn"),
    path("login/second-step/", login.second_step, name="mfa_authenticate"),
    path(
        "password_change/",
        desk(security.new_password),
        name="account_change_password",
    ),
    path("account/", desk(security.overview), name="mfa_index"),
    path("account/app/", desk(security.new_app), name="mfa_activate_totp"),
    path("account/app/remove/", desk(security.remove_app), name="mfa_deactivate_totp"),
    path(
        "account/codes/", desk(security.recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "account/codes/new/",
        desk(security.new_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("account/passkeys/add/", desk(security.new_passkey), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/rename/",
        desk(security.rename_passkey),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/passkeys/<int:pk>/remove/",
        desk(security.remove_passkey),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/again/password/",
        desk(security.password_again),
        name="account_reauthenticate",
    ),
    path("account/again/code/", desk(security.code_again), name="mfa_reauthenticate"),
    path(
        "account/again/passkey/",
        desk(security.passkey_again),
        name="mfa_reauthenticate_webauthn",
    ),
]
