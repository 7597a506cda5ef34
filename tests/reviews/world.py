"""A small school for tests of reviews: a rubric of three competencies, people by role, one short conversation."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import create_user
from coachlms.jobs import services as jobs
from courses.models import (
    Cohort,
    Competency,
    Course,
    Domain,
    Enrolment,
    Framework,
    Level,
    Marker,
    MarkerDepth,
)
from courses.rubrics import Value
from reviews.models import ConsentGrant, Review, Share, Submission, Turn
from reviews.services import assessing, duties
from reviews.services.assessing import AssessmentDraft, QuoteDraft, RatingDraft
from reviews.services.opening import open_reviews

TREATMENTS = {1: "notices_only", 3: "scored_with_evidence", 8: "scored_with_evidence"}
TALK = (
    ("coach", "What would you like to look at today?"),
    ("client", "The choir. I have led it for nine years and I am tired."),
    ("coach", "You said “my choir”, and just now “the choir”. What happened there?"),
    ("client", "Did I? Oh. I could hear them singing without me."),
    ("coach", "What are you learning about yourself, from the third row?"),
    ("client", "That I am holding on to being needed."),
    ("coach", "What do you want to do with it?"),
    ("client", "I could ask somebody to lead one evening, and I sit down."),
    ("coach", "Good. Then you will write to me when it is done."),
    ("client", "Hm. All right."),
)
COACH_TURN, CLIENT_TURN = 5, 10


def library() -> Level:
    """Three competencies with six markers each at one level; made once."""
    framework, is_new = Framework.objects.get_or_create(
        slug="icf", defaults={"name": "Model", "owner": "Owner", "updated_on": date(2026, 1, 1)}
    )
    if not is_new:
        return Level.objects.get(framework=framework)
    level = Level.objects.create(
        framework=framework, key="pcc", name="PCC", credential="P", depth="d", position=2
    )
    domain = Domain.objects.create(
        framework=framework, slug="d", name="D", about="about", position=1
    )
    for number, treatment in TREATMENTS.items():
        competency = Competency.objects.create(
            domain=domain,
            number=number,
            slug=f"competency-{number}",
            name=f"Competency {number}",
            tagline="t",
            description="d",
            treatment=treatment,
        )
        for position, letter in enumerate("abcdef"):
            marker = Marker.objects.create(
                competency=competency,
                ref=f"{number}{letter}",
                text=f"Behaviour {number}{letter}",
                look_for="A sign of it",
                detectability="high",
                position=position,
            )
            MarkerDepth.objects.create(marker=marker, level=level, text="depth")
    return level


def cohort() -> Cohort:
    course, _ = Course.objects.get_or_create(
        slug="course", defaults={"title": "Course", "summary": "s", "level": library()}
    )
    found, _ = Cohort.objects.get_or_create(
        course=course, name="Spring", defaults={"starts_on": date(2026, 3, 1)}
    )
    return found


def person(name: str, *roles: Role) -> User:
    return create_user(
        email=f"{name.lower().replace(' ', '.')}@example.org", name=name, password=None, roles=roles
    )


def learner(name: str, *, enrolled: bool = True) -> User:
    user = person(name, Role.LEARNER)
    if enrolled:
        Enrolment.objects.create(cohort=cohort(), learner=user)
    return user


def draft_session(
    author: User,
    *,
    turns: int = len(TALK),
    purposes: tuple[str, ...] = ("peers", "mentor"),
) -> Submission:
    """Everything a hand-in leaves behind, before it is opened for reading."""
    level = library()
    submission = Submission.objects.create(
        learner=author,
        enrolment=author.enrolments.first(),
        title="The third row",
        level=level,
        focus=Competency.objects.get(number=8),
        focus_question="Who holds the plan at the end?",
        reflection="I felt unusually quiet.",
        duration_ms=turns * 10_000,
        handed_in_at=timezone.now(),
    )
    for purpose in ("recording", "tool", *purposes):
        ConsentGrant.objects.create(submission=submission, purpose=purpose)
    Turn.objects.bulk_create(
        Turn(
            submission=submission,
            number=i + 1,
            who=TALK[i % len(TALK)][0],
            text=TALK[i % len(TALK)][1],
            start_ms=i * 10_000,
            end_ms=i * 10_000 + 8_000,
        )
        for i in range(turns)
    )
    return submission


def open_session(author: User, *, mentor: User | None = None, turns: int = len(TALK)) -> Submission:
    """A session that is being read; the AI reader has not begun."""
    submission = draft_session(author, turns=turns)
    if mentor:
        share(submission, mentor)
    open_reviews(submission=submission)
    return submission


def share(submission: Submission, mentor: User) -> Share:
    until = timezone.localdate() + timedelta(days=30)
    return Share.objects.create(submission=submission, mentor=mentor, expires_on=until)


def read_by_ai(submission: Submission) -> None:
    jobs.run_pending()
    submission.refresh_from_db()


def peer_ready(name: str) -> User:
    """A classmate who has handed in a session that nobody else may be offered."""
    peer = learner(name)
    own = draft_session(peer, purposes=())
    open_reviews(submission=own)
    return peer


@dataclass(frozen=True)
class Said:
    """Values by ref; what is left out of the focus is “not seen”."""

    values: dict[str, Value] = field(default_factory=dict)
    strength: str = "You stayed inside her picture."
    experiment: str = "I would wait a little longer."


def draft_of(said: Said, refs: str = "abcdef") -> AssessmentDraft:
    return AssessmentDraft(
        ratings=tuple(
            _rating(f"8{letter}", said.values.get(f"8{letter}", Value.NOT_SEEN)) for letter in refs
        ),
        strength=said.strength,
        experiment=said.experiment,
    )


def _rating(ref: str, value: Value) -> RatingDraft:
    turn = {Value.SEEN: COACH_TURN, Value.PARTLY: COACH_TURN, Value.MISSED: CLIENT_TURN}.get(value)
    quotes = (QuoteDraft(turn),) if turn else ()
    return RatingDraft(ref=ref, value=value, note="A remark.", quotes=quotes)


def hand_in(review: Review, said: Said | None = None) -> None:
    assessing.save_draft(review=review, draft=draft_of(said or Said()))
    assessing.submit(review=review)


def peer_reads(peer: User, said: Said | None = None) -> Review:
    """The peer takes the next session and hands her review in."""
    review = duties.offer_next(reviewer=peer)
    hand_in(review, said)
    return review


def review_of(submission: Submission, user: User) -> Review:
    return submission.reviews.get(reviewer=user)


def peers_needed() -> int:
    return int(settings.PEER_REVIEWS_NEEDED)
