"""The request of somebody who is signed in, and the guard of pages where that is not enough."""

from collections.abc import Callable
from typing import TypeVar, cast

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest

from coachlms.accounts.models import User

# Session key of a visitor who said yes to an invitation: its number, and `name` and `email` to begin a form with.
INVITED = "invited"
View = TypeVar("View", bound=Callable[..., object])


class SignedInRequest(HttpRequest):
    """Behind login_required `user` is a User."""

    user: User


def signed_in_lately(view: View) -> View:
    """For what must not happen on somebody's open screen: asks for the password or a second factor again."""
    return cast(View, login_required(reauthentication_required(view)))


def changes_only_lately(view: View) -> View:
    """The same for what the page does; looking at it is free. The form goes on by itself afterwards."""
    return cast(View, login_required(reauthentication_required(view, allow_get=True)))
