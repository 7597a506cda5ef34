"""A learner's own evidence for one competency."""

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from coachlms.accounts.models import User
from courses.models import Competency
from courses.rubrics import Value
from feedback.reports.evidence import MarkerEvidence, OwnEvidence, OwnQuote
from reviews.models import Evidence, Review, Submission

QUOTES_PER_MARKER = 2


def evidence_for(learner: User, competency: Competency) -> OwnEvidence:
    """Her evidence for one competency from sessions whose text is there; three queries."""
    mine = Evidence.objects.filter(
        rating__marker__competency=competency,
        rating__assessment__review__state=Review.State.SUBMITTED,
        turn__submission__learner=learner,
        turn__submission__text_deleted_at__isnull=True,
    ).exclude(
        Q(rating__assessment__review__source=Review.Source.SELF)
        | Q(turn__submission__state=Submission.State.WITHDRAWN)
    )
    missed = Q(rating__value=Value.MISSED)
    counts = {
        ref: (passages, openings)
        for ref, passages, openings in mine.values("rating__marker__ref")
        .annotate(
            passages=Count("turn", filter=~missed, distinct=True),
            openings=Count("turn", filter=missed, distinct=True),
        )
        .values_list("rating__marker__ref", "passages", "openings")
    }
    quotes = _latest_quotes(mine)
    return OwnEvidence(
        slug=competency.slug,
        name=competency.name,
        markers=tuple(
            MarkerEvidence(
                ref=marker.ref,
                text=marker.text,
                passages=counts.get(marker.ref, (0, 0))[0],
                openings=counts.get(marker.ref, (0, 0))[1],
                quotes=tuple(quotes.get(marker.ref, ())),
            )
            for marker in competency.markers.all()
        ),
    )


def _latest_quotes(mine: QuerySet[Evidence]) -> dict[str, list[OwnQuote]]:
    """At most two per marker, from the latest sessions, one per turn."""
    newest = [F("turn__submission__handed_in_at").desc(), F("turn__number").asc(), F("pk").asc()]
    rows = (
        mine.annotate(
            place=Window(RowNumber(), partition_by=F("rating__marker_id"), order_by=newest)
        )
        .filter(place__lte=4 * QUOTES_PER_MARKER)
        .select_related("turn__submission", "rating__marker")
        .order_by(*newest)
    )
    found: dict[str, list[OwnQuote]] = {}
    for row in rows:
        kept = found.setdefault(row.rating.marker.ref, [])
        session = row.turn.submission
        is_new = all((q.session_pk, q.turn) != (session.pk, row.turn.number) for q in kept)
        is_verbatim = row.turn.text[row.start : row.end] == row.quote
        if len(kept) < QUOTES_PER_MARKER and is_new and is_verbatim:
            kept.append(
                OwnQuote(
                    text=row.quote,
                    value=row.rating.value,
                    turn=row.turn.number,
                    start_ms=row.turn.start_ms,
                    session_pk=session.pk,
                    session=str(session),
                    handed_in_at=session.handed_in_at,
                )
            )
    return found
