"""The URLs of the site: the public newsroom at the root, the desk under /admin/."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from releases.pagecache.status_page import page_cache_status

admin.autodiscover()

urlpatterns = [
    path("admin/", include("releases.accounts.urls")),
    path("admin/page-cache/", admin.site.admin_view(page_cache_status)),
    path("admin/", admin.site.urls),
    path("", include("releases.urls")),
]

handler403 = "releases.admin.forbidden.permission_denied"
handler404 = "releases.public.errors.page_not_found"
handler429 = "releases.accounts.login.too_many_attempts"
handler500 = "releases.public.errors.server_error"
