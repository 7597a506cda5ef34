"""Reviews through the API: take, read, save, hand in, give back; and no byte that names the author."""

from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from coachlms.accounts.models import Role, Scope, User
from courses.rubrics import Value
from reviews.models import Assessment, Rating, Review, Submission, Transcript
from reviews.services import duties
from tests.api.callers import Caller, problem
from tests.reviews import world

pytestmark = pytest.mark.django_db

FILE_NAME = "mira-and-marlene-march.vtt"


@pytest.fixture(autouse=True)
def _no_throttle() -> None:
    cache.clear()


@pytest.fixture
def author(db: None) -> User:
    return world.learner("Mirabel Kovacova")


@pytest.fixture
def submission(author: User) -> Submission:
    """A session whose author wrote her own name into everything she could type."""
    submission = world.draft_session(author)
    submission.title = "Kovacova in the third row"
    submission.focus_question = "Does mirabel.kovacova@example.org lead, or does Mirabel follow?"
    submission.recorded_by = "Mirabel Kovacova"
    submission.client_alias = "Friend of Kovacova"
    submission.reflection = "I, Mirabel Kovacova, felt unusually quiet."
    submission.save()
    Transcript.objects.create(submission=submission, name=FILE_NAME, format="vtt")
    world.open_reviews(submission=submission)
    return submission


@pytest.fixture
def peer(submission: Submission) -> Caller:
    return Caller(world.peer_ready("Noor Amari"))


def rated(**values: str) -> dict[str, Any]:
    """Every behaviour of the focus; those that need words quote a turn."""
    turns = {"seen": world.COACH_TURN, "partly": world.COACH_TURN, "missed": world.CLIENT_TURN}
    rows = []
    for letter in "abcdef":
        value = values.get(f"m8{letter}", "not_seen")
        evidence = [{"turn": turns[value]}] if value in turns else []
        rows.append({"marker": f"8{letter}", "value": value, "evidence": evidence})
    return {"ratings": rows, "strength": "You stayed inside her picture.", "experiment": "Wait."}


def test_a_peer_takes_reads_saves_and_hands_in(peer: Caller, submission: Submission) -> None:
    taken = peer.post("reviews/take/")
    assert taken.status_code == 201
    body = taken.json()
    assert (body["source"], body["alias"], body["state"]) == ("peer", "Peer A", "open")
    assert body["session"] is None
    assert len(body["turns"]) == 10
    assert [(group["number"], group["is_focus"]) for group in body["rubric"]] == [
        (8, True),
        (3, False),
    ]
    assert body["rubric"][0]["markers"][0] == {
        "ref": "8a",
        "text": "Behaviour 8a",
        "depth": "depth",
        "look_for": "A sign of it",
    }
    here = f"reviews/{body['id']}/"
    quote = "from the third row?"
    draft = rated(m8a="seen")
    draft["ratings"][0]["evidence"] = [{"turn": 5, "quote": quote}]
    draft["strength"] = ""

    saved = peer.put(f"{here}draft/", draft).json()
    assert saved["missing"] == ["Name one strength in your own words."]
    assert saved["ratings"][0]["evidence"] == [{"turn": 5, "quote": quote, "start": 38, "end": 57}]
    refused = peer.post(f"{here}submit/")
    assert problem(refused) == (422, "review_incomplete")
    assert refused.json()["details"]["missing"] == ["Name one strength in your own words."]
    assert Review.objects.get(pk=body["id"]).state == "open"

    peer.put(f"{here}draft/", rated(m8a="seen"))
    assert peer.post(f"{here}submit/").json()["state"] == "submitted"
    assert problem(peer.post(f"{here}submit/")) == (409, "review_not_open")
    assert problem(peer.put(f"{here}draft/", rated())) == (409, "review_not_open")
    kept = Rating.objects.get(assessment__review=body["id"], marker__ref="8a")
    assert kept.value == Value.SEEN
    assert peer.get(here).json()["is_open"] is False


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"marker": "8a", "value": "seen", "evidence": [{"turn": 5, "quote": "never said"}]}, 422),
        ({"marker": "8a", "value": "seen", "evidence": [{"turn": 77}]}, 422),
        ({"marker": "8a", "evidence": [{"turn": 5, "start": 4, "end": 9000}]}, 422),
        ({"marker": "1a", "value": "seen"}, 422),
        ({"marker": "8a", "value": "perfect"}, 400),
        ({"marker": "8a", "value": "seen", "evidence": [{"turn": 0}]}, 400),
        ({"marker": "8a", "value": "seen", "evidence": [{"turn": 10**30}]}, 400),
    ],
)
def test_what_cannot_be_saved_is_named_and_leaves_the_draft(
    peer: Caller, row: dict[str, object], expected: int
) -> None:
    here = f"reviews/{peer.post('reviews/take/').json()['id']}/draft/"
    peer.put(here, rated(m8b="seen"))
    assert problem(peer.put(here, {"ratings": [row]}))[0] == expected
    assert Rating.objects.exclude(value="not_seen").get().marker.ref == "8b"


