"""Addresses of this app."""

from django.urls import path

from feedback import views

urlpatterns = [
    path("sessions/<int:pk>/report/", views.report, name="report"),
    path(
        "sessions/<int:pk>/report/findings/<slug:ref>/", views.answer_finding, name="answer_finding"
    ),
    path("sessions/<int:pk>/report/practice/", views.take_practice, name="take_practice"),
    path("growth/", views.growth, name="growth"),
    path("library/<slug:slug>/evidence/", views.evidence_of, name="evidence_of"),
]
