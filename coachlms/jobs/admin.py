"""Staff see what runs, what died and why, and run it again. Never content: a job holds only numbers."""

from django.contrib import admin, messages
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from coachlms.common.admin import RoomAdmin
from coachlms.common.errors import Conflict
from coachlms.jobs import services
from coachlms.jobs.models import Job
from coachlms.jobs.querysets import JobQuerySet

URGENCY = (Job.State.DEAD, Job.State.RUNNING, Job.State.QUEUED, Job.State.DONE)


@admin.register(Job)
class JobAdmin(RoomAdmin[Job]):
    list_display = ["kind", "subject", "how_it_is", "attempt", "reason", "queue", "created_at"]
    list_filter = ["state", "queue", "kind"]
    search_fields = ["kind", "=subject", "error_code"]
    actions = ["run_again"]
    empty_text = _("Work appears here as soon as somebody hands in a session.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """The dead first, then what runs, waits and is done; the newest of each first."""
        whens = [When(state=state, then=Value(place)) for place, state in enumerate(URGENCY)]
        urgency = Case(*whens, output_field=IntegerField())
        return Job.objects.annotate(urgency=urgency).order_by(*self.get_ordering(request))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("urgency", "-pk")

    def has_add_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Job | None = None) -> list[str]:
        return [field.name for field in Job._meta.fields]

    @admin.display(description=_("state"), ordering="urgency")
    def how_it_is(self, job: Job) -> SafeString:
        return format_html('<span class="state state--{}">{}</span>', job.state, job.state)

    @admin.display(description=_("reason"), ordering="error_code")
    def reason(self, job: Job) -> str:
        """What the last attempt stumbled over, as long as it matters."""
        return "–" if job.state == Job.State.DONE else job.error_text or job.error_code or "–"

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
