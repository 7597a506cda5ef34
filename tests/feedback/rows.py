"""Rows of one read session, built by models directly: turns, readers, their words, the combined result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from coachlms.accounts.models import User
from courses.models import Competency, Level, Marker
from courses.rubrics import Value
from courses.services import rubric_for
from reviews.aggregation import Opinion, combine, word_of_competency
from reviews.models import (
    Assessment,
    ConsentGrant,
    Evidence,
    Rating,
    Reading,
    Result,
    ResultItem,
    Review,
    Rubric,
    Share,
    Submission,
    Turn,
)

TALK = (
    ("coach", "What would you like to have by the time we finish?"),
    (
        "client",
        "One sentence to Person A that I mean. I have been carrying it since the third row.",
    ),
    ("coach", "How will you know you found it?"),
    ("client", "It will not sound like my careful rehearsal voice. I will want to say it."),
    ("coach", "And there is also the schedule. Have you thought about the schedule?"),
    ("client", "Well, I am worried about the schedule. And a bit ashamed, honestly."),
    ("coach", "Okay. Which day is the rehearsal?"),
    ("client", "Thursday."),
    ("coach", "What are you learning about yourself, from the third row?"),
    ("client", "I am holding on to being needed more than to the music."),
    ("coach", "You could also send the others an e-mail beforehand. Would that help?"),
    ("client", "Maybe. I had thought of an evening of my own."),
    ("coach", "You will write to me when it is done."),
    ("client", "Hm. All right."),
    ("coach", "You wanted one sentence to Person A that you mean. Where is that sentence now?"),
    ("client", "I would rather sit in the third row and listen to you than be right."),
)

Words = Mapping[str, tuple[Value, int | None, str]]  # ref -> value, turn, quote ("" for none)

AI_WORDS: Words = {
    "3b": (Value.SEEN, 1, "What would you like to have by the time we finish?"),
    "3c": (Value.PARTLY, 3, "How will you know you found it?"),
    "6b": (Value.SEEN, 9, "What are you learning about yourself, from the third row?"),
    "6c": (Value.MISSED, 6, "And a bit ashamed, honestly."),
    "7e": (Value.NOT_SEEN, None, ""),
    "8a": (Value.SEEN, 9, "What are you learning about yourself, from the third row?"),
    "8b": (Value.PARTLY, 11, "You could also send the others an e-mail beforehand."),
    "8c": (Value.MISSED, 14, "Hm. All right."),
    "8d": (Value.NOT_SEEN, None, ""),
    "8e": (Value.NO_OPPORTUNITY, None, ""),
    "8f": (Value.SEEN, 15, "You wanted one sentence to Person A that you mean."),
}
PEER_WORDS: Words = {
    "6c": (Value.MISSED, 6, "And a bit ashamed, honestly."),
    "8a": (Value.SEEN, 9, "What are you learning about yourself"),
    "8c": (Value.MISSED, 14, "All right."),
    "8d": (Value.NOT_SEEN, None, ""),
    "8f": (Value.SEEN, 15, "Where is that sentence now?"),
}
SECOND_PEER_WORDS: Words = {
    "8a": (Value.SEEN, 9, "What are you learning about yourself, from the third row?"),
    "8b": (Value.SEEN, 15, "Where is that sentence now?"),
    "8c": (Value.PARTLY, 13, "You will write to me when it is done."),
    "8f": (Value.SEEN, 15, "Where is that sentence now?"),
}
MENTOR_WORDS: Words = {
    "8a": (Value.SEEN, 9, "What are you learning about yourself, from the third row?"),
    "8c": (Value.MISSED, 14, "Hm. All right."),
}
SELF_WORDS: Words = {
    "8a": (Value.PARTLY, 9, "What are you learning about yourself"),
    "8b": (Value.PARTLY, 11, "Would that help?"),
    "8c": (Value.MISSED, 14, "All right."),
}


def facts(share: float = 31) -> list[dict[str, Any]]:
    rows = (
        ("talk_share", "Coach’s share of the talk", share, "%", "93 of 300 words"),
        ("questions", "Questions", 8, "questions", "6 open, 2 closed"),
        ("questions_open", "Open questions", 6, "questions", ""),
        ("stacked", "Stacked questions", 1, "turns", ""),
        ("longest_coach_turn", "Longest coach turn", 24, "s", "turn 11"),
        ("client_words", "The client’s own words in the coach’s", 19, "words", ""),
        ("pause_after_question", "Pause after a question", None, "s", "The file has no end times."),
    )
    return [
        {
            "key": key,
            "label": label,
            "value": value,
            "unit": unit,
            "note": note,
            "definition": f"How {key} is counted.",
            "turns": [11],
        }
        for key, label, value, unit, note in rows
    ]


def person(name: str) -> User:
    return User.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", "x", name=name)


@dataclass(frozen=True, slots=True)
class Reader:
    """One review to build: by the AI (no person) or by somebody."""

    source: str
    words: Words
    person: User | None = None
    alias: str = ""
    strength: str = ""
    experiment: str = ""


def session_of(
    learner: User,
    *,
    title: str = "The third row",
    handed_in_at: datetime | None = None,
    focus: int | None = 8,
    state: str = Submission.State.IN_REVIEW,
) -> Submission:
    """A session handed in, with its turns and no reading yet."""
    level = Level.objects.get(key="pcc")
    body = rubric_for(level=level).as_dict()
    rubric, _ = Rubric.objects.get_or_create(
        digest="d" * 64, defaults={"level": "pcc", "body": body}
    )
    at = handed_in_at or timezone.now()
    submission = Submission.objects.create(
        learner=learner,
        title=title,
        level=level,
        focus=Competency.objects.get(number=focus) if focus else None,
        reflection="I felt unusually quiet in the last ten minutes, and I liked it.",
        rubric=rubric,
        duration_ms=1_912_000,
        word_count=4_000,
        handed_in_at=at,
        state=state,
    )
    Turn.objects.bulk_create(
        Turn(
            submission=submission,
            number=number,
            who=who,
            text=text,
            start_ms=(number - 1) * 30_000,
            end_ms=number * 30_000,
        )
        for number, (who, text) in enumerate(TALK, start=1)
    )
    return submission


def add_review(submission: Submission, reader: Reader) -> Review:
    """A review handed in, each word with its quote."""
    review = Review.objects.create(
        submission=submission,
        reviewer=reader.person,
        source=reader.source,
        alias=reader.alias,
        analyser="embedded 1" if reader.source == "ai" else "",
        state=Review.State.SUBMITTED,
        submitted_at=timezone.now(),
    )
    assessment = Assessment.objects.create(
        review=review, strength=reader.strength, experiment=reader.experiment
    )
    turns = {turn.number: turn for turn in submission.turns.all()}
    is_ai = reader.source == "ai"
    for ref, (value, number, quote) in reader.words.items():
        rating = Rating.objects.create(
            assessment=assessment,
            marker=Marker.objects.get(ref=ref),
            value=value,
            rule="A question about learning, answered by the client." if is_ai else "",
            certainty=0.7 if is_ai else None,
        )
        if number is not None:
            start = turns[number].text.index(quote)
            Evidence.objects.create(
                rating=rating, turn=turns[number], start=start, end=start + len(quote), quote=quote
            )
    return review


def add_reading(submission: Submission, share: float = 31) -> Reading:
    return Reading.objects.create(
        submission=submission,
        analyser="embedded",
        version="1",
        facts=facts(share),
        behaviours=[],
        notices=[{"ref": "1c", "text": "Shame was named in passing.", "turns": [6]}],
        limits=["Read from text and times only."],
        dropped=1,
        seconds=0.4,
    )


def combine_reviews(submission: Submission, stage: str = Result.Stage.PROVISIONAL) -> Result:
    """The result of the reviews that are there, by the product's own rule."""
    said: dict[str, list[Opinion]] = {}
    reviews = submission.reviews.exclude(source="self")
    for rating in Rating.objects.filter(assessment__review__in=reviews).select_related(
        "marker", "assessment__review"
    ):
        opinion = Opinion(rating.assessment.review.voice, Value(rating.value))
        said.setdefault(rating.marker.ref, []).append(opinion)
    combined = {ref: combine(opinions) for ref, opinions in said.items()}
    Result.objects.filter(submission=submission).delete()
    result = Result.objects.create(
        submission=submission,
        stage=stage,
        peers=reviews.filter(source="peer").count(),
        has_ai=reviews.filter(source="ai").exists(),
        has_mentor=reviews.filter(source="mentor").exists(),
        method="shrunk-mean-1",
        words={
            str(number): word_of_competency(
                [c.level for ref, c in combined.items() if ref.startswith(str(number))]
            )
            for number in range(3, 9)
        },
    )
    markers = {marker.ref: marker for marker in Marker.objects.filter(ref__in=combined)}
    ResultItem.objects.bulk_create(
        ResultItem(
            result=result,
            marker=markers[ref],
            n=c.n,
            value=c.value,
            estimate=c.estimate,
            low=c.low,
            high=c.high,
            median=c.median,
            disagreement=c.disagreement,
        )
        for ref, c in combined.items()
    )
    submission.move_to(stage)
    return result


