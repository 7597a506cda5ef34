"""Every write to people and roles."""

from django.db import transaction

from coachlms.accounts.models import Role, RoleGrant, User


def grant_role(*, user: User, role: Role) -> None:
    """Give a role; giving it twice changes nothing."""
    RoleGrant.objects.get_or_create(user=user, role=role)
    user.__dict__.pop("role_names", None)


@transaction.atomic
def create_user(*, email: str, name: str, password: str | None, roles: tuple[Role, ...]) -> User:
    """A new person with her roles. IntegrityError when the e-mail is taken."""
    user = User.objects.create_user(email, password, name=name)
    for role in roles:
        grant_role(user=user, role=role)
    return user
