"""The admin shows states and dates of sessions, never a word of one, and changes nothing."""

import pytest
from django.test import Client

from coachlms.accounts.models import User
from reviews.models import Rubric, Submission
from tests.reviews import world

pytestmark = pytest.mark.django_db

WORDS = ("from the third row?", "unusually quiet", "choir", "plan at the end", "A remark.")


@pytest.fixture
def admin(client: Client) -> Client:
    user = User.objects.create_superuser("adam@example.org", "secret-secret", name="Adam Weiss")
    client.force_login(user)
    return client


def test_lists_and_pages_hold_no_word_of_a_session(admin: Client) -> None:
    submission = world.open_session(world.learner("Mira Kovac"))
    review = world.peer_reads(world.peer_ready("Noor Amari"))
    rubric = Rubric.objects.get()
    paths = [
        "/admin/reviews/submission/",
        f"/admin/reviews/submission/{submission.pk}/change/",
        "/admin/reviews/review/",
        f"/admin/reviews/review/{review.pk}/change/",
        "/admin/reviews/rubric/",
        f"/admin/reviews/rubric/{rubric.pk}/change/",
        "/admin/reviews/deletionreceipt/",
    ]

    for path in paths:
        answer = admin.get(path)
        assert (path, answer.status_code) == (path, 200)
        html = answer.content.decode()
        assert [word for word in WORDS if word in html] == []


def test_a_session_cannot_be_changed_or_deleted_by_hand(admin: Client) -> None:
    submission = world.open_session(world.learner("Mira Kovac"))
    path = f"/admin/reviews/submission/{submission.pk}"

    codes = [
        admin.post(f"{path}/change/", {"state": "final"}).status_code,
        admin.post(f"{path}/delete/", {"post": "yes"}).status_code,
        admin.get("/admin/reviews/submission/add/").status_code,
    ]

    assert codes == [403, 403, 403]
    assert Submission.objects.get(pk=submission.pk).state == "in_review"
