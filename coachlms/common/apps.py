"""Errors, lifecycles and middleware every app may use."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "coachlms.common"
    label = "common"
