"""What one report is composed from, and the report."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from django.db.models import Count, F, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone

from coachlms.accounts.models import User
from coachlms.common.kept import values_of
from courses.models import Level, Resource
from courses.rubrics import Rubric, Value
from feedback.findings import MarkerReading, Quote, Voice, VoiceRating
from feedback.querysets.facts import facts_of
from feedback.reports import (
    AnswerRow,
    CompetencyRow,
    ReaderWords,
    Report,
    ResourceRow,
    Source,
    TurnText,
    build,
    stretch_of,
)
from reviews.models import Evidence, Rating, Reading, Result, Review, Share, Submission, Turn
from reviews.querysets import SubmissionQuerySet

EARLIER_SESSIONS = 3
VOICE_NAMES: Mapping[str, str] = {Voice.SELF: "You", Voice.AI: "AI reader", Voice.PEER: "Peer"}


ROWS = ("learner", "level__framework", "focus", "rubric", "result", "practice__marker")


def sessions_with_report(user: User) -> QuerySet[Submission]:
    """Sessions this person may read, with all single rows their report needs."""
    return Submission.objects.visible_to(user).select_related(*ROWS)


def session_to_show(user: User, pk: int) -> Submission:
    """The same for one session, with what `version_of` asks; Http404 for whoever may not read it. One query."""
    rows = _rows_to_show()
    own = rows.of(user).filter(pk=pk).first()  # a plain question, nearly always enough
    return own or get_object_or_404(rows.visible_to(user), pk=pk)


@cache
def _rows_to_show() -> SubmissionQuerySet:
    """Built once, asked often: putting this question together takes longer than answering it."""
    answers = Submission.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    handed_in = Review.objects.filter(submission=OuterRef("pk")).submitted()
    return Submission.objects.select_related(*ROWS).annotate(
        reviews_last=Subquery(handed_in.order_by("-submitted_at").values("submitted_at")[:1]),
        answers_n=Subquery(answers.annotate(n=Count("finding_answers")).values("n")),
        answers_last=Subquery(answers.annotate(n=Max("finding_answers__answered_at")).values("n")),
    )


def has_result(submission: Submission) -> bool:
    return getattr(submission, "result", None) is not None


def version_of(submission: Submission) -> tuple[object, ...]:
    """Changes whenever anything of this session changes that the report shows.

    `submission` comes from `session_to_show`.
    """
    return (
        values_of(submission),
        values_of(submission.result),
        values_of(getattr(submission, "practice", None)),
        str(submission.learner),
        timezone.localdate(),
        *(getattr(submission, name) for name in ("reviews_last", "answers_n", "answers_last")),
    )


def compose(submission: Submission, for_user: User) -> Report:
    """The report on a session with a result, as this person reads it; nine queries, whatever its size.

    `submission` comes from `sessions_with_report`.
    """
    return build(_source(submission, for_user))


def _source(submission: Submission, for_user: User) -> Source:
    result = submission.result
    rubric = Rubric.from_dict(submission.rubric.body if submission.rubric else {})
    is_author = submission.learner_id == for_user.pk
    self_name = "You" if is_author else str(submission.learner)
    ratings = _ratings(submission)
    readings = _readings(submission)
    own = readings.get(submission.pk)
    notices = _notices(own)
    earlier = [facts_of(r) for pk, r in readings.items() if pk != submission.pk]
    return Source(
        has_text=submission.has_text,
        final=result.stage == Result.Stage.FINAL,
        has_ai=result.has_ai,
        peers=result.peers,
        has_mentor=result.has_mentor,
        level=rubric.level.upper(),
        focus=submission.focus.number if submission.focus else None,
        self_name=self_name,
        markers=_markers(submission, rubric, ratings, self_name),
        competencies=tuple(
            CompetencyRow(c.number, c.name, c.slug, c.treatment, result.words.get(str(c.number)))
            for c in rubric.competencies
        ),
        facts=facts_of(own),
        timeline=tuple(stretch_of(row) for row in own.timeline) if own else (),
        earlier=tuple(earlier),
        notices=notices,
        limits=tuple(own.limits) if own else (),
        dropped=own.dropped if own else 0,
        turns=_turns(submission, ratings, notices),
        answers=_answers(submission),
        words=_reader_words(ratings, self_name),
    )


def _ratings(submission: Submission) -> list[Rating]:
    """Every word of every reader who has handed in, with evidence and turns; two queries."""
    evidence = (
        Evidence.objects.select_related("turn") if submission.has_text else Evidence.objects.none()
    )
    return list(
        Rating.objects.filter(
            assessment__review__submission=submission,
            assessment__review__state=Review.State.SUBMITTED,
        )
        .exclude(value="")
        .select_related("marker", "assessment__review__reviewer")
        .prefetch_related(Prefetch("evidence", queryset=evidence))
        .order_by("assessment__review_id", "marker_id")
    )


def _markers(
    submission: Submission, rubric: Rubric, ratings: Iterable[Rating], self_name: str
) -> tuple[MarkerReading, ...]:
    by_ref: dict[str, list[VoiceRating]] = {}
    for rating in ratings:
        said = _voice_rating(rating, self_name, with_text=submission.has_text)
        by_ref.setdefault(rating.marker.ref, []).append(said)
    items = {i.marker.ref: i for i in submission.result.items.select_related("marker")}
    found = []
    for marker in rubric.markers:
        item = items.get(marker.ref)
        found.append(
            MarkerReading(
                ref=marker.ref,
                competency=marker.competency,
                text=marker.text,
                depth=marker.depth,
                estimate=item.estimate if item else None,
                low=item.low if item else None,
                high=item.high if item else None,
                n=item.n if item else 0,
                disagreement=item.disagreement if item else False,
                ratings=tuple(by_ref.get(marker.ref, ())),
            )
        )
    return tuple(found)


def _voice_rating(rating: Rating, self_name: str, *, with_text: bool) -> VoiceRating:
    review = rating.assessment.review
    return VoiceRating(
        voice=Voice(review.voice),
        reader=_reader(review, self_name),
        value=Value(rating.value),
        quotes=_quotes(rating) if with_text else (),
        note=rating.note if with_text else "",
        rule=rating.rule,
        certainty=rating.certainty,
    )


def _quotes(rating: Rating) -> tuple[Quote, ...]:
    """Only words that stand in the turn today, letter for letter."""
    return tuple(
        Quote(e.turn.number, e.turn.who, e.quote, e.turn.start_ms)
        for e in rating.evidence.all()
        if e.turn.text[e.start : e.end] == e.quote
    )


def _reader(review: Review, self_name: str) -> str:
    """How a reader is named: peers by their alias only, a mentor by her name."""
    match review.voice:
        case Voice.SELF:
            return self_name
        case Voice.MENTOR:
            return str(review.reviewer)
        case Voice.PEER:
            return review.alias or VOICE_NAMES[Voice.PEER]
        case _:
            return VOICE_NAMES[Voice.AI]


def _reader_words(ratings: Iterable[Rating], self_name: str) -> tuple[ReaderWords, ...]:
    found: dict[int, ReaderWords] = {}
    for rating in ratings:
        said, review = rating.assessment, rating.assessment.review
        if review.voice != Voice.SELF and (said.strength or said.experiment):
            found[review.pk] = ReaderWords(
                review.voice, _reader(review, self_name), said.strength, said.experiment
            )
    order = list(Voice)
    return tuple(sorted(found.values(), key=lambda w: order.index(Voice(w.voice))))


def _readings(submission: Submission) -> dict[int, Reading]:
    """The latest reading of this session and of up to three before it, oldest session first."""
    rows = (
        Reading.objects.filter(
            submission__learner=submission.learner_id,
            submission__handed_in_at__lte=submission.handed_in_at,
        )
        .defer("behaviours")
        .order_by("-submission__handed_in_at", "-submission_id", "-created_at")[
            : 4 * (EARLIER_SESSIONS + 1)
        ]
    )
    latest: dict[int, Reading] = {}
    for reading in rows:
        latest.setdefault(reading.submission_id, reading)
    kept = list(latest.items())[: EARLIER_SESSIONS + 1]
    return dict(reversed(kept))


def _notices(reading: Reading | None) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    rows = reading.notices if reading else []
    return tuple((row["ref"], row["text"], tuple(row["turns"])) for row in rows)


def _turns(
    submission: Submission,
    ratings: Iterable[Rating],
    notices: Sequence[tuple[str, str, tuple[int, ...]]],
) -> dict[int, TurnText]:
    """The turns that are quoted and their neighbours; one query, none once the text is gone."""
    if not submission.has_text:
        return {}
    numbers = {
        e.turn.number + step for r in ratings for e in r.evidence.all() for step in (-1, 0, 1)
    }
    numbers |= {number for _, _, turns in notices for number in turns}
    rows = Turn.objects.filter(submission=submission, number__in=numbers)
    return {t.number: TurnText(t.number, t.who, t.text, t.start_ms) for t in rows}


def _answers(submission: Submission) -> dict[tuple[str, str], AnswerRow]:
    rows = submission.finding_answers.select_related("marker")
    return {
        (row.kind, row.marker.ref): AnswerRow(row.answer, row.note, row.answered_at) for row in rows
    }


def resources_for(submission: Submission, refs: Sequence[str]) -> tuple[ResourceRow, ...]:
    """Checked resources for exactly these markers at this session's level, in the order of `refs`."""
    return resources_at(submission.level, refs) if submission.level else ()


