"""A learner's way through her courses: join, read, answer, tick."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coachlms.accounts.models import Role
from coachlms.accounts.requests import INVITED, SignedInRequest
from coachlms.common.kept import Kept, values_of
from courses import services
from courses.forms import AnswerForm
from courses.models import Announcement, Answer, Cohort, Course, Enrolment, Module
from courses.querysets import EnrolmentQuerySet
from courses.services import CourseStanding, ModuleStanding, StepStanding
from courses.services.invitations import waiting_for


@login_required
@require_safe
def courses(request: SignedInRequest) -> HttpResponse:
    """One's courses with progress, and groups one may join. The page one comes to after signing in."""
    if INVITED in request.session:
        return redirect("join_on")
    mine = Enrolment.objects.current().filter(learner=request.user).with_progress()
    standings = [services.standing(enrolment) for enrolment in mine]
    invitations = waiting_for(request.user)
    context = {
        "nav": "courses",
        "standings": standings,
        "has_own": bool(
            standings or invitations
        ),  # then joining another group is not the first thing
        "cohorts": Cohort.objects.joinable_by(request.user).order_by("starts_on", "name"),
        "invitations": invitations,
        "teaches": request.user.has_role(Role.INSTRUCTOR),
    }
    return render(request, "courses/courses.html", context)


@login_required
@require_POST
def enrol(request: SignedInRequest, pk: int) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.open_to_join(), pk=pk)
    services.enrol(learner=request.user, cohort=cohort)
    messages.success(request, _("You are in. The first step is open."))
    return redirect("course", cohort.course.slug)


@login_required
@require_safe
def course(request: SignedInRequest, slug: str) -> HttpResponse:
    """The modules of a course; with one's own progress for those who take it."""
    enrolment = _enrolment(request, slug)
    if enrolment is None:
        return _outline(request, slug)
    here = services.standing(enrolment)
    context = {
        "nav": "courses",
        "course": here.course,
        "standing": here,
        "announcements": Announcement.objects.shown().filter(cohort=enrolment.cohort_id),
    }
    return render(request, "courses/course.html", context)


@login_required
@require_safe
def module(request: SignedInRequest, slug: str, position: int) -> HttpResponse:
    """The steps of one module, with the open one in front."""
    place = _places(request, slug).first()
    if place is None:
        raise Http404
    chapter = get_object_or_404(Module, course__slug=slug, position=position)
    content = Kept(
        "module",
        *(values_of(place), values_of(chapter)),
        place.progress.aggregate(Count("pk"), Sum("reached"), Max("done_at")),
        # of what an instructor changes, a learner sees the last minute later
        timezone.now().replace(second=0, microsecond=0),
        build=lambda: _content(request, slug, position),
    )
    context = {"nav": "courses", "chapter": chapter, "content": content}
    return render(request, "courses/module.html", context)


def _content(request: SignedInRequest, slug: str, position: int) -> dict[str, object]:
    """Her standing in the whole course: what costs time."""
    here, chapter = _chapter(request, slug, position)
    return {"standing": here, "module": chapter}


@login_required
@require_safe
def step(request: SignedInRequest, slug: str, module: int, position: int) -> HttpResponse:
    """One step: what to read, do or answer."""
    return _show_step(request, slug, module, position)


@login_required
@require_POST
def tick_step(request: SignedInRequest, slug: str, module: int, position: int) -> HttpResponse:
    """“I have read it”, “I have done it”."""
    here, _chapter_here, found = _step(request, slug, module, position)
    services.tick_step(enrolment=_taken(here), step=found.step)
    return redirect("module", slug, module)


@login_required
@require_POST
def answer_step(request: SignedInRequest, slug: str, module: int, position: int) -> HttpResponse:
    """Keep the written answer to a practice question."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show_step(request, slug, module, position, form)
    here, _chapter_here, found = _step(request, slug, module, position)
    services.save_answer(enrolment=_taken(here), step=found.step, text=form.cleaned_data["text"])
    messages.success(request, _("Your answer is kept."))
    return redirect("module", slug, module)


def _show_step(
    request: SignedInRequest, slug: str, module: int, position: int, form: AnswerForm | None = None
) -> HttpResponse:
    here, chapter, found = _step(request, slug, module, position)
    answer = Answer.objects.filter(enrolment=here.enrolment, step=found.step).first()
    context = {
        "nav": "courses",
        "standing": here,
        "module": chapter,
        "row": found,
        "step": found.step,
        "answer": answer,
        "form": form or AnswerForm(initial={"text": answer.text if answer else ""}),
    }
    status = 422 if form else 200
    return render(request, f"courses/steps/{found.step.kind}.html", context, status=status)


def _outline(request: SignedInRequest, slug: str) -> HttpResponse:
    """The course as somebody sees it who does not take it, with the groups she may join."""
    found = get_object_or_404(Course.objects.visible_to(request.user).with_steps(), slug=slug)
    context = {
        "nav": "courses",
        "course": found,
        "standing": services.outline(found),
        "cohorts": Cohort.objects.joinable_by(request.user).filter(course=found),
    }
    return render(request, "courses/course.html", context)


def _places(request: SignedInRequest, slug: str) -> EnrolmentQuerySet:
    """One's own places in this course, the latest first."""
    mine = Enrolment.objects.current().filter(learner=request.user, cohort__course__slug=slug)
    if not request.user.has_role(Role.ADMIN):
        mine = mine.filter(cohort__course__is_published=True)
    return mine.order_by("-enrolled_at")


def _enrolment(request: SignedInRequest, slug: str) -> Enrolment | None:
    """The latest place, with all that its standing needs."""
    return _places(request, slug).with_progress().first()


def _chapter(
    request: SignedInRequest, slug: str, position: int
) -> tuple[CourseStanding, ModuleStanding]:
    """404 for whoever does not take the course."""
    enrolment = _enrolment(request, slug)
    if enrolment is None:
        raise Http404
    here = services.standing(enrolment)
    chapter = here.module(position)
    if chapter is None:
        raise Http404
    return here, chapter


def _step(
    request: SignedInRequest, slug: str, module: int, position: int
) -> tuple[CourseStanding, ModuleStanding, StepStanding]:
    here, chapter = _chapter(request, slug, module)
    found = chapter.step(position)
    if found is None:
        raise Http404
    return here, chapter, found


def _taken(here: CourseStanding) -> Enrolment:
    if here.enrolment is None:
        raise Http404
    return here.enrolment
