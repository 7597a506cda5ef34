"""Staff see what runs, what died and why, and run it again. Never content: a job holds only numbers."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from coachlms.common.admin import RoomAdmin
from coachlms.common.errors import Conflict
from coachlms.jobs import services
from coachlms.jobs.models import Job
from coachlms.jobs.querysets import JobQuerySet


@admin.register(Job)
class JobAdmin(RoomAdmin[Job]):
    list_display = ["kind", "subject", "state", "attempt", "error_code", "error_text", "created_at"]
    list_filter = ["state", "queue", "kind"]
    ordering = ["-pk"]
    actions = ["run_again"]

    def has_add_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Job | None = None) -> list[str]:
        return [field.name for field in Job._meta.fields]

    @admin.action(description=_("Run again"), permissions=["change"])
    def run_again(self, request: HttpRequest, jobs: JobQuerySet) -> None:
        started = 0
        for job in jobs:
            try:
                services.run_again(job)
                started += 1
            except Conflict:
                continue
        text = ngettext("%d job runs again.", "%d jobs run again.", started) % started
        others = len(jobs) - started
        if others:
            text += " " + gettext("The others are not dead.")
        messages.info(request, text)
