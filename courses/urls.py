"""Addresses of this app. `evidence_of` under /library/ belongs to `feedback`."""

from django.urls import path

from courses import views

STEP = "courses/<slug:slug>/modules/<int:module>/steps/<int:position>/"

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/resources/", views.resources, name="resources"),
    path("library/resources/<slug:slug>/", views.resource, name="resource"),
    path("library/<slug:slug>/", views.competency, name="competency"),
    path("courses/", views.courses, name="courses"),
    path("courses/cohorts/<int:pk>/enrol/", views.enrol, name="enrol"),
    path("courses/<slug:slug>/", views.course, name="course"),
    path("courses/<slug:slug>/modules/<int:position>/", views.module, name="module"),
    path(STEP, views.step, name="step"),
    path(f"{STEP}done/", views.tick_step, name="tick_step"),
    path(f"{STEP}answer/", views.answer_step, name="answer_step"),
    path("cohorts/", views.cohorts, name="cohorts"),
]
