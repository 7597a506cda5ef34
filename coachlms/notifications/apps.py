"""Inbox and e-mail."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "coachlms.notifications"
    label = "notifications"
