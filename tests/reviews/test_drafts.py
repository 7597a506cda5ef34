"""Preparing a session: six stages, each refused until its turn, none losing what was there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coachlms.accounts.models import User
from coachlms.jobs.models import Job
from courses.models import Competency, Step, StepProgress
from reviews.errors import (
    AlreadyHandedIn,
    ConsentMissing,
    ConsentTakenBack,
    NotComplete,
    SpeakersUnclear,
    TranscriptRefused,
)
from reviews.models import Purpose, Submission, Transcript, Turn
from reviews.services import drafts
from reviews.services.drafts import ConsentDraft, FocusDraft
from reviews.services.handing_in import hand_in
from reviews.transcripts.pseudonyms import Kind, Mask
from tests.reviews import world

pytestmark = pytest.mark.django_db

TEXT = b"""Coach: What would you like to have by the end?
Client: I keep postponing one talk with Annika Sommer in Hallstein.
Coach: What makes it matter now?
Client: Annika leaves in June."""
ALL = frozenset({Purpose.RECORDING, Purpose.TOOL, Purpose.PEERS, Purpose.MENTOR})
REFLECTION = "I asked and then I waited longer than I usually do, and it was good."


def consent(purposes: frozenset[Purpose] = ALL) -> ConsentDraft:
    return ConsentDraft(purposes, timezone.localdate(), "Client A")


@pytest.fixture
def author() -> User:
    return world.learner("Author Anders")


@pytest.fixture
def draft(author: User) -> Submission:
    return drafts.start_draft(learner=author, consent=consent())


def prepared(draft: Submission) -> Submission:
    """Everything done but the reflection."""
    level = world.library()
    drafts.save_transcript(submission=draft, data=TEXT, name="talk.txt")
    drafts.save_roles(submission=draft, roles={"Coach": "coach", "Client": "client"})
    masks = [Mask(Kind.NAME, "Annika Sommer", "Person A"), Mask(Kind.NAME, "Annika", "Person A")]
    drafts.save_masks(submission=draft, masks=masks)
    focus = FocusDraft("One talk", level, Competency.objects.get(number=8), "Who decides?")
    drafts.save_focus(submission=draft, focus=focus)
    draft.refresh_from_db()
    return draft


def test_start_draft_records_each_purpose_with_its_date(author: User) -> None:
    submission = drafts.start_draft(learner=author, consent=consent(ALL - {Purpose.MENTOR}))
    granted = submission.consents.order_by("purpose").values_list("purpose", "withdrawn_at")
    assert list(granted) == [("peers", None), ("recording", None), ("tool", None)]
    assert drafts.missing_stage(submission) == "conversation"


def test_start_draft_twice_in_a_moment_is_one_session(author: User) -> None:
    first = drafts.start_draft(learner=author, consent=consent())
    assert drafts.start_draft(learner=author, consent=consent()) == first
    other = drafts.start_draft(learner=world.learner("Other Olsen"), consent=consent())
    assert other != first
    assert Submission.objects.count() == 2


def test_save_consent_drops_what_is_not_ticked_any_more(draft: Submission) -> None:
    drafts.save_consent(submission=draft, consent=consent(frozenset({Purpose.RECORDING})))
    open_purposes = draft.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)
    assert list(open_purposes) == ["recording"]
    draft.refresh_from_db()
    assert drafts.missing_stage(draft) == "consent"


def test_save_consent_does_not_give_back_what_the_client_took(draft: Submission) -> None:
    draft.consents.filter(purpose=Purpose.PEERS).update(withdrawn_at=timezone.now())
    with pytest.raises(ConsentTakenBack):
        drafts.save_consent(submission=draft, consent=consent())
    assert draft.consents.get(purpose=Purpose.PEERS).withdrawn_at is not None


def test_save_transcript_without_consent_is_refused_and_keeps_nothing(author: User) -> None:
    draft = drafts.start_draft(learner=author, consent=consent(frozenset()))
    with pytest.raises(ConsentMissing):
        drafts.save_transcript(submission=draft, data=TEXT, name="talk.txt")
    assert Transcript.objects.count() == 0


def test_save_transcript_that_cannot_be_read_keeps_the_one_before(draft: Submission) -> None:
    drafts.save_transcript(submission=draft, data=TEXT, name="talk.txt")
    with pytest.raises(TranscriptRefused) as refused:
        drafts.save_transcript(submission=draft, data=b"WEBVTT\n\n", name="empty.vtt")
    assert refused.value.details["reason"]
    assert refused.value.details["advice"]
    assert draft.transcript.name == "talk.txt"
    assert len(draft.transcript.utterances) == 4


def test_another_file_asks_again_who_is_who(draft: Submission) -> None:
    prepared(draft)
    drafts.save_transcript(submission=draft, data=TEXT, name="again.txt")
    draft.refresh_from_db()
    assert drafts.missing_stage(draft) == "speakers"
    assert draft.transcript.masks is None


@pytest.mark.parametrize(
    "roles",
    [
        {},
        {"Coach": "coach"},
        {"Coach": "coach", "Client": "coach"},
        {"Coach": "coach", "Client": "left_out"},
        {"Coach": "coach", "Client": "judge"},
    ],
)
def test_save_roles_needs_a_coach_and_a_client(draft: Submission, roles: dict[str, str]) -> None:
    drafts.save_transcript(submission=draft, data=TEXT, name="talk.txt")
    with pytest.raises(SpeakersUnclear):
        drafts.save_roles(submission=draft, roles=roles)
    draft.transcript.refresh_from_db()
    assert draft.transcript.roles == {}


def test_suggested_masks_name_the_person_and_the_text_hides_her(draft: Submission) -> None:
    drafts.save_transcript(submission=draft, data=TEXT, name="talk.txt")
    drafts.save_roles(submission=draft, roles={"Coach": "coach", "Client": "client"})
    draft.transcript.refresh_from_db()
    masks = drafts.suggested_masks(draft.transcript)
    text = " ".join(turn.text for turn in drafts.masked_turns(draft.transcript, masks))
    assert "Annika" not in text
    assert "Sommer" not in text
    assert "Person A leaves in June." in text


def test_hand_in_says_what_is_missing_and_changes_nothing(draft: Submission) -> None:
    prepared(draft)
    with pytest.raises(NotComplete, match="reflection"):
        hand_in(submission=draft)
    draft.refresh_from_db()
    assert (draft.state, draft.handed_in_at, Turn.objects.count()) == ("draft", None, 0)
    assert Job.objects.count() == 0


def test_hand_in_writes_masked_turns_and_forgets_names(draft: Submission) -> None:
    prepared(draft)
    drafts.save_reflection(submission=draft, text=REFLECTION)
    hand_in(submission=draft)
    draft.refresh_from_db()
    assert draft.state == Submission.State.IN_REVIEW
    assert list(draft.turns.values_list("number", "who", "text")) == [
        (1, "coach", "What would you like to have by the end?"),
        (2, "client", "I keep postponing one talk with Person A in Hallstein."),
        (3, "coach", "What makes it matter now?"),
        (4, "client", "Person A leaves in June."),
    ]
    assert Transcript.objects.count() == 0
    assert draft.word_count == 29
    assert draft.delete_text_on == timezone.localdate() + timedelta(days=180)
    assert list(Job.objects.values_list("kind", "subject")) == [("review_with_ai", draft.pk)]


def test_hand_in_twice_opens_one_session(draft: Submission) -> None:
    prepared(draft)
    drafts.save_reflection(submission=draft, text=REFLECTION)
    hand_in(submission=draft)
    hand_in(submission=draft)
    assert draft.turns.count() == 4
    assert draft.reviews.filter(source="ai").count() == 1
    assert Job.objects.filter(kind="review_with_ai").count() == 1


def test_hand_in_after_consent_was_taken_back_is_refused(draft: Submission) -> None:
    prepared(draft)
    drafts.save_reflection(submission=draft, text=REFLECTION)
    drafts.save_consent(submission=draft, consent=consent(frozenset({Purpose.RECORDING})))
    with pytest.raises(NotComplete, match="agreement"):
        hand_in(submission=draft)
    assert draft.turns.count() == 0


def test_nothing_can_be_changed_after_hand_in(draft: Submission) -> None:
    prepared(draft)
    drafts.save_reflection(submission=draft, text=REFLECTION)
    hand_in(submission=draft)
    with pytest.raises(AlreadyHandedIn):
        drafts.save_transcript(submission=draft, data=TEXT, name="late.txt")
    with pytest.raises(AlreadyHandedIn):
        drafts.save_reflection(
            submission=draft, text="Other words than before, and quite a lot of them."
        )
    draft.refresh_from_db()
    assert draft.reflection == REFLECTION
    assert Transcript.objects.count() == 0


def test_hand_in_completes_the_step_it_began_in(author: User) -> None:
    course = world.cohort().course
    module = course.modules.create(
        position=1, title="Ending", summary="s", competency=Competency.objects.get(number=8)
    )
    step = module.steps.create(position=1, kind=Step.Kind.HAND_IN, title="Hand in a session")
    draft = drafts.start_draft(learner=author, consent=consent(), step=step)
    prepared(draft)
    drafts.save_reflection(submission=draft, text=REFLECTION)
    hand_in(submission=draft)
    progress = StepProgress.objects.get(step=step)
    assert progress.enrolment.learner == author
    assert progress.done_at is not None
