"""The instructor's board: the grid of `courses` beside sessions and reviews as numbers, times and states.

Never a word of a session. Not even a title, which learners often take from what was said; only where the
learner shares that session with the very person who looks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachlms.accounts.models import User
from courses.models import Cohort, Enrolment
from courses.services.board import BoardLearner, Grid, grid_of
from reviews.models import ConsentGrant, Purpose, Review, Submission

QUIET_AFTER = timedelta(days=14)
VOICES = ("self", "ai", "peer", "mentor")
BY_PEOPLE = frozenset({"peer", "mentor"})


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the board reads of a session, in the order of HANDED_IN."""

    pk: int
    learner_id: int
    state: str
    handed_in_at: datetime
    text_deleted_at: datetime | None
    is_shared: bool  # with whoever looks
    is_for_people: bool  # the client agreed to peers or to a mentor
    title: str

    @property
    def waits(self) -> bool:
        is_open = self.state in {Submission.State.IN_REVIEW, Submission.State.PROVISIONAL}
        return is_open and self.text_deleted_at is None and self.is_for_people


HANDED_IN = (
    "pk",
    "learner_id",
    "state",
    "handed_in_at",
    "text_deleted_at",
    "is_shared",
    "is_for_people",
    "shown_title",
)


@dataclass(frozen=True, slots=True)
class WaitingSession:
    """A session nobody has finished with. `title` and `address` are empty unless it is shared with the reader."""

    learner: BoardLearner
    since: datetime
    why: str
    title: str
    address: str

    @property
    def days(self) -> int:
        return (timezone.now() - self.since).days


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One learner: her modules, her sessions, her reviews of others, when she was last here."""

    learner: BoardLearner
    sessions: int
    handed_in_at: datetime | None
    heard_by: tuple[str, ...]  # voices on the latest session
    given: int
    asked: int
    due: tuple[datetime, ...]  # reviews she has open, by their end
    lapsed: int  # reviews whose time ran out
    is_waiting: bool
    last_at: datetime | None

    @property
    def given_text(self) -> str:
        done = min(self.given, self.asked)
        return _("%(done)s of %(asked)s") % {"done": done, "asked": self.asked}

    @property
    def is_quiet(self) -> bool:
        """Nothing done for two weeks; whoever has just joined has that long to begin."""
        since = self.last_at or self.learner.enrolment.enrolled_at
        return since < timezone.now() - QUIET_AFTER


@dataclass(frozen=True, slots=True)
class Board:
    grid: Grid
    rows: tuple[BoardRow, ...]
    waiting: tuple[WaitingSession, ...]  # the longest first

    @property
    def behind(self) -> tuple[BoardLearner, ...]:
        """Learners with a date that has passed, the longest first."""
        late = [row.learner for row in self.rows if row.learner.late]
        return tuple(sorted(late, key=lambda row: -row.days_over))

    @property
    def next_address(self) -> str:
        """The session that waits longest among those shared with whoever looks."""
        return next((row.address for row in self.waiting if row.address), "")

    @property
    def reviews_due(self) -> dict[str, list[str]]:
        """Who has a review that ends today, later, or that ran out, by first names."""
        today = timezone.localdate()
        found: dict[str, list[str]] = {"today": [], "later": [], "lapsed": []}
        for row in self.rows:
            for until in row.due:
                day = timezone.localtime(until).date()
                found["today" if day <= today else "later"].append(row.learner.name)
            found["lapsed"] += [row.learner.name] * row.lapsed
        return found


def board_of(*, cohort: Cohort, viewer: User) -> Board:
    """Everything the board shows; seven queries, however many learners."""
    grid = grid_of(cohort)
    sessions = _sessions(cohort, viewer)
    reviews = _reviews(cohort)
    heard: dict[int, list[Review]] = defaultdict(list)
    duties: dict[int, list[Review]] = defaultdict(list)
    for review in reviews:
        heard[review.submission_id].append(review)
        if review.reviewer_id and review.voice == "peer":
            duties[review.reviewer_id].append(review)
    own: dict[int, list[HandedIn]] = defaultdict(list)
    for session in sessions:
        own[session.learner_id].append(session)
    learners = {row.enrolment.learner_id: row for row in grid.learners}
    waiting = sorted(_waiting(sessions, learners, heard), key=lambda row: row.since)
    waiting_learners = {row.learner.enrolment.pk for row in waiting}
    rows = tuple(
        _row(
            learner,
            own[learner.enrolment.learner_id],
            heard,
            duties[learner.enrolment.learner_id],
            grid.reviews_asked,
            learner.enrolment.pk in waiting_learners,
        )
        for learner in grid.learners
    )
    return Board(grid, rows, tuple(waiting))


def _sessions(cohort: Cohort, viewer: User) -> list[HandedIn]:
    """Handed in from this cohort, the latest first. A title leaves the database only for whom it is shared with."""
    shared = Submission.objects.shared_with(viewer).filter(pk=OuterRef("pk"))
    agreed = ConsentGrant.objects.filter(
        submission=OuterRef("pk"),
        purpose__in=[Purpose.PEERS, Purpose.MENTOR],
        withdrawn_at=None,
    )
    rows = (
        Submission.objects.filter(
            enrolment__cohort=cohort, enrolment__ended_at=None, handed_in_at__isnull=False
        )
        .annotate(
            is_shared=Exists(shared),
            is_for_people=Exists(agreed),
            shown_title=Case(When(Exists(shared), then="title"), default=Value("")),
        )
        .order_by("-handed_in_at")
    )
    return [HandedIn(*row) for row in rows.values_list(*HANDED_IN)]


def _reviews(cohort: Cohort) -> Iterable[Review]:
    """Of the cohort's sessions, and those its learners write."""
    places = Enrolment.objects.current().filter(cohort=cohort)
    ours = Q(submission__in=Submission.objects.filter(enrolment__in=places))
    theirs = Q(reviewer__in=places.values("learner"))
    fields = ("pk", "submission_id", "reviewer_id", "source", "state", "due_at", "submitted_at")
    return Review.objects.filter(ours | theirs).only(*fields)


