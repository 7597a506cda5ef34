"""The sign-in and sign-up forms: allauth's, with a name to be addressed by."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from allauth.socialaccount.forms import SignupForm as AllauthSocialSignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coachlms.accounts.documents import agree
from coachlms.accounts.models import Role, Scope, User
from coachlms.accounts.requests import INVITED
from coachlms.accounts.services import grant_role


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """The page has its own link to a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class NameForm(forms.Form):
    """How a person is addressed."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Your mentor and your group see it. Peers who review you do not."),
    )


class AgreeForm(forms.Form):
    """The box of the documents; the template names and links them."""

    agree = forms.BooleanField(
        label=_("I agree"),
        error_messages={"required": _("Without this there can be no account.")},
    )


class NewLearner(NameForm, AgreeForm):
    """What every way of signing up asks for. Whoever signs up is a learner; an admin grants other roles."""

    def welcome(self, user: User) -> None:
        grant_role(user=user, role=Role.LEARNER)
        agree(user=user)


class SignupForm(NewLearner, AllauthSignupForm):  # type: ignore[misc]
    """With e-mail and password. `save` gives None when the address has an account: its owner gets a mail."""

    field_order = ["name", "email", "password1", "agree"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        invited = context.request.session.get(INVITED, {}) if context.request else {}
        for name in ("name", "email"):  # she may change both, and proves the address as usual
            self.initial.setdefault(name, invited.get(name, ""))

    def save(self, request: HttpRequest) -> User | None:
        user: User | None = super().save(request)
        if user is not None:
            self.welcome(user)
        return user


class SocialSignupForm(NewLearner, AllauthSocialSignupForm):  # type: ignore[misc]
    """After another service has said who it is."""

    field_order = ["name", "email", "agree"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """An address the service has confirmed stays as it is: another one would go unconfirmed."""
        super().__init__(*args, **kwargs)
        confirmed = [a.email for a in self.sociallogin.email_addresses if a.verified]
        if confirmed:
            self.initial["email"] = confirmed[0]
            self.fields["email"].disabled = True

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        self.welcome(user)
        return user


class TokenForm(forms.Form):
    """A new key for a program."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("What will use it, for example “backup script”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("It works for"),
        coerce=int,
        choices=[(7, _("a week")), (30, _("a month")), (90, _("three months")), (365, _("a year"))],
        initial=30,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        if isinstance(scopes, forms.MultipleChoiceField) and not user.has_role(Role.CURATOR):
            scopes.choices = [c for c in Scope.choices if c[0] != Scope.CURATE]

    def clean_scopes(self) -> list[Scope]:
        return [Scope(scope) for scope in self.cleaned_data["scopes"]]


class DeleteAccountForm(forms.Form):
    """Typed by hand, so that nobody deletes an account by a slip."""

    email = forms.EmailField(label=_("Your e-mail address"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.lower() != self.user.email:
            raise forms.ValidationError(_("This is not the address of this account."))
        return email
