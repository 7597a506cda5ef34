"""The six stages through the client: refusals that lose nothing, and nothing for strangers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from coachlms.accounts.models import Role, User
from courses.models import Competency, Step
from reviews.models import Purpose, Share, Submission, Transcript
from reviews.services import drafts
from reviews.services.drafts import ConsentDraft, FocusDraft
from reviews.transcripts import MAX_BYTES
from reviews.transcripts.pseudonyms import Kind, Mask
from tests.reviews import world

pytestmark = pytest.mark.django_db

TALK = """Ada: What would you like to have by the end?
Bo: I keep postponing one talk with Katrin.
Unknown: Hm.
Ada: What makes it matter now?
Bo: Katrin leaves in June.
"""
ALL = frozenset({Purpose.RECORDING, Purpose.TOOL, Purpose.PEERS, Purpose.MENTOR})
STAGES = ("consent", "conversation", "speakers", "text", "focus", "reflection")


@pytest.fixture
def author(client: Client) -> User:
    world.library()
    user = world.learner("Author Anders")
    client.force_login(user)
    return user


@pytest.fixture
def draft(author: User) -> Submission:
    consent = ConsentDraft(ALL, timezone.localdate(), "Client B")
    return drafts.start_draft(learner=author, consent=consent)


@pytest.fixture
def with_text(draft: Submission) -> Submission:
    drafts.save_transcript(submission=draft, data=TALK.encode(), name="talk.txt")
    return draft


@pytest.fixture
def checked(with_text: Submission) -> Submission:
    """Everything up to the masks."""
    roles = {"Ada": "coach", "Bo": "client", "Unknown": "client"}
    drafts.save_roles(submission=with_text, roles=roles)
    masks = [Mask(Kind.NAME, "Katrin", "Person A")]
    drafts.save_masks(submission=with_text, masks=masks)
    return with_text


@pytest.fixture
def nearly(checked: Submission) -> Submission:
    """Everything but the reflection."""
    focus = FocusDraft("June", world.library(), Competency.objects.get(number=8))
    drafts.save_focus(submission=checked, focus=focus)
    return checked


def path(submission: Submission, stage: str = "") -> str:
    return f"/sessions/{submission.pk}/hand-in/{stage and stage + '/'}"


# --- consent ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"purposes": ["recording"]}, "Without the first two nothing can be read."),
        ({"agreed_on": ""}, "This field is required."),
        ({"agreed_on": timezone.localdate() + timedelta(days=1)}, "This day has not come yet."),
        ({"client_alias": " "}, "This field is required."),
    ],
)
def test_without_consent_on_record_there_is_no_draft(
    client: Client, author: User, change: dict[str, object], sentence: str
) -> None:
    form: dict[str, object] = {
        "purposes": ["recording", "tool"],
        "agreed_on": timezone.localdate(),
        "client_alias": "Client B",
    }
    page = client.post("/sessions/new/", form | change).content.decode()
    assert sentence in page
    assert Submission.objects.count() == 0


def test_a_session_begun_in_a_step_belongs_to_its_course(client: Client, author: User) -> None:
    module = world.cohort().course.modules.create(
        position=1, title="Ending", summary="s", competency=Competency.objects.get(number=8)
    )
    step = module.steps.create(position=1, kind=Step.Kind.HAND_IN, title="Hand in")
    form = {
        "purposes": ["recording", "tool"],
        "agreed_on": timezone.localdate(),
        "client_alias": "B",
    }
    client.post(f"/sessions/new/?step={step.pk}", form)
    client.post("/sessions/new/?step=nonsense", form)
    begun = Submission.objects.order_by("pk").values_list("step", "enrolment")
    enrolment = author.enrolments.get().pk
    assert list(begun) == [(step.pk, enrolment), (None, enrolment)]


def test_a_purpose_can_be_unticked_while_it_is_a_draft(client: Client, draft: Submission) -> None:
    form = {
        "purposes": ["recording", "tool"],
        "agreed_on": timezone.localdate(),
        "client_alias": "B",
    }
    assert client.post(path(draft, "consent"), form)["Location"] == path(draft)
    on_record = draft.consents.values_list("purpose", "withdrawn_at")
    assert sorted(on_record) == [("recording", None), ("tool", None)]


def test_nothing_can_be_brought_in_once_consent_is_gone(client: Client, draft: Submission) -> None:
    draft.consents.filter(purpose="tool").update(withdrawn_at=timezone.now())
    response = client.post(path(draft, "conversation"), {"text": TALK})
    assert response["Location"] == path(draft, "consent")
    assert Transcript.objects.count() == 0


# --- the conversation -----------------------------------------------------------------------------------


def test_pasted_text_that_cannot_be_read_is_not_lost(client: Client, draft: Submission) -> None:
    text = "WEBVTT\n\n1\n00:00:17:4x --> 00:01\nKettle and curtain\n"
    response = client.post(path(draft, "conversation"), {"text": text})
    page = response.content.decode()
    assert response.status_code == 422
    assert "The time “00:00:17:4x” is not a time." in page
    assert "Line 4." in page
    assert "Kettle and curtain" in page
    assert Transcript.objects.count() == 0


def test_neither_file_nor_text_is_a_question_back(client: Client, draft: Submission) -> None:
    page = client.post(path(draft, "conversation"), {"text": "  "}).content.decode()
    assert "Choose a file or paste the conversation." in page
    assert Transcript.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_with_its_limit(
    client: Client, draft: Submission
) -> None:
    large = SimpleUploadedFile("talk.txt", b"Ada: " + b"x" * MAX_BYTES)
    page = client.post(path(draft, "conversation"), {"file": large}).content.decode()
    assert f"This file is larger than {MAX_BYTES // 1024 // 1024} MB." in page
    assert Transcript.objects.count() == 0


def test_a_name_of_a_file_is_shown_as_text(client: Client, draft: Submission) -> None:
    file = SimpleUploadedFile("<b>talk.txt", TALK.encode())
    client.post(path(draft, "conversation"), {"file": file})
    page = client.get(path(draft, "conversation")).content.decode()
    assert "&lt;b&gt;talk.txt" in page
    assert "<b>talk" not in page


# --- who is who -----------------------------------------------------------------------------------------


def test_speakers_come_with_counts_first_lines_and_the_sum_after_merging(
    client: Client, with_text: Submission
) -> None:
    page = client.get(path(with_text, "speakers")).content.decode()
    page = page.partition("<main")[2].partition("</main>")[0]
    assert "What would you like to have by the end?" in page
    assert page.count('role="radiogroup"') == 3
    assert "Same as Ada" in page
    choice = {"voice-0": "coach", "voice-1": "client", "voice-2": "nonsense"}
    page = client.post(path(with_text, "speakers"), choice).content.decode()
    assert "<b>4 turns</b>, 2 of the coach and 2 of the client" in page
    assert "Say which voice is the coach" in page


def test_one_voice_can_be_the_same_as_another(client: Client, with_text: Submission) -> None:
    labels = [voice.label for voice in drafts.voices(with_text.transcript)]
    choice = {f"voice-{labels.index('Ada')}": "coach", f"voice-{labels.index('Bo')}": "client"}
    choice["voice-2"] = f"same-{labels.index('Bo')}"
    assert labels[2] == "Unknown"
    response = client.post(path(with_text, "speakers"), choice)
    assert response["Location"] == path(with_text, "text")
    with_text.transcript.refresh_from_db()
    assert with_text.transcript.roles == {"Ada": "coach", "Bo": "client", "Unknown": "client"}


# --- the text -------------------------------------------------------------------------------------------


def masks(*rows: tuple[str, str, bool]) -> dict[str, object]:
    form: dict[str, object] = {"mask-TOTAL_FORMS": len(rows), "mask-INITIAL_FORMS": 0}
    for at, (original, replacement, use) in enumerate(rows):
        form |= {f"mask-{at}-original": original, f"mask-{at}-replacement": replacement}
        form |= {f"mask-{at}-use": "on"} if use else {}
    return form


def test_masked_words_are_marked_and_names_are_not_shown(
    client: Client, checked: Submission
) -> None:
    text = client.get(path(checked, "text")).content.decode().split('id="masked-h"')[1]
    assert text.count('<span class="masked">Person A</span>') == 2
    assert "Katrin" not in text


def test_check_again_stays_and_shows_the_text_with_the_changes(
    client: Client, checked: Submission
) -> None:
    form = masks(("Katrin", "My sister", True), ("June", "that month", True)) | {"check": "1"}
    assert client.post(path(checked, "text"), form)["Location"] == path(checked, "text")
    text = client.get(path(checked, "text")).content.decode().split('id="masked-h"')[1]
    assert '<span class="masked">My sister</span> leaves in <span class="masked">that month' in text


def test_a_mask_that_is_unticked_shows_the_word_again(client: Client, checked: Submission) -> None:
    form = masks(("Katrin", "Person A", False))
    assert client.post(path(checked, "text"), form)["Location"] == path(checked, "focus")
    checked.transcript.refresh_from_db()
    assert checked.transcript.masks == []


def test_a_mask_without_a_replacement_is_refused_and_the_old_ones_stay(
    client: Client, checked: Submission
) -> None:
    page = client.post(path(checked, "text"), masks(("June", "", True))).content.decode()
    assert "Say what to show instead" in page
    checked.transcript.refresh_from_db()
    assert checked.transcript.masks == [["name", "Katrin", "Person A"]]


def test_a_mask_can_hold_signs_of_html(client: Client, checked: Submission) -> None:
    client.post(path(checked, "text"), masks(("Katrin", "<script>alert(1)</script>", True)))
    page = client.get(path(checked, "text")).content.decode()
    assert "<script>alert" not in page


# --- focus and mentor -----------------------------------------------------------------------------------


def test_a_mentor_is_chosen_for_thirty_days_unless_said_otherwise(
    client: Client, checked: Submission
) -> None:
    mentor = world.person("Mentor Moser", Role.MENTOR)
    form = {
        "title": "June",
        "level": world.library().pk,
        "focus": Competency.objects.get(number=8).pk,
        "mentor": mentor.pk,
    }
    response = client.post(path(checked, "focus"), form)
    assert response["Location"] == path(checked, "reflection")
    share = Share.objects.get(revoked_at=None)
    assert share.expires_on == timezone.localdate() + timedelta(days=30)
    assert not Submission.objects.visible_to(mentor).exists()  # not before it is handed in
    client.post(path(checked, "focus"), form | {"mentor": ""})
    assert not Share.objects.filter(revoked_at=None).exists()


def test_without_consent_for_a_mentor_none_can_be_chosen(
    client: Client, checked: Submission
) -> None:
    checked.consents.filter(purpose="mentor").update(withdrawn_at=timezone.now())
    assert 'name="mentor"' not in client.get(path(checked, "focus")).content.decode()


# --- reflection and hand-in -----------------------------------------------------------------------------


def test_save_and_leave_keeps_a_reflection_that_is_too_short(
    client: Client, nearly: Submission
) -> None:
    form = {"reflection": "It was", "later": "1"}
    assert client.post(path(nearly, "reflection"), form)["Location"] == "/sessions/"
    assert "It was</textarea>" in client.get(path(nearly, "reflection")).content.decode()


def test_hand_in_after_the_client_withdrew_is_refused(client: Client, nearly: Submission) -> None:
    nearly.consents.filter(purpose="recording").update(withdrawn_at=timezone.now())
    words = "I asked and then I waited for longer than I usually do, I think."
    response = client.post(path(nearly, "reflection"), {"reflection": words})
    assert response["Location"] == path(nearly, "consent")
    nearly.refresh_from_db()
    assert (nearly.state, nearly.turns.count(), nearly.reflection) == ("draft", 0, "")


def test_the_back_button_after_hand_in_leads_to_the_session_and_says_why(
    client: Client, author: User
) -> None:
    session = world.open_session(author)
    response = client.get(path(session, "text"), follow=True)
    assert response.redirect_chain == [(f"/sessions/{session.pk}/", 302)]
    assert "This session was handed in already." in response.content.decode()


@pytest.mark.parametrize("stage", ["", *STAGES])
def test_a_draft_is_nobody_elses(client: Client, nearly: Submission, stage: str) -> None:
    client.force_login(world.person("Mentor Moser", Role.MENTOR))
    assert client.get(path(nearly, stage)).status_code == 404
    if stage:
        assert client.post(path(nearly, stage), {"reflection": "x " * 20}).status_code == 404
    nearly.refresh_from_db()
    assert (nearly.state, nearly.reflection) == ("draft", "")
    client.logout()
    assert client.get(path(nearly, stage))["Location"].startswith("/accounts/login/")
