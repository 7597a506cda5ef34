"""Addresses of the free demo. A visit is known by a random key; the key alone opens nothing."""

from django.urls import path

from coachlms.demo import views

urlpatterns = [
    path("", views.free_demo, name="free_demo"),
    path("samples/<slug:slug>/", views.try_sample, name="try_sample"),
    path("visits/<slug:key>/", views.demo_report, name="demo_report"),
    path("visits/<slug:key>/speakers/", views.demo_speakers, name="demo_speakers"),
    path("visits/<slug:key>/progress/", views.demo_progress, name="demo_progress"),
    path("visits/<slug:key>/transcript/", views.demo_transcript, name="demo_transcript"),
    path("visits/<slug:key>/delete/", views.delete_demo, name="delete_demo"),
]
