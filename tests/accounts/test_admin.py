"""People in the admin: roles are given here, addresses and passwords are not."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    """An admin by role alone, not a superuser."""
    adam = create_user(
        email="adam@example.org", name="Adam Weiss", password=None, roles=(Role.ADMIN,)
    )
    adam.is_staff = True
    adam.save()
    client.force_login(adam)
    return client


def person(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Nora Neu",
        "email": "Nora@example.org",
        "is_active": "on",
        "roles-TOTAL_FORMS": 1,
        "roles-INITIAL_FORMS": 0,
        "roles-0-role": "curator",
        "emailaddress_set-TOTAL_FORMS": 0,
        "emailaddress_set-INITIAL_FORMS": 0,
        **fields,
    }


def test_new_person_gets_her_role_and_no_password(desk: Client) -> None:
    answer = desk.post(reverse("admin:accounts_user_add"), person())
    assert answer.status_code == 302
    nora = User.objects.get(name="Nora Neu")
    assert (nora.email, nora.has_usable_password()) == ("nora@example.org", False)
    assert nora.role_names == {"curator"}
    address = EmailAddress.objects.get(user=nora)
    assert (address.email, address.primary, address.verified) == ("nora@example.org", True, False)


def test_admin_makes_no_superuser_and_changes_no_address(desk: Client) -> None:
    desk.post(reverse("admin:accounts_user_add"), person())
    nora = User.objects.get(name="Nora Neu")
    data = person(
        name="Nora Alt",
        email="other@example.org",
        is_superuser="on",
        **{"roles-TOTAL_FORMS": 0},
    )
    desk.post(reverse("admin:accounts_user_change", args=[nora.pk]), data)
    nora.refresh_from_db()
    assert (nora.name, nora.email, nora.is_superuser) == ("Nora Alt", "nora@example.org", False)


def test_nobody_is_deleted_by_hand(desk: Client) -> None:
    desk.post(reverse("admin:accounts_user_add"), person())
    nora = User.objects.get(name="Nora Neu")
    answer = desk.post(reverse("admin:accounts_user_delete", args=[nora.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert User.objects.filter(pk=nora.pk).count() == 1
