"""Every address under /api/v1/. Each app has its views in its own api.py and the same rules as its pages."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("", include("reviews.api.urls")),
    path("", include("feedback.api.urls")),
]
