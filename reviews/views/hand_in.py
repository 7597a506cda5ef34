"""The six stages of handing in. Each is an address of its own; one may leave and come back at any of them."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coachlms.accounts.requests import SignedInRequest
from courses.models import Step
from reviews.errors import AlreadyHandedIn, NothingLeft, SpeakersUnclear, TranscriptRefused
from reviews.forms.hand_in import (
    PURPOSE_HELP,
    ConsentForm,
    ConversationForm,
    FocusForm,
    MaskFormSet,
    ReflectionForm,
    masks_in,
)
from reviews.models import Purpose, Submission
from reviews.services import drafts, sharing
from reviews.services.handing_in import hand_in as hand_in_session
from reviews.transcripts import LEFT_OUT, Who
from reviews.views.stages import merged, said_as, stage_page, voice_rows

StageView = Callable[[SignedInRequest, Submission], HttpResponse]


def stage(name: str) -> Callable[[StageView], Callable[[SignedInRequest, int], HttpResponse]]:
    """A stage of one's own draft: handed in leads to the session, too early to the stage that is due."""

    def wrap(view: StageView) -> Callable[[SignedInRequest, int], HttpResponse]:
        @login_required
        @require_http_methods(["GET", "POST"])
        @wraps(view)
        def inner(request: SignedInRequest, pk: int) -> HttpResponse:
            submission = get_object_or_404(Submission.objects.of(request.user), pk=pk)
            if submission.state != Submission.State.DRAFT:
                return _was_handed_in(request, pk)
            due = drafts.missing_stage(submission)
            if due and drafts.STAGES.index(due) < drafts.STAGES.index(name):
                messages.info(request, _("This comes first; after it you go on where you were."))
                return redirect(f"hand_in_{due}", pk=pk)
            try:
                return view(request, submission)
            except AlreadyHandedIn:  # in another tab, at this moment
                return _was_handed_in(request, pk)

        return inner

    return wrap


def _was_handed_in(request: SignedInRequest, pk: int) -> HttpResponse:
    messages.info(request, _("This session was handed in already."))
    return redirect("session", pk=pk)


