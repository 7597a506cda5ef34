"""The job row: work that is never lost and never done twice."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "coachlms.jobs"
    label = "jobs"
