"""A learner reads her report, answers it, takes a practice, and sees where she stands; then her client withdraws."""

import pytest
from django.test import Client
from django.urls import reverse

from coachlms.accounts.models import User
from courses.library import load
from courses.management.reading import LIBRARY
from courses.services import load_library
from reviews.models import Result
from tests.feedback.rows import (
    AI_WORDS,
    MENTOR_WORDS,
    PEER_WORDS,
    Reader,
    add_reading,
    add_review,
    combine_reviews,
    person,
    session_of,
    share_with,
    withdraw,
)


@pytest.mark.django_db
def test_report_from_the_first_reading_to_the_clients_withdrawal() -> None:
    load_library(library=load(LIBRARY))
    learner, mentor = person("Mira Author"), person("Tomas Mentor")
    submission = session_of(learner)
    client = Client()
    client.force_login(learner)
    address = reverse("report", args=[submission.pk])

    def page() -> str:
        return str(client.get(address).content.decode())

    # nobody has read it: the page says so and shows the way to the progress
    assert "The first reading is still missing" in page()
    assert submission.get_absolute_url() in page()

    # the embedded reader is first: provisional, and her own reflection stands before it
    add_review(submission, Reader("ai", AI_WORDS))
    add_reading(submission)
    combine_reviews(submission)
    first = page()
    assert "Provisional: the AI reader so far." in first
    assert first.index("I felt unusually quiet") < first.index("You asked for the learning")

    # a peer and her mentor follow: final
    add_review(submission, Reader("peer", PEER_WORDS, person("Petra Peer"), "Peer A"))
    add_review(submission, Reader("mentor", MENTOR_WORDS, mentor))
    combine_reviews(submission, Result.Stage.FINAL)
    assert "Final: read by the AI reader, one peer and a mentor coach." in page()

    # she confirms one finding, rejects another with a note, and takes a practice
    answers = (("8a", "confirmed", ""), ("8c", "rejected", "She had asked me to hold her to it."))
    for ref, word, note in answers:
        client.post(
            reverse("answer_finding", args=[submission.pk, ref]), {"answer": word, "note": note}
        )
    client.post(
        reverse("take_practice", args=[submission.pk]),
        {"choice": "8c", "accountability": "A card by the screen: whose plan is it?"},
    )
    answered = page()
    assert "1 confirmed, 1 rejected, 4 open" in answered
    assert "She had asked me to hold her to it." in answered
    assert "A card by the screen: whose plan is it?" in answered

    # growth keeps the practice, the competency page her evidence
    growth = client.get(reverse("growth")).content.decode()
    assert "Ask how your client wants to keep to it, then wait." in growth
    evidence = reverse("evidence_of", args=["facilitates-client-growth"])
    assert "What are you learning about yourself" in client.get(evidence).content.decode()

    # her mentor reads along while it is shared, and cannot answer for her
    share_with(submission, mentor)
    beside = Client()
    beside.force_login(mentor)
    seen = beside.get(address).content.decode()
    assert "Rejected by Mira Author on" in seen
    assert "Take this practice" not in seen

    # the client withdraws: numbers stay, every word is gone, for everybody
    withdraw(submission)
    left = page()
    assert "Your client took back the consent" in left
    assert "<mark" not in left
    assert "31\N{NO-BREAK SPACE}%" in left
    assert "What are you learning" not in client.get(evidence).content.decode()
    assert beside.get(address).status_code == 404
    assert User.objects.get(pk=learner.pk).practices.count() == 1
