"""Who asks, and which row she asks about."""

from typing import TYPE_CHECKING, cast

from django.http import Http404
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from coachlms.accounts.models import Role, User
from courses.models import Enrolment
from courses.querysets import EnrolmentQuerySet, is_curator

if TYPE_CHECKING:
    from courses.querysets import Visitor


class CuratorsWrite(BasePermission):
    """Everybody reads; curators change."""

    message = "Only curators change learning resources."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.method in SAFE_METHODS or is_curator(visitor(request))


def visitor(request: Request) -> "Visitor":
    """Somebody, signed in or not."""
    return request.user


def person(request: Request) -> User:
    """Who asks; the permission classes have seen to it that somebody does."""
    return cast(User, request.user)


def own_places(user: User) -> EnrolmentQuerySet:
    """Her places in courses that she can open at present, the latest first."""
    mine = Enrolment.objects.current().filter(learner=user)
    if not user.has_role(Role.ADMIN):
        mine = mine.filter(cohort__course__is_published=True)
    return mine.with_progress().order_by("-enrolled_at", "-pk")


def own_place(user: User, course: str) -> Enrolment:
    """Her latest place in this course; 404 for whoever does not take it."""
    found = own_places(user).filter(cohort__course__slug=course).first()
    if found is None:
        raise Http404
    return found
