"""What the trained model adds to the rules: it confirms, drops or finds questions, mirrors, input, client talk.

The rules look first; what they mark is part of what the model sees. A mark of the rules stays unless the
model is sure against it; the model adds one of its own only where it is sure. Such marks carry a rule named
`learned.…`. Everything the model has no public labels for stays with the rules. Thresholds: docs/method.md.
"""

from collections.abc import Sequence

from reviews.analysis import coach
from reviews.analysis.reading import Behaviour
from reviews.analysis.talk import Line, Sentence
from reviews.analysis.trained.labelling import ClientLabels, CoachLabels, Labels, label
from reviews.analysis.trained.model import Model
from reviews.analysis.trained.pieces import Piece, part, whole
from reviews.analysis.view import View, seen

DROP, ADD = 0.2, 0.7  # chance below which a mark of the rules goes, and above which a new one comes
MODEL_FORMS = ("open", "closed")  # of questions; the other forms are found by rules only
MODEL_DEPTHS = ("simple", "complex")
NO_MIRRORS = ("affirmation", "advice", "self_disclosure", "structuring", "encourager")
LEANINGS = {"change": "for", "sustain": "against"}
LEAST_WORDS = 2
MOST_SENTENCES = 60  # of one turn; a longer lecture is read by the rules to its end


def judge(view: View, model: Model) -> View:
    """The same talk with the marks of the rules and the model put together."""
    labels = _labels(view, model)
    marks = {}
    for line in view.talk.lines:
        if line.is_coach:
            marks[line.index] = _coach(view, line, labels.get(line.turn.number, []))
        elif line.is_client:
            marks[line.index] = _client(view, line, labels.get(line.turn.number, []))
    return seen(view.talk, view.level, marks)


def _labels(view: View, model: Model) -> dict[int, list[Labels]]:
    """Turn number -> one label per sentence of the coach, one per turn of the client."""
    pieces = {
        line.turn.number: _pieces(view, line)
        for line in view.talk.lines
        if line.index in view.marks and line.sentences
    }
    found = iter(label(model, [piece for some in pieces.values() for piece in some]))
    return {number: [next(found) for _ in some] for number, some in pieces.items()}


def _pieces(view: View, line: Line) -> list[Piece]:
    """Every sentence of the coach, the whole turn of the client."""
    if line.is_client or len(line.sentences) < 2:
        return [whole(view, line)]
    some = line.sentences[:MOST_SENTENCES]
    return [part(view, line, s.span.start, s.span.end) for s in some]


def _coach(view: View, line: Line, labels: Sequence[Labels]) -> tuple[Behaviour, ...]:
    allowed = coach.is_allowed(line, view.talk)
    answers_client = view.talk.before(line.index) is not None
    found: list[Behaviour] = []
    rest = iter(labels)
    for sentence, marks in zip(line.sentences, coach.by_sentence(line, view.talk), strict=True):
        own = next(rest, None)
        if isinstance(own, CoachLabels):
            found += _of_sentence(sentence, marks, own, answers_client, allowed)
        else:
            found += marks
    return tuple(coach.finish(found, line))


def _of_sentence(
    sentence: Sentence, marks: list[Behaviour], own: CoachLabels, answers: bool, allowed: bool
) -> list[Behaviour]:
    kept = [mark for mark in marks if mark.kind not in ("question", "reflection")]
    acts = [
        *_question(sentence, marks, own),
        *(_reflection(sentence, marks, own) if answers else ()),
    ]
    told = any(mark.kind in ("advice", "information") for mark in marks)
    if not told and own.input.chance >= ADD and sentence.words > LEAST_WORDS:
        acts.append(_input(sentence, own, allowed))
    return [*acts, *kept]


def _of(marks: list[Behaviour], kind: str) -> Behaviour | None:
    return next((mark for mark in marks if mark.kind == kind), None)


def _question(sentence: Sentence, marks: list[Behaviour], own: CoachLabels) -> list[Behaviour]:
    mark = _of(marks, "question")
    if mark is None:
        sure = own.question.chance >= ADD and sentence.words >= LEAST_WORDS
        return [_learned(sentence, "question", own.question.kind)] if sure else []
    if own.question.chance < DROP and mark.detail in MODEL_FORMS:
        return []
    if mark.detail in MODEL_FORMS and mark.detail != own.question.kind:
        return [_learned(sentence, "question", own.question.kind)]
    return [mark]


def _reflection(sentence: Sentence, marks: list[Behaviour], own: CoachLabels) -> list[Behaviour]:
    mark = _of(marks, "reflection")
    if mark is None:
        free = not any(other.kind in NO_MIRRORS for other in marks)
        sure = own.reflection.chance >= ADD and sentence.words >= LEAST_WORDS
        return [_learned(sentence, "reflection", own.reflection.kind)] if free and sure else []
    if own.reflection.chance < DROP and mark.detail in MODEL_DEPTHS:
        return []
    if mark.detail in MODEL_DEPTHS and mark.detail != own.reflection.kind:
        return [_learned(sentence, "reflection", own.reflection.kind)]
    return [mark]


def _input(sentence: Sentence, own: CoachLabels, allowed: bool) -> Behaviour:
    if own.input.kind == "advice":
        return _learned(sentence, "advice", coach.permission(allowed))
    return _learned(sentence, "information", "")


def _client(view: View, line: Line, labels: Sequence[Labels]) -> tuple[Behaviour, ...]:
    """The model says how the turn leans; the rules say what else the client does."""
    marks = view.marks.get(line.index, ())
    own = labels[0] if labels else None
    if not isinstance(own, ClientLabels) or own.talk not in LEANINGS:
        return tuple(mark for mark in marks if mark.kind != "change_talk")
    leaning = LEANINGS[own.talk]
    if any(mark.kind == "change_talk" and mark.detail == leaning for mark in marks):
        return tuple(mark for mark in marks if mark.kind != "change_talk" or mark.detail == leaning)
    kept = tuple(mark for mark in marks if mark.kind != "change_talk")
    longest = max(line.sentences, key=lambda sentence: sentence.words)
    return (*kept, _learned(longest, "change_talk", leaning))


def _learned(sentence: Sentence, kind: str, detail: str) -> Behaviour:
    return Behaviour(sentence.span, kind, detail, f"learned.{kind}")