@login_required
@require_safe
def hand_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on where the draft was left."""
    submission = get_object_or_404(Submission.objects.of(request.user), pk=pk)
    if submission.state != Submission.State.DRAFT:
        return redirect("session", pk=pk)
    return redirect(f"hand_in_{drafts.missing_stage(submission) or 'reflection'}", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def hand_in_new(request: SignedInRequest) -> HttpResponse:
    """Consent comes first: there is no draft before it is on record."""
    form = ConsentForm(request.POST or None, initial={"purposes": []})
    if form.is_valid():
        number = request.GET.get("step", "")
        steps = Step.objects.filter(kind=Step.Kind.HAND_IN)
        step = steps.filter(pk=int(number)).first() if number.isdecimal() else None
        submission = drafts.start_draft(learner=request.user, consent=form.draft(), step=step)
        return redirect("hand_in_conversation", pk=submission.pk)
    return stage_page(request, "consent", form=form, purpose_help=PURPOSE_HELP)


@stage("consent")
def hand_in_consent(request: SignedInRequest, submission: Submission) -> HttpResponse:
    granted = submission.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)
    initial = {
        "purposes": list(granted),
        "agreed_on": submission.agreed_on,
        "client_alias": submission.client_alias,
        "recorded_by": submission.recorded_by,
    }
    form = ConsentForm(request.POST or None, initial=initial)
    if form.is_valid():
        drafts.save_consent(submission=submission, consent=form.draft())
        return redirect("hand_in", pk=submission.pk)
    return stage_page(request, "consent", submission, form=form, purpose_help=PURPOSE_HELP)


@stage("conversation")
def hand_in_conversation(request: SignedInRequest, submission: Submission) -> HttpResponse:
    form = ConversationForm(request.POST or None, request.FILES or None)
    refused: TranscriptRefused | None = None
    if request.method == "POST" and form.is_valid():
        data, name = form.content()
        try:
            drafts.save_transcript(submission=submission, data=data, name=name)
            return redirect("hand_in_speakers", pk=submission.pk)
        except TranscriptRefused as error:
            refused = error
    transcript = drafts.transcript_of(submission)
    found = drafts.voices(transcript) if transcript else ()
    page = {"form": form, "refused": refused, "transcript": transcript, "found": found}
    return stage_page(request, "conversation", submission, status=422 if refused else 200, **page)


@stage("speakers")
def hand_in_speakers(request: SignedInRequest, submission: Submission) -> HttpResponse:
    transcript = submission.transcript
    rows = voice_rows(drafts.voices(transcript), transcript.roles, request.POST)
    unclear: SpeakersUnclear | None = None
    if request.method == "POST":
        try:
            drafts.save_roles(submission=submission, roles=said_as(rows))
            return redirect("hand_in_text", pk=submission.pk)
        except SpeakersUnclear as error:
            unclear = error
    roles = [(Who.COACH, _("Coach (me)")), (Who.CLIENT, _("Client")), (Who.OTHER, _("Third voice"))]
    page = {
        "rows": rows,
        "roles": [*roles, (LEFT_OUT, _("Leave out"))],
        "unclear": unclear,
        "merged": merged(transcript, said_as(rows)),
    }
    return stage_page(request, "speakers", submission, status=422 if unclear else 200, **page)


@stage("text")
def hand_in_text(request: SignedInRequest, submission: Submission) -> HttpResponse:
    """Suggested masks to check, and the whole text as readers will see it below."""
    transcript = submission.transcript
    known = transcript.masks is not None
    masks = drafts.masks_of(transcript) if known else drafts.suggested_masks(transcript)
    initial = [
        {"kind": m.kind, "original": m.original, "replacement": m.replacement} for m in masks
    ]
    formset = MaskFormSet(request.POST or None, initial=initial, prefix="mask")
    if request.method == "POST" and formset.is_valid():
        drafts.save_masks(submission=submission, masks=masks_in(formset))
        again = "check" in request.POST
        return redirect("hand_in_text" if again else "hand_in_focus", pk=submission.pk)
    return stage_page(
        request,
        "text",
        submission,
        formset=formset,
        turns=drafts.masked_turns(transcript, masks),
        shown_instead=sorted({mask.replacement for mask in masks}),
        warnings=drafts.warnings_of(transcript),
    )


@stage("focus")
def hand_in_focus(request: SignedInRequest, submission: Submission) -> HttpResponse:
    may_share = submission.consents.filter(purpose=Purpose.MENTOR, withdrawn_at=None).exists()
    share = submission.shares.filter(revoked_at=None).first()
    module = submission.step.module if submission.step else None
    initial = {
        "title": submission.title,
        "level": submission.level or (module.course.level if module else None),
        "focus": submission.focus or (module.competency if module else None),
        "focus_question": submission.focus_question,
        "mentor": share.mentor if share else None,
        "until": share.expires_on if share else None,
    }
    form = FocusForm(request.POST or None, initial=initial, may_share=may_share)
    if form.is_valid():
        drafts.save_focus(submission=submission, focus=form.draft())
        mentor = form.cleaned_data.get("mentor")
        if mentor:
            sharing.share_with_mentor(
                submission=submission, mentor=mentor, until=form.cleaned_data["until"]
            )
        elif share:
            sharing.revoke_share(submission=submission)
        return redirect("hand_in_reflection", pk=submission.pk)
    return stage_page(request, "focus", submission, form=form)


@stage("reflection")
def hand_in_reflection(request: SignedInRequest, submission: Submission) -> HttpResponse:
    form = ReflectionForm(request.POST or None, initial={"reflection": submission.reflection})
    problem: NothingLeft | None = None
    if request.method == "POST" and "later" in request.POST:
        drafts.save_reflection(
            submission=submission, text=str(request.POST.get("reflection", ""))[:5000]
        )
        return redirect("sessions")
    if form.is_valid():
        drafts.save_reflection(submission=submission, text=form.cleaned_data["reflection"])
        try:
            hand_in_session(submission=submission)
            return redirect("session", pk=submission.pk)
        except NothingLeft as error:
            problem = error
    return stage_page(request, "reflection", submission, form=form, problem=problem)


@login_required
@require_safe
def client_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """A page to print or copy for the client: her link, and what it does."""
    submission = get_object_or_404(Submission.objects.of(request.user), pk=pk)
    return render(
        request, "reviews/hand_in/client_link.html", {"submission": submission, "nav": "sessions"}
    )
