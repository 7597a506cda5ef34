"""What sessions and reviews know about a person: her own sessions, and what she wrote about others'."""

from collections.abc import Iterable

from coachlms.accounts.models import User
from coachlms.accounts.privacy import Part, register
from reviews.models import Assessment, Review, Submission
from reviews.services import leaving, withdrawal


def collect_sessions(user: User) -> object:
    """Words as they are kept: masked once handed in. Of a peer only her alias."""
    own = Submission.objects.of(user).select_related("level", "focus", "result", "transcript")
    return [_session(session) for session in own.prefetch_related("consents", "turns", "readings")]


def erase_sessions(user: User) -> int:
    """Each with the receipt that every deleted session gets."""
    own = list(Submission.objects.of(user))
    for session in own:
        withdrawal.delete_session(submission=session)
    return len(own)


def collect_reviews(user: User) -> object:
    """Her words about other people's sessions, without the words of those sessions."""
    mine = Review.objects.filter(reviewer=user).with_assessment()
    return [_review(review, quotes=False) for review in mine]


def erase_reviews(user: User) -> int:
    """What she handed in stays with its learner, without her name; everything else of hers goes."""
    return leaving.give_up_duties(reviewer=user)


def _session(session: Submission) -> dict[str, object]:
    handed_in = Review.objects.filter(submission=session).submitted().with_assessment()
    result = getattr(session, "result", None)
    draft = getattr(session, "transcript", None)
    return {
        "number": session.pk,
        "title": session.title,
        "state": session.state,
        "level": str(session.level or ""),
        "focus": str(session.focus or ""),
        "focus_question": session.focus_question,
        "reflection": session.reflection,
        "client_alias": session.client_alias,
        "agreed_on": session.agreed_on,
        "handed_in_at": session.handed_in_at,
        "delete_text_on": session.delete_text_on,
        "consents": [
            {"purpose": c.purpose, "granted_at": c.granted_at, "withdrawn_at": c.withdrawn_at}
            for c in session.consents.all()
        ],
        "draft": draft.utterances if draft else [],
        "turns": [
            {"number": t.number, "who": t.who, "text": t.text, "start_ms": t.start_ms}
            for t in session.turns.all()
        ],
        "facts": [{"analyser": r.analyser, "facts": r.facts} for r in session.readings.all()],
        "result": {"stage": result.stage, "words": result.words} if result else None,
        "reviews": [_review(review, quotes=True) for review in handed_in],
    }


def _review(review: Review, *, quotes: bool) -> dict[str, object]:
    said: Assessment | None = getattr(review, "assessment", None)
    return {
        "by": review.alias or review.voice,
        "state": review.state,
        "on": review.submitted_at.date() if review.submitted_at else None,
        "strength": said.strength if said else "",
        "experiment": said.experiment if said else "",
        "ratings": list(_ratings(said, quotes)) if said else [],
    }


def _ratings(said: Assessment, quotes: bool) -> Iterable[dict[str, object]]:
    for rating in said.ratings.all():
        row: dict[str, object] = {"marker": rating.marker.ref, "value": rating.value}
        row["note"] = rating.note
        if quotes:
            row["quotes"] = [
                {"turn": evidence.turn.number, "quote": evidence.quote}
                for evidence in rating.evidence.all()
            ]
        yield row


register(
    Part(
        "sessions",
        "Sessions, with all that was written about them",
        collect_sessions,
        erase_sessions,
    )
)
register(Part("reviews", "Duties and drafts of reviews", collect_reviews, erase_reviews))
