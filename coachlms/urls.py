"""Every address of the site. URL name = view name."""

from django.contrib import admin
from django.urls import include, path

from coachlms import pages

urlpatterns = [
    path("", pages.landing, name="landing"),
    path("method/", pages.method, name="method"),
    path("privacy/", pages.privacy, name="privacy"),
    path("for-clients/", pages.for_clients, name="for_clients"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("healthz", pages.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("account/", include("coachlms.accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("coachlms.api")),
    path("inbox/", include("coachlms.notifications.urls")),
    path("", include("courses.urls")),
    path("", include("reviews.urls")),
    path("", include("feedback.urls")),
]