def _waiting(
    sessions: Iterable[HandedIn],
    learners: Mapping[int, BoardLearner],
    heard: Mapping[int, list[Review]],
) -> Iterable[WaitingSession]:
    for session in sessions:
        learner = learners.get(session.learner_id)
        if learner is not None and session.waits:
            yield WaitingSession(
                learner,
                session.handed_in_at,
                _why(heard.get(session.pk, [])),
                session.title,
                reverse("session", args=[session.pk]) if session.is_shared else "",
            )


def _why(reviews: Iterable[Review]) -> str:
    """“AI reader only, 2 peers let it lapse”; “1 peer done, 1 open”."""
    rows = list(reviews)
    peers = Counter(row.state for row in rows if row.voice == "peer")
    told = []
    done = peers[Review.State.SUBMITTED]
    if done:
        told.append(ngettext("%(n)s peer done", "%(n)s peers done", done) % {"n": done})
    elif any(row.voice == "ai" and row.state == Review.State.SUBMITTED for row in rows):
        told.append(_("AI reader only"))
    else:
        told.append(_("nobody has read it yet"))
    if peers[Review.State.OPEN] + peers[Review.State.OFFERED]:
        open_now = peers[Review.State.OPEN] + peers[Review.State.OFFERED]
        told.append(_("%(n)s open") % {"n": open_now})
    lapsed = peers[Review.State.EXPIRED]
    if lapsed:
        told.append(
            ngettext("%(n)s peer let it lapse", "%(n)s peers let it lapse", lapsed) % {"n": lapsed}
        )
    return ", ".join(told)


def _row(
    learner: BoardLearner,
    sessions: Sequence[HandedIn],
    heard: Mapping[int, list[Review]],
    duties: Iterable[Review],
    asked: int,
    is_waiting: bool,
) -> BoardRow:
    latest = sessions[0] if sessions else None
    states = defaultdict(list)
    for duty in duties:
        states[duty.state].append(duty)
    given = states[Review.State.SUBMITTED]
    times = [
        learner.last_at,
        latest.handed_in_at if latest else None,
        *(review.submitted_at for review in given),
    ]
    return BoardRow(
        learner=learner,
        sessions=len(sessions),
        handed_in_at=latest.handed_in_at if latest else None,
        heard_by=_voices(heard.get(latest.pk, [])) if latest else (),
        given=len(given),
        asked=asked,
        due=tuple(duty.due_at for duty in states[Review.State.OPEN] if duty.due_at),
        lapsed=len(states[Review.State.EXPIRED]),
        is_waiting=is_waiting,
        last_at=max((time for time in times if time), default=None),
    )


def _voices(reviews: Iterable[Review]) -> tuple[str, ...]:
    done = {row.voice for row in reviews if row.state == Review.State.SUBMITTED}
    return tuple(voice for voice in VOICES if voice in done)
