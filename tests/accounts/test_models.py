"""People are found by e-mail in any case, and hold roles."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from coachlms.accounts.models import Role, RoleGrant, User
from coachlms.accounts.services import create_user, grant_role

pytestmark = pytest.mark.django_db


def learner() -> User:
    return create_user(
        email="Mina@Example.org",
        name="Mina O’Neil",
        password="third-row-by-the-window",
        roles=(Role.LEARNER,),
    )


def test_create_user_keeps_the_email_in_small_letters() -> None:
    mina = learner()
    assert mina.email == "mina@example.org"
    assert User.objects.get_by_natural_key("MINA@example.ORG") == mina
    assert authenticate(email="MINA@example.org", password="third-row-by-the-window") == mina


def test_create_user_refuses_a_taken_email_in_any_case() -> None:
    learner()
    with pytest.raises(IntegrityError), transaction.atomic():
        create_user(email="MINA@EXAMPLE.ORG", name="Other", password=None, roles=(Role.MENTOR,))
    assert User.objects.get().name == "Mina O’Neil"
    assert RoleGrant.objects.get().role == Role.LEARNER


def test_grant_role_twice_is_one_grant() -> None:
    mina = learner()
    assert not mina.has_role(Role.MENTOR)
    grant_role(user=mina, role=Role.MENTOR)
    grant_role(user=mina, role=Role.MENTOR)
    assert mina.role_names == {"learner", "mentor"}
    assert mina.roles.count() == 2


def test_role_outside_the_five_is_refused_by_the_database() -> None:
    mina = learner()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=mina, role="owner")
    assert mina.roles.count() == 1


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ((Role.CURATOR,), True),
        ((Role.MENTOR, Role.INSTRUCTOR), True),
        ((Role.LEARNER,), False),
        ((Role.LEARNER, Role.MENTOR), True),
    ],
)
def test_admin_holds_every_role_but_learner(asked: tuple[Role, ...], held: bool) -> None:
    adam = create_user(email="adam@example.org", name="Adam", password=None, roles=(Role.ADMIN,))
    assert adam.has_role(*asked) is held


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Mina O’Neil", "MO"), ("Björk", "B"), ("Ana Maria de Sousa", "AM"), ("", "X")],
)
def test_initials_are_at_most_two_letters(name: str, initials: str) -> None:
    assert User(name=name, email="x@example.org").initials == initials


def test_the_first_admin_of_a_school_holds_the_role() -> None:
    admin = User.objects.create_superuser("admin@example.org", "third-row-by-the-window", name="A")
    assert (admin.is_staff, admin.is_superuser, admin.has_role(Role.ADMIN)) == (True, True, True)
