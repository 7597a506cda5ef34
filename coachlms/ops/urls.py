"""Addresses for machines; proxies keep /metrics and /readyz to themselves."""

from django.urls import path

from coachlms.ops import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
]
