"""Answers and practices: what is kept, replaced, taken back, and refused."""

import pytest
import time_machine

from coachlms.accounts.models import User
from feedback.errors import (
    NoReportYet,
    NotYours,
    PracticeEmpty,
    UnknownAnswer,
    UnknownFinding,
    UnknownPractice,
)
from feedback.models import FindingAnswer, Practice
from feedback.querysets import compose, sessions_with_report
from feedback.services import answer_finding, take_practice
from reviews.models import Submission
from tests.feedback.rows import read_session, session_of, share_with, withdraw


def read(author: User) -> Submission:
    submission = read_session(author)
    return sessions_with_report(author).get(pk=submission.pk)


def kept() -> list[tuple[str, str, str, str]]:
    rows = FindingAnswer.objects.select_related("marker").order_by("pk")
    return [(row.marker.ref, row.kind, row.answer, row.note) for row in rows]


def test_answer_is_kept_by_marker_and_kind_with_its_time(author: User) -> None:
    submission = read(author)
    with time_machine.travel("2026-11-20 10:00:00+00:00", tick=False):
        for ref, word in (("8a", "confirmed"), ("8c", "rejected"), ("1c", "")):
            answer_finding(submission=submission, user=author, ref=ref, answer=word, note=" Mine. ")
    assert kept() == [
        ("8a", "strength", "confirmed", "Mine."),
        ("8c", "edge", "rejected", "Mine."),
        ("1c", "notice", "", "Mine."),
    ]
    finding = compose(submission, author).finding("8a")
    assert finding is not None
    assert finding.answer is not None
    assert finding.answer.answered_at.isoformat() == "2026-11-20T10:00:00+00:00"


def test_answering_again_replaces_the_answer(author: User) -> None:
    submission = read(author)
    for word in ("confirmed", "rejected"):
        answer_finding(submission=submission, user=author, ref="8a", answer=word, note="")
    assert kept() == [("8a", "strength", "rejected", "")]


def test_an_empty_answer_takes_it_back(author: User) -> None:
    submission = read(author)
    answer_finding(submission=submission, user=author, ref="8a", answer="confirmed", note="")
    assert answer_finding(submission=submission, user=author, ref="8a", answer="", note=" ") is None
    assert kept() == []


def test_a_note_outlives_the_answer(author: User) -> None:
    submission = read(author)
    answer_finding(submission=submission, user=author, ref="8a", answer="confirmed", note="Hm.")
    answer_finding(submission=submission, user=author, ref="8a", answer="", note="Hm.")
    assert kept() == [("8a", "strength", "", "Hm.")]


def test_answer_to_a_marker_without_finding_is_refused(author: User) -> None:
    submission = read(author)
    for ref in ("8b", "nonsense"):
        with pytest.raises(UnknownFinding):
            answer_finding(submission=submission, user=author, ref=ref, answer="confirmed", note="")
    assert kept() == []


def test_answer_in_other_words_is_refused(author: User) -> None:
    submission = read(author)
    with pytest.raises(UnknownAnswer):
        answer_finding(submission=submission, user=author, ref="8a", answer="maybe", note="")
    assert kept() == []


def test_mentor_may_not_answer_or_take_a_practice(author: User) -> None:
    submission = read(author)
    mentor = User.objects.get(name="Tomas Mentor")
    share_with(submission, mentor)
    with pytest.raises(NotYours):
        answer_finding(submission=submission, user=mentor, ref="8a", answer="confirmed", note="")
    with pytest.raises(NotYours):
        take_practice(
            submission=submission, user=mentor, choice="own", text="Hers", accountability=""
        )
    assert (kept(), Practice.objects.count()) == ([], 0)


def test_before_a_report_and_after_withdrawal_nothing_can_be_answered(author: User) -> None:
    waiting = sessions_with_report(author).get(pk=session_of(author).pk)
    with pytest.raises(NoReportYet):
        answer_finding(submission=waiting, user=author, ref="8a", answer="confirmed", note="")
    submission = read(author)
    withdraw(submission)
    with pytest.raises(UnknownFinding):
        answer_finding(submission=submission, user=author, ref="8a", answer="confirmed", note="")
    assert kept() == []


def test_suggested_practice_is_kept_with_its_marker(author: User) -> None:
    taken = take_practice(
        submission=read(author),
        user=author,
        choice="8c",
        text="ignored",
        accountability=" A card. ",
    )
    assert taken.marker is not None
    assert (taken.marker.ref, taken.text, taken.accountability, taken.learner) == (
        "8c",
        "Ask how your client wants to keep to it, then wait.",
        "A card.",
        author,
    )


def test_own_practice_replaces_the_one_taken_before(author: User) -> None:
    submission = read(author)
    take_practice(submission=submission, user=author, choice="8c", text="", accountability="")
    take_practice(
        submission=submission, user=author, choice="own", text=" Wait. ", accountability=""
    )
    practice = Practice.objects.get()
    assert (practice.text, practice.marker, practice.submission_id) == (
        "Wait.",
        None,
        submission.pk,
    )


def test_practice_that_was_not_suggested_or_is_empty_is_refused(author: User) -> None:
    submission = read(author)
    with pytest.raises(UnknownPractice):
        take_practice(submission=submission, user=author, choice="8a", text="", accountability="")
    with pytest.raises(PracticeEmpty):
        take_practice(submission=submission, user=author, choice="own", text=" ", accountability="")
    assert Practice.objects.count() == 0
