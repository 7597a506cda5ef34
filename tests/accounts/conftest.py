"""People who have just signed in with their password, so that re-authentication is not asked for."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from coachlms.accounts.models import User

PASSWORD = "third row from the left"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Used codes and counted attempts are kept by the number of the person, which comes again."""
    cache.clear()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client of this person, through the sign-in page."""

    def enter(user: User) -> Client:
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        client = Client()
        answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return client

    return enter