def test_a_behaviour_is_rated_once(peer: Caller) -> None:
    here = f"reviews/{peer.post('reviews/take/').json()['id']}/draft/"
    twice = {"ratings": [{"marker": "8a", "value": "not_seen"}] * 2}
    answer = peer.put(here, twice)
    assert problem(answer) == (400, "invalid")
    assert answer.json()["errors"] == {"ratings": ["Rate each behaviour once."]}
    assert Assessment.objects.count() == 0


def test_a_review_is_given_back(peer: Caller) -> None:
    here = f"reviews/{peer.post('reviews/take/').json()['id']}/"
    peer.put(f"{here}draft/", rated())
    assert peer.post(f"{here}decline/", {"reason": "I know her."}).status_code == 204
    review = Review.objects.by_peers().get()
    assert (review.state, review.decline_reason) == ("declined", "I know her.")
    assert Assessment.objects.count() == 0
    assert problem(peer.get(here)) == (404, "not_found")
    assert peer.get("reviews/").json()["results"] == []


def test_nothing_to_take_says_why(submission: Submission) -> None:
    newcomer = Caller(world.learner("Ninja Neu"))
    assert problem(newcomer.post("reviews/take/")) == (409, "hand_in_first")
    stranger = Caller(world.learner("Sara Stein", enrolled=False))
    assert problem(stranger.post("reviews/take/")) == (409, "hand_in_first")
    assert Review.objects.by_peers().count() == 0


def test_a_mentors_duty_names_the_session(author: User) -> None:
    mentor = world.person("Mentor Moser", Role.MENTOR)
    session = world.open_session(author, mentor=mentor)
    row = Caller(mentor).get("reviews/").json()["results"][0]
    assert (row["source"], row["session"], row["level"]) == ("mentor", session.pk, "pcc")


def test_the_learners_own_reading_hangs_on_her_session(
    author: User, submission: Submission
) -> None:
    caller = Caller(author)
    assert caller.get("reviews/").json()["count"] == 0
    own = caller.get(f"sessions/{submission.pk}/").json()["own_reading"]
    here = f"reviews/{own}/"
    assert caller.get(here).json()["source"] == "self"
    caller.put(f"{here}draft/", rated(m8a="seen"))
    assert caller.post(f"{here}submit/").json()["state"] == "submitted"


WRITES = (("put", "draft/"), ("post", "submit/"), ("post", "decline/"))


@pytest.mark.parametrize(("method", "path"), [("get", ""), *WRITES])
def test_a_review_is_its_readers_alone(peer: Caller, author: User, method: str, path: str) -> None:
    review = duties.offer_next(reviewer=peer.user)
    for user in (author, world.learner("Other Olsen"), world.person("Adler", Role.ADMIN)):
        answer = getattr(Caller(user), method)(f"reviews/{review.pk}/{path}")
        assert problem(answer) == (404, "not_found")
    review.refresh_from_db()
    assert review.state == "open"


def test_a_token_needs_the_scope_of_reviews(peer: Caller) -> None:
    review = duties.offer_next(reviewer=peer.user)
    other = Caller(peer.user, (Scope.READ, Scope.SESSIONS))
    answers = [getattr(other, method)(f"reviews/{review.pk}/{path}") for method, path in WRITES]
    answers.append(other.post("reviews/take/"))
    assert [problem(answer) for answer in answers] == [(403, "permission_denied")] * 4
    review.refresh_from_db()
    assert review.state == "open"
    assert Review.objects.by_peers().count() == 1


