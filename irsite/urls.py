"""The public newsroom at the root, the desk beside it."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from releases.press.health import press_health

urlpatterns = [
    path("admin/", include("releases.admin.sign_in.urls")),
    path("admin/press/", admin.site.admin_view(press_health)),
    path("admin/", admin.site.urls),
    path("", include("releases.urls")),
]

handler404 = "releases.public.errors.not_found"
handler429 = "releases.admin.sign_in.entrance.too_many"
handler500 = "releases.public.errors.broken"
