"""What is kept of a page: found by what it shows, with each request's own token, gone when words are deleted."""

from collections.abc import Mapping

import pytest
from django.core.cache import caches
from django.template import Context, Template
from django.test import Client

from coachlms.common.kept import Kept, forget_all, values_of
from reviews.services import withdrawal
from tests.reviews import world

PAGE = Template("{% load coach %}{% kept part %}<p>{{ said }}</p>{% csrf_token %}{% endkept %}")


class Counting:
    """A build that says how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Mapping[str, object]:
        self.times += 1
        return {"said": "Words <of> a session"}


def rendered(build: Counting, *shows: object, csrf: str = "one") -> str:
    return PAGE.render(Context({"part": Kept("part", *shows, build=build), "csrf_token": csrf}))


def test_a_kept_part_is_built_once_while_it_shows_the_same() -> None:
    build = Counting()
    first, second = rendered(build, 1, "a"), rendered(build, 1, "a")
    assert first == second
    assert "Words &lt;of&gt; a session" in first
    assert build.times == 1


def test_another_value_is_another_part() -> None:
    build = Counting()
    rendered(build, 1, "a")
    rendered(build, 1, "b")
    assert build.times == 2


def test_every_request_gets_its_own_token() -> None:
    build = Counting()
    first, second = rendered(build, 1, csrf="first"), rendered(build, 1, csrf="second")
    assert 'value="first"' in first
    assert 'value="second"' in second
    assert build.times == 1


def test_what_is_forgotten_is_built_again() -> None:
    build = Counting()
    rendered(build, 1)
    forget_all()
    rendered(build, 1)
    assert build.times == 2


def test_no_row_shows_nothing() -> None:
    assert values_of(None) == ()


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_leaves_nothing_in_memory(client: Client) -> None:
    world.library()
    author = world.learner("Author Anders")
    session = world.open_session(author)
    client.force_login(author)
    assert "singing without me" in client.get(session.get_absolute_url()).content.decode()
    assert len(caches["pages"]._cache) == 1  # type: ignore[attr-defined]
    withdrawal.withdraw_all(submission=session)
    assert len(caches["pages"]._cache) == 0  # type: ignore[attr-defined]
