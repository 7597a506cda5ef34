"""The sign-up form: a name to be addressed by, beside what allauth asks."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import grant_role


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Whoever signs up is a learner; every other role is granted by an admin."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Your mentor and your group see it. Peers who review you do not."),
    )
    field_order = ["name", "email", "password1"]

    def save(self, request: HttpRequest) -> User | None:
        user: User | None = super().save(request)
        if user is not None:
            grant_role(user=user, role=Role.LEARNER)
        return user
