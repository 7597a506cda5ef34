"""The client's page: opened with her link only, and nothing happens before she has confirmed it."""

import pytest
from django.test import Client

from coachlms.accounts.models import Role
from reviews.models import DeletionReceipt, Submission
from tests.reviews import world

pytestmark = pytest.mark.django_db

TALK_WORDS = "The choir. I have led it for nine years"


@pytest.fixture
def session() -> Submission:
    return world.open_session(
        world.learner("Mira Kovac"), mentor=world.person("Mentor Moser", Role.MENTOR)
    )


@pytest.fixture
def link(session: Submission) -> str:
    return f"/withdraw/{session.withdrawal_key}/"


def unchanged(session: Submission) -> bool:
    session.refresh_from_db()
    agreed = session.consents.filter(withdrawn_at=None).count()
    return (session.state, agreed, session.turns.count()) == ("in_review", 4, len(world.TALK))


def test_the_page_tells_what_was_agreed_and_little_else(
    client: Client, session: Submission, link: str
) -> None:
    response = client.get(link)
    page = response.content.decode()
    assert page.count('type="checkbox"') == 4
    assert "Mira learns coaching with CoachLMS." in page
    for private in (
        "Kovac",
        "Moser",
        "mira.kovac@",
        "The third row",
        TALK_WORDS,
        "unusually quiet",
    ):
        assert private not in page, private
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert unchanged(session)


def test_a_wrong_link_opens_nothing(client: Client, session: Submission, link: str) -> None:
    response = client.get(f"{link[:-2]}/")
    assert response.status_code == 404
    assert "It may have been cut when it was copied" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert client.post(f"{link[:-2]}/", {"everything": "1", "confirm": "1"}).status_code == 404
    assert unchanged(session)


def test_nothing_ticked_is_a_question_back(client: Client, session: Submission, link: str) -> None:
    page = client.post(link, {"confirm": "1"}).content.decode()
    assert "Tick at least one line, or take everything back." in page
    assert unchanged(session)


def test_every_deed_is_confirmed_first(client: Client, session: Submission, link: str) -> None:
    page = client.post(link, {"everything": "1"}).content.decode()
    assert "Delete the conversation?" in page
    assert page.count('name="purposes"') == 4
    page = client.post(link, {"purposes": ["peers"]}).content.decode()
    assert "Take this back?" in page
    assert page.count('name="purposes"') == 1
    assert unchanged(session)


def test_one_purpose_is_taken_back_and_the_rest_stays(
    client: Client, session: Submission, link: str
) -> None:
    assert client.post(link, {"purposes": ["peers"], "confirm": "1"})["Location"] == link
    page = client.get(link).content.decode()
    assert page.count("taken back on") == 1
    assert page.count('type="checkbox"') == 3
    assert session.turns.count() == len(world.TALK)


def test_everything_is_taken_back_with_a_receipt(
    client: Client, session: Submission, link: str
) -> None:
    purposes = ["recording", "tool", "peers", "mentor"]
    assert client.post(link, {"purposes": purposes, "confirm": "1"})["Location"] == link
    session.refresh_from_db()
    assert session.state == Submission.State.WITHDRAWN
    page = client.get(link).content.decode()
    assert "The words of your conversation are deleted." in page
    assert f"Receipt number {DeletionReceipt.objects.get().pk}" in page
    assert 'type="checkbox"' not in page
    # a second click in another tab changes nothing and breaks nothing
    assert client.post(link, {"purposes": purposes, "confirm": "1"}).status_code == 200
    assert DeletionReceipt.objects.count() == 1


@pytest.mark.parametrize("purpose", ["peers_audio", "everything", "<b>"])
def test_a_purpose_nobody_agreed_to_cannot_be_taken_back(
    client: Client, session: Submission, link: str, purpose: str
) -> None:
    client.post(link, {"purposes": [purpose], "confirm": "1"})
    assert unchanged(session)


def test_the_link_needs_the_token_of_the_page(session: Submission, link: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, {"everything": "1", "confirm": "1"}).status_code == 403
    assert unchanged(session)
