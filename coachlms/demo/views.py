"""The free demo: choose or bring a conversation, say who is who, wait some seconds, read the report."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from coachlms.demo import guards, services
from coachlms.demo.errors import DemoFull
from coachlms.demo.forms import OwnTextForm
from coachlms.demo.guards import begins_a_reading, island, visit_of
from coachlms.demo.pages import Place, place_of, room_of, steps_of
from coachlms.demo.readings import report_of
from coachlms.demo.samples import SAMPLES, sample_named
from courses.services import rubric_for
from feedback.querysets import resources_at
from reviews.errors import NothingLeft, SpeakersUnclear, TranscriptRefused
from reviews.transcripts import LEFT_OUT, Who
from reviews.views.stages import said_as, voice_rows


@island
@begins_a_reading
@require_http_methods(["GET", "HEAD", "POST"])
def free_demo(request: HttpRequest) -> HttpResponse:
    """Three conversations to choose from, and a place for one's own."""
    form = OwnTextForm(request.POST or None, request.FILES or None)
    refused: TranscriptRefused | None = None
    if request.method == "POST" and form.is_valid():
        data, name = form.content()
        secret = guards.own(request)
        try:
            visit = services.begin_own(data=data, name=name, owner=guards.owner(secret))
        except TranscriptRefused as error:
            refused = error
        except DemoFull as error:
            return guards.later(request, str(error))
        else:
            return guards.remember(redirect(visit), secret)
    status = 422 if request.method == "POST" else 200
    page = {"form": form, "refused": refused, "samples": SAMPLES}
    return render(request, "demo/start.html", page, status=status)


@island
@begins_a_reading
@require_POST
def try_sample(request: HttpRequest, slug: str) -> HttpResponse:
    sample = sample_named(slug)
    if sample is None:
        raise Http404
    secret = guards.own(request)
    try:
        visit = services.begin_sample(sample=sample, owner=guards.owner(secret))
    except DemoFull as error:
        return guards.later(request, str(error))
    return guards.remember(redirect(visit), secret)


@island
@require_http_methods(["GET", "HEAD", "POST"])
def demo_speakers(request: HttpRequest, key: str) -> HttpResponse:
    """Who coaches; asked only where the text does not say it."""
    visit = visit_of(request, key)
    if not visit.asks_who:
        return redirect(visit)
    rows = voice_rows(services.voices(visit), {}, request.POST)
    problem: SpeakersUnclear | NothingLeft | None = None
    if request.method == "POST":
        try:
            services.say_who(visit=visit, roles=said_as(rows))
            return redirect(visit)
        except (SpeakersUnclear, NothingLeft) as error:
            problem = error
    roles = [(Who.COACH, _("Coach")), (Who.CLIENT, _("Client")), (Who.OTHER, _("Third voice"))]
    page = {
        "visit": visit,
        "rows": rows,
        "roles": [*roles, (LEFT_OUT, _("Leave out"))],
        "problem": problem,
    }
    return render(request, "demo/speakers.html", page, status=422 if problem else 200)


@island
@require_safe
def demo_report(request: HttpRequest, key: str) -> HttpResponse:
    """The report at one level; before it is there, how far the reading is."""
    visit = visit_of(request, key)
    if visit.asks_who:
        return redirect("demo_speakers", key=key)
    if not visit.is_read:
        return render(request, "demo/waiting.html", {"visit": visit, "progress": steps_of(visit)})
    place = place_of(visit, request.GET.get("level", ""))
    rubric = rubric_for(level=place.level)
    report = report_of(visit.readings[place.level.key], rubric, visit.plain_turns)
    page = {"report": report, "resources": resources_at(place.level, report.refs)}
    return render(request, "demo/report.html", {**_frame(place), **page})


@island
@require_safe
def demo_transcript(request: HttpRequest, key: str) -> HttpResponse:
    """The masked conversation with every passage the reader counted, and every mark beside it."""
    visit = visit_of(request, key)
    if not visit.is_read:
        return redirect(visit)
    place = place_of(visit, request.GET.get("level", ""))
    rubric = rubric_for(level=place.level)
    report = report_of(visit.readings[place.level.key], rubric, visit.plain_turns)
    room = room_of(visit, place, report, rubric, request.GET.get("competency", ""))
    return render(
        request, "demo/transcript.html", {**_frame(place), "report": report, "room": room}
    )


@island
@require_safe
def demo_progress(request: HttpRequest, key: str) -> HttpResponse:
    """A fragment that is asked for until there is a report; without htmx the page itself."""
    visit = visit_of(request, key)
    if not getattr(request, "htmx", False):
        return redirect(visit)
    if visit.is_read:
        return HttpResponseClientRedirect(visit.get_absolute_url())
    return render(request, "demo/progress.html", {"visit": visit, "progress": steps_of(visit)})


@island
@require_POST
def delete_demo(request: HttpRequest, key: str) -> HttpResponse:
    services.delete(visit=visit_of(request, key))
    messages.success(request, _("Deleted. Nothing of that conversation is left on this server."))
    return redirect("free_demo")


def _frame(place: Place) -> dict[str, object]:
    """What report and transcript share. Their quotes lead to `submission`, which here is the visit."""
    return {
        "visit": place.visit,
        "submission": place,
        "level": place.level,
        "levels": place.levels,
        "framework": place.level.framework,
        "sign_up_open": settings.SIGN_UP_OPEN,
    }
