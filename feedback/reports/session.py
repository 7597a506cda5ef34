"""Compose the report of one session from what readers said and the analyser measured. Plain Python."""

from collections.abc import Sequence

from courses.rubrics import LABELS, NEEDS_EVIDENCE, POSITION, Value
from feedback import charts, findings
from feedback.findings import Kind, MarkerReading, Picked, Quote, Voice, voices_of
from feedback.reports.facts import fact_views
from feedback.reports.parts import (
    CompetencyRow,
    CompetencyView,
    Finding,
    PlotRow,
    Quoted,
    Report,
    Source,
    Suggestion,
    TurnText,
    Why,
)
from feedback.reports.pictures import pictures
from feedback.wording import (
    MARKERS,
    Passage,
    Said,
    Variety,
    counted,
    excerpt,
    notice_headline,
    say_edge,
    say_strength,
    stage_words,
)

SCORED = "scored_with_evidence"
COLUMNS = (
    (Voice.SELF, ""),
    (Voice.AI, "AI reader"),
    (Voice.PEER, "Peers"),
    (Voice.MENTOR, "Mentor"),
)
QUESTIONS = 3
COACH, CLIENT, YOU = "coach", "client", "You"
LIKELY, FAIRLY = 0.66, 0.33


def build(source: Source) -> Report:
    """The whole report. The same source gives the same report, letter for letter."""
    chosen = findings.choose([m for m in source.markers if m.ref in MARKERS], source.focus)
    variety = Variety()
    strengths = tuple(_strength(source, p, variety) for p in chosen.strengths)
    edges = tuple(_edge(source, p, variety) for p in chosen.edges)
    if not source.has_text:
        strengths = edges = ()
    views = [_competency(source, c) for c in source.competencies if c.treatment == SCORED]
    focus = _focus(views, source.focus)
    facts, more = fact_views(source.facts, source.earlier, to_coach=source.self_name == YOU)
    asked = [f.question for f in (*edges, *strengths)]
    return Report(
        has_text=source.has_text,
        final=source.final,
        stage=stage_words(
            final=source.final,
            has_ai=source.has_ai,
            peers=source.peers,
            has_mentor=source.has_mentor,
        ),
        level=source.level,
        self_name=source.self_name,
        readers=_who_read(source),
        strengths=strengths,
        edges=edges,
        notices=_notices(source) if source.has_text else (),
        facts=facts,
        more_facts=more,
        pictures=pictures(source.facts, source.timeline),
        focus=focus,
        others=tuple(v for v in views if v is not focus),
        questions=tuple(asked[:QUESTIONS]),
        suggestions=tuple(Suggestion(f.ref, f.practice, f.hear) for f in edges),
        words=source.words if source.has_text else (),
        limits=_limits(source),
        markers=source.markers,
    )


def _strength(source: Source, picked: Picked, variety: Variety) -> Finding:
    first = picked.quotes[0]
    passage = Passage(client_answered=_text(source, first.turn + 1, CLIENT))
    said = say_strength(picked.ref, _readers(picked), passage, variety)
    return _finding(source, picked, said, None)


def _edge(source: Source, picked: Picked, variety: Variety) -> Finding:
    first = picked.quotes[0]
    if first.who == CLIENT:
        passage, coach = Passage(client_said=first.text), _went_elsewhere(source, picked)
    else:
        passage = Passage(client_said=_text(source, first.turn - 1, CLIENT))
        coach = Quoted(first.turn, COACH, first.text, first.start_ms)
    said = say_edge(
        picked.ref,
        picked.value,
        _readers(picked),
        passage,
        variety,
        disagreed=picked.marker.disagreement,
    )
    return _finding(source, picked, said, coach)


def _who_read(source: Source) -> tuple[tuple[str, str], ...]:
    return (
        *([(Voice.AI.value, "AI reader")] if source.has_ai else []),
        *([(Voice.PEER.value, counted(source.peers, "peer").capitalize())] if source.peers else []),
        *([(Voice.MENTOR.value, "Mentor")] if source.has_mentor else []),
    )


def _went_elsewhere(source: Source, picked: Picked) -> Quoted | None:
    """What the coach said after an opening: as a reader quoted it, else how the next turn began."""
    opening = picked.quotes[0]
    quoted = next((q for q in picked.quotes if q.who == COACH and q.turn > opening.turn), None)
    return _quoted(quoted) if quoted else _turn(source, opening.turn + 1, COACH)


def _readers(picked: Picked) -> int:
    return sum(r.voice != Voice.SELF for r in picked.supporters)


def _finding(source: Source, picked: Picked, said: Said, coach: Quoted | None) -> Finding:
    marker = picked.marker
    return Finding(
        kind=picked.kind,
        ref=picked.ref,
        value=picked.value,
        marker_text=marker.text,
        voices=voices_of(picked.supporters, source.self_name),
        quotes=tuple(_quoted(q) for q in picked.quotes),
        headline=said.headline,
        text=said.text,
        depth=marker.depth,
        attempt=said.attempt,
        coach_said=coach if picked.kind == Kind.EDGE else None,
        practice=said.practice,
        hear=said.hear,
        question=said.question,
        remarks=tuple(r for r in marker.ratings if r.note and r.voice != Voice.SELF),
        why=_why(picked),
        answer=(source.answers or {}).get((picked.kind.value, picked.ref)),
    )


