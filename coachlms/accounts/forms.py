"""The sign-in and sign-up forms: allauth's, with a name to be addressed by."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import grant_role


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """The page has its own link to a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


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
