"""The steps of a resource as buttons on its page and as actions on the list. What is allowed is the services'."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from coachlms.accounts.models import User
from coachlms.common.errors import DomainError
from courses.models import Resource
from courses.services import links, resources

STATE = Resource.State


@dataclass(frozen=True, slots=True)
class StepButton:
    """One step: in which states it is offered, what it does, what is said when it is done."""

    name: str
    label: str | Promise
    done: str | Promise
    states: frozenset[str]
    take: Callable[[Resource, User, str], None]
    by_second_person: bool = False
    has_note: bool = False


def _check_now(resource: Resource, _by: User, _note: str) -> None:
    links.ask_check(resources=[resource])


STEPS = (
    StepButton(
        "submit",
        _("Submit for review"),
        _("It waits for a curator’s check now."),
        frozenset({STATE.DRAFT}),
        lambda resource, by, _note: resources.submit_for_review(resource=resource, by=by),
    ),
    StepButton(
        "publish",
        _("Publish"),
        _("Learners see it now."),
        frozenset({STATE.IN_REVIEW}),
        lambda resource, by, _note: resources.publish(resource=resource, by=by),
        by_second_person=True,
    ),
    StepButton(
        "renew",
        _("Still right: keep it"),
        _("It is looked at again in a while."),
        frozenset({STATE.DUE, STATE.PUBLISHED}),
        lambda resource, by, _note: resources.renew(resource=resource, by=by),
        by_second_person=True,
    ),
    StepButton(
        "send_back",
        _("Send back"),
        _("It is a draft again, with your note."),
        frozenset({STATE.IN_REVIEW}),
        lambda resource, by, note: resources.send_back(resource=resource, by=by, note=note),
        has_note=True,
    ),
    StepButton(
        "archive",
        _("Archive"),
        _("It is in the archive; nobody finds it any more."),
        frozenset({STATE.DRAFT, STATE.PUBLISHED, STATE.DUE}),
        lambda resource, by, _note: resources.archive(resource=resource, by=by),
    ),
    StepButton(
        "restore",
        _("Take out of the archive"),
        _("It is a draft again."),
        frozenset({STATE.ARCHIVED}),
        lambda resource, by, _note: resources.restore(resource=resource, by=by),
    ),
)
LINK_STEPS = (
    StepButton(
        "check_link",
        _("Check now"),
        _("The link is being checked. Reload this page in a moment."),
        frozenset(STATE) - {STATE.ARCHIVED},
        _check_now,
    ),
    StepButton(
        "confirm_link",
        _("I opened it: it works"),
        _("The link counts as working."),
        frozenset(STATE) - {STATE.ARCHIVED},
        lambda resource, by, _note: links.confirm_link(resource=resource, by=by),
    ),
)
BY_NAME = {step.name: step for step in (*STEPS, *LINK_STEPS)}


def offered(resource: Resource, by: User) -> list[StepButton]:
    """Steps of the lifecycle this person may take now."""
    waits_for_another = settings.TWO_PERSON_RULE and resource.proposed_by_id == by.pk
    return [
        step
        for step in STEPS
        if resource.state in step.states and not (step.by_second_person and waits_for_another)
    ]


def needs_another(resource: Resource, by: User) -> bool:
    """Only the rule of two persons stands between her and the next step."""
    waits = resource.state in {STATE.IN_REVIEW, STATE.DUE}
    return bool(settings.TWO_PERSON_RULE and waits and resource.proposed_by_id == by.pk)


class ResourceSteps:
    """Adds the address that takes a step, and the same steps for several rows at once."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.take_step))
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        return [path("<int:pk>/steps/<slug:name>/", view, name="courses_resource_step"), *urls]

    def take_step(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """One step of one resource, then back to its page with what came of it."""
        resource = get_object_or_404(Resource, pk=pk)
        if not self.has_change_permission(request, resource):  # type: ignore[attr-defined]
            raise PermissionDenied
        step = BY_NAME.get(name)
        if step is None:
            raise Http404
        try:
            step.take(resource, _person(request), request.POST.get("note", ""))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(step.done))
        return HttpResponseRedirect(reverse("admin:courses_resource_change", args=[pk]))

    @admin.action(description=_("Submit for review"), permissions=["change"])
    def submit_chosen(self, request: HttpRequest, chosen: QuerySet[Resource]) -> None:
        _take_all(request, BY_NAME["submit"], chosen)

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish_chosen(self, request: HttpRequest, chosen: QuerySet[Resource]) -> None:
        _take_all(request, BY_NAME["publish"], chosen)

    @admin.action(description=_("Still right: keep"), permissions=["change"])
    def renew_chosen(self, request: HttpRequest, chosen: QuerySet[Resource]) -> None:
        _take_all(request, BY_NAME["renew"], chosen)

    @admin.action(description=_("Archive"), permissions=["change"])
    def archive_chosen(self, request: HttpRequest, chosen: QuerySet[Resource]) -> None:
        _take_all(request, BY_NAME["archive"], chosen)

    @admin.action(description=_("Check the links now"), permissions=["change"])
    def check_chosen(self, request: HttpRequest, chosen: QuerySet[Resource]) -> None:
        try:
            asked = links.ask_check(resources=chosen)
        except DomainError as error:
            messages.error(request, str(error))
            return
        told = ngettext("%d link is being checked.", "%d links are being checked.", asked)
        messages.success(request, told % asked)


def _take_all(request: HttpRequest, step: StepButton, chosen: QuerySet[Resource]) -> None:
    """Each row on its own: what cannot be done for one is said and holds up no other."""
    done = 0
    for resource in chosen:
        try:
            step.take(resource, _person(request), "")
        except DomainError as error:
            messages.warning(request, f"{resource.title}: {error}")
        else:
            done += 1
    if done:
        messages.success(
            request, gettext("%(step)s: %(done)d.") % {"step": step.label, "done": done}
        )


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
