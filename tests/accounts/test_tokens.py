"""Tokens: shown once, kept as a digest, never more than their owner, gone when revoked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coachlms.accounts.errors import TooManyTokens
from coachlms.accounts.models import ApiToken, Role, Scope, User
from coachlms.accounts.services import TOKENS_MOST, create_user, issue_token

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def ada() -> User:
    return create_user(email="ada@example.org", name="Ada", password=None, roles=(Role.LEARNER,))


def test_a_token_is_shown_once_and_kept_as_a_digest(ada: User, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    page = client.post("/account/tokens/", {"name": "script", "scopes": ["read"], "days": "30"})
    assert page.status_code == 201
    text = page.context["text"]
    token = ada.api_tokens.get()
    assert text.startswith("clms_")
    assert len(text) == 48
    assert text in page.content.decode()
    assert token.digest == ApiToken.digest_of(text)
    assert text not in client.get("/account/tokens/").content.decode()


def test_a_token_without_a_scope_is_refused(ada: User, signed_in: SignedIn) -> None:
    page = signed_in(ada).post("/account/tokens/", {"name": "script", "days": "30"})
    assert page.status_code == 422
    assert ada.api_tokens.count() == 0


def test_a_learner_cannot_make_a_curators_token(ada: User, signed_in: SignedIn) -> None:
    form = {"name": "script", "scopes": ["curate"], "days": "30"}
    assert signed_in(ada).post("/account/tokens/", form).status_code == 422
    assert ada.api_tokens.count() == 0


def test_a_revoked_token_is_gone(ada: User, signed_in: SignedIn) -> None:
    token, _text = issue_token(user=ada, name="script", scopes=[Scope.READ], days=7)
    answer = signed_in(ada).post(f"/account/tokens/{token.pk}/revoke/")
    assert answer.status_code == 302
    assert ada.api_tokens.count() == 0


def test_another_persons_token_cannot_be_revoked(ada: User, signed_in: SignedIn) -> None:
    token, _text = issue_token(user=ada, name="script", scopes=[Scope.READ], days=7)
    eve = create_user(email="eve@example.org", name="Eve", password=None, roles=(Role.LEARNER,))
    assert signed_in(eve).post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert ada.api_tokens.count() == 1


def test_the_number_of_tokens_is_bounded(ada: User) -> None:
    for number in range(TOKENS_MOST):
        issue_token(user=ada, name=f"script {number}", scopes=[Scope.READ], days=7)
    with pytest.raises(TooManyTokens):
        issue_token(user=ada, name="one more", scopes=[Scope.READ], days=7)
    assert ada.api_tokens.count() == TOKENS_MOST


def test_a_token_lives_a_year_at_most(ada: User) -> None:
    token, _text = issue_token(user=ada, name="script", scopes=[Scope.READ], days=5000)
    assert token.expires_at - timezone.now() <= timedelta(days=365)
