"""A person takes her data along, or leaves: nothing of hers stays, and what she gave others does."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from coachlms.accounts import leaving
from coachlms.accounts.errors import LastAdmin
from coachlms.accounts.models import DataExport, Erasure, Role, User
from coachlms.jobs import services as jobs
from reviews.models import Review, Submission
from reviews.services import duties
from tests.reviews import world

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
WORDS = "I could hear them singing without me."


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def anders() -> User:
    """A learner with a session that the AI reader and one peer have read."""
    world.library()
    anders = world.learner("Author Anders")
    session = world.open_session(anders)
    world.read_by_ai(session)
    return anders


def files_of(client: Client) -> dict[str, str]:
    export = DataExport.objects.get()
    answer = client.get(f"/account/data/{export.pk}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="coachlms-my-data.zip"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_download_holds_every_part(anders: User, signed_in: SignedIn) -> None:
    client = signed_in(anders)
    client.post("/account/data/ask/")
    client.post("/account/data/ask/")  # twice, while the first is being made
    assert DataExport.objects.count() == 1
    jobs.run_pending()
    files = files_of(client)
    assert sorted(files) == [
        "README.txt",
        "account.json",
        "courses.json",
        "feedback.json",
        "inbox.json",
        "reviews.json",
        "sessions.json",
    ]
    assert json.loads(files["account.json"])["email"] == anders.email
    (session,) = json.loads(files["sessions.json"])
    assert [turn["text"] for turn in session["turns"]][3].endswith(WORDS)
    assert [review["by"] for review in session["reviews"]] == ["ai"]


def test_a_download_of_reviews_holds_no_word_of_the_session(
    anders: User, signed_in: SignedIn
) -> None:
    peer = world.peer_ready("Peer Petersen")
    review = duties.offer_next(reviewer=peer)
    world.hand_in(review)
    client = signed_in(peer)
    client.post("/account/data/ask/")
    jobs.run_pending()
    files = files_of(client)
    (written,) = [r for r in json.loads(files["reviews.json"]) if r["ratings"]]
    assert written["state"] == "submitted"
    assert WORDS not in files["reviews.json"]  # her own session has the same talk
    assert not any(anders.name in text or anders.email in text for text in files.values())


def test_somebody_elses_download_is_not_there(anders: User, signed_in: SignedIn) -> None:
    leaving.ask_download(user=anders)
    jobs.run_pending()
    other = world.learner("Other Olsen")
    export = DataExport.objects.get()
    assert signed_in(other).get(f"/account/data/{export.pk}/").status_code == 404


def test_an_old_download_is_deleted_with_its_file(anders: User, tmp_path: Path) -> None:
    leaving.ask_download(user=anders)
    jobs.run_pending()
    assert len(list(tmp_path.rglob("*.zip"))) == 1
    DataExport.objects.update(asked_at=timezone.now() - timedelta(days=8))
    jobs.create_periodic(queues=("default",))
    jobs.run_pending()
    assert list(tmp_path.rglob("*.zip")) == []
    assert DataExport.objects.count() == 0


def test_who_leaves_leaves_nothing_behind(anders: User, signed_in: SignedIn) -> None:
    email, name = anders.email, anders.name
    client = signed_in(anders)
    mail.outbox.clear()
    answer = client.post("/account/delete/", {"email": email})
    receipt = answer.headers["Location"]
    assert receipt.startswith("/account/deleted/")
    assert client.get("/courses/").status_code == 302  # signed out at once
    jobs.run_pending()
    assert Submission.objects.count() == 0
    page = Client().get(receipt).content.decode()
    assert "Sessions, with all that was written about them" in page
    last = mail.outbox[-1]
    assert (last.to, last.subject) == ([email], "Your account at CoachLMS is deleted")
    assert receipt in last.body
    assert [table for table in tables_with(email) if table != "jobs_job"] == []
    assert tables_with(name) == []
    assert tables_with(WORDS) == []


def test_a_review_stays_with_its_learner_without_the_name(anders: User) -> None:
    peer = world.peer_ready("Peer Petersen")
    world.peer_reads(peer)
    leaving.leave(user=peer)
    jobs.run_pending()
    review = Review.objects.get(source=Review.Source.PEER, submission__learner=anders)
    assert review.state == Review.State.SUBMITTED
    assert review.assessment.ratings.count() > 0
    assert review.reviewer is not None
    assert (review.reviewer.name, review.reviewer.is_active) == ("", False)
    assert review.reviewer.email == f"left-{review.reviewer.pk}@invalid"


def test_a_wrong_address_deletes_nothing(anders: User, signed_in: SignedIn) -> None:
    answer = signed_in(anders).post("/account/delete/", {"email": "somebody@example.org"})
    assert answer.status_code == 422
    assert Erasure.objects.count() == 0
    anders.refresh_from_db()
    assert anders.is_active


def test_the_last_admin_cannot_leave() -> None:
    admin = world.person("Admin Adler", Role.ADMIN)
    with pytest.raises(LastAdmin):
        leaving.leave(user=admin)
    assert Erasure.objects.count() == 0


def test_leaving_twice_gives_the_same_receipt(anders: User) -> None:
    assert leaving.leave(user=anders) == leaving.leave(user=anders)


def test_deleting_asks_for_the_password_again(anders: User) -> None:
    anders.set_password("third row from the left")
    anders.save()
    client = Client()
    client.force_login(anders)
    answer = client.post("/account/delete/", {"email": anders.email})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert Erasure.objects.count() == 0


def tables_with(text: str) -> list[str]:
    """Every table in which these words stand, in whatever column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names come from the database
            if any(text in str(value) for row in cursor.fetchall() for value in row):
                found.append(table)
    return found
