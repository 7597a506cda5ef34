"""A session and its readers under whatever order of deeds: no forbidden step, one effect per deed.

200 runs of 30 deeds; FAULTS_LONG=1: 10,000 of 50.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import sampled_from

from coachlms.accounts.models import Role, User
from coachlms.common.errors import DomainError
from coachlms.jobs import services as jobs
from reviews.models import (
    DeletionReceipt,
    Evidence,
    Purpose,
    Reading,
    Result,
    Review,
    Submission,
    Turn,
)
from reviews.services import assessing, duties, sharing, waiting, withdrawal
from tests.reviews import world

RUNS, STEPS = (10_000, 50) if os.environ.get("FAULTS_LONG") else (200, 30)
BEGINNING = "2026-11-23T08:00:00Z"
PEERS = ("Pia", "Noor", "Ayo")
State, Duty = Submission.State, Review.State


@dataclass
class School:
    author: User
    mentor: User
    peers: dict[str, User]
    sessions: list[Submission]


def build_school() -> School:
    world.library()
    author, mentor = world.learner("Author Anders"), world.person("Mentor Moser", Role.MENTOR)
    return School(
        author,
        mentor,
        {name: world.peer_ready(name) for name in PEERS},
        [world.open_session(author, mentor=mentor) for _ in range(2)],
    )


class Sessions(RuleBasedStateMachine):
    """Two sessions of one author, three peers, one mentor; time moves forward only."""

    school: "School"  # the same for every run: whatever a run does is rolled back

    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.seen: dict[int, str] = {}
        self.duties: dict[int, str] = {}
        self.clock = time_machine.travel(BEGINNING, tick=False)
        self.time = self.clock.start()
        self.author, self.mentor = self.school.author, self.school.mentor
        self.peers, self.sessions = self.school.peers, self.school.sessions

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)
        self.clock.stop()

    def attempt(self, deed: Callable[[], object]) -> bool:
        """What the product refuses must have changed nothing: it is rolled back and named."""
        try:
            with transaction.atomic():
                deed()
        except (DomainError, Submission.DoesNotExist):
            return False
        return True

    def session(self, which: int) -> Submission | None:
        return Submission.objects.filter(pk=self.sessions[which].pk).first()

    @rule()
    def work(self) -> None:
        jobs.run_pending()

    @rule(name=sampled_from(PEERS))
    def take(self, name: str) -> None:
        self.attempt(lambda: duties.offer_next(reviewer=self.peers[name]))

    @rule(name=sampled_from(PEERS), whole=sampled_from([True, False]))
    def write(self, name: str, whole: bool) -> None:
        for review in self._open(self.peers[name]):
            self.attempt(lambda r=review: self._hand_in(r, whole))  # type: ignore[misc]

    @rule()
    def mentor_writes(self) -> None:
        for review in self._open(self.mentor):
            self.attempt(lambda r=review: self._hand_in(r, True))  # type: ignore[misc]

    @rule(name=sampled_from(PEERS))
    def give_back(self, name: str) -> None:
        for review in self._open(self.peers[name]):
            self.attempt(lambda r=review: duties.decline(review=r, reason="No time"))  # type: ignore[misc]

    @rule(which=sampled_from([0, 1]), what=sampled_from([Purpose.PEERS, Purpose.MENTOR]))
    def take_back_a_part(self, which: int, what: Purpose) -> None:
        session = self.session(which)
        if session is not None:
            self.attempt(lambda: withdrawal.withdraw_purposes(submission=session, purposes=[what]))

    @rule(which=sampled_from([0, 1]))
    def withdraw(self, which: int) -> None:
        session = self.session(which)
        if session is not None:
            self.attempt(lambda: withdrawal.withdraw_all(submission=session))

    @rule(which=sampled_from([0, 1]))
    def share(self, which: int) -> None:
        session = self.session(which)
        until = timezone.localdate() + timedelta(days=20)
        if session is not None:
            self.attempt(
                lambda: sharing.share_with_mentor(
                    submission=session, mentor=self.mentor, until=until
                )
            )

    @rule(hours=sampled_from([1, 30, 24 * 5, 24 * 40]))
    def wait(self, hours: int) -> None:
        self.time.shift(timedelta(hours=hours))
        duties.expire_overdue()
        waiting.climb_ladder()
        withdrawal.purge_expired()

    def _open(self, user: User) -> list[Review]:
        return list(Review.objects.filter(reviewer=user, state__in=[Duty.OPEN, Duty.EXPIRED]))

    def _hand_in(self, review: Review, whole: bool) -> None:
        assessing.save_draft(
            review=review, draft=world.draft_of(world.Said(), "abcdef"[: 6 if whole else 3])
        )
        assessing.submit(review=review)

    @invariant()
    def every_step_was_allowed(self) -> None:
        for model, known in ((Submission, self.seen), (Review, self.duties)):
            now = dict(model.objects.values_list("pk", "state"))
            for pk, state in now.items():
                old = known.get(pk, state)
                assert state == old or reaches(model, old, state), (model, old, state)
            known.clear()
            known.update(now)

    @invariant()
    def each_deed_left_one_effect(self) -> None:
        for pk in Submission.objects.values_list("pk", flat=True):
            read = Review.objects.filter(submission=pk, source="ai", state=Duty.SUBMITTED)
            assert read.count() <= 1
            assert Reading.objects.filter(submission=pk).count() <= 1
            assert Result.objects.filter(submission=pk).count() <= 1
            withdrawn = DeletionReceipt.objects.filter(submission_number=pk, reason="client")
            assert withdrawn.count() <= 1

    @invariant()
    def what_was_withdrawn_has_no_word_left(self) -> None:
        gone = Submission.objects.filter(state=State.WITHDRAWN)
        assert not Turn.objects.filter(submission__in=gone).exists()
        assert not Evidence.objects.filter(turn__submission__in=gone).exists()
        live = Review.objects.filter(submission__in=gone, state__in=[Duty.OPEN, Duty.OFFERED])
        assert not live.exists()

    @invariant()
    def nobody_reads_her_own_session_as_a_peer(self) -> None:
        rows = Review.objects.filter(source__in=["peer", "volunteer"]).select_related("submission")
        assert all(row.reviewer_id != row.submission.learner_id for row in rows)


def reaches(model: type[Submission] | type[Review], old: str, new: str) -> bool:
    """Whether arrows lead there: one deed may take several steps."""
    known, open_ = {old}, [old]
    while open_:
        for after in model.ALLOWED.get(open_.pop(), frozenset()):
            if after not in known:
                known.add(after)
                open_.append(after)
    return new in known


@pytest.mark.django_db
def test_no_order_of_deeds_breaks_the_lifecycle() -> None:
    with time_machine.travel(BEGINNING, tick=False):
        Sessions.school = build_school()
    Sessions.TestCase.settings = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    Sessions.TestCase("runTest").runTest()  # type: ignore[no-untyped-call]
