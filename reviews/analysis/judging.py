"""What the trained model adds to the rules: it confirms, drops or finds questions, mirrors, input, client talk.

The rules look first; what they mark is part of what the model sees. A mark of the rules stays unless the
model is sure against it; the model adds one of its own only where it is sure. Such marks carry a rule named
`learned.…`. Praise, structuring, commitment and action the model knows from our own labels alone: there it
only adds to the rules. The rest (feeling, obstacle …) it knows too little: rules only. Bounds: docs/method.md.
"""

from collections.abc import Mapping, Sequence

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
NO_MIRRORS = {
    "affirmation",
    "advice",
    "self_disclosure",
    "structuring",
    "encourager",
    "reassurance",
}
LEAN = 0.35  # chance from which a leaning is shown; its label alone may rest on less
LEANINGS = {"change": "for", "sustain": "against"}
# Letter of the label: kind, detail, chance from which it is added (right in seven of ten out of fold).
SIGNS_OF_COACH = {"a": ("affirmation", "general", 0.4), "T": ("structuring", "", 0.4)}
SIGNS_OF_CLIENT = {"C": ("commitment", "", 0.4), "A": ("action", "", 0.6)}
LEAST_WORDS = 2
MOST_SENTENCES = 60  # of one turn; a longer lecture is read by the rules to its end


def judge(view: View, model: Model) -> View:
    """The same talk with the marks of the rules and the model put together."""
    lines = [line for line in view.talk.lines if line.index in view.marks and line.sentences]
    labels = _labels(
        model,
        {
            line.index: [whole(view, line)] if line.is_client else _sentences(view, line)
            for line in lines
        },
    )
    # Where in a longer turn the client does what the turn as a whole was found to do.
    closer = _labels(
        model,
        {
            line.index: _sentences(view, line)
            for line in lines
            if len(line.sentences) > 1 and _signs(view, line, labels[line.index])
        },
    )
    marks = {}
    for line in lines:
        if line.is_coach:
            marks[line.index] = _coach(view, line, labels[line.index])
        elif line.is_client:
            marks[line.index] = _client(view, line, labels[line.index], closer.get(line.index))
    return seen(view.talk, view.level, marks)


def _labels(model: Model, pieces: Mapping[int, Sequence[Piece]]) -> dict[int, list[Labels]]:
    """The labels of all pieces, by the same keys."""
    found = iter(label(model, [piece for some in pieces.values() for piece in some]))
    return {key: [next(found) for _ in some] for key, some in pieces.items()}


def _sentences(view: View, line: Line) -> list[Piece]:
    if len(line.sentences) < 2:
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
    has = {mark.kind for mark in marks}
    for letter, (kind, detail, least) in SIGNS_OF_COACH.items():
        if has <= {"theme"} and own.signs[letter] >= least and sentence.words > LEAST_WORDS:
            acts.append(_learned(sentence, kind, detail))
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
        free = not any(NO_MIRRORS & {other.kind, other.detail} for other in marks)
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


def _client(
    view: View, line: Line, labels: Sequence[Labels], closer: Sequence[Labels] | None
) -> tuple[Behaviour, ...]:
    """The model says how the turn leans, and adds to what the rules say the client does beside."""
    marks = view.marks[line.index]
    own = labels[0]
    if not isinstance(own, ClientLabels):
        return marks
    found = [mark for mark in marks if mark.kind != "change_talk"]
    for letter in _signs(view, line, labels):
        kind, detail, _ = SIGNS_OF_CLIENT[letter]
        found.append(_learned(_place(line, closer, letter), kind, detail))
    if own.talk in LEANINGS and own.chance >= LEAN:
        same = [m for m in marks if m.kind == "change_talk" and m.detail == LEANINGS[own.talk]]
        longest = max(line.sentences, key=lambda sentence: sentence.words)
        found += same or [_learned(longest, "change_talk", LEANINGS[own.talk])]
    return tuple(sorted(found, key=lambda mark: mark.span.start))


def _signs(view: View, line: Line, labels: Sequence[Labels]) -> list[str]:
    """What the model is sure of and the rules have not found; nothing for a turn of the coach."""
    own = labels[0]
    if not isinstance(own, ClientLabels) or line.words <= LEAST_WORDS:
        return []
    has = {mark.kind for mark in view.marks[line.index]}
    return [
        letter
        for letter, (kind, _, least) in SIGNS_OF_CLIENT.items()
        if kind not in has and own.signs[letter] >= least
    ]


def _place(line: Line, closer: Sequence[Labels] | None, letter: str) -> Sentence:
    """The sentence of the turn that shows it most."""
    if closer is None:
        return line.sentences[0]
    chances = [own.signs[letter] for own in closer]
    return line.sentences[chances.index(max(chances))]


def _learned(sentence: Sentence, kind: str, detail: str) -> Behaviour:
    return Behaviour(sentence.span, kind, detail, f"learned.{kind}")
