"""Whom the library tells what: notices to those who look after it."""

from django.db.models import QuerySet
from django.urls import reverse

from coachlms.accounts.models import Role, User
from coachlms.notifications.services import notify
from courses.models import Resource


def curators() -> QuerySet[User]:
    """Who looks after the library: the curators, or the admins where there are none."""
    active = User.objects.filter(is_active=True)
    found = active.filter(roles__role=Role.CURATOR)
    return found if found.exists() else active.filter(roles__role=Role.ADMIN)


def tell(person: User, resource: Resource, *, key: str, text: str) -> None:
    """One line about one resource, which leads to its page in the admin."""
    path = reverse("admin:courses_resource_change", args=[resource.pk])
    notify(user=person, key=f"resource:{resource.pk}:{key}", text=text, path=path)


def list_address(**filters: object) -> str:
    """The curators' list with these filters."""
    chosen = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{reverse('admin:courses_resource_changelist')}?{chosen}"