def everybody() -> Sequence[Reader]:
    """All four voices: the AI, two peers, a mentor; the learner's own words are added by the caller."""
    return (
        Reader("ai", AI_WORDS),
        Reader(
            "peer", PEER_WORDS, person("Petra Peer"), "Peer A", strength="The image stayed hers."
        ),
        Reader("peer", SECOND_PEER_WORDS, person("Pavel Second"), "Peer B"),
        Reader("mentor", MENTOR_WORDS, person("Tomas Mentor"), experiment="Let the end be hers."),
    )


def read_session(learner: User, **details: Any) -> Submission:
    """A session that all four voices have read, final."""
    submission = session_of(learner, **details)
    for reader in (*everybody(), Reader("self", SELF_WORDS, learner)):
        add_review(submission, reader)
    add_reading(submission)
    combine_reviews(submission, Result.Stage.FINAL)
    return submission


def machine_read_session(learner: User, *, share: float = 31, **details: Any) -> Submission:
    """A session that only the embedded reader has read, provisional."""
    submission = session_of(learner, **details)
    add_review(submission, Reader("ai", AI_WORDS))
    add_reading(submission, share)
    combine_reviews(submission)
    return submission


def share_with(submission: Submission, mentor: User, days: int = 30) -> Share:
    ConsentGrant.objects.create(submission=submission, purpose="mentor")
    until = timezone.localdate() + timedelta(days=days)
    return Share.objects.create(submission=submission, mentor=mentor, expires_on=until)


def withdraw(submission: Submission) -> None:
    """What a client's withdrawal leaves behind: numbers without text."""
    Evidence.objects.filter(turn__submission=submission).delete()
    submission.turns.all().delete()
    Submission.objects.filter(pk=submission.pk).update(
        text_deleted_at=timezone.now(), state=Submission.State.WITHDRAWN
    )
    submission.refresh_from_db()


def expire_text(submission: Submission) -> None:
    """What the end of retention leaves behind."""
    Evidence.objects.filter(turn__submission=submission).delete()
    submission.turns.all().delete()
    Submission.objects.filter(pk=submission.pk).update(
        text_deleted_at=timezone.now(), delete_text_on=date(2026, 1, 1)
    )
    submission.refresh_from_db()
