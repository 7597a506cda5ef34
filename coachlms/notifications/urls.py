"""Addresses of this app."""

from django.urls import path

from coachlms.notifications import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.inbox_read, name="inbox_read"),
    path("<int:pk>/open/", views.inbox_open, name="inbox_open"),
]