def _why(picked: Picked) -> Why:
    ai = next((r for r in picked.marker.by(Voice.AI)), None)
    certainty = ""
    if ai is not None and ai.certainty is not None:
        sure = "fairly" if ai.certainty >= FAIRLY else "hardly"
        certainty = "quite sure" if ai.certainty >= LIKELY else f"{sure} sure"
    return Why(
        rule=ai.rule if ai else "",
        certainty=certainty,
        combined=charts.together(picked.marker),
    )


def _quoted(quote: Quote) -> Quoted:
    return Quoted(quote.turn, quote.who, quote.text, quote.start_ms)


def _notices(source: Source) -> tuple[Finding, ...]:
    """One finding per point of competency 1, with the beginning of each turn it rests on."""
    merged: dict[str, tuple[list[str], list[int]]] = {}
    for ref, text, turns in source.notices:
        texts, numbers = merged.setdefault(ref, ([], []))
        if text not in texts:
            texts.append(text)
        numbers.extend(number for number in turns if number not in numbers)
    found = []
    for ref, (texts, numbers) in merged.items():
        quotes = [_turn(source, number) for number in numbers[: findings.MOST_QUOTES]]
        if any(quotes):
            found.append(_notice(source, ref, " ".join(texts), [q for q in quotes if q]))
    return tuple(found)


def _notice(source: Source, ref: str, text: str, quotes: Sequence[Quoted]) -> Finding:
    return Finding(
        kind=Kind.NOTICE,
        ref=ref,
        value="",
        marker_text="",
        voices=((Voice.AI.value, "AI reader"),),
        quotes=tuple(quotes),
        headline=notice_headline(ref),
        text=text,
        answer=(source.answers or {}).get((Kind.NOTICE.value, ref)),
    )


def _stored(source: Source, number: int, who: str) -> TurnText | None:
    turn = (source.turns or {}).get(number)
    return turn if turn is not None and who in {"", turn.who} else None


def _text(source: Source, number: int, who: str) -> str:
    turn = _stored(source, number, who)
    return turn.text if turn else ""


def _turn(source: Source, number: int, who: str = "") -> Quoted | None:
    turn = _stored(source, number, who)
    if turn is None:
        return None
    begin = excerpt(turn.text)
    return Quoted(number, turn.who, begin, turn.start_ms, shortened=begin != turn.text.strip())


def _competency(source: Source, competency: CompetencyRow) -> CompetencyView:
    markers = [m for m in source.markers if m.competency == competency.number]
    shown = [m for m in markers if _is_found(m)]
    open_ones = [m for m in markers if m.estimate is not None and m not in shown]
    deepen = open_ones[0].depth if open_ones else markers[0].depth if markers else ""
    return CompetencyView(
        number=competency.number,
        name=competency.name,
        slug=competency.slug,
        word=competency.word,
        found=len(shown),
        of=len(markers),
        rows=tuple(_row(m, source.self_name) for m in markers),
        deepen=deepen,
    )


def _is_found(marker: MarkerReading) -> bool:
    """Together nearer to partly seen than to not seen, and said so by somebody with a quote or after it."""
    shows = {Value.SEEN, Value.PARTLY}
    return (marker.estimate or 0.0) >= 1.0 and any(r.value in shows for r in marker.others)


def _row(marker: MarkerReading, self_name: str) -> PlotRow:
    cells = tuple(
        (
            title or self_name,
            ", ".join(LABELS[r.value] for r in marker.by(voice)) or "not rated",
        )
        for voice, title in COLUMNS
    )
    return PlotRow(
        ref=marker.ref,
        text=marker.text.rstrip("."),
        passages=_passages(marker),
        svg=charts.dot_plot(marker, self_name),
        cells=cells,
        disagreement=marker.disagreement,
    )


def _passages(marker: MarkerReading) -> str:
    """What others quoted for it: "2 passages, 1 opening"; why nothing was, where nothing was."""
    others = marker.others
    shown = {q.turn for r in others if r.value != Value.MISSED for q in r.quotes}
    missed = {q.turn for r in others if r.value == Value.MISSED for q in r.quotes}
    parts = [
        *([f"{len(shown)} passage{'s' if len(shown) > 1 else ''}"] if shown else []),
        *([f"{len(missed)} opening{'s' if len(missed) > 1 else ''}"] if missed else []),
    ]
    if parts:
        return ", ".join(parts)
    if any(r.value in NEEDS_EVIDENCE for r in others):
        return "passages no longer kept"
    return (
        "no passage found" if any(r.value in POSITION for r in others) else "left out of the sums"
    )


def _focus(views: Sequence[CompetencyView], number: int | None) -> CompetencyView | None:
    """The learner's own focus; else the competency where most was found, the first of equals."""
    chosen = next((v for v in views if v.number == number), None)
    return chosen or max(views, key=lambda v: v.found, default=None)


def _limits(source: Source) -> tuple[str, ...]:
    limits = list(source.limits)
    not_found = [
        m.ref
        for m in source.markers
        if m.others and all(r.value == Value.NOT_SEEN for r in m.others) and m.ref in MARKERS
    ]
    if not_found:
        listed = ", ".join(not_found)
        limits.append(
            f"Nobody found a passage for {listed} in this transcript, which is not proof that it was not there."
        )
    if source.dropped:
        were = "was" if source.dropped == 1 else "were"
        limits.append(
            f"{counted(source.dropped, 'remark').capitalize()} without a verbatim quote {were} dropped."
        )
    return tuple(limits)
