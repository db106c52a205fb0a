"""The public addresses of the newsroom."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "newsroom"
urlpatterns: list[URLPattern] = []
