"""What is handed in, and who says what about it."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from coachlms.ops import registry


class ReviewsConfig(AppConfig):
    name = "reviews"
    label = "reviews"

    def ready(self) -> None:
        registry.register(import_string("reviews.metrics.sessions"))
