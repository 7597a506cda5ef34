"""Every address of the site. URL name = view name."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path

from coachlms import pages
from coachlms.accounts.views.account import terms
from coachlms.api import NOWHERE, Nowhere

# one sign-in for the whole site: with second factors and rate limits, which the admin's own has not
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "coachlms.faults.bad_request"
handler500 = "coachlms.faults.server_error"

urlpatterns = [
    path("", pages.landing, name="landing"),
    path("method/", pages.method, name="method"),
    path("privacy/", pages.privacy, name="privacy"),
    path("terms/", terms, name="terms"),
    path("for-clients/", pages.for_clients, name="for_clients"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("", include("coachlms.ops.urls")),
    path("accounts/", include("allauth.urls")),
    path("account/", include("coachlms.accounts.urls")),
    path("try/", include("coachlms.demo.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("coachlms.api")),
    re_path("^api/", Nowhere.as_view(), name=NOWHERE),
    path("inbox/", include("coachlms.notifications.urls")),
    path("", include("courses.urls")),
    path("", include("reviews.urls")),
    path("", include("feedback.urls")),
]
