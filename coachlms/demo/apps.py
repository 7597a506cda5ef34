"""The demo school."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "coachlms.demo"
    label = "demo"
