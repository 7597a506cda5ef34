"""Hands a session in and withdraws or deletes it, in a process of its own, so that files on the disk can be searched."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from coachlms.accounts.models import Role
from coachlms.accounts.services import create_user
from coachlms.jobs import services as jobs
from courses.models import Competency, Level, Marker
from feedback.models import FindingAnswer
from reviews.models import Purpose, Review, Submission
from reviews.services import assessing, drafts, sharing, withdrawal
from reviews.services.assessing import AssessmentDraft
from reviews.services.drafts import ConsentDraft, FocusDraft
from reviews.services.handing_in import hand_in
from reviews.transcripts.pseudonyms import Kind, Mask

NAME = "Ottokar Silberzwirn"
SENTENCE = "I keep the brass kettle behind the seventh curtain"
REFLECTION = "She moved me when she spoke of a kettle and I kept quiet for once"
REMARK = "You let the copper stay warm"
NOTE = "I never noticed how warm that kettle was"
SECRETS = (NAME, SENTENCE, REFLECTION, REMARK, NOTE, "Kettle talk", "Client Kessel")
SAID = (
    "Coach: What would you like to have by the end of our time?\n"
    f"Client: {SENTENCE}, and {NAME} does not know.\n"
    "Coach: What are you learning about yourself, behind that curtain?\n"
    "Client: That I would like to be found.\n"
) * 40  # long enough for pages of its own


def prepare() -> None:
    """A draft with real names in it, then a session that is read by the AI reader and a mentor."""
    call_command("load_library", verbosity=0)
    learner = create_user(
        email="learner@example.org", name="Lea Lind", password=None, roles=(Role.LEARNER,)
    )
    mentor = create_user(
        email="mentor@example.org", name="Mo Moser", password=None, roles=(Role.MENTOR,)
    )
    purposes = frozenset({Purpose.RECORDING, Purpose.TOOL, Purpose.MENTOR})
    today = timezone.localdate()
    draft = drafts.start_draft(
        learner=learner, consent=ConsentDraft(purposes, today, "Client Kessel")
    )
    drafts.save_transcript(submission=draft, data=SAID.encode(), name="talk.txt")
    drafts.save_roles(submission=draft, roles={"Coach": "coach", "Client": "client"})
    drafts.save_masks(submission=draft, masks=[Mask(Kind.NAME, NAME, "Person A")])
    focus = FocusDraft(
        "Kettle talk", Level.objects.get(key="pcc"), Competency.objects.get(number=8)
    )
    drafts.save_focus(submission=draft, focus=focus)
    drafts.save_reflection(submission=draft, text=REFLECTION)
    sharing.share_with_mentor(submission=draft, mentor=mentor, until=today + timedelta(days=9))
    hand_in(submission=draft)
    jobs.run_pending()
    review = Review.objects.get(reviewer=mentor)
    assessing.save_draft(review=review, draft=AssessmentDraft(strength=REMARK))
    marker = Marker.objects.get(ref="8a")
    FindingAnswer.objects.create(submission=draft, marker=marker, kind="edge", note=NOTE)


def withdraw() -> None:
    withdrawal.withdraw_all(submission=Submission.objects.get())


def delete() -> None:
    withdrawal.delete_session(submission=Submission.objects.get())
