"""What operators need: probes, figures, reports of errors, backup and restore."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string


class OpsConfig(AppConfig):
    name = "coachlms.ops"
    label = "ops"

    def ready(self) -> None:
        if settings.SENTRY_DSN:  # nothing of it is loaded otherwise
            import_string("coachlms.ops.reports.start")(settings.SENTRY_DSN)
