"""The report through the API: as the page says it, answered by its learner, read along by her mentor; growth."""

import pytest
from django.core.cache import cache

from coachlms.accounts.models import Scope, User
from courses.library import load
from courses.management.reading import LIBRARY
from courses.services import load_library
from feedback.models import FindingAnswer, Practice
from feedback.querysets import compose, sessions_with_report
from reviews.models import AccessEntry, Review, Submission
from reviews.services.opening import open_mentor_review
from tests.api.callers import Caller, problem
from tests.feedback.rows import (
    TALK,
    expire_text,
    machine_read_session,
    person,
    read_session,
    session_of,
    share_with,
    withdraw,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library(db: None) -> None:
    cache.clear()
    load_library(library=load(LIBRARY))


@pytest.fixture
def author() -> User:
    return person("Mira Author")


@pytest.fixture
def caller(author: User) -> Caller:
    return Caller(author)


def report_of(submission: Submission) -> str:
    return f"sessions/{submission.pk}/report/"


# --- the report -------------------------------------------------------------------------------------


def test_a_report_says_what_its_page_says(caller: Caller, author: User) -> None:
    submission = read_session(author)
    page = compose(sessions_with_report(author).get(), author)

    body = caller.get(report_of(submission)).json()

    assert (body["stage"], body["stage_words"], body["level"]) == ("final", page.stage, "pcc")
    assert body["reflection"].startswith("I felt unusually quiet")
    for kind in ("strengths", "edges", "notices"):
        same = [(f.ref, f.headline, f.text) for f in getattr(page, kind)]
        assert [(f["marker"], f["headline"], f["text"]) for f in body[kind]] == same
        assert same
    assert [fact["said"] for fact in body["facts"]] == [
        fact.said for fact in (*page.facts, *page.more_facts)
    ]
    assert body["questions"] == list(page.questions)
    assert body["limits"] == list(page.limits)
    assert [row["choice"] for row in body["practices"]] == [row.ref for row in page.suggestions]
    assert [row["name"] for row in body["readers"]] == ["AI reader", "Two peers", "Mentor"]
    assert "independent" in body["disclaimer"].lower()


def test_every_mark_stands_with_its_quote_turn_and_time(caller: Caller, author: User) -> None:
    submission = read_session(author)
    body = caller.get(report_of(submission)).json()

    focus = body["competencies"][0]
    assert (focus["number"], focus["is_focus"]) == (8, True)
    marker = next(row for row in focus["markers"] if row["marker"] == "8a")
    assert marker["together"] == "seen"
    assert {mark["reader"] for mark in marker["marks"]} >= {"AI reader", "Peer A", "Tomas Mentor"}
    ai = next(mark for mark in marker["marks"] if mark["voice"] == "ai")
    assert ai["value"] == "seen"
    assert ai["quotes"] == [
        {
            "turn": 9,
            "who": "coach",
            "text": "What are you learning about yourself, from the third row?",
            "start_ms": 240_000,
        }
    ]
    quotes = [
        quote
        for competency in body["competencies"]
        for row in competency["markers"]
        for mark in row["marks"]
        for quote in mark["quotes"]
    ]
    assert len(quotes) > 10
    assert all(quote["text"] in TALK[quote["turn"] - 1][1] for quote in quotes)


def test_a_report_names_no_peer(caller: Caller, author: User) -> None:
    answer = caller.get(report_of(read_session(author)))
    assert b"Peer A" in answer.content
    assert [
        name for name in (b"Petra", b"Pavel", b"petra", b"pavel") if name in answer.content
    ] == []


def test_there_is_no_report_before_the_first_reading(caller: Caller, author: User) -> None:
    submission = session_of(author)
    assert problem(caller.get(report_of(submission))) == (409, "no_report_yet")
    draft = Submission.objects.create(learner=author)
    assert problem(caller.get(report_of(draft))) == (409, "no_report_yet")


def test_without_words_numbers_stay(caller: Caller, author: User) -> None:
    for submission, end in (
        (machine_read_session(author), expire_text),
        (machine_read_session(author), withdraw),
    ):
        end(submission)
        answer = caller.get(report_of(submission))
        body = answer.json()
        assert (body["has_text"], body["strengths"], body["edges"]) == (False, [], [])
        assert body["competencies"][0]["markers"] != []
        assert TALK[8][1].encode() not in answer.content


def test_a_mentor_reads_along_after_her_own_reading(author: User) -> None:
    mentor = person("Moira Mentor")
    submission = machine_read_session(author)
    share_with(submission, mentor)
    hers = Caller(mentor)
    assert hers.get(report_of(submission)).json()["has_text"] is True
    assert AccessEntry.objects.get().user == mentor

    review = open_mentor_review(submission=submission, mentor=mentor)
    owed = hers.get(report_of(submission))
    assert problem(owed) == (409, "own_reading_first")
    assert owed.json()["details"] == {"review": review.pk}
    Review.objects.filter(pk=review.pk).update(state=Review.State.SUBMITTED)
    assert hers.get(report_of(submission)).status_code == 200


def test_strangers_find_nothing(author: User) -> None:
    submission = read_session(author)
    stranger = Caller(person("Stan Stranger"))
    here = report_of(submission)
    answers = [
        stranger.get(here),
        stranger.post(f"{here}findings/8a/", {"answer": "confirmed"}),
        stranger.put(f"{here}practice/", {"choice": "own", "text": "Wait."}),
    ]
    assert [problem(answer) for answer in answers] == [(404, "not_found")] * 3
    assert FindingAnswer.objects.count() + Practice.objects.count() == 0


# --- answers and practice ---------------------------------------------------------------------------


def test_a_finding_is_confirmed_and_taken_back(caller: Caller, author: User) -> None:
    submission = read_session(author)
    here = f"{report_of(submission)}findings/8a/"
    said = caller.post(here, {"answer": "confirmed", "note": "Yes, I heard that."}).json()
    assert (said["marker"], said["answer"]["answer"]) == ("8a", "confirmed")
    assert said["answer"]["note"] == "Yes, I heard that."
    assert caller.post(here, {"answer": "rejected"}).json()["answer"]["answer"] == "rejected"
    assert problem(caller.post(here, {"note": "?"})) == (400, "invalid")
    assert caller.post(here, {"answer": ""}).json()["answer"] is None
    assert FindingAnswer.objects.count() == 0


def test_a_finding_that_is_not_there_cannot_be_answered(caller: Caller, author: User) -> None:
    submission = read_session(author)
    here = f"{report_of(submission)}findings/"
    assert problem(caller.post(f"{here}7e/", {"answer": "confirmed"})) == (404, "unknown_finding")
    assert problem(caller.post(f"{here}8a/", {"answer": "perhaps"})) == (400, "invalid")
    assert FindingAnswer.objects.count() == 0


def test_a_practice_is_taken_and_replaced(caller: Caller, author: User) -> None:
    submission = read_session(author)
    here = f"{report_of(submission)}practice/"
    first = caller.get(report_of(submission)).json()["practices"][0]
    taken = caller.put(here, {"choice": first["choice"], "accountability": "Noor, on Friday"})
    assert taken.json()["marker"] == first["choice"]
    own = caller.put(here, {"choice": "own", "text": "Wait longer."}).json()
    assert (own["text"], own["marker"]) == ("Wait longer.", None)
    assert Practice.objects.get().text == "Wait longer."
    assert problem(caller.put(here, {"choice": "own"})) == (400, "practice_empty")
    assert problem(caller.put(here, {"choice": "7e"})) == (400, "unknown_practice")
    assert caller.get(report_of(submission)).json()["practice"]["text"] == "Wait longer."


def test_only_the_learner_answers(author: User) -> None:
    mentor = person("Moira Mentor")
    submission = machine_read_session(author)
    share_with(submission, mentor)
    here = report_of(submission)
    for one in (Caller(mentor), Caller(author, (Scope.READ,))):
        answers = [
            one.post(f"{here}findings/8a/", {"answer": "confirmed"}),
            one.put(f"{here}practice/", {"choice": "own", "text": "Wait."}),
        ]
        assert [answer.status_code for answer in answers] == [403, 403]
    assert FindingAnswer.objects.count() + Practice.objects.count() == 0


# --- growth -----------------------------------------------------------------------------------------


def test_growth_shows_a_competency_over_sessions(caller: Caller, author: User) -> None:
    first, second = machine_read_session(author), machine_read_session(author)
    body = caller.get("growth/").json()
    assert [row["id"] for row in body["sessions"]] == [first.pk, second.pk]
    eighth = body["competencies"][7]
    assert [point["session"] for point in eighth["points"]] == [first.pk, second.pk]
    assert eighth["word"] == eighth["points"][-1]["word"]
    assert body["competencies"][0]["points"] == []  # notices only
    assert {fact["key"] for fact in body["sessions"][0]["facts"]} >= {"talk_share"}
    nobody = Caller(person("Nina Neu")).get("growth/").json()
    assert (nobody["sessions"], nobody["lede"]) == ([], "")


def test_evidence_is_ones_own(caller: Caller, author: User) -> None:
    submission = machine_read_session(author)
    slug = caller.get(report_of(submission)).json()["competencies"][0]["slug"]
    body = caller.get(f"evidence/{slug}/").json()
    row = next(row for row in body["markers"] if row["marker"] == "8a")
    assert (row["passages"], row["quotes"][0]["turn"]) == (1, 9)
    assert row["quotes"][0]["session"] == submission.pk
    other = Caller(person("Stan Stranger")).get(f"evidence/{slug}/").json()
    assert [row["quotes"] for row in other["markers"]] == [[]] * len(body["markers"])
    assert problem(caller.get("evidence/no-such/")) == (404, "not_found")


# --- what it costs ----------------------------------------------------------------------------------


def test_a_report_costs_the_same_for_one_reader_and_for_four(caller: Caller, author: User) -> None:
    one, four = machine_read_session(author), read_session(author)
    caller.get("growth/")
    costs = [caller.cost(report_of(submission)) for submission in (one, four)]
    assert costs[0] == costs[1] <= 12


def test_a_mentor_pays_no_more(author: User) -> None:
    mentor = person("Moira Mentor")
    submission = machine_read_session(author)
    share_with(submission, mentor)
    hers = Caller(mentor)
    hers.get(report_of(submission))
    assert hers.cost(report_of(submission)) <= 12


def test_growth_and_evidence_cost_the_same_for_one_and_for_fifty(
    caller: Caller, author: User
) -> None:
    submission = machine_read_session(author)
    slug = caller.get(report_of(submission)).json()["competencies"][0]["slug"]
    paths = ("growth/", f"evidence/{slug}/")
    of_one = [caller.cost(path) for path in paths]
    for _ in range(49):
        machine_read_session(author)
    assert [caller.cost(path) for path in paths] == of_one
    assert max(of_one) <= 8
