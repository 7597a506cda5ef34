"""People, roles and their privacy."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "coachlms.accounts"
    label = "accounts"