def resources_at(level: Level, refs: Sequence[str]) -> tuple[ResourceRow, ...]:
    """Checked resources for exactly these markers at this level, in the order of `refs`."""
    if not refs:
        return ()
    rows = (
        Resource.objects.for_markers(refs, level)
        .annotate(for_ref=F("markers__ref"))
        .order_by("title")
        .values_list("slug", "title", "by", "kind", "minutes", "for_ref")
    )
    found: dict[str, ResourceRow] = {}
    for slug, title, by, kind, minutes, ref in rows:
        known = found.get(slug)
        of = tuple(sorted({*(known.refs if known else ()), ref}, key=refs.index))
        found[slug] = ResourceRow(of, title, by, kind, minutes, slug)
    return tuple(sorted(found.values(), key=lambda row: refs.index(row.refs[0])))


def own_reading_owed(submission: Submission, user: User) -> Review | None:
    """A mentor's own review of this session that she has not handed in; until then she reads no other."""
    return (
        Review.objects.visible_to(user)
        .filter(submission=submission, source=Review.Source.MENTOR)
        .exclude(state=Review.State.SUBMITTED)
        .first()
    )


def current_share(submission: Submission) -> Share | None:
    """The mentor who may read this session at present."""
    return (
        Share.objects.filter(
            submission=submission, revoked_at__isnull=True, expires_on__gte=timezone.localdate()
        )
        .select_related("mentor")
        .first()
    )
