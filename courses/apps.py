"""What is taught, and by which markers."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    label = "courses"
