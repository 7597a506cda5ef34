"""The groups an instructor leads: their list, and what she decides about one of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachlms.accounts.models import Role
from coachlms.accounts.requests import SignedInRequest
from courses import services
from courses.forms import CohortForm, DatesForm, ExtensionForm, InstructorForm, NewCohortForm
from courses.models import Cohort, Enrolment, Extension
from courses.services.pace import calendar_of


def led(request: SignedInRequest, pk: int) -> Cohort:
    """The cohort, for those who lead it; 404 for everybody else."""
    return get_object_or_404(Cohort.objects.taught_by(request.user).select_related("course"), pk=pk)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; an empty one was sent too."""
    return request.POST if request.method == "POST" else None


@login_required
@require_safe
def cohorts(request: SignedInRequest) -> HttpResponse:
    """Everybody in one's groups by name, with how far each is. Nobody is ranked."""
    rows = services.led_by(request.user)
    if not rows and not request.user.has_role(Role.INSTRUCTOR):
        raise Http404
    groups = [
        (cohort, [services.standing(enrolment) for enrolment in cohort.enrolments.all()])
        for cohort in rows
    ]
    return render(request, "courses/cohorts.html", {"nav": "cohorts", "groups": groups})


@login_required
@require_http_methods(["GET", "POST"])
def cohort_new(request: SignedInRequest) -> HttpResponse:
    """A cohort for a published course; who makes it leads it."""
    if not request.user.has_role(Role.INSTRUCTOR):
        raise Http404
    form = NewCohortForm(sent(request))
    if form.is_valid():
        cohort = services.create_cohort(
            course=form.cleaned_data["course"], plan=form.plan(), instructor=request.user
        )
        messages.success(request, _("The group is there. Invite the first learners."))
        return redirect("invitations", cohort.pk)
    status = 422 if form.is_bound else 200
    context = {"nav": "cohorts", "form": form}
    return render(request, "courses/cohort-new.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def cohort_settings(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name, beginning, pace; open or closed."""
    cohort = led(request, pk)
    form = CohortForm.of(cohort, sent(request))
    if form.is_valid():
        services.change_cohort(cohort=cohort, plan=form.plan())
        messages.success(request, _("Kept. Dates that are computed have followed."))
        return redirect("cohort_settings", pk)
    return _page(request, "settings", cohort, form=form)


@login_required
@require_http_methods(["GET", "POST"])
def cohort_dates(request: SignedInRequest, pk: int) -> HttpResponse:
    """One date for each module."""
    cohort = led(request, pk)
    modules = cohort.course.modules.order_by("position")
    form = DatesForm(sent(request), calendar=calendar_of(cohort), modules=modules)
    if form.is_valid():
        services.set_due_dates(cohort=cohort, dates=form.dates())
        messages.success(request, _("The dates are kept. Learners see them on their course page."))
        return redirect("cohort_dates", pk)
    return _page(request, "dates", cohort, form=form)


@login_required
@require_safe
def cohort_people(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who leads it, who is in it, who has more time."""
    cohort = led(request, pk)
    return _people_page(request, cohort, InstructorForm(None, cohort=cohort))


@login_required
@require_POST
def add_instructor(request: SignedInRequest, pk: int) -> HttpResponse:
    cohort = led(request, pk)
    form = InstructorForm(request.POST, cohort=cohort)
    if not form.is_valid():
        return _people_page(request, cohort, form)
    person = form.cleaned_data["person"]
    services.add_instructor(cohort=cohort, instructor=person)
    messages.success(request, _("%(person)s leads this group too.") % {"person": person})
    return redirect("cohort_people", pk)


@login_required
@require_POST
def remove_instructor(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    """Leaving a group oneself leads back to the list."""
    cohort = led(request, pk)
    instructor = get_object_or_404(cohort.instructors, pk=person)
    services.remove_instructor(cohort=cohort, instructor=instructor)
    is_still_led = Cohort.objects.taught_by(request.user).filter(pk=pk).exists()
    return redirect("cohort_people", pk) if is_still_led else redirect("cohorts")


@login_required
@require_POST
def end_place(request: SignedInRequest, pk: int, place: int) -> HttpResponse:
    """Take a learner out; what she did is kept."""
    enrolment = _place(request, pk, place)
    services.end_place(enrolment=enrolment)
    text = _("%(person)s is no longer in the group. Her work is kept.")
    messages.success(request, text % {"person": enrolment.learner})
    return redirect("cohort_people", pk)


@login_required
@require_POST
def take_back_learner(request: SignedInRequest, pk: int, place: int) -> HttpResponse:
    enrolment = _place(request, pk, place)
    services.take_back(enrolment=enrolment)
    text = _("%(person)s is in the group again and goes on where she was.")
    messages.success(request, text % {"person": enrolment.learner})
    return redirect("cohort_people", pk)


@login_required
@require_http_methods(["GET", "POST"])
def extend_dates(request: SignedInRequest, pk: int, place: int) -> HttpResponse:
    """More days for one learner."""
    enrolment = _place(request, pk, place)
    form = ExtensionForm(sent(request), enrolment=enrolment)
    if form.is_valid():
        services.extend(enrolment=enrolment, given_by=request.user, **form.cleaned_data)
        text = _("%(person)s has more time and is told so.")
        messages.success(request, text % {"person": enrolment.learner})
        return redirect("cohort_people", pk)
    return _page(
        request,
        "people",
        enrolment.cohort,
        template="extension",
        form=form,
        enrolment=enrolment,
        given=enrolment.extensions.select_related("module", "given_by"),
    )


@login_required
@require_POST
def take_extension_back(request: SignedInRequest, pk: int, extension: int) -> HttpResponse:
    cohort = led(request, pk)
    row = get_object_or_404(Extension, pk=extension, enrolment__cohort=cohort)
    services.take_extension_back(extension=row)
    messages.success(request, _("The earlier date holds again."))
    return redirect("extend_dates", pk, row.enrolment_id)


def _place(request: SignedInRequest, pk: int, place: int) -> Enrolment:
    rows = Enrolment.objects.select_related("cohort__course", "learner")
    return get_object_or_404(rows, pk=place, cohort=led(request, pk))


def _people_page(request: SignedInRequest, cohort: Cohort, form: InstructorForm) -> HttpResponse:
    rows = cohort.enrolments.select_related("learner").prefetch_related("extensions__module")
    everybody = list(rows.order_by("learner__name", "pk"))
    return _page(
        request,
        "people",
        cohort,
        form=form,
        instructors=cohort.instructors.order_by("name", "pk"),
        places=[row for row in everybody if row.ended_at is None],
        ended=[row for row in everybody if row.ended_at],
    )


def _page(
    request: SignedInRequest, tab: str, cohort: Cohort, template: str = "", **context: object
) -> HttpResponse:
    """A page about one cohort; 422 when its form was sent and refused."""
    form = context.get("form")
    status = 422 if form is not None and getattr(form, "is_bound", False) else 200
    frame = {"nav": "cohorts", "tab": tab, "cohort": cohort}
    return render(request, f"courses/cohort-{template or tab}.html", frame | context, status=status)
