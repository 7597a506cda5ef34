"""Own sessions through the API: waiting, sharing, deleting; who may what, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coachlms.accounts.models import Role, Scope, User
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from courses.models import Step
from reviews.models import AccessEntry, DeletionReceipt, Submission
from tests.api.callers import Caller, problem
from tests.api.handing_in import begun, consent, whole
from tests.reviews import world

pytestmark = pytest.mark.django_db


# --- waiting ----------------------------------------------------------------------------------------


def test_progress_says_when_to_ask_again_and_when_it_is_done(caller: Caller, anders: User) -> None:
    submission = world.open_session(anders)
    here = f"sessions/{submission.pk}/progress/"
    waiting = caller.get(here)
    assert waiting["Retry-After"] == "2"
    body = waiting.json()
    assert (body["waiting"], body["job"], body["percent"]) == (True, "queued", 0)
    assert body["message"] == "AI reader: waiting for its turn"
    same = caller.get(here, **{"If-None-Match": waiting["ETag"]})
    assert (same.status_code, same.content) == (304, b"")

    jobs.run_pending()

    done = caller.get(here, **{"If-None-Match": waiting["ETag"]})
    assert done.status_code == 200
    assert "Retry-After" not in done
    body = done.json()
    assert (body["state"], body["waiting"], body["job"], body["percent"]) == (
        "provisional",
        False,
        "done",
        100,
    )
    assert body["report"] == f"http://testserver/api/v1/sessions/{submission.pk}/report/"


def test_progress_of_a_draft_says_what_is_missing(caller: Caller) -> None:
    body = caller.get(f"{begun(caller)}progress/").json()
    assert (body["waiting"], body["percent"], body["message"]) == (
        False,
        0,
        "There is no transcript yet.",
    )


def test_a_reader_that_gave_up_can_try_again(caller: Caller, anders: User) -> None:
    submission = world.open_session(anders)
    Job.objects.update(state=Job.State.DEAD, error_text="It stopped.")
    body = caller.get(f"sessions/{submission.pk}/progress/").json()
    assert (body["waiting"], body["failed"], body["job"]) == (False, "It stopped.", "dead")

    assert caller.post(f"sessions/{submission.pk}/retry/").status_code == 204
    assert Job.objects.get(kind="review_with_ai").state == Job.State.QUEUED
    assert caller.post(f"sessions/{submission.pk}/retry/").status_code == 204


# --- sharing and ending -----------------------------------------------------------------------------


def test_a_session_is_shared_with_a_mentor_and_the_share_ends(caller: Caller, anders: User) -> None:
    mentor = world.person("Mentor Moser", Role.MENTOR)
    submission = world.open_session(anders)
    here = f"sessions/{submission.pk}/"
    assert caller.get("mentors/").json()["results"] == [{"id": mentor.pk, "name": "Mentor Moser"}]
    until = timezone.localdate() + timedelta(days=30)

    shared = caller.put(f"{here}share/", {"mentor": mentor.pk}).json()
    assert shared["share"] == {
        "mentor": {"id": mentor.pk, "name": "Mentor Moser"},
        "until": until.isoformat(),
    }
    hers = Caller(mentor)
    assert hers.get(f"{here}turns/").json()["count"] == 10
    assert AccessEntry.objects.get().user == mentor

    assert caller.delete(f"{here}share/").status_code == 204
    assert problem(hers.get(f"{here}turns/")) == (404, "not_found")
    assert caller.get(here).json()["share"] is None


def test_only_a_mentor_the_client_agreed_to_is_let_in(caller: Caller, anders: User) -> None:
    learner = world.learner("Other Olsen")
    mentor = world.person("Mentor Moser", Role.MENTOR)
    submission = world.draft_session(anders, purposes=("peers",))
    world.open_reviews(submission=submission)
    here = f"sessions/{submission.pk}/share/"
    assert problem(caller.put(here, {"mentor": mentor.pk})) == (409, "not_agreed_for_mentor")
    other = world.open_session(anders)
    for nobody in (learner.pk, 9999):
        answer = caller.put(f"sessions/{other.pk}/share/", {"mentor": nobody})
        assert problem(answer) == (422, "not_a_mentor")
    assert submission.shares.count() + other.shares.count() == 0


def test_the_clients_link_works_and_no_cache_keeps_it(caller: Caller, anders: User) -> None:
    submission = world.open_session(anders)
    answer = caller.get(f"sessions/{submission.pk}/withdrawal-link/")
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer
    assert "take back" in caller.client.get(answer.json()["url"]).content.decode().lower()


def test_a_deleted_session_leaves_a_receipt(caller: Caller, anders: User) -> None:
    submission = world.open_session(anders)
    world.read_by_ai(submission)
    answer = caller.delete(f"sessions/{submission.pk}/")
    receipt = DeletionReceipt.objects.get()
    assert (answer.json()["receipt"], answer.json()["turns"]) == (receipt.pk, 10)
    assert Submission.objects.count() == 0
    assert problem(caller.delete(f"sessions/{submission.pk}/")) == (404, "not_found")


def test_turns_are_gone_after_their_time(caller: Caller, anders: User) -> None:
    submission = world.open_session(anders)
    Submission.objects.update(text_deleted_at=timezone.now())
    assert problem(caller.get(f"sessions/{submission.pk}/turns/")) == (410, "words_are_gone")


# --- who may what -----------------------------------------------------------------------------------

OWN = (
    ("get", ""),
    ("delete", ""),
    ("put", "consent/"),
    ("put", "transcript/"),
    ("get", "speakers/"),
    ("put", "speakers/"),
    ("get", "masks/"),
    ("put", "masks/"),
    ("put", "focus/"),
    ("put", "reflection/"),
    ("post", "hand-in/"),
    ("get", "progress/"),
    ("post", "retry/"),
    ("put", "share/"),
    ("delete", "share/"),
    ("get", "withdrawal-link/"),
)


@pytest.mark.parametrize(("method", "path"), OWN)
def test_a_session_is_its_learners_alone(anders: User, method: str, path: str) -> None:
    mentor = world.person("Mentor Moser", Role.MENTOR)
    submission = world.open_session(anders, mentor=mentor)
    for user in (world.learner("Other Olsen"), mentor, world.person("Adler", Role.ADMIN)):
        answer = getattr(Caller(user), method)(f"sessions/{submission.pk}/{path}")
        assert problem(answer) == (404, "not_found")
    assert Submission.objects.get().state == "in_review"
    assert submission.shares.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize(("method", "path"), [row for row in OWN if row[0] != "get"])
def test_a_token_for_reading_changes_nothing(anders: User, method: str, path: str) -> None:
    submission = world.open_session(anders)
    for scopes in ((Scope.READ,), (Scope.READ, Scope.REVIEWS)):
        reader = Caller(anders, scopes)
        answer = getattr(reader, method)(f"sessions/{submission.pk}/{path}")
        assert problem(answer) == (403, "permission_denied")
    assert Submission.objects.get().reflection == "I felt unusually quiet."


def test_new_sessions_need_the_scope_and_a_person(anders: User) -> None:
    reader = Caller(anders, (Scope.READ,))
    assert problem(reader.post("sessions/", consent())) == (403, "permission_denied")
    assert problem(reader.upload("sessions/hand-in-file/", whole())) == (403, "permission_denied")
    anonymous = reader.client.get("/api/v1/sessions/")
    assert problem(anonymous) == (401, "not_authenticated")
    assert Submission.objects.count() == 0


# --- what it costs ----------------------------------------------------------------------------------


def test_the_list_costs_the_same_for_one_and_for_fifty(caller: Caller, anders: User) -> None:
    world.open_session(anders)
    caller.get("sessions/")
    of_one = caller.cost("sessions/")
    for _ in range(49):
        world.open_session(anders)
    jobs.run_pending()
    assert caller.cost("sessions/") == of_one <= 4  # the token, the count, the rows
    page = caller.get("sessions/").json()
    assert (page["count"], len(page["results"]), page["next"]) == (50, 50, None)
    assert page["results"][0]["links"]["self"].startswith("http://testserver/api/v1/sessions/")
    assert page["results"][0]["stage"] == "provisional"


def test_turns_cost_the_same_however_many(caller: Caller, anders: User) -> None:
    short, long = world.open_session(anders, turns=2), world.open_session(anders, turns=120)
    caller.get("sessions/")
    pages = [f"sessions/{one.pk}/turns/?page_size=200" for one in (short, long)]
    assert caller.cost(pages[0]) == caller.cost(pages[1]) <= 5
    assert [len(caller.get(page).json()["results"]) for page in pages] == [2, 120]


def test_one_session_and_its_progress_cost_little(caller: Caller, anders: User) -> None:
    mentor = world.person("Mentor Moser", Role.MENTOR)
    submission = world.open_session(anders, mentor=mentor)
    draft = begun(caller)
    for path in ("", "progress/"):
        for here in (f"sessions/{submission.pk}/", draft):
            assert caller.cost(f"{here}{path}") <= 9


def test_a_step_of_a_course_is_kept_with_its_session(caller: Caller, anders: User) -> None:
    course = world.cohort().course
    module = course.modules.create(
        position=1, title="Ending", summary="s", competency=world.Competency.objects.get(number=8)
    )
    step = module.steps.create(position=1, kind=Step.Kind.HAND_IN, title="Hand in")
    assert caller.post("sessions/", consent(step=step.pk)).status_code == 201
    assert Submission.objects.get().step == step
