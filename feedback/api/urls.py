"""Addresses of reports and growth under /api/v1/."""

from django.urls import path

from feedback.api import views

urlpatterns = [
    path("sessions/<int:pk>/report/", views.ReportView.as_view(), name="api_report"),
    path(
        "sessions/<int:pk>/report/findings/<slug:ref>/",
        views.FindingAnswerView.as_view(),
        name="api_answer_finding",
    ),
    path(
        "sessions/<int:pk>/report/practice/", views.PracticeView.as_view(), name="api_take_practice"
    ),
    path("growth/", views.GrowthView.as_view(), name="api_growth"),
    path("evidence/<slug:slug>/", views.EvidenceView.as_view(), name="api_evidence"),
]