# --- nobody learns who it is ------------------------------------------------------------------------


def everything_a_peer_can_get(peer: Caller, submission: Submission) -> dict[str, HttpResponse]:
    taken = peer.post("reviews/take/")
    here = f"reviews/{taken.json()['id']}/"
    session = f"sessions/{submission.pk}/"
    wrong = {"ratings": [{"marker": "8a", "evidence": [{"turn": 5, "quote": "never said"}]}]}
    return {
        "taken": taken,
        "desk": peer.get(here),
        "queue": peer.get("reviews/"),
        "saved": peer.put(f"{here}draft/", rated(m8a="seen")),
        "not saved": peer.put(f"{here}draft/", wrong),
        "bad value": peer.put(f"{here}draft/", {"ratings": [{"marker": "8a", "value": "x"}]}),
        "handed in": peer.post(f"{here}submit/"),
        "what was given": peer.get(here),
        "queue with it": peer.get("reviews/"),
        "given back": peer.post(f"{here}decline/"),
        "nothing more": peer.post("reviews/take/"),
        "mentors": peer.get("mentors/"),
        "own sessions": peer.get("sessions/"),
        "growth": peer.get("growth/"),
        "evidence": peer.get("evidence/competency-8/"),
        **{
            f"session {path}": peer.get(f"{session}{path}")
            for path in ("", "progress/", "turns/", "report/", "masks/", "withdrawal-link/")
        },
    }


def test_a_peer_gets_no_byte_that_names_the_author(
    author: User, submission: Submission, peer: Caller
) -> None:
    first, last = author.name.split()
    local = author.email.partition("@")[0]
    traces = [
        text.lower().encode()
        for text in (first, last, author.email, local, FILE_NAME, submission.withdrawal_key)
    ]

    answers = everything_a_peer_can_get(peer, submission)

    hits = {}
    for name, answer in answers.items():
        headers = "\n".join(f"{key}: {value}" for key, value in answer.items())
        everything = (headers.encode() + answer.content).lower()
        hits[name] = [trace for trace in traces if trace in everything]
    assert {name: hit for name, hit in hits.items() if hit} == {}
    desk = answers["desk"].json()  # type: ignore[attr-defined]
    assert desk["title"] == "… in the third row"
    assert [desk[key] for key in ("opened_on", "due_on")] == [
        day for day in (desk["opened_on"], desk["due_on"]) if len(day) == len("2026-01-01")
    ]
    refused = [answer for name, answer in answers.items() if name.startswith("session ")]
    assert [problem(answer) for answer in refused] == [(404, "not_found")] * 6


def test_a_peer_reads_nobody_elses_remarks(submission: Submission, peer: Caller) -> None:
    other = world.peer_ready("Olga Oran")
    world.peer_reads(other, world.Said(strength="A secret remark of the other peer."))
    world.read_by_ai(submission)
    taken = peer.post("reviews/take/")
    assert b"secret remark" not in taken.content
    assert taken.json()["draft"] == {"ratings": [], "strength": "", "experiment": ""}
    assert taken.json()["alias"] == "Peer B"


# --- what it costs ----------------------------------------------------------------------------------


def test_the_queue_costs_the_same_for_one_and_for_fifty(author: User) -> None:
    mentor = world.person("Mentor Moser", Role.MENTOR)
    caller = Caller(mentor)
    world.open_session(author, mentor=mentor)
    caller.get("reviews/")
    of_one = caller.cost("reviews/")
    for _ in range(49):
        world.open_session(author, mentor=mentor)
    assert caller.cost("reviews/") == of_one <= 4
    assert len(caller.get("reviews/").json()["results"]) == 50


def test_a_desk_costs_the_same_for_a_short_and_a_long_talk(author: User) -> None:
    mentor = world.person("Mentor Moser", Role.MENTOR)
    caller = Caller(mentor)
    costs = []
    for turns in (2, 200):
        session = world.open_session(author, mentor=mentor, turns=turns)
        review = world.review_of(session, mentor)
        caller.put(f"reviews/{review.pk}/draft/", {"ratings": [{"marker": "8a", "note": "n"}]})
        costs.append(caller.cost(f"reviews/{review.pk}/"))
    assert costs[0] == costs[1] <= 12
